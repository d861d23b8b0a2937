// However little memory there is, what a breadth-first search says is true: with states in the fewest bytes and levels that
// have been expanded on disk it equals the search that keeps everything to the last number and trace, and where that does
// not suffice either, it ends with the levels that were complete and with all that they show.

import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { ExploreOptions, Explorer } from "../../../src/explorer/exploration.ts";
import { compareExplorations } from "../../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import {
  type BreadthFirstSettings,
  exploreBreadthFirst,
  exploreWith,
} from "../../../src/explorer/search/breadth-first.ts";
import { BIN, ensureBuilt, makeFolder } from "../../cli/bin.ts";
import { describeExplorer } from "../conformance.ts";
import { counters } from "../counters.ts";
import { arbitraryProgram } from "../random-program.ts";
import { plain, withoutStatistics } from "../summary.ts";

// Threads run the build.
beforeAll(ensureBuilt);

/** Drops levels from the first one on. */
function compact(threads: number, arrangement: BreadthFirstSettings["arrangement"] = {}): Explorer {
  const settings = { firstExponent: 4, large: 0, arrangement: { smallLevel: 0, ...arrangement } };
  return (program, options) => exploreWith(program, { ...options, compact: true, threads }, settings);
}

/** Whole states in one engine, of which levels are dropped. */
const whole: Explorer = compact(1, { slotBytes: 8 });

describeExplorer({ name: "without the levels that were expanded", explore: whole });
describeExplorer({ name: "without them in four partitions", explore: compact(1, { bits: 2 }) });

describe("on random programs, without the levels that were expanded,", () => {
  it.each([
    ["whole states", whole, 41, 40],
    ["remainders in five bytes", compact(1, { slotBytes: 5 }), 42, 40],
    ["four partitions", compact(1, { bits: 2 }), 43, 30],
    ["two threads", compact(2), 44, 8],
  ])("%s equal the reference explorer", async (_, explore, seed, numRuns) => {
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, fc.boolean(), fc.constantFrom(null, 6), async (program, all, maxDepth) => {
        const options = { ...plain, maxDepth, maxStates: 400, all };
        const expected = await exploreReference(program, options).catch(() => null);
        if (expected === null) return;
        expect(compareExplorations(expected, await explore(program, options), false)).toEqual([]);
      }),
      { numRuns, seed },
    );
  });
});

describe("a larger search without the levels that were expanded", () => {
  it.each([
    ["whole states", whole],
    ["remainders in four bytes", compact(1, { slotBytes: 4 })],
    ["eight partitions", compact(1, { bits: 3 })],
    ["two threads", compact(2)],
  ])("of %s finds the same counterexamples at every depth", async (_, explore) => {
    for (const sum of [2, 17]) {
      const violated = counters(4, 9, sum);
      for (const options of [
        plain,
        { ...plain, all: true },
        { ...plain, maxStates: 3000 },
        { ...plain, maxDepth: 9 },
      ]) {
        const expected = await exploreBreadthFirst(violated, options);
        expect(withoutStatistics(await explore(violated, options))).toEqual(withoutStatistics(expected));
      }
    }
  });

  it("takes less than half the memory", async () => {
    const program = counters(5, 15);
    const settings = { firstExponent: 12, large: 50_000 };
    const { counts, statistics } = await exploreWith(
      program,
      { ...plain, compact: true, maxMemory: 2 ** 30 },
      settings,
    );
    expect(counts.distinct).toBe(16 ** 5);
    // 2^20 states of 20 bits: a home of four bytes for each, and the largest levels have 60,000 or so.
    expect(statistics.bytesPerState).toBeLessThan(6);
    expect((await exploreBreadthFirst(program, plain)).statistics.bytesPerState).toBeGreaterThan(12);
  });
});

describe("scarce memory", () => {
  const program = counters(6, 15, 12);

  it.each([1, 2])(
    "ends a search by %i with the levels that were complete, and with what they show",
    async (threads) => {
      for (const megabytes of [12, 33]) {
        const options: ExploreOptions = { ...plain, all: true, threads, maxMemory: megabytes * 2 ** 20 };
        const exploration = await exploreBreadthFirst(program, options);
        expect(exploration.completeness.bounds).toMatchObject([{ name: "memory", limit: options.maxMemory }]);
        expect(exploration.statistics.bytesPerState * exploration.counts.distinct).toBeLessThan(options.maxMemory!);
        expect(exploration.findings.map((finding) => finding.depth)).toEqual([13]);
        const same = await exploreBreadthFirst(program, { ...plain, all: true, maxDepth: exploration.counts.depth });
        expect(exploration.counts).toEqual(same.counts);
        expect(exploration.coverage).toEqual(same.coverage);
        expect(exploration.findings).toEqual(same.findings);
      }
    },
  );
});

describe("a disk", () => {
  const spec = `import { array, each, int, shared, spec, when } from "allways";
const s = shared({ count: array(4, int(0, 9)) });
function raise(i: number) {
  when(s.count[i] < 9);
  s.count[i]++;
}
export default spec("counters", {
  actions: { raise: each(raise, 4) },
  always: { few: () => s.count.reduce((sum, count) => sum + count, 0) < 34 },
  mayEnd: true,
});
`;
  /** A megabyte is scarce from the start. */
  const check = (
    environment: Readonly<Record<string, string>>,
    limit: string,
    more: readonly string[] = [],
    folder = makeFolder({ "counters.ts": spec }),
  ) => {
    const args = [process.execPath, BIN, "check", "counters.ts", "--memory", "1MB", "--json", ...more];
    const { status, stdout } = spawnSync("/bin/sh", ["-c", `${limit} exec "$0" "$@"`, ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...environment },
    });
    const { statistics: _, ...verdict } = JSON.parse(stdout);
    return { status, verdict };
  };

  it.runIf(process.platform === "linux")("that takes no states, or only some, changes nothing", () => {
    const expected = check({}, "");
    expect(expected.status).toBe(12);
    expect(expected.verdict.counterexamples[0].steps).toHaveLength(34);
    expect(check({ TMPDIR: "/nowhere" }, "")).toEqual(expected);
    // Blocks of 512 bytes: 10^4 states are 157.
    expect(check({}, "ulimit -f 1;")).toEqual(expected);
    expect(check({}, "ulimit -f 90;")).toEqual(expected);
  });

  it("that has the levels of a checkpoint has those that left memory, too", () => {
    const expected = check({}, "");
    const folder = makeFolder({ "counters.ts": spec });
    const begun = check({}, "", ["--max-states", "6000", "--checkpoint", "kept"], folder);
    expect(begun.status).toBe(3);
    const { status, verdict } = check({}, "", ["--resume", "kept"], folder);
    expect(verdict.remarks).toEqual([expect.stringContaining("resumed from a checkpoint")]);
    expect({ status, verdict: { ...verdict, remarks: [] } }).toEqual(expected);
  });

  it.runIf(process.platform === "linux")(
    "has nothing to do with a system that gives few addresses, which is said",
    () => {
      const folder = makeFolder({ "counters.ts": spec });
      const args = ["-c", 'ulimit -v 4000000; exec "$0" "$@"', process.execPath, BIN, "check", "counters.ts"];
      const { status, stderr } = spawnSync("/bin/sh", args, { cwd: folder, encoding: "utf8" });
      expect(status).toBe(151);
      expect(stderr).toContain("error: the system gives no memory for the states of a search");
    },
  );
});
