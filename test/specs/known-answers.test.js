// State spaces that are published or were counted by other tools, reproduced exactly: distinct states, generated ones and
// breadth-first levels. Whatever changes them has changed what a spec means.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exploreReference } from "../../src/explorer/reference/explore.js";
import { exploreBreadthFirst } from "../../src/explorer/search/breadth-first.js";
import { lowerSpec } from "../../src/spec/lower/index.js";
import { loadSpec } from "../../src/spec/source/load.js";
import { plain } from "../explorer/summary.js";

const SPECS = join(import.meta.dirname, "..", "..", "specs");
/** `distinct / generated / depth` of the whole graph, by the compiled explorer and, where it is small, the reference. */
async function counts(file, settings) {
  const program = lowerSpec(await loadSpec(join(SPECS, file), settings));
  const options = { ...plain, all: true };
  const { counts } = await exploreBreadthFirst(program, options);
  if (counts.distinct < 2000) expect((await exploreReference(program, options)).counts).toEqual(counts);
  return `${counts.distinct} / ${counts.generated} / ${counts.depth}`;
}
describe("the classics", () => {
  test.each([
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
    const distinct = async (turned) =>
      Number((await counts("dining-philosophers.ts", { philosophers, reversed: turned })).split(" ")[0]);
    expect([await distinct(false), await distinct(true)]).toEqual([all, reversed]);
  });
});
// Distinct states are what the scenario of the spec states; the other two numbers are known only here.
describe("specs/classic", () => {
  test.each([
    ["abstract-lock.ts", "two processes", { generated: 21, depth: 5 }],
    ["barrier.ts", "six threads", { generated: 194, depth: 7 }],
    ["chandy-misra.ts", "two", { generated: 23, depth: 11 }],
    ["chandy-misra.ts", "three", { generated: 58, depth: 17 }],
    ["chandy-misra.ts", "four", { generated: 141, depth: 23 }],
    ["chandy-misra.ts", "five", { generated: 336, depth: 29 }],
    ["chandy-misra.ts", "six", { generated: 787, depth: 35 }],
    ["coffee-can.ts", "hundred beans", { generated: 20002, depth: 1 }],
    ["coffee-can.ts", "thousand beans", { generated: 2000002, depth: 1 }],
    ["hour-clock.ts", "all hours", { generated: 24, depth: 1 }],
    ["increment.ts", "all states of two", { generated: 15, depth: 5 }],
    ["increment.ts", "all states of three", { generated: 112, depth: 7 }],
    ["increment.ts", "all states of four", { generated: 1157, depth: 9 }],
    ["increment.ts", "all states of five", { generated: 15206, depth: 11 }],
    ["increment.ts", "two with a lock", { generated: 17, depth: 9 }],
    ["increment.ts", "three with a lock", { generated: 61, depth: 13 }],
    ["increment.ts", "four with a lock", { generated: 257, depth: 17 }],
    ["increment.ts", "five with a lock", { generated: 1301, depth: 21 }],
    ["increment.ts", "six with a lock", { generated: 7825, depth: 25 }],
    ["linear-equation.ts", "no solution", { generated: 131073, depth: 511 }],
    ["loading-running-paused.ts", "two processes", { generated: 19, depth: 5 }],
    ["peterson-in-promela.ts", "two users", { generated: 99, depth: 12 }],
    ["readers-writers.ts", "two actors", { generated: 935, depth: 9 }],
    ["readers-writers.ts", "three actors", { generated: 59674, depth: 13 }],
    ["river-crossing.ts", "solution", { generated: 27, depth: 8 }],
    ["bakery.ts", "three customers", { generated: 29720, depth: 76 }],
    ["dekker.ts", "two processes", { generated: 177, depth: 18 }],
    ["mcs-lock.ts", "three processes", { generated: 2248, depth: 28 }],
    ["seqlock.ts", "one reader", { generated: 142, depth: 13 }],
    ["spsc-ring.ts", "three slots", { generated: 555, depth: 86 }],
    ["ticket-lock.ts", "three processes", { generated: 229, depth: 14 }],
    ["treiber-stack.ts", "with a tag", { generated: 38409, depth: 26 }],
  ])("%s, %s: %o", async (file, name, { generated, depth }) => {
    const { definition } = await loadSpec(join(SPECS, "classic", file), {});
    const { set, states } = definition.scenarios.get(name);
    expect(await counts(`classic/${file}`, set)).toBe(`${states} / ${generated} / ${depth}`);
  });
  test.each([1, 2, 3, 4, 5, 6, 7])("%i disks of Hanoi: 3^n states, as many levels as the solution", async (disks) => {
    const [distinct, , depth] = (await counts("classic/hanoi.ts", { disks })).split(" / ").map(Number);
    expect([distinct, depth]).toEqual([3 ** disks, 2 ** disks]);
  });
  test.each([
    [1, 0],
    [1, 20],
    [3, 4],
    [4, 3],
    [12, 1],
  ])("%i counters to %i: (n + 1)^k states, kn + 1 levels", async (counters, limit) => {
    const [distinct, , depth] = (await counts("classic/counters.ts", { counters, limit })).split(" / ").map(Number);
    expect([distinct, depth]).toEqual([(limit + 1) ** counters, counters * limit + 1]);
  });
});
// The published transitions and depth do not count the initial state: each is one less than here.
describe("the yardstick", () => {
  test.each([
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
