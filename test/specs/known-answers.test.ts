// State spaces that are published or were counted by other tools, reproduced exactly: distinct states, generated ones and
// breadth-first levels. Whatever changes them has changed what a spec means.

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import { exploreBreadthFirst } from "../../src/explorer/search/breadth-first.ts";
import { lowerSpec } from "../../src/spec/lower/index.ts";
import type { Settings } from "../../src/spec/runtime/evaluation.ts";
import { loadSpec } from "../../src/spec/source/load.ts";
import { plain } from "../explorer/summary.ts";

const SPECS = join(import.meta.dirname, "..", "..", "specs");

/** `distinct / generated / depth` of the whole graph, by the compiled explorer and, where it is small, the reference. */
async function counts(file: string, settings: Settings): Promise<string> {
  const program = lowerSpec(await loadSpec(join(SPECS, file), settings));
  const options = { ...plain, all: true };
  const { counts } = await exploreBreadthFirst(program, options);
  if (counts.distinct < 2000) expect((await exploreReference(program, options)).counts).toEqual(counts);
  return `${counts.distinct} / ${counts.generated} / ${counts.depth}`;
}

describe("the classics", () => {
  test.each<[string, Settings, string]>([
    ["lost-update.ts", {}, "12 / 15 / 5"],
    ["peterson.ts", {}, "42 / 77 / 11"],
    ["die-hard.ts", {}, "16 / 97 / 8"],
    ["two-phase-commit.ts", {}, "288 / 1146 / 11"],
    ["poll-cancel.ts", { fixed: true }, "17 / 22 / 7"],
  ])("%s %o: %s", async (file, settings, expected) => {
    expect(await counts(file, settings)).toBe(expected);
  });

  test.each([
    [2, 6, 5],
    [3, 14, 12],
    [4, 34, 29],
    [5, 82, 70],
    [6, 198, 169],
    [7, 478, 408],
    [8, 1154, 985],
  ])("%i philosophers: %i states, %i with one reversed", async (philosophers, all, reversed) => {
    const distinct = async (turned: boolean): Promise<number> =>
      Number((await counts("dining-philosophers.ts", { philosophers, reversed: turned })).split(" ")[0]);
    expect([await distinct(false), await distinct(true)]).toEqual([all, reversed]);
  });
});

// The published transitions and depth do not count the initial state: each is one less than here.
describe("the yardstick", () => {
  test.each<[number, number, number, boolean, string]>([
    [1, 1, 1, false, "224 / 407 / 16"],
    [1, 1, 1, true, "452 / 949 / 25"],
    [2, 1, 0, true, "672 / 1442 / 27"],
    [2, 1, 1, false, "1049 / 2529 / 18"],
    [2, 1, 1, true, "3044 / 8145 / 32"],
    [3, 1, 1, false, "4218 / 12664 / 20"],
    [2, 2, 1, false, "5101 / 14157 / 22"],
    [3, 1, 2, false, "14109 / 51806 / 22"],
    [3, 1, 1, true, "17108 / 55633 / 39"],
    [2, 2, 1, true, "31950 / 102763 / 46"],
    [3, 1, 3, false, "44316 / 192888 / 24"],
    [2, 2, 2, true, "109853 / 426833 / 48"],
    [2, 3, 1, true, "171802 / 606017 / 60"],
    [2, 3, 2, true, "581344 / 2437530 / 62"],
    [3, 2, 2, true, "1330798 / 6214461 / 62"],
  ])(
    "%i wakers, %i events, %i cancellers, multishot %s: %s",
    async (wakers, events, cancellers, multishot, expected) => {
      expect(await counts("bench/poll.ts", { wakers, events, cancellers, multishot })).toBe(expected);
    },
  );
});
