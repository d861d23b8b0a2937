// The numbers of docs/performance.md and of the benchmark: each case is a scenario of its spec, the table in the document
// says what the cases say, and the same systems in small are counted by the reference explorer.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { cases } from "../../scripts/bench/cases.js";
import { layOut } from "../../src/explorer/compile/layout.ts";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import { exploreBreadthFirst } from "../../src/explorer/search/breadth-first.ts";
import { lowerSpec } from "../../src/spec/lower/index.ts";
import type { Program } from "../../src/spec/program/program.ts";
import type { Settings } from "../../src/spec/runtime/evaluation.ts";
import { loadSpec } from "../../src/spec/source/load.ts";
import { plain } from "../explorer/summary.ts";

const root = join(import.meta.dirname, "../..");
const document = readFileSync(join(root, "docs/performance.md"), "utf8");

async function load(file: string, settings: Settings): Promise<Program> {
  return lowerSpec(await loadSpec(join(root, "specs", file), settings));
}

const comma = (number: number): string => number.toLocaleString("en-US");

describe("the cases of the benchmark", () => {
  test.each(cases.filter(({ name }) => name !== "small"))("$name is a scenario of its spec", async (one) => {
    const { definition, parameters } = await loadSpec(join(root, "specs", one.file), one.set);
    const settings = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    const defaults = (await loadSpec(join(root, "specs", one.file), {})).parameters;
    const same = [...definition.scenarios.values()].filter(({ set }) =>
      defaults.every(({ name, value }) => (set[name] ?? value) === settings[name]),
    );
    expect(same.map(({ states }) => states)).toEqual([one.states]);
  });

  it("are in the document with their numbers", () => {
    for (const { name, states, transitions, depth } of cases) {
      const row = document.split("\n").find((line) => line.startsWith(`| ${name} |`)) ?? "";
      expect(
        row
          .split("|")
          .slice(3, 6)
          .map((cell) => cell.trim()),
      ).toEqual([states, transitions, depth].map(comma));
    }
  });

  it("have as many transitions and levels as they say, where that is quick", async () => {
    for (const one of cases.filter(({ states }) => states < 1_000_000)) {
      const { counts } = await exploreBreadthFirst(await load(one.file, one.set), { ...plain, all: true });
      const { distinct, generated, depth } = counts;
      expect([distinct, generated - 1, depth - 1]).toEqual([one.states, one.transitions, one.depth]);
    }
  });
});

describe("the yardsticks in small", () => {
  // SPIN 6.5.2 counts the same with the models in scripts/bench.
  test.each<[string, Settings, number, number]>([
    ["bench/vector-clocks.ts", { nodes: 3, sends: 2 }, 1_049, 1_951],
    ["bench/philosophers.ts", { seats: 8 }, 1_154, 9_233],
    ["bench/requests.ts", { clients: 2, requests: 2, capacity: 3 }, 188, 417],
  ])("%s %o: %i states, %i generated, by both explorers", async (file, settings, distinct, generated) => {
    const program = await load(file, settings);
    const { counts } = await exploreBreadthFirst(program, { ...plain, all: true });
    expect(counts).toEqual((await exploreReference(program, { ...plain, all: true })).counts);
    expect(counts).toMatchObject({ distinct, generated });
  });

  it("polite philosophers are as many as can be counted on paper", async () => {
    // (1 + √2)^n + (1 − √2)^n, and one enabled step for each of them in each state, on average.
    const lucas = [2, 2];
    for (let n = 2; n <= 16; n++) lucas.push(2 * lucas[n - 1]! + lucas[n - 2]!);
    for (let seats = 2; seats <= 10; seats++) {
      const { counts } = await exploreBreadthFirst(await load("bench/philosophers.ts", { seats }), plain);
      expect([counts.distinct, counts.generated - 1]).toEqual([lucas[seats], seats * lucas[seats]!]);
    }
    const many = cases.find(({ name }) => name === "many")!;
    expect([many.states, many.transitions]).toEqual([lucas[16], 16 * lucas[16]!]);
  });

  it("wide states have as many bits as the document says", async () => {
    const wide = cases.find(({ name }) => name === "wide")!;
    const { bits } = layOut(await load(wide.file, wide.set));
    expect(document).toContain(`6 nodes, ${bits} bits a state`);
  });
});
