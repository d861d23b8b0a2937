// What a state is apart from where it leads: inside `within` or not, quiescent, a deadlock. What comes in is a state and
// what its processes can do; what goes out is classified by the definitions in ../property, with predicates evaluated.

import type { Program } from "../../spec/program/program.ts";
import { type Ability, classify, hasActionsAlone } from "../property/stuck.ts";
import type { State } from "../state.ts";
import { evaluate, type Situation, type Verdict } from "./interpreter.ts";

type Failed = Extract<Verdict, { kind: "failed" }>;

/** `within` of a state: a failure means outside. */
export interface Membership {
  readonly inside: boolean;
  readonly failure: Failed | null;
}

export interface Probe {
  readonly quiescent: boolean;
  /** `mayEnd` is taken into account. */
  readonly deadlock: boolean;
  /** Of `mayEnd`. */
  readonly failure: Failed | null;
}

export function membershipOf(program: Program, state: State): Membership {
  if (program.within === null) return { inside: true, failure: null };
  const verdict = evaluate(program, program.within, state, null);
  return verdict.kind === "failed"
    ? { inside: false, failure: verdict }
    : { inside: verdict.value !== 0, failure: null };
}

export function abilitiesOf(program: Program, situations: readonly Situation[]): readonly Ability[] {
  return situations.map(({ process, edges, waits }) => ({
    process,
    kind: program.processes[process]!.kind,
    enabled: edges.length > 0,
    obliging: edges.some((edge) => !edge.optional),
    waits,
  }));
}

export function probe(program: Program, state: State, situations: readonly Situation[]): Probe {
  const actionsOnly = hasActionsAlone(program);
  const successors = situations.flatMap((s) => s.edges.flatMap((edge) => (edge.kind === "moved" ? [edge.state] : [])));
  const allCut =
    program.within !== null &&
    successors.length > 0 &&
    successors.every((successor) => !membershipOf(program, successor).inside);
  const { quiescent, deadlocked } = classify(abilitiesOf(program, situations), actionsOnly, allCut);
  if (!deadlocked || program.mayEnd === true) return { quiescent, deadlock: false, failure: null };
  if (program.mayEnd === null) return { quiescent, deadlock: true, failure: null };
  const verdict = evaluate(program, program.mayEnd, state, null);
  if (verdict.kind === "failed") return { quiescent, deadlock: true, failure: verdict };
  return { quiescent, deadlock: verdict.value === 0, failure: null };
}
