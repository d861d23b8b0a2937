// A search with hash compaction finds what the exact one finds, to the last number and trace, as long as no hashes collide;
// with so few bits that they do, it says so: states are missed as often as it says, at most, and what it finds is there.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { omissionProbability } from "../../../src/explorer/compile/compaction.ts";
import type { Exploration, ExploreOptions, Explorer } from "../../../src/explorer/exploration.ts";
import { verdictOf } from "../../../src/explorer/property/completeness.ts";
import { compareExplorations } from "../../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import {
  type BreadthFirstSettings,
  exploreBreadthFirst,
  exploreWith,
} from "../../../src/explorer/search/breadth-first.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import { counters } from "../counters.ts";
import { arbitraryProgram } from "../random-program.ts";
import { plain, withoutStatistics } from "../summary.ts";

/** Drops levels from the first one on. */
function lossy(hashBits: number, arrangement: BreadthFirstSettings["arrangement"] = {}): Explorer {
  const settings = { firstExponent: 4, large: 0, arrangement };
  return (program, options) =>
    exploreWith(program, { ...options, lossy: { kind: "hash-compaction", hashBits } }, settings);
}

/** The same program with states of several words. */
function widen(program: Program): Program {
  const columns = program.columns.map((column) => ({ ...column, lo: -(2 ** 31), hi: 2 ** 31 - 1 }));
  return { ...program, columns };
}

/** Where there are more hashes than can be, a set takes all the memory it may have. */
const ENOUGH = 2 ** 24;

/** Of an exact search, what a lossy one says where nothing is missed: it cannot know what never happens. */
function asLossy(exact: Exploration, program: Program, { omission }: Exploration["completeness"]): Exploration {
  const branches = exact.branches.map((sides, branch): readonly [number, number] =>
    program.branches[branch]!.property === null ? sides : [0, 0],
  );
  return { ...exact, branches, changed: null, completeness: { ...exact.completeness, ...(omission && { omission }) } };
}

describe("on random programs, hash compaction", () => {
  it.each([
    ["with 60 bits", lossy(60), false, 51, 30],
    ["of states of several words", lossy(60), true, 52, 30],
    ["with 40 bits in slots of five bytes", lossy(40), true, 53, 30],
    ["in four partitions", lossy(60, { bits: 2 }), true, 54, 20],
  ])("%s equals the reference explorer", async (_, explore, wide, seed, numRuns) => {
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, fc.boolean(), fc.constantFrom(null, 6), async (narrow, all, maxDepth) => {
        const program = wide ? widen(narrow) : narrow;
        const options = { ...plain, maxDepth, maxStates: 400, all };
        const expected = await exploreReference(program, options).catch(() => null);
        if (expected === null) return;
        const found = await explore(program, options);
        expect(found.completeness.omission?.probability).toBeLessThan(1e-6);
        expect(compareExplorations(asLossy(expected, program, found.completeness), found, false)).toEqual([]);
      }),
      { numRuns, seed },
    );
  });

  it("with far too few bits reports only what is there, by runs that the interpreter takes", async () => {
    let missed = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, async (program) => {
        const options = { ...plain, maxStates: 400, all: true, maxMemory: ENOUGH };
        const expected = await exploreReference(program, options).catch(() => null);
        if (expected === null || expected.completeness.bounds.some(({ name }) => name === "states")) return;
        const found = await lossy(6)(program, options);
        if (found.counts.distinct < expected.counts.distinct) missed++;
        expect(found.counts.distinct).toBeLessThanOrEqual(expected.counts.distinct);
        const kinds = expected.findings.map(({ kind }) => kind);
        for (const finding of found.findings) expect(kinds).toContain(finding.kind);
      }),
      { numRuns: 40, seed: 55 },
    );
    expect(missed).toBe(4);
  });
});

describe("a larger search with hash compaction", () => {
  it.each([
    ["one memory", lossy(60)],
    ["one memory, slots of five bytes", lossy(52)],
    ["eight partitions", lossy(60, { bits: 3 })],
  ])("in %s finds the same counterexamples at every depth", async (_, explore) => {
    for (const sum of [2, 17]) {
      const violated = counters(4, 9, sum, [31, 31, 31]);
      for (const more of [{}, { all: true }, { maxStates: 3000 }, { maxDepth: 9 }]) {
        const options: ExploreOptions = { ...plain, ...more };
        const exact = await exploreBreadthFirst(violated, options);
        const found = await explore(violated, options);
        expect(withoutStatistics(found)).toEqual(withoutStatistics(asLossy(exact, violated, found.completeness)));
      }
    }
  });

  it("takes a third of the memory, with the levels that were expanded on disk", async () => {
    const program = counters(4, 15, null, [31, 31, 31, 31, 31]);
    const explore = (options: ExploreOptions) => exploreWith(program, options, { firstExponent: 12, large: 5000 });
    const exact = await explore({ ...plain, maxMemory: 2 ** 30 });
    const found = await explore({
      ...plain,
      maxMemory: 2 ** 30,
      lossy: { kind: "hash-compaction", hashBits: 60 },
    });
    expect(found.counts).toEqual(exact.counts);
    expect(found.counts.distinct).toBe(16 ** 4);
    expect(exact.statistics.bytesPerState).toBeGreaterThan(40);
    // Both have some 14 bytes for each of so few states below the visited set.
    expect(found.statistics.bytesPerState).toBeLessThan(exact.statistics.bytesPerState / 1.6);
  });
});

describe("the probability that a state was missed", () => {
  it("is that of a collision among the states found and one more", () => {
    expect(omissionProbability(1, 60)).toBe(2 ** -60);
    expect(omissionProbability(1_000_000, 60)).toBeCloseTo(4.337e-7, 9);
    expect(omissionProbability(2 ** 20, 32)).toBe(1);
    // docs/performance.md rounds these up.
    expect(omissionProbability(1_325_967, 60)).toBeCloseTo(7.625e-7, 10);
    expect(omissionProbability(13_895_837, 60)).toBeCloseTo(8.374e-5, 8);
  });

  // What happens to one key happens to many pairs of states alike, so collisions come in crowds, and seldom.
  it.each([
    { program: counters(1, 1), distinct: 2, hashBits: 3, runs: 160, missed: 15 },
    { program: counters(1, 1, null, [31, 31, 31]), distinct: 2, hashBits: 3, runs: 160, missed: 17 },
    { program: counters(2, 3, null, [31]), distinct: 16, hashBits: 9, runs: 100, missed: 6 },
    { program: counters(3, 5), distinct: 216, hashBits: 16, runs: 50, missed: 0 },
  ])(
    "is not exceeded: $distinct states, $hashBits bits, $missed times of $runs",
    async ({ program, distinct, hashBits, runs, missed }) => {
      const counts: number[] = [];
      for (let seed = 0; seed < runs; seed++) {
        const found = await lossy(hashBits)(program, { ...plain, seed, maxMemory: ENOUGH });
        const probability = omissionProbability(found.counts.distinct, hashBits);
        expect(found.completeness.omission).toEqual({ kind: "hash-compaction", hashBits, seed, probability });
        counts.push(found.counts.distinct);
      }
      expect(counts.filter((count) => count < distinct)).toHaveLength(missed);
      expect(missed / runs).toBeLessThan(omissionProbability(distinct, hashBits));
    },
  );

  it("leaves every promise open, and the answer of a seed is always the same", async () => {
    const program = counters(3, 5, 15);
    const explore = (seed: number): Promise<Exploration> => lossy(10)(program, { ...plain, seed });
    const found = await explore(4);
    expect(found.counts.distinct).toBeLessThan(6 ** 3);
    expect(withoutStatistics(await explore(4))).toEqual(withoutStatistics(found));
    const held = counters(3, 5, 16);
    expect(verdictOf(held, await lossy(60)(held, plain), null, 0)).toBe("inconclusive");
    expect(verdictOf(held, await exploreBreadthFirst(held, plain), null, 0)).toBe("holds");
  });
});
