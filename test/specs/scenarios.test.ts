// Every spec of the repository keeps its promises: each scenario, but for the slow ones, ends as it says, with the counts
// it states; and the explorers agree on the small ones.

import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import type { Exploration, ExploreOptions } from "../../src/explorer/exploration.ts";
import { compareExplorations } from "../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import { exploreBreadthFirst } from "../../src/explorer/search/breadth-first.ts";
import { lowerSpec } from "../../src/spec/lower/index.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { loadSpec } from "../../src/spec/source/load.ts";
import { plain } from "../explorer/summary.ts";

const SPECS = join(import.meta.dirname, "..", "..", "specs");
/** States up to which the reference explorer is asked as well. */
const SMALL = 900;

/** What a scenario's `expect` would have to be. */
function outcome(program: Program, { findings }: Exploration): unknown {
  const finding = findings[0];
  if (finding === undefined) return { kind: "holds" };
  if (finding.kind === "deadlock") return { kind: "deadlocks" };
  if (finding.kind === "error" || finding.kind === "assert") return finding;
  return { kind: "violates", property: program.properties[finding.property]!.name };
}

const files = readdirSync(SPECS, { recursive: true, encoding: "utf8" })
  .map((name) => join(SPECS, name))
  .filter((file) => file.endsWith(".ts") && (!file.includes("io-uring-poll") || file.endsWith("rework.ts")));

for (const file of files.sort()) {
  const { scenarios } = (await loadSpec(file, {})).definition;
  describe(relative(SPECS, file), () => {
    test.each([...scenarios.values()].filter((scenario) => !scenario.slow))("$name", async (scenario) => {
      const program = lowerSpec(await loadSpec(file, scenario.set));
      const options: ExploreOptions = { ...plain, properties: scenario.check && new Set(scenario.check) };
      const exploration = await exploreBreadthFirst(program, options);
      expect(outcome(program, exploration)).toEqual(scenario.expect);
      expect(exploration.completeness.bounds.filter((bound) => bound.name !== "violation")).toEqual([]);
      const { distinct } = exploration.counts;
      expect(distinct).toBe(scenario.states ?? distinct);
      const steps = exploration.findings[0]?.trace.steps.length ?? null;
      expect(steps).toBe(scenario.steps ?? steps);
      if (distinct <= SMALL) {
        const reference = await exploreReference(program, options);
        expect(compareExplorations(exploration, reference, false)).toEqual([]);
      }
    });
  });
}
