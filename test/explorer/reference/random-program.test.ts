// On random programs the reference explorer keeps the promises of src/explorer/property/goals.ts: a search for the first
// violation reports what a search for all reports first, and its counts are those of the same complete levels.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crossCheck } from "../../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import { arbitraryProgram } from "../random-program.ts";
import { plain } from "../summary.ts";

const maxDepth = 6;

describe("on random programs", () => {
  it("the first violation is the first of all, with the counts of its level", async () => {
    const seen = { holds: 0, error: 0, assert: 0, deadlock: 0, always: 0, quiescent: 0, step: 0, witnesses: 0, cut: 0 };
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, async (program) => {
        const starts = await exploreReference(program, { ...plain, maxDepth: 1 }).catch(() => null);
        fc.pre(starts !== null);
        const first = await exploreReference(program, { ...plain, maxDepth });
        const all = await exploreReference(program, { ...plain, maxDepth, all: true });
        expect(first.findings).toEqual(all.findings.slice(0, 1));
        const depth = first.findings[0]?.depth ?? maxDepth;
        const level = await exploreReference(program, { ...plain, maxDepth: depth, all: true });
        expect(first.counts).toEqual(level.counts);
        expect(first.coverage).toEqual(level.coverage);
        for (const kind of new Set(all.findings.map((finding) => finding.kind))) seen[kind]++;
        if (all.findings.length === 0) seen.holds++;
        if ([...all.witnesses.values()].some((trace) => trace !== null)) seen.witnesses++;
        if (all.completeness.bounds.some((bound) => bound.name === "within")) seen.cut++;
      }),
      { numRuns: 300, seed: 11 },
    );
    // Everything there is to find is found often enough for two engines to differ on it.
    for (const [what, times] of Object.entries(seen)) expect([what, times >= 10]).toEqual([what, true]);
  });

  it("a cross-check of the explorer with itself agrees, cut or not", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, fc.boolean(), async (program, all) => {
        const starts = await exploreReference(program, { ...plain, maxDepth: 1 }).catch(() => null);
        fc.pre(starts !== null);
        const { differences, states } = await crossCheck(
          program,
          { ...plain, all },
          exploreReference,
          exploreReference,
          60,
        );
        expect(differences).toEqual([]);
        expect(states).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60, seed: 12 },
    );
  });
});
