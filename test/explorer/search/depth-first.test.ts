// A depth-first search sees what a breadth-first one sees, though by other paths: the same states and edges, the same
// kinds of findings, each with a run that really ends that way (the interpreter runs every trace again before it is
// reported).

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Exploration } from "../../../src/explorer/exploration.ts";
import { exploreBreadthFirst } from "../../../src/explorer/search/breadth-first.ts";
import { exploreDepthFirst } from "../../../src/explorer/search/depth-first.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import { add, eq, goto, lt, makeBuilder, ne, set, when } from "../builder.ts";
import { dieHard, increment, peterson } from "../examples.ts";
import { arbitraryProgram } from "../random-program.ts";
import { plain, summary } from "../summary.ts";

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
