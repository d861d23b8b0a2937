// What every breadth-first explorer must find, to the last number: one suite that any engine is run through. The invariant:
// each number here is either published (known answers of the field) or can be counted by hand from the sentence above it.

import { describe, expect, it } from "vitest";
import type { ExploreOptions, Explorer } from "../../src/explorer/exploration.ts";
import type { Program } from "../../src/spec/program/program.ts";
import * as examples from "./examples.ts";
import { plain, summary } from "./summary.ts";

export interface Engine {
  readonly name: string;
  readonly explore: Explorer;
}

/** Declares the suite for an engine. */
export function describeExplorer({ name, explore }: Engine): void {
  const explored = async (program: Program, options: Partial<ExploreOptions> = {}): Promise<string> =>
    summary(program, await explore(program, { ...plain, ...options }));
  const coverage = async (program: Program, options: Partial<ExploreOptions> = {}): Promise<unknown> =>
    (await explore(program, { ...plain, ...options })).coverage;

  describe(`${name}: known state spaces`, () => {
    it("Peterson's mutual exclusion holds: 42 states, 77 generated, depth 11", async () => {
      expect(await explored(examples.peterson())).toBe("42 / 77 / 11");
      expect(await explored(examples.peterson(), { all: true })).toBe("42 / 77 / 11");
    });

    it("counts how many successors each label of Peterson's produced", async () => {
      const each = [0, 9, 9, 9, 3, 4, 4];
      expect(await coverage(examples.peterson())).toEqual([each, each]);
    });

    it("Die Hard: four litres in six steps, found with levels 1 to 7 complete", async () => {
      expect(await explored(examples.dieHard())).toMatchInlineSnapshot(`
        "14 / 73 / 7
        cut 2 by violation
        7 always not four litres: fillBig bigToSmall emptySmall bigToSmall fillBig bigToSmall"
      `);
    });

    it("Die Hard, everything: 16 states with six actions each, so 1 + 16 · 6 generated", async () => {
      expect(await explored(examples.dieHard(), { all: true })).toMatchInlineSnapshot(`
        "16 / 97 / 8
        7 always not four litres: fillBig bigToSmall emptySmall bigToSmall fillBig bigToSmall"
      `);
    });

    it.each([
      [2, "13 / 15 / 5"],
      [3, "84 / 112 / 7"],
      [4, "755 / 1157 / 9"],
      [5, "8638 / 15206 / 11"],
    ])("the lost update of %i threads: %s, violated in a trace of 5 states", async (threads, counts) => {
      expect(await explored(examples.increment(threads, true), { all: true })).toBe(
        `${counts}\n5 always every increment counts: thread[0] thread[1] thread[1] thread[0]`,
      );
    });

    it("drops a local that is dead, which merges two states", async () => {
      expect(await explored(examples.increment(2, false), { all: true })).toMatchInlineSnapshot(`
        "12 / 15 / 5
        5 always every increment counts: thread[0] thread[1] thread[1] thread[0]"
      `);
    });

    it("keeps five cells of 32 bits apart: each is flipped twice, which makes a ring of ten states", async () => {
      expect(await explored(examples.wide())).toBe("10 / 11 / 10");
    });
  });

  describe(`${name}: choices`, () => {
    it("generates one successor per tuple that is on offer, and is held where there is nothing to choose from", async () => {
      expect(await explored(examples.choosing(), { all: true })).toMatchInlineSnapshot(`
        "6 / 7 / 3
        2 deadlock of [chooser]: chooser:0:0
        witness four: chooser:2:2
        no witness: three"
      `);
    });

    it("shows the notes of the steps of a trace", async () => {
      const program = examples.choosing();
      const { witnesses } = await explore(program, { ...plain, all: true });
      expect(witnesses.get(0)!.steps.map((step) => step.notes)).toEqual([[{ note: 0, value: 2 }]]);
    });

    it("starts where `init` ends: three tuples pass its guard, two of them alike", async () => {
      const program = examples.starting();
      expect(await explored(program, { all: true })).toMatchInlineSnapshot(`
        "4 / 6 / 3
        3 always not one: init:3 down down"
      `);
      const { counts } = await explore(program, plain);
      expect(counts).toEqual({ distinct: 4, generated: 5, initial: 2, depth: 3 });
    });
  });

  describe(`${name}: failing steps`, () => {
    it("report an error before an assertion of the same depth, and count as edges without successors", async () => {
      expect(await explored(examples.asserting(), { all: true })).toMatchInlineSnapshot(`
        "7 / 12 / 4
        4 error n would be {0} [3]: a b b
        4 assert n is {0} [2]: b a a"
      `);
    });

    it("end a search with the level that their successor would have had", async () => {
      expect(await explored(examples.asserting())).toMatchInlineSnapshot(`
        "7 / 11 / 4
        cut 1 by violation
        4 error n would be {0} [3]: a b b"
      `);
    });

    it("in a property are errors at that state, and no violation there", async () => {
      expect(await explored(examples.failingProperty(), { all: true })).toMatchInlineSnapshot(`
        "4 / 4 / 4
        3 error index {0} is outside [2] in below three: up up
        4 always below three: up up up"
      `);
    });
  });

  describe(`${name}: waiting`, () => {
    it("for ever by `when` is a deadlock, at the level of the stuck state", async () => {
      expect(await explored(examples.waiting("when"))).toMatchInlineSnapshot(`
        "6 / 7 / 5
        cut 1 by violation
        5 deadlock of [consumer]: producer producer consumer consumer"
      `);
    });

    it("by `idleUntil` is not", async () => {
      expect(await explored(examples.waiting("idleUntil"))).toBe("6 / 7 / 5");
    });

    it("by `optional` is not, and such a step may never be taken though it is enabled", async () => {
      expect(await explored(examples.waiting("optional"))).toMatchInlineSnapshot(`
        "4 / 4 / 3
        cut 2 by violation
        3 quiescent no work left: producer producer"
      `);
    });

    it("of actions alone is a deadlock that ranks before a violation of the same depth", async () => {
      expect(await explored(examples.stuckBesideViolation())).toMatchInlineSnapshot(`
        "3 / 3 / 2
        cut 2 by violation
        2 deadlock of []: left"
      `);
    });

    it("with `all`, one finding a property, by depth and then by declaration", async () => {
      expect(await explored(examples.stuckBesideViolation(), { all: true })).toMatchInlineSnapshot(`
        "4 / 4 / 3
        2 deadlock of []: left
        2 always not one: left
        2 always not two: right
        3 always not three: right on"
      `);
    });
  });

  describe(`${name}: step properties`, () => {
    it("see who moved and the state before, on self-loops too", async () => {
      expect(await explored(examples.stepping(), { all: true })).toMatchInlineSnapshot(`
        "3 / 6 / 3
        2 step resets something: resetter
        3 deadlock of [ticker]: ticker ticker"
      `);
    });

    it("and others that are not asked for are not checked", async () => {
      expect(
        await explored(examples.stepping(), { all: true, properties: new Set(["only up"]) }),
      ).toMatchInlineSnapshot(`
        "3 / 6 / 3
        3 deadlock of [ticker]: ticker ticker"
      `);
    });
  });

  describe(`${name}: within`, () => {
    it("cuts successors, which are generated, checked and looked at for witnesses, and makes nobody stuck", async () => {
      expect(await explored(examples.bounded(5, 9))).toMatchInlineSnapshot(`
        "6 / 13 / 4
        cut 3 by within
        witness the limit: one two two
        witness beyond the limit: one two two two"
      `);
      expect(await explored(examples.bounded(5, 6))).toMatchInlineSnapshot(`
        "6 / 11 / 4
        cut 1 by violation
        cut 1 by within
        4 always never forbidden: two two two
        witness the limit: one two two
        no witness: beyond the limit"
      `);
    });
  });

  describe(`${name}: bounds`, () => {
    it("on depth leave the last level unexpanded", async () => {
      expect(await explored(examples.dieHard(), { maxDepth: 4 })).toBe("8 / 37 / 4\ncut 2 by depth");
    });

    it("on depth still report what is stuck in the last level", async () => {
      expect(await explored(examples.waiting("when"), { maxDepth: 5 })).toMatchInlineSnapshot(`
        "6 / 7 / 5
        cut 1 by violation
        5 deadlock of [consumer]: producer producer consumer consumer"
      `);
    });
  });
}
