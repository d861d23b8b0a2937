// The canonical counterexample (docs/language.md, Properties): among the shortest runs that end as asked, one with the
// fewest context switches, and among those the smallest schedule (options of `init`, then step by step the process as
// declared and the options in order). What comes in is a graph in breadth-first levels of states known by number; what
// goes out is one run. The invariant: the answer depends on the graph alone, not on the numbers or on the order of states in a level.
//
// The algorithm is dynamic programming over the levels, last one first. Because the run is a shortest one, its ith state
// is of level i, so a pass over each level finds the cone of states from which the end is still reached in time. For a
// state of the cone let f(q) be the fewest switches after it if process q moves next, and `least` the smallest f. A run
// that arrives by a step of p then costs `least` if p is among the movers that attain it, and exactly `least + 1` if not,
// since switching to one of those costs one. So a number and the attaining movers are all that a state has to remember.
// The forward pass takes, in order, the first step that still meets the optimum; a schedule determines its states, so
// this greedy choice is the smallest schedule.

/** A step: who moves, with which options, to which state. */
export interface GraphStep {
  readonly process: number;
  readonly choices: readonly number[];
  /** The state's number; not looked at in a last step, which may well fail or leave `within`. */
  readonly target: number;
}

/** What is asked of an engine. States have numbers that are different over all levels. */
export interface RunGraph {
  /**
   * The runs of no steps, in the order of the options of `init`. With `last`, only those that end as asked; the same
   * state may occur several times.
   */
  initial(last: boolean): Iterable<{ readonly choices: readonly number[]; readonly target: number }>;
  /**
   * Calls `visit` for every step from a state of this level (1 = initial) into `targets`, states of the next level; with
   * `targets` null, for every step that ends the run as asked. In any order.
   */
  stepsInto(
    level: number,
    targets: ReadonlyMap<number, unknown> | null,
    visit: (source: number, process: number, target: number) => void,
  ): void;
  /** The steps of one state in order: processes as declared, then options. With `last`, only those that end as asked. */
  stepsFrom(state: number, last: boolean): Iterable<GraphStep>;
}

/** The schedule of a run. */
export interface CanonicalRun {
  readonly initialChoices: readonly number[];
  readonly steps: readonly { readonly process: number; readonly choices: readonly number[] }[];
}

/** What a state of the cone remembers: the fewest switches still to come, and the next movers that attain it. */
interface Remaining {
  least: number;
  readonly movers: number[];
}

/**
 * The canonical run with `depth - 1` steps that ends as asked. Every step of every level before `depth` is visited once.
 * Throws if there is no such run.
 */
export function canonicalRun(graph: RunGraph, depth: number): CanonicalRun {
  const cones = conesOf(graph, depth);
  const start = bestStart(graph, depth, cones);
  const steps: { process: number; choices: readonly number[] }[] = [];
  let state = start.target;
  let budget = start.cost;
  for (let level = 1; level < depth; level++) {
    const last = level === depth - 1;
    const mover = steps.at(-1)?.process;
    const next = firstWithin(graph.stepsFrom(state, last), budget, mover, last ? null : cones[level + 1]!);
    if (next === null) throw lost();
    steps.push({ process: next.process, choices: next.choices });
    budget -= switching(mover, next.process);
    state = next.target;
  }
  return { initialChoices: start.choices, steps };
}

/** By level: the states from which the end can still be reached in time. */
function conesOf(graph: RunGraph, depth: number): readonly ReadonlyMap<number, Remaining>[] {
  const cones: Map<number, Remaining>[] = [];
  let targets: Map<number, Remaining> | null = null;
  for (let level = depth - 1; level >= 1; level--) {
    const cone = new Map<number, Remaining>();
    const into: ReadonlyMap<number, Remaining> | null = targets;
    graph.stepsInto(level, into, (source, process, target) => {
      const cost = into === null ? 0 : costAfter(into.get(target)!, process);
      const known = cone.get(source);
      if (known === undefined) {
        cone.set(source, { least: cost, movers: [process] });
      } else if (cost < known.least) {
        known.least = cost;
        known.movers.length = 0;
        known.movers.push(process);
      } else if (cost === known.least && !known.movers.includes(process)) {
        known.movers.push(process);
      }
    });
    cones[level] = cone;
    targets = cone;
  }
  return cones;
}

function bestStart(
  graph: RunGraph,
  depth: number,
  cones: readonly ReadonlyMap<number, Remaining>[],
): { choices: readonly number[]; target: number; cost: number } {
  let best: { choices: readonly number[]; target: number; cost: number } | null = null;
  for (const { choices, target } of graph.initial(depth === 1)) {
    const cost = depth === 1 ? 0 : cones[1]!.get(target)?.least;
    if (cost !== undefined && (best === null || cost < best.cost)) best = { choices, target, cost };
  }
  if (best === null) throw lost();
  return best;
}

/** The first step that spends no more than the budget, now and later; `next` is null for a last step. */
function firstWithin(
  steps: Iterable<GraphStep>,
  budget: number,
  mover: number | undefined,
  next: ReadonlyMap<number, Remaining> | null,
): GraphStep | null {
  for (const step of steps) {
    const remaining = next?.get(step.target);
    if (next !== null && remaining === undefined) continue;
    const later = remaining === undefined ? 0 : costAfter(remaining, step.process);
    if (switching(mover, step.process) + later <= budget) return step;
  }
  return null;
}

/** The fewest switches after arriving by a step of `process`. */
function costAfter(remaining: Remaining, process: number): number {
  return remaining.least + (remaining.movers.includes(process) ? 0 : 1);
}

function switching(from: number | undefined, to: number): number {
  return from === undefined || from === to ? 0 : 1;
}

function lost(): Error {
  return new Error("no run of the expected length ends as found; please report this");
}
