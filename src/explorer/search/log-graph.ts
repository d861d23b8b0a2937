// The log as the graph in which canonical runs are found (property/canonical-trace.ts). Nothing is stored about edges:
// a level is gone through again when its steps are asked for, and those of its states that matter are examined. What
// comes in is the levels, a goal and the depth at which it was reached; what goes out is a RunGraph. The invariant:
// steps of a state come in the order of the canonical schedule, with the choices that the interpreter finds for the
// same step.

import type { GraphStep, RunGraph } from "../property/canonical-trace.ts";
import type { Goal } from "../property/goals.ts";
import { starts } from "../reference/interpreter.ts";
import type { Engine } from "../store/engine.ts";
import type { Examiner } from "../store/examiner.ts";
import { choicesOf, disagreement } from "./interpretation.ts";
import { Numbering } from "./numbering.ts";
import { type EndTests, testsOf } from "./tests.ts";

/** Levels by the number of their first state; level d (1 = initial) is from boundaries[d - 1] to boundaries[d]. */
export type Boundaries = readonly number[];

const NOWHERE = -1;

/** The runs to a goal that was reached first at this depth. */
export function logGraph(examiner: Examiner, boundaries: Boundaries, goal: Goal, depth: number): RunGraph {
  const { engine } = examiner;
  const tests = testsOf(examiner, goal);
  const ends = numberEnds(engine, boundaries, depth, tests);
  /** By level: the numbers of its states that matter. */
  const numberings = new Map<number, Numbering>([[depth, ends]]);
  const numbersOf = (level: number): Numbering => {
    let numbering = numberings.get(level);
    if (numbering === undefined) {
      numbering = new Numbering(engine, [...range(levelOf(boundaries, level))]);
      numberings.set(level, numbering);
    }
    return numbering;
  };
  /**
   * The state a step leads to: its number if it matters, and null if the run must end here and does not end as asked.
   */
  const targetOf = (source: number, entry: number, numbering: Numbering, last: boolean): number | null => {
    const target = examiner.isKept(entry) ? numbering.numberAt(examiner.stateOf(entry)) : NOWHERE;
    if (!last || target !== NOWHERE || tests.step?.(source, entry)) return target;
    return null;
  };
  const stepsOf = (address: number, level: number, last: boolean): GraphStep[] => {
    const choices = choicesOf(engine, address);
    const steps: GraphStep[] = [];
    const end = examiner.examine(address);
    if ((end - examiner.entries) / examiner.stride !== choices.length) throw disagreement();
    for (let entry = examiner.entries, i = 0; entry < end; entry += examiner.stride, i++) {
      const target = targetOf(address, entry, numbersOf(level + 1), last);
      if (target !== null) steps.push({ process: examiner.processOf(entry), choices: choices[i]!, target });
    }
    return steps;
  };
  return {
    initial(last) {
      const found: { choices: readonly number[]; target: number }[] = [];
      const options = starts(engine.compiled.program);
      const numbering = numbersOf(1);
      const end = examiner.examineStart();
      if ((end - examiner.entries) / examiner.stride !== options.length) throw disagreement();
      for (let entry = examiner.entries, i = 0; entry < end; entry += examiner.stride, i++) {
        const target = targetOf(0, entry, numbering, last);
        if (target !== null) found.push({ choices: options[i]!.choices, target });
      }
      return found;
    },
    stepsInto(level, targets, visit) {
      if (targets !== null) numberings.set(level + 1, new Numbering(engine, [...targets.keys()]));
      const numbering = numbersOf(level + 1);
      const { from, to } = levelOf(boundaries, level);
      const everything = targets === null && tests.step !== null;
      const sources = everything ? range({ from, to }) : examiner.sift(numbering.states, from, to);
      for (const source of sources) {
        const address = engine.addressOf(source);
        const end = examiner.examine(address);
        for (let entry = examiner.entries; entry < end; entry += examiner.stride) {
          const target = targetOf(address, entry, numbering, targets === null);
          if (target === null || (targets !== null && target === NOWHERE)) continue;
          visit(source, examiner.processOf(entry), target);
        }
      }
    },
    stepsFrom: (state, last) => stepsOf(engine.addressOf(state), levelWith(boundaries, state), last),
  };
}

/** The states of the last level in which a run may end. */
function numberEnds(engine: Engine, boundaries: Boundaries, depth: number, tests: EndTests): Numbering {
  const { values, abilities } = tests;
  const isEnd = (state: number): boolean => {
    const address = engine.addressOf(state);
    return (values?.(address) ?? false) || (abilities?.(address) ?? false);
  };
  const none = values === null && abilities === null;
  return new Numbering(engine, none ? [] : [...range(levelOf(boundaries, depth))].filter(isEnd));
}

/** The numbers of a level's states; levels beyond the last are empty. */
function levelOf(boundaries: Boundaries, level: number): { readonly from: number; readonly to: number } {
  const end = boundaries.at(-1)!;
  return { from: boundaries[level - 1] ?? end, to: boundaries[level] ?? end };
}

function levelWith(boundaries: Boundaries, state: number): number {
  return boundaries.findIndex((first) => first > state);
}

function* range({ from, to }: { readonly from: number; readonly to: number }): Generator<number> {
  for (let i = from; i < to; i++) yield i;
}
