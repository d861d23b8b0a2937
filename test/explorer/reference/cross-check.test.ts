// A cross-check tells agreement from difference, and compares complete levels where it is cut.

import { describe, expect, it } from "vitest";
import type { Exploration, Explorer } from "../../../src/explorer/exploration.ts";
import { crossCheck } from "../../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import { choosing, dieHard, increment } from "../examples.ts";
import { plain } from "../summary.ts";

/** The reference explorer with one thing changed in what it says. */
function lying(change: (exploration: Exploration) => Exploration): Explorer {
  return async (program, options) => change(await exploreReference(program, options));
}

describe("a cross-check", () => {
  it("of engines that agree says on how much", async () => {
    const { agree, text } = await crossCheck(dieHard(), plain, exploreReference, exploreReference);
    expect([agree, text]).toEqual([true, "the two explorers agree on everything: 14 states"]);
  });

  it("compares complete levels where there are more states than the limit", async () => {
    const options = { ...plain, all: true };
    const check = await crossCheck(increment(5, true), options, exploreReference, exploreReference, 1000);
    expect(check).toMatchObject({ agree: true, states: 627, cutAt: 6, differences: [] });
    expect(check.text).toBe("the two explorers agree on the first 6 levels (cut at 1000 states): 627 states");
    expect(check.second.counts.depth).toBe(6);
  });

  it("shows every difference in numbers, bounds, coverage, findings, schedules and states", async () => {
    const other = lying((exploration) => {
      const [finding] = exploration.findings;
      const { trace } = finding!;
      const [first, ...rest] = trace.steps;
      const before = { ...first!, process: 0, state: trace.initial };
      return {
        ...exploration,
        counts: { ...exploration.counts, generated: 74 },
        completeness: { bounds: [] },
        findings: [{ ...finding!, depth: 8, trace: { ...trace, steps: [before, ...rest] } }],
        coverage: [[1]],
      };
    });
    const { agree, differences } = await crossCheck(dieHard(), plain, exploreReference, other);
    expect(agree).toBe(false);
    expect(differences).toMatchInlineSnapshot(`
      [
        "generated: 73 against 74",
        "bounds: [["violation",2]] against []",
        "finding 1: {"conjunct":0,"depth":7,"kind":"always","property":0} against {"conjunct":0,"depth":8,"kind":"always","property":0}",
        "finding 1, schedule: [[],[[1,0],[5,0],[2,0],[5,0],[1,0],[5,0]]] against [[],[[0,0],[5,0],[2,0],[5,0],[1,0],[5,0]]]",
        "finding 1, after step 1: "5;0|0,0,0,0,0,0|/////" against "0;0|0,0,0,0,0,0|/////"",
        "coverage: [[12],[12],[12],[12],[12],[12]] against [[1]]",
      ]
    `);
  });

  it("notices a witness that the other engine has not", async () => {
    const other = lying((exploration) => ({ ...exploration, witnesses: new Map([[0, null]]) }));
    const { differences } = await crossCheck(choosing(), plain, exploreReference, other);
    expect(differences).toEqual([
      'witness of property 0: "found" against "none"',
      'witness of property 1: "none" against "not asked for"',
    ]);
  });
});
