// Temporal properties of random Programs: the compiled program's search against the interpreter's, lasso for lasso. Each
// lasso that either reports has been judged by definition before (src/explorer/liveness/check.ts).

import { describe, expect, it } from "vitest";
import { compareExplorations } from "../../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import { starts } from "../../../src/explorer/reference/interpreter.ts";
import { exploreBreadthFirst } from "../../../src/explorer/search/breadth-first.ts";
import { makeRandom } from "../../../src/explorer/search/random.ts";
import { randomProgram } from "../random-program.ts";
import { plain } from "../summary.ts";
import { withTemporal } from "./temporal-program.ts";

describe("temporal properties of random programs", () => {
  it("come out alike in both explorers, with the same lassos: 150 programs", async () => {
    const random = makeRandom(3);
    const seen = { violated: 0, holds: 0, stays: 0, rounds: 0, failed: 0 };
    for (let i = 0; i < 150; i++) {
      const program = withTemporal(randomProgram(random.below(2 ** 31), 1 + random.below(3)), random);
      if (starts(program).length === 0) continue;
      const options = { ...plain, all: i % 4 > 0 };
      const slow = await exploreReference(program, { ...options, maxStates: 3000 });
      if (slow.completeness.bounds.some(({ name }) => name === "states")) continue;
      const fast = await exploreBreadthFirst(program, options);
      expect(compareExplorations(slow, fast, false), program.name).toEqual([]);
      seen.holds += fast.live?.size ?? 0;
      for (const finding of fast.findings) {
        if (
          "property" in finding &&
          finding.kind === "error" &&
          program.properties[finding.property]!.kind === "temporal"
        )
          seen.failed++;
        if (finding.kind !== "temporal") continue;
        seen.violated++;
        if (finding.trace.loop === finding.trace.steps.length) seen.stays++;
        else seen.rounds++;
      }
    }
    expect(seen.violated).toBeGreaterThan(60);
    expect(seen.holds).toBeGreaterThan(10);
    expect(seen.stays).toBeGreaterThan(10);
    expect(seen.rounds).toBeGreaterThan(10);
    expect(seen.failed).toBeGreaterThan(0);
  });
});
