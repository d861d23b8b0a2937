// A schedule made into a finding, by running it: the trace with every state, and what its end shows. What comes in is the
// bare schedule that an engine found and what it is said to end with; what goes out is for people. The invariant: nothing
// is believed; a schedule that cannot be run, or does not end as said, is our fault and is reported as such.

import type { Program } from "../../spec/program/program.ts";
import { unreachable } from "../../spec/source/diagnostic.ts";
import type { Finding, Trace, TraceStep } from "../exploration.ts";
import type { CanonicalRun } from "../property/canonical-trace.ts";
import type { Goal } from "../property/goals.ts";
import { classify, hasActionsAlone } from "../property/stuck.ts";
import type { State } from "../state.ts";
import { faulty, type JudgedStep } from "./frame.ts";
import { evaluate, runStep, situations, starts } from "./interpreter.ts";
import { judge } from "./judge.ts";
import { abilitiesOf } from "./probe.ts";

interface Failure {
  readonly site: number;
  readonly values: readonly number[];
}

/** A schedule that was run: its trace, the last state, the step into it, and how its last step failed if it did. */
export interface Replayed {
  readonly trace: Trace;
  readonly state: State;
  readonly judged: JudgedStep | null;
  readonly failure: Failure | null;
}

/** Runs a schedule from the start. Only its last step may fail. */
export function runSchedule(program: Program, run: CanonicalRun): Replayed {
  const start = starts(program).find(({ choices }) => sameNumbers(choices, run.initialChoices));
  if (start === undefined) throw faulty(program, `init has no choices [${run.initialChoices}]`);
  let state = start.state;
  let judged: JudgedStep | null = null;
  let failure = start.failure;
  const steps: TraceStep[] = [];
  for (const { process, choices } of run.steps) {
    const outcome = runStep(program, state, process, choices);
    const location = state.locations.get(process)!;
    const offered = sameNumbers(
      outcome.taken.map((t) => t.option),
      choices,
    );
    if (failure !== null || outcome.kind === "disabled" || !offered) {
      throw faulty(program, `step ${steps.length + 1} of a schedule cannot be taken`);
    }
    const after = outcome.kind === "moved" ? outcome.state : null;
    const taken = outcome.taken.map(({ choice, option }) => ({ choice, option }));
    steps.push({ process, location, choices: taken, state: after, notes: outcome.notes });
    if (outcome.kind === "failed") failure = { site: outcome.site, values: outcome.values };
    judged = { process, location, before: state };
    state = after ?? state;
  }
  return { trace: { initialChoices: start.choices, initial: start.state, steps }, state, judged, failure };
}

/** The finding that a schedule shows, given what it is said to end with (not a witness: those are traces alone). */
export function describeFinding(program: Program, goal: Goal, run: CanonicalRun): Finding {
  const replayed = runSchedule(program, run);
  const base = { depth: run.steps.length + 1, trace: replayed.trace };
  switch (goal.kind) {
    case "error":
    case "assert": {
      const failure = replayed.failure ?? failureOf(program, goal, replayed);
      if (failure === null || failure.site !== goal.site) throw faulty(program, "a failure cannot be repeated");
      const { site, values } = failure;
      return goal.property === null
        ? { ...base, kind: goal.kind, site, values }
        : { ...base, kind: goal.kind, site, values, property: goal.property };
    }
    case "deadlock": {
      const actionsOnly = hasActionsAlone(program);
      const abilities = abilitiesOf(program, situations(program, replayed.state));
      return { ...base, kind: "deadlock", blocked: classify(abilities, actionsOnly, false).blocked };
    }
    case "always":
    case "quiescent":
    case "step": {
      const judged = goal.kind === "step" ? replayed.judged : null;
      const judgement = judge(program, program.properties[goal.property!]!, replayed.state, judged);
      if (judgement.kind !== "violated") throw faulty(program, "a violation cannot be repeated");
      return { ...base, kind: goal.kind, property: goal.property!, conjunct: judgement.conjunct };
    }
    case "temporal":
    case "reachable":
      throw faulty(program, "a witness is no finding");
    default:
      return unreachable(goal.kind);
  }
}

/** How a predicate fails in the last state: the goal's property, or `within` or `mayEnd`, whichever has the site. */
function failureOf(program: Program, goal: Goal, { state, judged }: Replayed): Failure | null {
  if (goal.property !== null) {
    const property = program.properties[goal.property]!;
    const judgement = judge(program, property, state, property.kind === "step" ? judged : null);
    return judgement.kind === "failed" ? judgement : null;
  }
  for (const predicate of [program.within, program.mayEnd]) {
    if (predicate === null || predicate === true) continue;
    const verdict = evaluate(program, predicate, state, null);
    if (verdict.kind === "failed" && verdict.site === goal.site) return verdict;
  }
  return null;
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
