// The compiled breadth-first search passes the suite of all explorers and equals the reference explorer on random
// programs, also when its visited set begins with sixteen slots and grows all the way, and when states are found by
// number.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Explorer } from "../../../src/explorer/exploration.ts";
import { compareExplorations } from "../../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import { exploreBreadthFirst, exploreWith } from "../../../src/explorer/search/breadth-first.ts";
import { add, choose, goto, local, lt, makeBuilder, ne, set, when } from "../builder.ts";
import { describeExplorer } from "../conformance.ts";
import { increment, peterson, starting } from "../examples.ts";
import { arbitraryProgram } from "../random-program.ts";
import { plain, summary } from "../summary.ts";

const tiny: Explorer = (program, options) => exploreWith(program, options, { firstExponent: 4 });
const indexed: Explorer = (program, options) => exploreWith(program, options, { firstExponent: 4, indexed: true });

describeExplorer({ name: "breadth-first", explore: exploreBreadthFirst });
describeExplorer({ name: "breadth-first, by number", explore: indexed });

describe("on random programs", () => {
  it.each([
    ["breadth-first", exploreBreadthFirst, 21],
    ["breadth-first from a tiny set", tiny, 22],
    ["breadth-first by number", indexed, 23],
  ])("%s equals the reference explorer", async (_, explore, seed) => {
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, fc.boolean(), async (program, all) => {
        const options = { ...plain, maxDepth: 6, all };
        const expected = await exploreReference(program, options).catch(() => null);
        if (expected === null) {
          await expect(explore(program, options)).rejects.toThrow("`init` leaves no state");
          return;
        }
        expect(compareExplorations(expected, await explore(program, options), false)).toEqual([]);
      }),
      { numRuns: 150, seed },
    );
  });
});

/** Counters that any process may raise: (most + 1)^count states, count · most + 1 levels. */
function counters(count: number, most: number): ReturnType<ReturnType<typeof makeBuilder>["program"]> {
  const b = makeBuilder("counters");
  for (let i = 0; i < count; i++) {
    const cell = b.column(`c${i}`, 0, most);
    b.action(`up${i}`, [when(lt(cell(), most)), set(cell(), add(cell(), 1)), goto(0)]);
  }
  b.mayEnd(true);
  return b.program();
}

describe("a visited set that grows", () => {
  it.each([
    ["of whole states", tiny],
    ["of numbers", indexed],
  ])("%s from 16 slots to a million keeps every state: 16^5 of them, 5 · 15 + 1 levels", async (_, explore) => {
    const exploration = await explore(counters(5, 15), plain);
    expect(summary(counters(5, 15), exploration)).toBe(`${16 ** 5} / ${1 + 5 * 15 * 16 ** 4} / 76`);
    expect(exploration.completeness.bounds).toEqual([]);
  });

  it("of states of two words does, too", async () => {
    const wide = makeBuilder("wide counters");
    const ballast = wide.column("ballast", 0, 2 ** 30, [5, 6, 7]);
    for (let i = 0; i < 4; i++) {
      const cell = wide.column(`c${i}`, 0, 15);
      wide.action(`up${i}`, [
        when(lt(cell(), 15)),
        set(cell(), add(cell(), 1)),
        set(ballast(i % 3), add(ballast(i % 3), i)),
        goto(0),
      ]);
    }
    wide.mayEnd(true);
    expect(summary(wide.program(), await tiny(wide.program(), plain))).toBe(`65536 / ${1 + 4 * 15 * 16 ** 3} / 61`);
  });
});

describe("bounds", () => {
  it("on states take the level back that would exceed them, as the reference explorer does", async () => {
    const program = increment(5, true);
    const options = { ...plain, all: true, maxStates: 1000 };
    const [mine, reference] = [await exploreBreadthFirst(program, options), await exploreReference(program, options)];
    expect(compareExplorations(reference, mine, false)).toEqual([]);
    expect(mine.completeness.bounds).toEqual([{ name: "states", limit: 1000, cut: 401 }]);
  });

  it("on memory end the search with the levels that were complete, and with what they show", async () => {
    const b = makeBuilder("too much");
    const cells = [0, 1, 2, 3].map((i) => b.column(`c${i}`, 0, 31));
    cells.forEach((cell, i) => {
      b.action(`up${i}`, [when(lt(cell(), 31)), set(cell(), add(cell(), 1)), goto(0)]);
    });
    b.property("always", "never five", ne(cells[2]!(), 5));
    b.mayEnd(true);
    const options = { ...plain, all: true };
    const exploration = await exploreBreadthFirst(b.program(), { ...options, maxMemory: 4 * 2 ** 20 });
    const [bound] = exploration.completeness.bounds;
    expect(bound).toEqual({ name: "memory", limit: 4 * 2 ** 20, cut: expect.any(Number) });
    expect(exploration.counts.distinct).toBeGreaterThan(60_000);
    expect(exploration.statistics.bytesPerState * exploration.counts.distinct).toBeLessThan(4 * 2 ** 20);
    expect(exploration.findings.map((finding) => finding.depth)).toEqual([6]);
    const same = await exploreBreadthFirst(b.program(), { ...options, maxDepth: exploration.counts.depth });
    expect(same.counts).toEqual(exploration.counts);
    expect(same.coverage).toEqual(exploration.coverage);
  });

  it("on time and interruptions end the search, and say so", async () => {
    const interrupted = await exploreBreadthFirst(peterson(), { ...plain, signal: AbortSignal.abort() });
    expect(interrupted.completeness.bounds).toEqual([{ name: "interrupt", limit: null, cut: 1 }]);
    expect(interrupted.counts).toEqual({ distinct: 1, generated: 1, initial: 1, depth: 1 });
    const late = await exploreBreadthFirst(counters(6, 15), { ...plain, maxTime: 30 });
    expect(late.completeness.bounds.map(({ name, limit }) => [name, limit])).toEqual([["time", 30]]);
  });

  it("are heeded within a level, and progress is reported on the way", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const exploration = await exploreBreadthFirst(counters(6, 15), {
      ...plain,
      signal: controller.signal,
      onProgress: ({ distinct, depth }) => {
        seen.push(distinct);
        if (depth > 0) controller.abort();
      },
    });
    expect(seen.length).toBe(1);
    expect(exploration.completeness.bounds.map(({ name }) => name)).toEqual(["interrupt"]);
    expect(exploration.counts.distinct).toBeLessThanOrEqual(seen[0]!);
  });
});

describe("programs at the edge", () => {
  it("without processes and actions are one state, and a deadlock unless they may end", async () => {
    const b = makeBuilder("nothing");
    expect(summary(b.program(), await exploreBreadthFirst(b.program(), plain))).toBe(
      summary(b.program(), await exploreReference(b.program(), plain)),
    );
    b.mayEnd(true);
    expect(summary(b.program(), await exploreBreadthFirst(b.program(), plain))).toBe("1 / 1 / 1");
  });

  it("that break a promise of the lowering are our fault, and are not explored", async () => {
    const b = makeBuilder("broken");
    const n = b.column("n", 0, 3);
    b.action("up", [set(n(), add(n(), 1)), goto(0)]);
    await expect(exploreBreadthFirst(b.program(), plain)).rejects.toThrow(
      "that its bounds exclude; please report this",
    );
  });

  it("of 150 processes, which is more than one function of code holds: 1 + 150 + 150 · 149 / 2 states in three levels", async () => {
    const b = makeBuilder("many");
    const done = b.column("done", 0, 1, 0, 150);
    for (let i = 0; i < 150; i++) {
      b.process(`p[${i}]`, { locations: [{ label: "only", body: [set(done(i), 1), goto(0)] }] });
    }
    const { counts } = await exploreBreadthFirst(b.program(), { ...plain, maxDepth: 3 });
    expect(counts).toEqual({
      distinct: 1 + 150 + (150 * 149) / 2,
      generated: 1 + 150 + 150 * 149,
      initial: 1,
      depth: 3,
    });
  });

  it("with one step of 200,000 outcomes find them all", async () => {
    const b = makeBuilder("fan");
    const x = b.column("x", 0, 199_999);
    const named = [{ name: "x", lo: 0, hi: 199_999 }];
    const choice = b.choice();
    b.process("p", {
      locals: named,
      locations: [{ label: "jump", body: [choose(choice, 0, 200_000), set(x(), local(0)), goto(0)] }],
    });
    b.property("always", "never the last", ne(x(), 199_999));
    const exploration = await tiny(b.program(), plain);
    expect(summary(b.program(), exploration)).toMatchInlineSnapshot(`
      "200001 / 200001 / 2
      cut 200000 by violation
      2 always never the last: p:199999"
    `);
  });
});

describe("starting", () => {
  it("nowhere is refused", async () => {
    const b = makeBuilder("nowhere");
    b.init([when(0), goto(0)]);
    await expect(exploreBreadthFirst(b.program(), plain)).rejects.toThrow("`init` leaves no state to start from");
  });

  it("counts distinct initial states", async () => {
    const { counts } = await exploreBreadthFirst(starting(), plain);
    expect(counts).toEqual({ distinct: 4, generated: 5, initial: 2, depth: 3 });
  });

  it("in more states than the memory holds at first is no trouble: 300,000 by choice", async () => {
    const b = makeBuilder("many starts");
    const [x, y] = [b.column("x", 0, 999), b.column("y", 0, 299)];
    const [first, second] = [local(0), local(1)];
    const named = [
      { name: "x", lo: 0, hi: 999 },
      { name: "y", lo: 0, hi: 299 },
    ];
    const choice = b.choice();
    b.init([choose(choice, 0, 1000), choose(choice, 1, 300), set(x(), first), set(y(), second), goto(0)], named);
    b.mayEnd(true);
    const { counts } = await tiny(b.program(), plain);
    expect(counts).toEqual({ distinct: 300_000, generated: 300_000, initial: 300_000, depth: 1 });
  });
});
