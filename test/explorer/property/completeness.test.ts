// What a search has proven of each property.

import { describe, expect, it } from "vitest";
import type { ExploreOptions } from "../../../src/explorer/exploration.ts";
import { completenessOf, verdictOf } from "../../../src/explorer/property/completeness.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import { bounded, choosing, dieHard, failingProperty, peterson } from "../examples.ts";
import { plain } from "../summary.ts";

async function verdicts(program: Program, options: Partial<ExploreOptions> = {}): Promise<readonly string[]> {
  const exploration = await exploreReference(program, { ...plain, ...options });
  const checked = options.properties ?? null;
  return program.properties.map(({ name }, index) => `${name}: ${verdictOf(program, exploration, checked, index)}`);
}

describe("a property", () => {
  it("holds after an exhaustive search, and is inconclusive after one that was cut", async () => {
    expect(await verdicts(peterson())).toEqual(["mutual exclusion: holds"]);
    expect(await verdicts(peterson(), { maxDepth: 5 })).toEqual(["mutual exclusion: inconclusive"]);
  });

  it("is violated wherever a violation was found", async () => {
    expect(await verdicts(dieHard())).toEqual(["not four litres: violated"]);
  });

  it("that failed to evaluate first is an error", async () => {
    expect(await verdicts(failingProperty())).toEqual(["below three: error"]);
  });

  it("that was not asked for is unchecked", async () => {
    expect(await verdicts(dieHard(), { properties: new Set() })).toEqual(["not four litres: unchecked"]);
  });

  it("that something is reachable holds with a witness, and is violated without one only if nothing was cut", async () => {
    expect(await verdicts(choosing(), { all: true })).toEqual(["four: holds", "three: violated"]);
    expect(await verdicts(choosing())).toEqual(["four: holds", "three: inconclusive"]);
  });

  it("under `within` alone is bounded, and what is beyond is not denied", async () => {
    expect(await verdicts(bounded(5, 9))).toEqual([
      "never forbidden: bounded",
      "the limit: holds",
      "beyond the limit: holds",
    ]);
    expect(await verdicts(bounded(4, 9), { properties: new Set(["beyond the limit"]) })).toEqual([
      "never forbidden: unchecked",
      "the limit: unchecked",
      "beyond the limit: holds",
    ]);
  });
});

describe("completeness", () => {
  it("names bounds that cut something, in one order", () => {
    const bounds = [
      { name: "depth", limit: 3, cut: 2 },
      { name: "time", limit: 10, cut: 0 },
      { name: "within", limit: null, cut: 1 },
    ] as const;
    expect(completenessOf(bounds).bounds.map(({ name }) => name)).toEqual(["within", "depth"]);
  });
});
