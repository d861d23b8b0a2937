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
import { RuntimeFault } from "../spec/runtime/fault.ts";
import { restore, snapshot } from "../spec/runtime/shared.ts";
import { NativeRun, type Outcome } from "./native.ts";
import { moverOf, positionsIn } from "./positions.ts";

export type ReplayOutcome =
  | { readonly kind: "agrees" }
  /** They part ways at this step (0: before the first). */
  | {
      readonly kind: "disagrees";
      readonly step: number;
      readonly what: string;
      /** By the checker's program, and by the spec's functions. */
      readonly expected: string;
      readonly actual: string;
    };

type Disagreement = Omit<Extract<ReplayOutcome, { kind: "disagrees" }>, "kind" | "step">;

/** Replays a trace; `finding` is what its end is said to show, null for a run that is not said to show anything. */
export function replayTrace(
  loaded: LoadedSpec,
  program: Program,
  trace: Trace,
  finding: Finding | null,
): ReplayOutcome {
  const run = new NativeRun(loaded);
  const disagree = (step: number, difference: Disagreement): ReplayOutcome => ({
    kind: "disagrees",
    step,
    ...difference,
  });
  const started = run.start(trace.initialChoices);
  const failsAtOnce = trace.steps.length === 0 && failsInStep(finding);
  const start = failsAtOnce
    ? compareFailure(program, finding, started)
    : (compareEvent(started, trace.initialChoices.length) ?? compareState(program, run, trace.initial));
  if (start) return disagree(0, start);
  for (const [index, step] of trace.steps.entries()) {
    const outcome = run.step(step.process, optionsOf(step));
    const difference =
      step.state === null
        ? compareFailure(program, finding, outcome)
        : (compareEvent(outcome, step.choices.length) ??
          compareNotes(program, step, outcome) ??
          compareState(program, run, step.state));
    if (difference) return disagree(index + 1, difference);
  }
  const end = finding && !failsAtOnce ? compareEnd(loaded, program, run, trace, finding) : null;
  return end ? disagree(trace.steps.length, end) : { kind: "agrees" };
}

function optionsOf({ choices }: TraceStep): number[] {
  return choices.map(({ option }) => option);
}

function failsInStep(finding: Finding | null): finding is Finding & { readonly site: number } {
  return finding !== null && (finding.kind === "error" || finding.kind === "assert") && !("property" in finding);
}

function compareEvent(outcome: Outcome, choices: number): Disagreement | null {
  if (outcome.kind !== "moved") return { what: "the step is taken", expected: "moves", actual: describe(outcome) };
  if (outcome.choices.length === choices) return null;
  return { what: "choices made", expected: String(choices), actual: String(outcome.choices.length) };
}

function describe(outcome: Outcome): string {
  switch (outcome.kind) {
    case "moved":
      return "moves";
    case "disabled":
      return `disabled by ${outcome.guard}`;
    case "failed":
      return `fails (${outcome.fault.kind}: ${outcome.fault.message})`;
  }
}

/** Both must fail in the same way; the wording may differ. */
function compareFailure(program: Program, finding: Finding | null, outcome: Outcome): Disagreement | null {
  const site = finding && "site" in finding ? program.sites[finding.site]! : null;
  const agrees = outcome.kind === "failed" && (site === null || outcome.fault.kind === site.kind);
  if (agrees) return null;
  return { what: "the step fails", expected: `fails (${site?.kind}: ${site?.message})`, actual: describe(outcome) };
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

function compareEnd(
  loaded: LoadedSpec,
  program: Program,
  run: NativeRun,
  trace: Trace,
  finding: Finding,
): Disagreement | null {
  const probe = (process: number): readonly Outcome[] => probeProcess(loaded, trace, trace.steps.length, process);
  if (finding.kind === "deadlock") {
    for (const process of finding.blocked) {
      const moving = probe(process).find(({ kind }) => kind !== "disabled");
      if (!moving) continue;
      const what = `what ${program.processes[process]!.name} can do`;
      return { what, expected: "nothing, it is blocked", actual: describe(moving) };
    }
    return null;
  }
  if (!("property" in finding))
    return failsInPredicate(finding, trace) ? comparePredicate(loaded, program, run, trace, finding) : null;
  return comparePredicate(loaded, program, run, trace, finding);
}

/** `within` and `mayEnd` fail without being properties: the last step happened, and yet there is a site. */
function failsInPredicate(finding: Finding, trace: Trace): boolean {
  const last = trace.steps.at(-1);
  return "site" in finding && (last === undefined || last.state !== null);
}

function comparePredicate(
  loaded: LoadedSpec,
  program: Program,
  run: NativeRun,
  trace: Trace,
  finding: Finding,
): Disagreement | null {
  const { steps, initial } = trace;
  const last = steps.at(-1);
  const stateAt = (count: number): State => (count === 0 ? initial : steps[count - 1]!.state!);
  const positionsAt = (count: number): ReturnType<typeof positionsIn> =>
    positionsIn(loaded, program, stateAt(count), (process) =>
      probeProcess(loaded, trace, count, process).some(({ kind }) => kind !== "disabled"),
    );
  const { definition } = loaded;
  const property = "property" in finding ? program.properties[finding.property]! : null;
  const predicates = property
    ? [definition[property.kind].get(property.name)!]
    : [definition.within, definition.mayEnd].filter((predicate) => typeof predicate === "function");
  const move =
    property?.kind === "step" && last
      ? {
          shared: valuesOf(program, stateAt(steps.length - 1)),
          positions: positionsAt(steps.length - 1),
          by: moverOf(loaded, program, last.process, last.location),
        }
      : null;
  const name = property?.name ?? "within or mayEnd";
  const site = "site" in finding ? program.sites[finding.site]! : null;
  const expected = site ? `fails (${site.kind})` : "false";
  const actual = predicates.map((predicate) => {
    try {
      return run.evaluate(predicate, positionsAt(steps.length), move) ? "true" : "false";
    } catch (reason) {
      if (reason instanceof RuntimeFault) return `fails (${reason.kind})`;
      throw reason;
    }
  });
  return actual.includes(expected) ? null : { what: name, expected, actual: actual.join(", ") };
}

function valuesOf(program: Program, state: State): ReadonlyMap<string, Value> {
  return new Map(program.roots.map(({ name, shape }) => [name, decode(shape, sharedCells(state), 0)]));
}

/**
 * Every way a process can step after so many steps of the trace, each tried in a run of its own, since a guard that is
 * false ends a generator. The shared records are left as they were.
 */
function probeProcess(loaded: LoadedSpec, trace: Trace, count: number, process: number): readonly Outcome[] {
  const kept = loaded.shared.map(({ object }) => snapshot(object));
  const outcomes: Outcome[] = [];
  try {
    for (let options: readonly number[] | null = []; options !== null; ) {
      const run = new NativeRun(loaded);
      run.start(trace.initialChoices);
      for (const step of trace.steps.slice(0, count)) run.step(step.process, optionsOf(step));
      const outcome = run.step(process, options);
      outcomes.push(outcome);
      options = nextOptions(options, outcome.choices);
    }
  } finally {
    loaded.shared.forEach(({ object }, i) => {
      restore(object, kept[i]!);
    });
  }
  return outcomes;
}

/** The options to try after these, where each choice met had so many; the last counts fastest. Null: all were tried. */
function nextOptions(options: readonly number[], offered: readonly number[]): readonly number[] | null {
  for (let last = offered.length - 1; last >= 0; last--) {
    const option = options[last] ?? 0;
    if (option + 1 < offered[last]!) return [...offered.slice(0, last).map((_, i) => options[i] ?? 0), option + 1];
  }
  return null;
}
