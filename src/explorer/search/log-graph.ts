// The log as the graph in which canonical runs are found (property/canonical-trace.ts). Nothing is stored about edges:
// a level is gone through again when its steps are asked for, and those of its states that matter are examined. What
// comes in is the levels, a goal and the depth at which it was reached; what goes out is a RunGraph. The invariants:
// steps of a state come in the order of the canonical schedule, with the choices that the interpreter finds for the
// same step; and what comes out does not depend on how the states are shared out.

import type { GraphStep, RunGraph } from "../property/canonical-trace.ts";
import type { Goal } from "../property/goals.ts";
import { starts } from "../reference/interpreter.ts";
import type { Engine } from "../store/engine.ts";
import type { Examiner } from "../store/examiner.ts";
import type { Partitions } from "../store/partitions.ts";
import { choicesOf, disagreement } from "./interpretation.ts";
import { Numbering } from "./numbering.ts";
import { type EndTests, testsOf } from "./tests.ts";

const NOWHERE = -1;

/** Looks at the states of one engine on behalf of one goal. */
interface Desk {
  readonly examiner: Examiner;
  readonly tests: EndTests;
}

/** The runs to a goal that was reached first at this depth; an examiner for each engine. */
export function logGraph(examiners: readonly Examiner[], partitions: Partitions, goal: Goal, depth: number): RunGraph {
  const desks = new Map<Engine, Desk>(
    examiners.map((examiner) => [examiner.engine, { examiner, tests: testsOf(examiner, goal) }]),
  );
  const ends = numberEnds(partitions, depth, desks);
  /** By level: the numbers of its states that matter. */
  const numberings = new Map<number, Numbering>([[depth, ends]]);
  const numbersOf = (level: number): Numbering => {
    let numbering = numberings.get(level);
    if (numbering === undefined) {
      numbering = new Numbering(partitions, [...partitions.statesOf(level)]);
      numberings.set(level, numbering);
    }
    return numbering;
  };
  /**
   * The state a step leads to: its number if it matters, and null if the run must end here and does not end as asked.
   */
  const targetOf = (
    { examiner, tests }: Desk,
    source: number,
    entry: number,
    numbering: Numbering,
    last: boolean,
  ): number | null => {
    const target = examiner.isKept(entry) ? numbering.numberAt(examiner.engine, examiner.stateOf(entry)) : NOWHERE;
    if (!last || target !== NOWHERE || tests.step?.(source, entry)) return target;
    return null;
  };
  return {
    initial(last) {
      partitions.show(1);
      const desk = desks.get(partitions.engines[0]!)!;
      const { examiner } = desk;
      const found: { choices: readonly number[]; target: number }[] = [];
      const options = starts(examiner.engine.compiled.program);
      const numbering = numbersOf(1);
      const end = examiner.examineStart();
      if ((end - examiner.entries) / examiner.stride !== options.length) throw disagreement();
      for (let entry = examiner.entries, i = 0; entry < end; entry += examiner.stride, i++) {
        const target = targetOf(desk, 0, entry, numbering, last);
        if (target !== null) found.push({ choices: options[i]!.choices, target });
      }
      return found;
    },
    stepsInto(level, targets, visit) {
      partitions.show(level);
      if (targets !== null) numberings.set(level + 1, new Numbering(partitions, [...targets.keys()]));
      const numbering = numbersOf(level + 1);
      for (const [partition, { from, to }] of partitions.level(level).entries()) {
        const { engine } = examiners[partition]!;
        const desk = desks.get(engine)!;
        const { examiner, tests } = desk;
        const everything = targets === null && tests.step !== null;
        const sources = everything ? range(from, to) : examiner.sift(partitions, numbering.states, from, to);
        for (const source of sources) {
          const address = engine.addressOf(source);
          const end = examiner.examine(address);
          for (let entry = examiner.entries; entry < end; entry += examiner.stride) {
            const target = targetOf(desk, address, entry, numbering, targets === null);
            if (target === null || (targets !== null && target === NOWHERE)) continue;
            visit(partitions.idOf(partition, source), examiner.processOf(entry), target);
          }
        }
      }
    },
    stepsFrom(state, last) {
      partitions.show(partitions.levelOf(state));
      const numbering = numbersOf(partitions.levelOf(state) + 1);
      const { engine, address } = partitions.locate(state);
      const desk = desks.get(engine)!;
      const { examiner } = desk;
      const choices = choicesOf(engine, address);
      const steps: GraphStep[] = [];
      const end = examiner.examine(address);
      if ((end - examiner.entries) / examiner.stride !== choices.length) throw disagreement();
      for (let entry = examiner.entries, i = 0; entry < end; entry += examiner.stride, i++) {
        const target = targetOf(desk, address, entry, numbering, last);
        if (target !== null) steps.push({ process: examiner.processOf(entry), choices: choices[i]!, target });
      }
      return steps;
    },
  };
}

/** The states of the last level in which a run may end. */
function numberEnds(partitions: Partitions, depth: number, desks: ReadonlyMap<Engine, Desk>): Numbering {
  const isEnd = (id: number): boolean => {
    const { engine, address } = partitions.locate(id);
    const { values, abilities } = desks.get(engine)!.tests;
    return (values?.(address) ?? false) || (abilities?.(address) ?? false);
  };
  partitions.show(depth);
  const [{ tests }] = desks.values() as unknown as [Desk];
  const none = tests.values === null && tests.abilities === null;
  return new Numbering(partitions, none ? [] : [...partitions.statesOf(depth)].filter(isEnd));
}

function* range(from: number, to: number): Generator<number> {
  for (let i = from; i < to; i++) yield i;
}
