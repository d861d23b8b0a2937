// Random walks: the seed decides them, they find what is near their path, and they never claim to have seen everything.

import { describe, expect, it } from "vitest";
import { makeRandom } from "../../../src/explorer/search/random.ts";
import { exploreRandomly } from "../../../src/explorer/search/random-walk.ts";
import { add, goto, lt, makeBuilder, set, when } from "../builder.ts";
import { bounded, choosing, dieHard, increment, peterson } from "../examples.ts";
import { plain, summary } from "../summary.ts";

const random = { ...plain, search: "random", walks: 20 } as const;

describe("random walks", () => {
  it("are the same for the same seed, and others for another", async () => {
    const program = dieHard();
    const explored = async (seed: number) => summary(program, await exploreRandomly(program, { ...random, seed }));
    expect(await explored(1)).toBe(await explored(1));
    expect(await explored(1)).not.toBe(await explored(2));
    expect(await explored(1)).toMatchInlineSnapshot(`
      "11 / 55 / 107
      cut 2 by violation
      7 always not four litres: fillBig bigToSmall emptySmall bigToSmall fillBig bigToSmall"
    `);
  });

  it("see a violation that is one step from their path", async () => {
    const program = increment(2, true);
    const exploration = await exploreRandomly(program, { ...random, seed: 5 });
    expect(exploration.findings.map(({ kind, depth }) => `${kind} ${depth}`)).toEqual(["always 5"]);
  });

  it("never claim to be exhaustive, though they may have been everywhere", async () => {
    const exploration = await exploreRandomly(peterson(), { ...random, walks: 50 });
    expect(summary(peterson(), exploration)).toMatchInlineSnapshot(`
      "42 / 77 / 1001
      cut 1 by walks"
    `);
  });

  it("are as long as a bound on depth lets them be", async () => {
    const exploration = await exploreRandomly(peterson(), { ...random, maxDepth: 6 });
    expect(exploration.counts.depth).toBe(6);
  });

  it("find witnesses, deadlocks and what is outside `within`", async () => {
    const chosen = choosing();
    expect(summary(chosen, await exploreRandomly(chosen, { ...random, all: true }))).toMatchInlineSnapshot(`
      "6 / 7 / 3
      cut 1 by walks
      2 deadlock of [chooser]: chooser:0:0
      witness four: chooser:2:2
      no witness: three"
    `);
    const program = bounded(5, 6);
    expect(summary(program, await exploreRandomly(program, { ...random, all: true }))).toMatchInlineSnapshot(`
      "6 / 13 / 5
      cut 3 by within
      cut 1 by walks
      6 always never forbidden: one one one two one
      witness the limit: one one one two
      witness beyond the limit: one one one two two"
    `);
  });

  it("count what they saw: a chain of 50 states has 50, however often it is walked", async () => {
    const b = makeBuilder("chain");
    const n = b.column("n", 0, 49);
    b.action("up", [when(lt(n(), 49)), set(n(), add(n(), 1)), goto(0)]);
    b.mayEnd(true);
    const { counts, coverage } = await exploreRandomly(b.program(), random);
    expect(counts).toEqual({ distinct: 50, generated: 50, initial: 1, depth: 50 });
    expect(coverage).toEqual([[49]]);
  });
});

describe("the random numbers", () => {
  it("of a seed are always the same", () => {
    const draw = (seed: number): number[] => {
      const numbers = makeRandom(seed);
      return Array.from({ length: 8 }, () => numbers.below(1000));
    };
    expect(draw(0)).toMatchInlineSnapshot(`
      [
        419,
        303,
        475,
        632,
        937,
        854,
        89,
        393,
      ]
    `);
    expect(draw(2 ** 40)).not.toEqual(draw(0));
    expect(draw(7)).toEqual(draw(7));
  });

  it("are spread evenly: 60,000 throws of a die", () => {
    const die = makeRandom(3);
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) counts[die.below(6)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});
