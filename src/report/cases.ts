// What was checked as a list of cases, for reporters that know no more than passed and failed: in, verdicts and refused specs;
// out, a case for each property, for deadlock and for errors, or one for each scenario of a test. The invariant: a case passes only
// if it was decided.

import { showChange } from "../explorer/state-diff.ts";
import { stepWords } from "../trace/document.ts";
import { printable } from "../trace/printable.ts";
import type { PlaceView } from "../trace/view.ts";
import type { KnownCounterexample } from "./baseline.ts";
import { relativePath } from "./json.ts";
import type { TestResult } from "./test-table.ts";
import type { Counterexample, Subject, Verdict } from "./verdict.ts";
import { omissionWords, shellQuote } from "./words.ts";

export type Outcome =
  /** `result` says what was expected, where `allways test` asked. */
  | { readonly kind: "checked"; readonly verdict: Verdict; readonly result: TestResult | null }
  /** A spec that could not be checked at all. */
  | {
      readonly kind: "refused";
      readonly file: string;
      readonly faults: readonly { readonly message: string; readonly place: PlaceView | null }[];
    };

/** `known`: it failed as it did before. */
export type CaseStatus = "passed" | "known" | "failed" | "error" | "skipped";

export interface Case {
  /** The spec's name, and its scenario's. */
  readonly group: string;
  readonly name: string;
  readonly status: CaseStatus;
  /** `always`, `deadlock`, `error`, `expectation`, `refused`. */
  readonly type: string;
  /** Why it did not pass, in one line; empty if it did. */
  readonly message: string;
  /** More of the same, a line each. */
  readonly details: readonly string[];
  readonly place: PlaceView;
  readonly counterexample: Counterexample | null;
  /** Counterexamples of a baseline that were not found again; null where nothing was compared with one. */
  readonly gone: readonly KnownCounterexample[] | null;
}

/** Why a case was skipped that a bound left open. */
export const NOT_DECIDED = "not decided";

/** A group of cases that were decided by one search, or by one attempt at it. */
export interface Suite {
  /** Absolute path. */
  readonly file: string;
  readonly name: string;
  readonly milliseconds: number;
  /** What a lossy search may have missed, in words; null for an exact one. */
  readonly omission: string | null;
  readonly cases: readonly Case[];
}

/** Paths in texts are relative to the folder. */
export function suiteOf(outcome: Outcome, folder: string): Suite {
  if (outcome.kind === "refused") {
    const group = relativePath(outcome.file, folder);
    const cases = outcome.faults.map(({ message, place }): Case => {
      const at = place ?? startOf(outcome.file);
      return { ...bare(group, "is a spec", "refused", at), status: "error", message };
    });
    return { file: outcome.file, name: group, milliseconds: 0, omission: null, cases };
  }
  const { verdict, result } = outcome;
  const name = nameOf(verdict);
  const cases = result ? [scenarioCase(verdict, result, folder)] : verdictCases(verdict, folder);
  const { omission } = verdict.completeness;
  return {
    file: verdict.file,
    name,
    milliseconds: verdict.statistics.milliseconds,
    omission: omission === undefined ? null : omissionWords(omission),
    cases,
  };
}

function verdictCases(verdict: Verdict, folder: string): Case[] {
  const group = nameOf(verdict);
  const { omission } = verdict.completeness;
  const open = omission === undefined ? NOT_DECIDED : `nothing found; ${omissionWords(omission)}`;
  const properties = verdict.properties.map((property): Case => {
    const { name, kind, place } = property;
    const base = bare(group, name, kind, place);
    const found = verdict.counterexamples.find((counterexample) => counterexample.property === name) ?? null;
    switch (property.verdict) {
      case "holds":
      case "bounded":
        return base;
      case "violated":
      case "error":
        if (found) return { ...base, ...failureOf(found, verdict, folder) };
        return { ...base, status: "failed", message: `never reached: ${name}` };
      case "inconclusive":
        return { ...base, status: "skipped", message: open };
      case "unchecked":
        return { ...base, status: "skipped", message: "not asked for" };
    }
  });
  const decided = verdict.verdict === "holds" || verdict.extent === "exhaustive";
  const general = (name: string, kinds: readonly string[]): Case => {
    const base = bare(group, name, kinds[0]!, startOf(verdict.file));
    const found = verdict.counterexamples.find(({ kind, property }) => property === null && kinds.includes(kind));
    if (found) return { ...base, ...failureOf(found, verdict, folder) };
    return decided ? base : { ...base, status: "skipped", message: open };
  };
  const untold = verdict.counterexamples.flatMap(({ replay }): Case[] => {
    if (replay.kind === "agrees") return [];
    const message = `the spec's functions differ at step ${replay.step}, ${replay.what}: ${replay.actual}, not ${replay.expected}`;
    return [{ ...bare(group, "is replayed", "internal", startOf(verdict.file)), status: "error", message }];
  });
  return [...properties, general("no deadlock", ["deadlock"]), general("no error", ["error", "assert"]), ...untold];
}

function scenarioCase(verdict: Verdict, { differences, baseline }: TestResult, folder: string): Case {
  const [found = null] = verdict.counterexamples;
  const place = found?.place ?? startOf(verdict.file);
  const gone = baseline?.gone ?? null;
  const base = { ...bare(verdict.spec, verdict.scenario ?? "must hold", "expectation", place), gone };
  const isKnown = differences.length === 0 && baseline !== null && baseline.pardoned.length > 0;
  const told = isKnown ? baseline.pardoned : differences;
  if (told.length === 0) return base;
  const lines = told.map(({ what, expected, actual }) => `${what}: expected ${expected}, came ${actual}`);
  const details = [...lines.slice(1), ...(found ? traceLines(found, verdict, folder) : [])];
  const message = isKnown ? `the same as in the baseline: ${lines[0]}` : lines[0]!;
  return { ...base, status: isKnown ? "known" : "failed", message, details, counterexample: found };
}

function failureOf(found: Counterexample, verdict: Verdict, folder: string): Partial<Case> {
  const steps = found.trace.steps.length;
  const after = steps === 0 ? "at the start" : `after ${steps} ${steps === 1 ? "step" : "steps"}`;
  const waiting = found.blocked.map(
    ({ name, guards }) => `${name} waits for ${guards.map(({ text }) => text).join(", ")}`,
  );
  const [first] = found.blocked;
  const place = found.place ?? first?.guards[0]?.place ?? first?.place ?? null;
  const text = found.kind === "deadlock" ? waiting.join("; ") : found.text;
  return {
    status: found.kind === "error" || found.kind === "assert" ? "error" : "failed",
    message: `${MESSAGES[found.kind]} ${after}${text === "" ? "" : `: ${text}`}`,
    details: traceLines(found, verdict, folder),
    counterexample: found,
    ...(place && { place }),
  };
}

const MESSAGES: Readonly<Record<Counterexample["kind"], string>> = {
  error: "error",
  assert: "assertion failed",
  deadlock: "deadlock",
  always: "violated",
  quiescent: "violated at rest",
  step: "violated by a step",
  temporal: "violated by a run",
  reachable: "never reached",
};

/** The run, a step a line, and the command that shows it again; each safe to print. */
function traceLines({ trace, schedule }: Counterexample, subject: Subject, folder: string): string[] {
  const steps = trace.steps.map((step) => {
    const words = stepWords({ ...step, process: step.name, action: step.isAction });
    const changes = step.changes.map((change) => showChange(change));
    const after = [...changes, ...(step.failed ? ["fails"] : [])].join(", ");
    return `${step.number}. ${words}${after === "" ? "" : ` | ${after}`} (${relativePath(step.place.file, folder)}:${step.place.line})`;
  });
  const command = ["allways", "replay", ...subject.selection, schedule].map(shellQuote).join(" ");
  return [...steps, `again: ${command}`].map((line) => printable(line));
}

function bare(group: string, name: string, type: string, place: PlaceView): Case {
  return { group, name, status: "passed", type, message: "", details: [], place, counterexample: null, gone: null };
}

function nameOf({ spec, scenario }: Subject): string {
  return scenario === null ? spec : `${spec}, ${scenario}`;
}

function startOf(file: string): PlaceView {
  return { file, line: 1, column: 1 };
}
