// Which states and steps a goal of a search speaks of (property/goals.ts), as tests on addresses: what the code found
// is one bit per level, and these find out where. A goal and an examiner come in; tests go out. The invariant: at the
// depth at which a goal was reached first, the tests pick out exactly the ends of the shortest runs to it.

import { FOUND, MARK, OBSERVER } from "../compile/memory-map.ts";
import type { Goal } from "../property/goals.ts";
import type { Examiner } from "../store/examiner.ts";

/** Answers of checks: 0 if it holds, 1 if not, and from here on 2 + site. */
const VIOLATED = 1;
const FAILED = 2;

export interface EndTests {
  /** Of a state, by its values alone. */
  readonly values: ((address: number) => boolean) | null;
  /** Of a state of the log, by what it can do; writes entries. */
  readonly abilities: ((address: number) => boolean) | null;
  /** Of a step: the state it starts from (0 for `init`) and its entry. */
  readonly step: ((source: number, entry: number) => boolean) | null;
}

/** The tests for a goal. */
export function testsOf(examiner: Examiner, goal: Goal): EndTests {
  const { program } = examiner.engine.compiled;
  const answer = goal.site !== null ? FAILED + goal.site : goal.kind === "reachable" ? 0 : VIOLATED;
  if (goal.property !== null) return testsOfProperty(examiner, goal.property, answer);
  if (goal.kind === "deadlock") {
    const abilities = (address: number): boolean => noticed(examiner, address, OBSERVER.deadlock, FOUND.violated);
    return { values: null, abilities, step: null };
  }
  // A failing step, `within` or `mayEnd`.
  const { code } = examiner.engine;
  const { within, mayEnd } = code;
  const mayFail = program.mayEnd !== null && program.mayEnd !== true;
  return {
    values: null,
    abilities: mayFail
      ? (address) => noticed(examiner, address, OBSERVER.mayEnd, FOUND.failed) && mayEnd!(address) === answer
      : null,
    step: (_, entry) => {
      const mark = examiner.markOf(entry);
      if (mark === MARK.failed + goal.site!) return true;
      return mark === MARK.cut && within!(examiner.stateOf(entry)) === answer;
    },
  };
}

function testsOfProperty(examiner: Examiner, property: number, answer: number): EndTests {
  const { program } = examiner.engine.compiled;
  const check = examiner.engine.check(property);
  switch (program.properties[property]!.kind) {
    case "always":
    case "reachable":
      return {
        values: (address) => check(address) === answer,
        abilities: null,
        step:
          program.within === null
            ? null
            : (_, entry) => examiner.markOf(entry) === MARK.cut && check(examiner.stateOf(entry)) === answer,
      };
    case "quiescent": {
      const observer = OBSERVER.firstProperty + property;
      return {
        values: null,
        abilities: (address) => noticed(examiner, address, observer, ~0) && check(address) === answer,
        step: null,
      };
    }
    case "temporal":
      throw new Error("a temporal property is no goal of a search; please report this");
    case "step":
      return {
        values: null,
        abilities: null,
        step: (source, entry) => {
          const process = examiner.processOf(entry);
          if (process < 0 || examiner.markOf(entry) >= MARK.failed) return false;
          return check(examiner.stateOf(entry), source, process, examiner.locationOf(entry)) === answer;
        },
      };
  }
}

/** Whether expanding a state sets these bits of an observer. */
function noticed(examiner: Examiner, address: number, observer: number, bits: number): boolean {
  examiner.engine.clearFound();
  examiner.engine.setWanted(observer, true);
  examiner.examine(address);
  return (examiner.engine.found(observer) & bits) !== 0;
}
