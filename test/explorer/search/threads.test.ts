// However many threads and partitions there are, and whoever expands a level, a breadth-first search finds the same: it
// passes the suite of all explorers, equals the search with one thread on random programs to the last number and trace,
// and ends with a clear error when a thread does.

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Exploration, ExploreOptions, Explorer } from "../../../src/explorer/exploration.ts";
import { compareExplorations } from "../../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import {
  type BreadthFirstSettings,
  exploreBreadthFirst,
  exploreWith,
} from "../../../src/explorer/search/breadth-first.ts";
import { planSharing } from "../../../src/explorer/store/arrangement.ts";
import { ensureBuilt } from "../../cli/bin.ts";
import { describeExplorer } from "../conformance.ts";
import { counters } from "../counters.ts";
import { arbitraryProgram } from "../random-program.ts";
import { plain, summary, withoutStatistics } from "../summary.ts";

/** One engine whose slots hold remainders from the start. */
function one(slotBytes: number): Explorer {
  return (program, options) =>
    exploreWith(program, options, { firstExponent: 4, large: 0, arrangement: { slotBytes } });
}

// Threads run the build.
beforeAll(ensureBuilt);

/** Threads that have no visited set in common, but send successors to one another. */
function exchanging(threads: number, more: BreadthFirstSettings["arrangement"] = {}, indexed = false): Explorer {
  return sharing(threads, { common: false, ...more }, indexed);
}

/** Shares out after `init`, and has even the smallest level expanded by all threads. */
function sharing(threads: number, more: BreadthFirstSettings["arrangement"] = {}, indexed = false): Explorer {
  const settings = { firstExponent: 4, indexed, large: 0, arrangement: { smallLevel: 0, ...more } };
  return (program, options) => exploreWith(program, { ...options, threads }, settings);
}

describeExplorer({ name: "eight partitions, one thread", explore: sharing(1, { bits: 3 }) });
describeExplorer({ name: "two threads with a set in common", explore: sharing(2) });
describeExplorer({
  name: "two threads with whole hashes in common",
  explore: sharing(2, { common: { slotBytes: 8 } }),
});
describeExplorer({ name: "two threads that exchange states", explore: exchanging(2) });
describeExplorer({ name: "remainders in slots of five bytes", explore: one(5) });

describe("on random programs", () => {
  it.each([
    ["four partitions and one thread", sharing(1, { bits: 2 }), 31, 60],
    ["four partitions by number and one thread", sharing(1, { bits: 2 }, true), 32, 60],
    ["remainders in four bytes", one(4), 35, 60],
    ["remainders in six bytes", one(6), 36, 60],
    ["two threads", sharing(2), 37, 15],
    ["three threads with whole hashes in common", sharing(3, { common: { slotBytes: 8 } }), 39, 10],
    ["five threads with a set that they outgrow", sharing(5, { common: { mostExponent: 5 } }), 38, 10],
    ["two threads that exchange states", exchanging(2), 33, 10],
    ["three threads, by number", sharing(3, {}, true), 34, 10],
  ])("%s equal the reference explorer", async (_, explore, seed, numRuns) => {
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, fc.boolean(), async (program, all) => {
        const options = { ...plain, maxDepth: 6, all };
        const expected = await exploreReference(program, options).catch(() => null);
        if (expected === null) return;
        expect(compareExplorations(expected, await explore(program, options), false)).toEqual([]);
      }),
      { numRuns, seed },
    );
  });
});

describe("a larger search", () => {
  it.each([
    ["two threads", sharing(2), 2],
    ["three threads with whole hashes in common", sharing(3, { common: { slotBytes: 8 } }), 3],
    ["two threads that exchange states", exchanging(2), 2],
    ["two threads with a set that they outgrow", sharing(2, { common: { mostExponent: 11 } }), 2],
    ["three threads and 32 partitions", sharing(3, { bits: 5 }), 3],
    ["more threads than cores", sharing(7), 7],
    ["remainders in four bytes", one(4), 1],
    ["remainders in five bytes in two partitions", sharing(1, { bits: 1, slotBytes: 5 }), 1],
  ])("with %s finds 10^4 states in 37 levels, and the same counterexample", async (_, explore) => {
    expect(summary(counters(4, 9), await explore(counters(4, 9), plain))).toBe(`10000 / ${1 + 4 * 9 * 10 ** 3} / 37`);
    const violated = counters(4, 9, 12);
    for (const options of [plain, { ...plain, all: true }, { ...plain, maxStates: 3000 }, { ...plain, maxDepth: 15 }]) {
      const expected = await exploreBreadthFirst(violated, options);
      expect(withoutStatistics(await explore(violated, options))).toEqual(withoutStatistics(expected));
    }
  });

  it.each([
    ["one partition", one(5), [31, 1]],
    ["two partitions", sharing(1, { bits: 1, slotBytes: 5 }), [31, 2]],
    ["two partitions of two threads", sharing(2, { bits: 1, slotBytes: 5 }), [31, 2]],
    ["eight partitions", sharing(1, { bits: 3, slotBytes: 5 }), [31, 2]],
  ])("whose slots can say short distances alone finds all states in %s", async (_, explore, ballast) => {
    // So many bits that a batch is often interrupted for want of a slot within reach.
    const program = counters(4, 11, null, ballast);
    expect(summary(program, await explore(program, plain))).toBe(`20736 / ${1 + 4 * 11 * 12 ** 3} / 45`);
  });

  it.each([2, 6])("with %i threads whose set is often crowded finds all states", async (threads) => {
    // So many bits that many states have no room near their home, and few that may lie elsewhere.
    const program = counters(4, 11, null, [15]);
    const explore = sharing(threads, { common: { mostExponent: 29, maxOverflow: 20 } });
    expect(summary(program, await explore(program, plain))).toBe(`20736 / ${1 + 4 * 11 * 12 ** 3} / 45`);
  });

  it("with two threads keeps states of 62 bits apart", async () => {
    const program = counters(4, 11, null, [31, 15]);
    expect(summary(program, await sharing(2)(program, plain))).toBe(`20736 / ${1 + 4 * 11 * 12 ** 3} / 45`);
  });

  it("starts its threads by itself once half a million states are known", async () => {
    const wide = counters(5, 15);
    const [one, two] = [
      await exploreBreadthFirst(wide, plain),
      await exploreBreadthFirst(wide, { ...plain, threads: 2 }),
    ];
    expect(withoutStatistics(two)).toEqual(withoutStatistics(one));
    expect(two.counts.distinct).toBe(16 ** 5);
  });
});

describe("bounds", () => {
  const bounded = async (options: Partial<ExploreOptions>): Promise<Exploration> =>
    sharing(2)(counters(6, 15), { ...plain, ...options });

  it("on time and interruptions are heeded in the middle of a level", async () => {
    expect((await bounded({ maxTime: 100 })).completeness.bounds.map(({ name }) => name)).toEqual(["time"]);
    const controller = new AbortController();
    const exploration = await bounded({ signal: controller.signal, onProgress: () => controller.abort() });
    expect(exploration.completeness.bounds.map(({ name }) => name)).toEqual(["interrupt"]);
    const same = await exploreBreadthFirst(counters(6, 15), { ...plain, maxDepth: exploration.counts.depth });
    expect(exploration.counts).toEqual(same.counts);
    expect(exploration.coverage).toEqual(same.coverage);
  });

  it("on memory end the search with the levels that were complete, and with what they show", async () => {
    const program = counters(6, 15, 12);
    const options = { ...plain, all: true, maxMemory: 48 * 2 ** 20 };
    const exploration = await sharing(2)(program, options);
    expect(exploration.completeness.bounds.map(({ name }) => name)).toEqual(["memory"]);
    expect(exploration.counts.distinct).toBeGreaterThan(500_000);
    expect(exploration.findings.map((finding) => finding.depth)).toEqual([13]);
    const same = await exploreBreadthFirst(program, { ...plain, all: true, maxDepth: exploration.counts.depth });
    expect(exploration.counts).toEqual(same.counts);
    expect(exploration.coverage).toEqual(same.coverage);
    expect(exploration.findings).toEqual(same.findings);
  });
});

describe("a thread that ends", () => {
  const entry = (name: string): URL => new URL(`../threads/${name}.js`, import.meta.url);

  it("before it begins ends the search with an error, not a hang", async () => {
    await expect(sharing(2, { entry: entry("quitter") })(counters(6, 15), plain)).rejects.toThrow(
      "a thread of the search ended with code 7",
    );
  });

  it("by an error of its own does so, too, and says which", async () => {
    await expect(sharing(3, { entry: entry("thrower") })(counters(6, 15), plain)).rejects.toThrow(
      /a thread of the search failed: thread [12] has had enough/,
    );
  });
});

describe("the plan", () => {
  it("has a partition for each thread, more where they divide unevenly, and enough for all of the memory", () => {
    const partitions = (threads: number, gigabytes: number): number =>
      2 ** planSharing(threads, gigabytes * 2 ** 30, 8).bits;
    expect([1, 2, 4, 8].map((threads) => partitions(threads, 4))).toEqual([1, 2, 4, 8]);
    expect([3, 6, 12].map((threads) => partitions(threads, 4))).toEqual([16, 32, 64]);
    expect([4, 8, 12, 100, 1000].map((gigabytes) => partitions(1, gigabytes))).toEqual([1, 2, 4, 32, 64]);
  });
});
