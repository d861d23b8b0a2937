// A depth-first search sees what a breadth-first one sees, though by other paths: the same states and edges, the same
// kinds of findings, each with a run that really ends that way (the interpreter runs every trace again before it is
// reported).

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Exploration } from "../../../src/explorer/exploration.ts";
import { exploreBreadthFirst } from "../../../src/explorer/search/breadth-first.ts";
import { type DepthFirstSettings, exploreDeep, exploreDepthFirst } from "../../../src/explorer/search/depth-first.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import { add, eq, goto, lt, makeBuilder, ne, set, when } from "../builder.ts";
import { counters } from "../counters.ts";
import { dieHard, increment, peterson } from "../examples.ts";
import { arbitraryProgram } from "../random-program.ts";
import { plain, summary, withoutStatistics } from "../summary.ts";

const dfs = { ...plain, search: "dfs" } as const;

/** What was found, apart from where: kinds with properties or sites, witnesses. */
function whatOf({ findings, witnesses }: Exploration): readonly string[] {
  const found = findings.map((f) => [f.kind, "property" in f ? f.property : null, "site" in f ? f.site : null].join());
  return [...found, ...[...witnesses].map(([property, trace]) => `${property} ${trace !== null}`)].sort();
}

describe("depth-first", () => {
  it("sees what breadth-first sees, on random programs and within every depth", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, fc.integer({ min: 1, max: 7 }), async (program, maxDepth) => {
        const options = { ...plain, maxDepth, all: true };
        const wide = await exploreBreadthFirst(program, options).catch(() => null);
        fc.pre(wide !== null);
        const deep = await exploreDepthFirst(program, { ...options, search: "dfs" });
        const { depth: _, ...counts } = deep.counts;
        expect(wide.counts).toMatchObject(counts);
        expect(deep.coverage).toEqual(wide.coverage);
        expect(deep.completeness).toEqual(wide.completeness);
        expect(whatOf(deep)).toEqual(whatOf(wide));
        for (const { trace } of deep.findings) expect(trace.steps.length).toBeLessThanOrEqual(maxDepth);
      }),
      { numRuns: 200, seed: 31 },
    );
  });

  it("has the stack as its trace, and the longest stack as its depth", async () => {
    const program = dieHard();
    expect(summary(program, await exploreDepthFirst(program, { ...dfs, all: true }))).toMatchInlineSnapshot(`
      "16 / 97 / 14
      9 always not four litres: fillSmall smallToBig fillSmall smallToBig emptyBig smallToBig fillSmall smallToBig"
    `);
    expect(summary(peterson(), await exploreDepthFirst(peterson(), dfs))).toMatchInlineSnapshot(`"42 / 77 / 17"`);
  });

  it("ends with the first violation it meets", async () => {
    const program = increment(3, true);
    expect(summary(program, await exploreDepthFirst(program, dfs))).toMatchInlineSnapshot(`
      "16 / 16 / 7
      cut 7 by violation
      7 always every increment counts: thread[0] thread[0] thread[1] thread[2] thread[1] thread[2]"
    `);
  });

  it("goes into a state again that it first met too deep: one step from the start, and by a detour of three", async () => {
    const program = detour();
    // The detour comes first, and through it the goal is out of bounds; by the short way it is three steps.
    const exploration = await exploreDepthFirst(program, { ...dfs, maxDepth: 4 });
    expect(summary(program, exploration)).toMatchInlineSnapshot(`
      "6 / 7 / 3
      cut 1 by violation
      4 always never three: short on further"
    `);
    expect((await exploreDepthFirst(program, { ...dfs, maxDepth: 3 })).findings).toEqual([]);
  });

  it("goes a hundred thousand states deep", async () => {
    const b = makeBuilder("deep");
    const n = b.column("n", 0, 100_000);
    b.action("up", [when(lt(n(), 100_000)), set(n(), add(n(), 1)), goto(0)]);
    b.mayEnd(true);
    const { counts } = await exploreDepthFirst(b.program(), dfs);
    expect(counts).toEqual({ distinct: 100_001, generated: 100_001, initial: 1, depth: 100_001 });
  });

  it("says what a bound on states left unexpanded", async () => {
    const b = makeBuilder("wide");
    const cells = [0, 1, 2, 3].map((i) => b.column(`c${i}`, 0, 9));
    cells.forEach((cell, i) => {
      b.action(`up${i}`, [when(lt(cell(), 9)), set(cell(), add(cell(), 1)), goto(0)]);
    });
    b.mayEnd(true);
    const { completeness, counts } = await exploreDepthFirst(b.program(), { ...dfs, maxStates: 2000 });
    expect(completeness.bounds.map(({ name, limit }) => [name, limit])).toEqual([["states", 2000]]);
    expect(counts.distinct).toBeGreaterThan(2000);
    expect(completeness.bounds[0]!.cut).toBeGreaterThan(0);
  });
});

/** n: 0 → 5 → 6 → 1 by the detour, 0 → 1 directly; then 1 → 2 → 3, which is forbidden. */
function detour(): Program {
  const b = makeBuilder("detour");
  const n = b.column("n", 0, 6);
  const move = (name: string, from: number, to: number): number =>
    b.action(name, [when(eq(n(), from)), set(n(), to), goto(0)]);
  move("leave", 0, 5);
  move("wander", 5, 6);
  move("return", 6, 1);
  move("short", 0, 1);
  move("on", 1, 2);
  move("further", 2, 3);
  b.property("always", "never three", ne(n(), 3));
  b.mayEnd(true);
  return b.program();
}

describe("depth-first with a deep stack", () => {
  /** Two blocks of four frames in memory. */
  const shallow: DepthFirstSettings = { block: 4, resident: 2 };

  it.each<[string, DepthFirstSettings]>([
    ["on disk", shallow],
    ["on disk, and remainders in four bytes", { ...shallow, large: 0, arrangement: { slotBytes: 4 } }],
    ["and remainders in five bytes", { large: 0, arrangement: { slotBytes: 5 } }],
  ])("%s is the same search, on random programs", async (_, settings) => {
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, fc.boolean(), fc.constantFrom(null, 12), async (program, all, maxDepth) => {
        const options = { ...dfs, all, maxDepth, maxStates: 2000 };
        const expected = await exploreDepthFirst(program, options).catch(() => null);
        if (expected === null) return;
        const found = await exploreDeep(program, options, settings);
        expect(withoutStatistics(found)).toEqual(withoutStatistics(expected));
      }),
      { numRuns: 40, seed: 33 },
    );
  });

  it("of thousands of states keeps a few blocks in memory, and finds its way back", async () => {
    const program = counters(2, 300, null);
    const all = await exploreDeep(program, dfs, { block: 64, resident: 4 });
    expect(summary(program, all)).toBe("90601 / 180601 / 601");
    const chain = counters(1, 20_000, 20_000);
    const options = { ...dfs, maxMemory: 2 ** 22 };
    const found = await exploreDeep(chain, options, { block: 64, resident: 4 });
    expect(found.counts).toEqual({ distinct: 20_001, generated: 20_001, initial: 1, depth: 20_000 });
    expect(found.findings[0]!.trace.steps).toHaveLength(20_000);
  });

  it("that the disk does not take ends the search as one that memory bounds", async () => {
    const before = process.env.TMPDIR;
    process.env.TMPDIR = "/nowhere";
    try {
      const { completeness, counts } = await exploreDeep(counters(1, 400_000), { ...dfs, maxMemory: 2 ** 23 }, shallow);
      expect(completeness.bounds).toEqual([{ name: "memory", limit: 2 ** 23, cut: 1 }]);
      expect(counts.depth).toBe(counts.distinct - 1);
      expect(counts.depth).toBeGreaterThan(100_000);
    } finally {
      process.env.TMPDIR = before;
    }
  });

  it("does not show a run that nobody could read", async () => {
    const program = counters(1, 300_000, 300_000);
    await expect(exploreDepthFirst(program, dfs)).rejects.toThrow(
      '"not so many" is violated after 300000 steps: too long a run to be shown',
    );
  });
});
