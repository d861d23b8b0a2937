// Every spec of the repository keeps its promises: each scenario, but for the slow ones, ends as it says, with the counts
// it states; and the explorers agree on the small ones.
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { findSpecFiles } from "../../src/cli/spec-files.js";
import { compareExplorations } from "../../src/explorer/reference/cross-check.js";
import { exploreReference } from "../../src/explorer/reference/explore.js";
import { exploreBreadthFirst } from "../../src/explorer/search/breadth-first.js";
import { lowerSpec } from "../../src/spec/lower/index.js";
import { loadSpec } from "../../src/spec/source/load.js";
import { plain } from "../explorer/summary.js";

const SPECS = join(import.meta.dirname, "..", "..", "specs");
/** States up to which the reference explorer is asked as well. */
const SMALL = 300;
/** What a scenario's `expect` would have to be. */
function outcome(program, { findings }) {
  const finding = findings[0];
  if (finding === undefined) return { kind: "holds" };
  switch (finding.kind) {
    case "deadlock":
      return { kind: "deadlocks" };
    case "error":
    case "assert": {
      const last = finding.trace.steps.at(-1);
      return { kind: "fails", label: program.processes[last.process].locations[last.location].label };
    }
    default:
      return { kind: "violates", property: program.properties[finding.property].name };
  }
}
for (const file of await findSpecFiles([SPECS])) {
  const { scenarios } = (await loadSpec(file, {})).definition;
  describe(relative(SPECS, file), () => {
    test.each([...scenarios.values()].filter((scenario) => !scenario.slow))("$name", async (scenario) => {
      const program = lowerSpec(await loadSpec(file, scenario.set));
      const options = { ...plain, properties: scenario.check && new Set(scenario.check) };
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
