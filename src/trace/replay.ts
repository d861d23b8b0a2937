// A counterexample told again by the author's own functions: in, a trace of the checker's and what it is said to end
// with; out, whether every shared value, every label, every note and the end itself are the same. What differs is our
// fault, and reported as such. The invariant: nothing of the checker's decides what the functions do but the schedule.

import { isDeepStrictEqual } from "node:util";
import type { Finding, Trace, TraceStep } from "../explorer/exploration.ts";
import type { State } from "../explorer/state.ts";
import { decode, sharedCells } from "../explorer/state-value.ts";
import type { LoadedSpec } from "../spec/definition.ts";
import type { Value } from "../spec/program/domain.ts";
import { equalValues, showValue } from "../spec/program/enumerate.ts";
import type { Program } from "../spec/program/program.ts";
import { type Disagreement, describeOutcome, type ReplayOutcome } from "./disagreement.ts";
import { NativeRun, type Outcome } from "./native.ts";
import { optionsOf } from "./probe.ts";
import { compareEnd } from "./replay-end.ts";
import { compareAtoms } from "./replay-loop.ts";

/**
 * Replays a trace; `finding` is what its end is said to show, null for a run that is not said to show anything. What the
 * functions throw, where the checker's program goes on, is a difference like any other.
 */
export function replayTrace(
  loaded: LoadedSpec,
  program: Program,
  trace: Trace,
  finding: Finding | null,
): ReplayOutcome {
  let step = 0;
  try {
    for (const difference of compareRun(loaded, program, trace, finding)) {
      if (difference) return { kind: "disagrees", step, ...difference };
      step = Math.min(step + 1, trace.steps.length);
    }
    return { kind: "agrees" };
  } catch (reason) {
    const what = "what the functions throw";
    return { kind: "disagrees", step, what, expected: "nothing", actual: String(reason) };
  }
}

/** The differences at the start, after each step, and at the end. */
function* compareRun(
  loaded: LoadedSpec,
  program: Program,
  trace: Trace,
  finding: Finding | null,
): Generator<Disagreement | null> {
  const run = new NativeRun(loaded);
  const started = run.start(trace.initialChoices);
  if (trace.steps.length === 0 && failsInStep(finding)) {
    const isUnnoticed = program.sites[finding.site]!.unnoticed === true;
    if (started.kind !== "moved" || isUnnoticed) {
      yield compareFailure(program, finding, started);
      return;
    }
  }
  const isLasso = finding?.kind === "temporal";
  const atoms = (count: number): Disagreement | null =>
    isLasso ? compareAtoms(loaded, program, run, trace, finding.property, count) : null;
  yield compareEvent(started, trace.initialChoices.length) ?? compareState(program, run, trace.initial) ?? atoms(0);
  for (const [index, step] of trace.steps.entries()) {
    const outcome = run.step(step.process, optionsOf(step));
    yield step.state === null
      ? compareFailure(program, finding, outcome)
      : (compareEvent(outcome, step.choices.length) ??
        compareNotes(program, step, outcome) ??
        compareState(program, run, step.state) ??
        atoms(index + 1));
  }
  // Once more round the loop: what the checker does not see of the functions must not matter either.
  for (const step of trace.steps.slice(trace.loop ?? trace.steps.length)) {
    const outcome = run.step(step.process, optionsOf(step));
    yield compareEvent(outcome, step.choices.length) ?? compareState(program, run, step.state!);
  }
  if (isLasso) return;
  yield finding && compareEnd(loaded, program, run, trace, finding);
}

function failsInStep(finding: Finding | null): finding is Finding & { readonly site: number } {
  return finding !== null && (finding.kind === "error" || finding.kind === "assert") && !("property" in finding);
}

function compareEvent(outcome: Outcome, choices: number): Disagreement | null {
  if (outcome.kind !== "moved")
    return { what: "the step is taken", expected: "moves", actual: describeOutcome(outcome) };
  if (outcome.choices.length === choices) return null;
  return { what: "choices made", expected: String(choices), actual: String(outcome.choices.length) };
}

/** Both must fail in the same way; the wording may differ. What JavaScript does not notice is left to the checker. */
function compareFailure(program: Program, finding: Finding | null, outcome: Outcome): Disagreement | null {
  const site = finding && "site" in finding ? program.sites[finding.site]! : null;
  const agrees = outcome.kind === "failed" && (site === null || outcome.fault.kind === site.kind);
  if (agrees || site?.unnoticed) return null;
  return {
    what: "the step fails",
    expected: `fails (${site?.kind}: ${site?.message})`,
    actual: describeOutcome(outcome),
  };
}

function compareNotes(program: Program, step: TraceStep, outcome: Outcome): Disagreement | null {
  if (outcome.kind !== "moved") return null;
  const expected = step.notes.map(({ note, value }) => {
    const { text, value: shown } = program.notes[note]!;
    const domain = shown?.domain ?? null;
    if (value === null || domain === null) return { text, value };
    if (domain.kind === "bool") return { text, value: value !== 0 };
    return { text, value: domain.kind === "oneOf" ? domain.values[value]! : value };
  });
  if (
    isDeepStrictEqual(
      expected,
      outcome.notes.map(({ text, value }) => ({ text, value })),
    )
  )
    return null;
  return { what: "notes", expected: JSON.stringify(expected), actual: JSON.stringify(outcome.notes) };
}

/** Every shared value and every label. */
function compareState(program: Program, run: NativeRun, state: State): Disagreement | null {
  const actual = run.shared();
  for (const { name, shape } of program.roots) {
    const expected = decode(shape, sharedCells(state), 0);
    const difference = compareValues(name, expected, actual.get(name));
    if (difference) return difference;
  }
  const labels = run.labels();
  for (const { id, kind, name, locations } of program.processes) {
    if (kind !== "process") continue;
    const location = locations[state.locations.get(id)!]!;
    const expected = location.id === 0 ? "ended" : `at "${location.label}"`;
    const label = labels[id] ?? null;
    const stands = label === null ? "ended" : `at "${label}"`;
    if (expected !== stands) return { what: `where ${name} stands`, expected, actual: stands };
  }
  return null;
}

/** The first field of a shared record on which they differ. */
function compareValues(name: string, expected: Value, actual: Value | undefined): Disagreement | null {
  if (actual === undefined) return { what: name, expected: showValue(expected), actual: "nothing" };
  if (equalValues(expected, actual)) return null;
  const [mine, theirs] = [expected, actual] as readonly Readonly<Record<string, Value>>[];
  const field = Object.keys(mine!).find((key) => theirs![key] === undefined || !equalValues(mine![key]!, theirs![key]));
  if (field === undefined) return { what: name, expected: showValue(expected), actual: showValue(actual) };
  const other = theirs![field];
  return {
    what: `${name}.${field}`,
    expected: showValue(mine![field]!),
    actual: other === undefined ? "nothing" : showValue(other),
  };
}
