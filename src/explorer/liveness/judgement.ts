// A run that goes round for ever, judged by definition: is it fair, and does the formula hold on it? What comes in is a
// trace with its loop; what goes out says for each fair process how it is not wronged. Whatever a search finds is judged
// here before it is shown, and so is what people replay. The invariant: only the interpreter and the meaning of formulas
// are asked.

import type { Fairness, Program, Temporal } from "../../spec/program/program.ts";
import type { Trace } from "../exploration.ts";
import { evaluate, type Situation, situations } from "../reference/interpreter.ts";
import type { State } from "../state.ts";
import { holdsOn } from "./word.ts";

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
export function holdsOnTrace(program: Program, { formula, atoms }: Temporal, trace: Trace): boolean {
  const states = statesOfTrace(trace);
  const loop = trace.loop!;
  const stays = loop === trace.steps.length;
  const positions = stays ? states.length : states.length - 1;
  const letters = Array.from({ length: positions }, (_, i) => {
    const step = trace.steps[i];
    return atoms.reduce((letter, { over, predicate }, atom) => {
      if (over === "step" && step === undefined) return letter;
      const judged = over === "step" ? { process: step!.process, location: step!.location, before: states[i]! } : null;
      const verdict = evaluate(program, predicate, judged === null ? states[i]! : states[i + 1]!, judged);
      if (verdict.kind === "failed") throw new Error("a condition fails on a run that was found; please report this");
      return verdict.value !== 0 ? letter | (1 << atom) : letter;
    }, 0);
  });
  return holdsOn(formula, { letters, loop });
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
