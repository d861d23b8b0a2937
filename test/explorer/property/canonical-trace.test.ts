// The canonical run against brute force: on small random graphs all shortest runs are listed and the smallest is taken.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CanonicalRun,
  canonicalRun,
  type GraphStep,
  type RunGraph,
} from "../../../src/explorer/property/canonical-trace.ts";

/** States are numbers; steps[s] are in order; `ends` says with which steps a run may end. */
interface Small {
  readonly starts: readonly { readonly choices: readonly number[]; readonly target: number }[];
  readonly steps: readonly (readonly GraphStep[])[];
  readonly goals: ReadonlySet<number>;
}

function levelsOf({ starts, steps }: Small): readonly (readonly number[])[] {
  const seen = new Set<number>();
  const levels: number[][] = [];
  let level = [...new Set(starts.map((start) => start.target))];
  while (level.length > 0) {
    levels.push(level);
    for (const state of level) seen.add(state);
    const next = level.flatMap((state) => steps[state]!.map((step) => step.target));
    level = [...new Set(next)].filter((state) => !seen.has(state));
  }
  return levels;
}

function graphOf(small: Small): RunGraph {
  const levels = levelsOf(small);
  const ends = ({ target }: { target: number }): boolean => small.goals.has(target);
  const stepsFrom = (state: number, last: boolean): readonly GraphStep[] =>
    last ? small.steps[state]!.filter(ends) : small.steps[state]!;
  return {
    initial: (last) => (last ? small.starts.filter(ends) : small.starts),
    stepsFrom,
    stepsInto(level, targets, visit) {
      for (const source of [...levels[level - 1]!].reverse()) {
        for (const { process, target } of stepsFrom(source, targets === null)) {
          if (targets === null || targets.has(target)) visit(source, process, target);
        }
      }
    },
  };
}

/** Every run with `depth - 1` steps to a goal, tried in the order of schedules. */
function allRuns(small: Small, depth: number): CanonicalRun[] {
  const runs: CanonicalRun[] = [];
  const extend = (state: number, run: CanonicalRun): void => {
    if (run.steps.length === depth - 1) {
      if (small.goals.has(state)) runs.push(run);
      return;
    }
    for (const { process, choices, target } of small.steps[state]!) {
      extend(target, { ...run, steps: [...run.steps, { process, choices }] });
    }
  };
  for (const { choices, target } of small.starts) extend(target, { initialChoices: choices, steps: [] });
  return runs;
}

function switches({ steps }: CanonicalRun): number {
  return steps.filter((step, i) => i > 0 && step.process !== steps[i - 1]!.process).length;
}

/** The first of those with the fewest switches; runs come in the order of schedules already. */
function bruteForce(small: Small, depth: number): CanonicalRun | null {
  const runs = allRuns(small, depth);
  const least = Math.min(...runs.map(switches));
  return runs.find((run) => switches(run) === least) ?? null;
}

const arbitrarySmall: fc.Arbitrary<Small> = fc.integer({ min: 2, max: 9 }).chain((size) => {
  const state = fc.nat(size - 1);
  const moves = fc.array(fc.tuple(fc.nat(2), fc.nat(1), state), { maxLength: 4 });
  return fc.record({
    starts: fc
      .array(state, { minLength: 1, maxLength: 3 })
      .map((targets) => targets.map((target, i) => ({ choices: [i], target }))),
    steps: fc.array(moves, { minLength: size, maxLength: size }).map((all) => all.map(inOrder)),
    goals: fc.uniqueArray(state, { minLength: 1, maxLength: 2 }).map((goals) => new Set(goals)),
  });
});

function inOrder(moves: readonly [number, number, number][]): GraphStep[] {
  const byChoice = new Map(moves.map(([process, option, target]) => [process * 2 + option, target]));
  return [...byChoice]
    .sort(([a], [b]) => a - b)
    .map(([key, target]) => ({ process: key >> 1, choices: [key & 1], target }));
}

describe("the canonical run", () => {
  it("is the smallest of all shortest runs, fewest switches first", () => {
    let found = 0;
    let switching = 0;
    fc.assert(
      fc.property(arbitrarySmall, (small) => {
        const depth = levelsOf(small).findIndex((level) => level.some((state) => small.goals.has(state))) + 1;
        fc.pre(depth > 0);
        const expected = bruteForce(small, depth);
        found++;
        if (expected !== null && switches(expected) > 0) switching++;
        expect(canonicalRun(graphOf(small), depth)).toEqual(expected);
      }),
      { numRuns: 3000, seed: 7 },
    );
    expect(found).toBe(3000);
    expect(switching).toBeGreaterThan(100);
  });

  it("prefers a later start from which fewer switches are needed", () => {
    const step = (process: number, target: number): GraphStep => ({ process, choices: [], target });
    const small: Small = {
      starts: [
        { choices: [0], target: 0 },
        { choices: [1], target: 1 },
      ],
      steps: [[step(0, 2)], [step(1, 3)], [step(1, 4)], [step(1, 4)], []],
      goals: new Set([4]),
    };
    expect(canonicalRun(graphOf(small), 3)).toEqual({
      initialChoices: [1],
      steps: [
        { process: 1, choices: [] },
        { process: 1, choices: [] },
      ],
    });
  });

  it("has no steps where a start is a goal", () => {
    const small: Small = {
      starts: [
        { choices: [0], target: 0 },
        { choices: [1], target: 1 },
      ],
      steps: [[], []],
      goals: new Set([1]),
    };
    expect(canonicalRun(graphOf(small), 1)).toEqual({ initialChoices: [1], steps: [] });
  });

  it("says that a run it was promised does not exist", () => {
    const small: Small = { starts: [{ choices: [], target: 0 }], steps: [[], []], goals: new Set([1]) };
    expect(() => canonicalRun(graphOf(small), 2)).toThrow("please report this");
  });
});
