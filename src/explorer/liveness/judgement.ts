// A run that goes round for ever, judged by definition: is it fair, and does the formula hold on it? What comes in is a
// trace with its loop; what goes out says for each fair process how it is not wronged. Whatever a search finds is judged
// here before it is shown, and so is what people replay. The invariant: only the interpreter and the meaning of formulas
// are asked.

import type { Fairness, Program, Temporal } from "../../spec/program/program.ts";
import type { Trace } from "../exploration.ts";
import { evaluate, type Situation, situations } from "../reference/interpreter.ts";
import type { State } from "../state.ts";
import { holdsOn, valuesOn } from "./word.ts";

/** How a loop is fair to a process, by the number of a step (from 1) or of a state (0 = initial). */
export type FairnessNote = { readonly process: number; readonly fairness: Exclude<Fairness, "none"> } & (
  | { readonly kind: "moves"; readonly step: number }
  /** Nothing that it must do is possible: in one state at least, and for a strongly fair process in all. */
  | { readonly kind: "held"; readonly state: number }
  | { readonly kind: "wronged" }
);

/** The states of a trace: the initial one, and one after each step. */
export function statesOfTrace(trace: Trace): readonly State[] {
  return [trace.initial, ...trace.steps.flatMap(({ state }) => (state === null ? [] : [state]))];
}

/** For each process with fairness, in order of declaration. */
export function judgeFairness(program: Program, trace: Trace): readonly FairnessNote[] {
  const states = statesOfTrace(trace);
  const loop = trace.loop!;
  const round = trace.steps.slice(loop);
  const numbers = round.length === 0 ? [loop] : round.map((_, i) => loop + i);
  const able = numbers.map((number) => situations(program, states[number]!));
  return program.processes.flatMap(({ id, fairness }): FairnessNote[] => {
    if (fairness === "none") return [];
    const own = { process: id, fairness };
    const moved = round.findIndex((step, i) => step.process === id && isOwed(able[i]!, id, step.choices));
    if (moved >= 0) return [{ ...own, kind: "moves", step: loop + moved + 1 }];
    const held = able.map((all) => !canMove(all, id));
    const first = held.indexOf(true);
    if (first < 0 || (fairness === "strong" && held.includes(false))) return [{ ...own, kind: "wronged" }];
    return [{ ...own, kind: "held", state: numbers[first]! }];
  });
}

/** Whether the run may go on so: it stays only where nobody is obliged to move. */
export function mayStay(program: Program, state: State): boolean {
  return situations(program, state).every(({ edges }) => edges.every(({ optional }) => optional));
}

/** Whether the formula holds on the run. */
export function holdsOnTrace(program: Program, temporal: Temporal, trace: Trace): boolean {
  const letters = lettersOf(program, temporal, trace);
  if (letters === null) throw new Error("a condition fails on a run that was found; please report this");
  return holdsOn(temporal.formula, { letters, loop: trace.loop! });
}

/** Whether it holds of the rest of the run from each state on; null where a condition fails to evaluate. */
export function valuesOnTrace(program: Program, temporal: Temporal, trace: Trace): readonly boolean[] | null {
  const letters = lettersOf(program, temporal, trace);
  if (letters === null) return null;
  const values = valuesOn(temporal.formula, { letters, loop: trace.loop! });
  // The last state is the one that the loop begins with, unless the run stays there.
  return statesOfTrace(trace).map((_, number) => values[number] ?? values[trace.loop!]!);
}

/** By position: bits of the atoms that are true there; null if one fails to evaluate. */
function lettersOf(program: Program, { atoms }: Temporal, trace: Trace): readonly number[] | null {
  const states = statesOfTrace(trace);
  const stays = trace.loop === trace.steps.length;
  const letters = new Array<number>(stays ? states.length : states.length - 1).fill(0);
  for (const position of letters.keys()) {
    const step = trace.steps[position];
    for (const [atom, { over, predicate }] of atoms.entries()) {
      if (over === "step" && step === undefined) continue;
      const before = states[position]!;
      const judged = over === "step" ? { process: step!.process, location: step!.location, before } : null;
      const verdict = evaluate(program, predicate, judged === null ? before : states[position + 1]!, judged);
      if (verdict.kind === "failed") return null;
      if (verdict.value !== 0) letters[position]! |= 1 << atom;
    }
  }
  return letters;
}

function canMove(able: readonly Situation[], process: number): boolean {
  return able.some((s) => s.process === process && s.edges.some(({ optional }) => !optional));
}

/** Whether a step of a process, by its options, is one that it was obliged to take. */
function isOwed(able: readonly Situation[], process: number, choices: readonly { readonly option: number }[]): boolean {
  const options = choices.map(({ option }) => option).join(" ");
  return able.some(
    (s) =>
      s.process === process &&
      s.edges.some((edge) => !edge.optional && edge.taken.map((t) => t.option).join(" ") === options),
  );
}
