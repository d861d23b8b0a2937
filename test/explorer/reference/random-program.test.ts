// On random programs the reference explorer keeps the promises of src/explorer/property/goals.ts: a search for the first
// violation reports what a search for all reports first, its counts are those of the same complete levels, and both report what
// listing every run would.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Finding, Trace } from "../../../src/explorer/exploration.ts";
import { compareFindings, propertyOf } from "../../../src/explorer/property/order.ts";
import { crossCheck } from "../../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import { situations, starts } from "../../../src/explorer/reference/interpreter.ts";
import { membershipOf } from "../../../src/explorer/reference/probe.ts";
import type { State } from "../../../src/explorer/state.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import { endingOf } from "../../../src/trace/ending.ts";
import { arbitraryProgram } from "../random-program.ts";
import { plain } from "../summary.ts";

const maxDepth = 6;

/**
 * What every run of at most `most` states shows at its end: no levels, no visited states, no cones. Null if there are more
 * than a thousand such runs.
 */
function allFindings(program: Program, most: number): readonly Finding[] | null {
  const findings: Finding[] = [];
  let runs = 0;
  const extend = (trace: Trace, state: State): void => {
    if (++runs > 1000) return;
    findings.push(...endingOf(program, trace, null, null));
    if (trace.steps.length + 1 === most || !membershipOf(program, state).inside) return;
    for (const { process, location, edges } of situations(program, state)) {
      for (const edge of edges) {
        const choices = edge.taken.map(({ choice, option }) => ({ choice, option }));
        const after = edge.kind === "moved" ? edge.state : null;
        const steps = [...trace.steps, { process, location, choices, state: after, notes: edge.notes }];
        if (edge.kind === "moved") extend({ ...trace, steps }, edge.state);
        else findings.push(...endingOf(program, { ...trace, steps }, edge, null));
      }
    }
  };
  for (const { choices, state, failure } of starts(program)) {
    const trace = { initialChoices: choices, initial: state, steps: [] };
    if (failure === null) extend(trace, state);
    else findings.push(...endingOf(program, trace, failure, null));
  }
  return runs > 1000 ? null : findings;
}

/** What `all` reports once. */
function goalOf(finding: Finding): string {
  const site = "site" in finding ? finding.site : "";
  return `${finding.kind} ${propertyOf(finding)} ${site}`;
}

describe("on random programs", () => {
  it("the first violation is the first of all, with the counts of its level", async () => {
    const seen = {
      holds: 0,
      error: 0,
      assert: 0,
      deadlock: 0,
      always: 0,
      quiescent: 0,
      step: 0,
      temporal: 0,
      witnesses: 0,
      cut: 0,
    };
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, async (program) => {
        fc.pre(starts(program).length > 0);
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
    // These programs have no temporal properties.
    const { temporal, ...others } = seen;
    expect(temporal).toBe(0);
    for (const [what, times] of Object.entries(others)) expect([what, times >= 10]).toEqual([what, true]);
  });

  it("what is found is the first, in the order of report, of what any run shows", async () => {
    const most = 4;
    let found = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, async (program) => {
        fc.pre(starts(program).length > 0);
        const named = program.properties.filter(({ kind }) => kind !== "reachable").map(({ name }) => name);
        const properties = new Set(named);
        const shown = allFindings(program, most);
        fc.pre(shown !== null);
        const expected = [...shown].sort(compareFindings);
        const first = await exploreReference(program, { ...plain, maxDepth: most, properties });
        expect(first.findings).toEqual(expected.slice(0, 1));
        const all = await exploreReference(program, { ...plain, maxDepth: most, all: true, properties });
        const firstOfEach = new Map([...expected].reverse().map((finding) => [goalOf(finding), finding]));
        expect(all.findings).toEqual([...firstOfEach.values()].sort(compareFindings));
        if (expected.length > 0) found++;
      }),
      { numRuns: 150, seed: 13 },
    );
    expect(found).toBeGreaterThan(75);
  });

  it("a cross-check of the explorer with itself agrees, cut or not", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProgram, fc.boolean(), async (program, all) => {
        fc.pre(starts(program).length > 0);
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
