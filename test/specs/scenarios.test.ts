// Every spec of the repository keeps its promises: each scenario, but for the slow ones, ends as it says, with the counts
// it states; and the explorers agree on the small ones.

import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { findSpecFiles } from "../../src/check/spec-files.ts";
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
const SMALL = 300;

/** What a scenario's `expect` would have to be. */
function outcome(program: Program, { findings, witnesses }: Exploration): unknown {
  const finding = findings[0];
  const unreached = [...witnesses].find(([, trace]) => trace === null);
  if (finding === undefined && unreached === undefined) return { kind: "holds" };
  if (finding === undefined) return { kind: "violates", property: program.properties[unreached![0]]!.name };
  switch (finding.kind) {
    case "deadlock":
      return { kind: "deadlocks" };
    case "error":
    case "assert": {
      const last = finding.trace.steps.at(-1)!;
      return { kind: "fails", label: program.processes[last.process]!.locations[last.location]!.label };
    }
    default:
      return { kind: "violates", property: program.properties[finding.property]!.name };
  }
}

for (const file of await findSpecFiles([SPECS])) {
  const { scenarios } = (await loadSpec(file, {})).definition;
  describe(relative(SPECS, file), () => {
    test.each([...scenarios.values()].filter((scenario) => !scenario.slow))("$name", async (scenario) => {
      const program = lowerSpec(await loadSpec(file, scenario.set));
      const options: ExploreOptions = { ...plain, properties: scenario.check && new Set(scenario.check) };
      const exploration = await exploreBreadthFirst(program, options);
      expect(outcome(program, exploration)).toEqual(scenario.expect);
      expect(exploration.completeness.bounds.filter(({ name }) => name !== "violation" && name !== "within")).toEqual(
        [],
      );
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
