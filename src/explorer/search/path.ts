// Paths of a search as runs: the numbers of the states on a path come in, with the goal that was met after it; a
// schedule goes out, made by finding again which step leads from each state to the next. The invariant: where several
// steps do, it is the first in the order of the canonical schedule.

import type { CanonicalRun } from "../property/canonical-trace.ts";
import type { Goal } from "../property/goals.ts";
import { starts } from "../reference/interpreter.ts";
import type { Engine } from "../store/engine.ts";
import { Examiner } from "../store/examiner.ts";
import { choicesOf, disagreement } from "./interpretation.ts";
import { testsOf } from "./tests.ts";

interface Step {
  readonly process: number;
  readonly choices: readonly number[];
}

/**
 * The run along a path (without one: none) to a goal that was met in its last state, or in a step from there (or in `init`).
 * The search may go on afterwards.
 */
export function runAlong(engine: Engine, path: readonly number[], goal: Goal): CanonicalRun {
  const examiner = new Examiner(engine);
  examiner.open();
  try {
    const [first, ...rest] = path;
    if (first === undefined) {
      return { initialChoices: startThat(examiner, (entry) => endsWith(examiner, goal, 0, entry)), steps: [] };
    }
    const start = startThat(examiner, (entry) => leadsTo(examiner, entry, first));
    const steps = rest.map((target, i) => stepThat(examiner, path[i]!, (entry) => leadsTo(examiner, entry, target))!);
    const source = engine.addressOf(path.at(-1)!);
    const last = stepThat(examiner, path.at(-1)!, (entry) => endsWith(examiner, goal, source, entry));
    return { initialChoices: start, steps: last === null ? steps : [...steps, last] };
  } finally {
    examiner.close();
  }
}

function startThat(examiner: Examiner, test: (entry: number) => boolean): readonly number[] {
  const position = positionOf(examiner, examiner.examineStart(), test);
  const start = starts(examiner.engine.compiled.program)[position];
  if (start === undefined) throw disagreement();
  return start.choices;
}

/** The first step of a state that passes the test. */
function stepThat(examiner: Examiner, state: number, test: (entry: number) => boolean): Step | null {
  const address = examiner.engine.addressOf(state);
  const position = positionOf(examiner, examiner.examine(address), test);
  if (position < 0) return null;
  const choices = choicesOf(examiner.engine, address)[position];
  if (choices === undefined) throw disagreement();
  return { process: examiner.processOf(examiner.entries + position * examiner.stride), choices };
}

function positionOf(examiner: Examiner, end: number, test: (entry: number) => boolean): number {
  for (let entry = examiner.entries, i = 0; entry < end; entry += examiner.stride, i++) if (test(entry)) return i;
  return -1;
}

function endsWith(examiner: Examiner, goal: Goal, source: number, entry: number): boolean {
  const { values, step } = testsOf(examiner, goal);
  if (step?.(source, entry)) return true;
  return values !== null && examiner.isKept(entry) && values(examiner.stateOf(entry));
}

function leadsTo(examiner: Examiner, entry: number, target: number): boolean {
  const { engine } = examiner;
  if (!examiner.isKept(entry)) return false;
  const [a, b] = [examiner.stateOf(entry) / 4, engine.addressOf(target) / 4];
  for (let i = 0; i < engine.stride / 4; i++) if (engine.numbers[a + i] !== engine.numbers[b + i]) return false;
  return true;
}
