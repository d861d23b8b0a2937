// The state graph of a reference search as far as it was explored: numbers for states, levels, and the steps of expanded
// states. What comes in is states as they are generated; what goes out is the graph that canonical traces are found in.
// The invariant: numbers are given in order of discovery, so a level's numbers follow the previous level's.

import type { GraphStep, RunGraph } from "../property/canonical-trace.ts";
import { endsWithStart, endsWithStep, type Reached } from "../property/goals.ts";
import type { State } from "../state.ts";
import { stateKey } from "../state-key.ts";

/** The target of a step that failed or left `within`. */
export const nowhere = -1;

export interface Start {
  readonly choices: readonly number[];
  readonly target: number;
}

export interface Graph {
  readonly ids: Map<string, number>;
  /** Bytes of all keys. */
  keyBytes: number;
  readonly starts: Start[];
  /** levels[i]: the states of level i + 1. */
  readonly levels: number[][];
  /** By state: its steps in order, once it was expanded. */
  readonly steps: (readonly GraphStep[])[];
}

export function makeGraph(): Graph {
  return { ids: new Map(), keyBytes: 0, starts: [], levels: [], steps: [] };
}

/** The number of a state, and whether it is new. */
export function numberOf(graph: Graph, state: State): { readonly id: number; readonly fresh: boolean } {
  const key = stateKey(state);
  const known = graph.ids.get(key);
  if (known !== undefined) return { id: known, fresh: false };
  const id = graph.ids.size;
  graph.ids.set(key, id);
  graph.keyBytes += key.length;
  return { id, fresh: true };
}

/** The graph as the search for a canonical run to this goal sees it. */
export function runsTo(graph: Graph, reached: Reached): RunGraph {
  const stepsFrom = (state: number, last: boolean): readonly GraphStep[] => {
    const steps = graph.steps[state] ?? [];
    return last ? steps.filter((step, position) => endsWithStep(reached, state, position, step.target)) : steps;
  };
  return {
    initial: (last) =>
      last ? graph.starts.filter(({ target }, position) => endsWithStart(reached, position, target)) : graph.starts,
    stepsInto(level, targets, visit) {
      for (const source of graph.levels[level - 1] ?? []) {
        for (const { process, target } of stepsFrom(source, targets === null)) {
          if (targets === null || targets.has(target)) visit(source, process, target);
        }
      }
    },
    stepsFrom,
  };
}
