// Which steps matter and which must keep their order, by the definition: every trace of at most that length is listed.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding, Trace } from "../../src/explorer/exploration.ts";
import { propertyOf } from "../../src/explorer/property/order.ts";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import { situations, starts } from "../../src/explorer/reference/interpreter.ts";
import { membershipOf } from "../../src/explorer/reference/probe.ts";
import type { State } from "../../src/explorer/state.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { endingOf } from "../../src/trace/ending.ts";
import { actorOf, type Reasons, reasonsOf } from "../../src/trace/reasons.ts";
import { arbitraryProgram } from "../explorer/random-program.ts";
import { plain } from "../explorer/summary.ts";

const MOST_RUNS = 20_000;

const startable = arbitraryProgram.filter((program) => starts(program).length > 0);

/** The steps, as process and place, of every run of at most so many steps that ends in the finding; null for too many runs. */
function runsTo(program: Program, finding: Finding, length: number): readonly string[][] | null {
  const found: string[][] = [];
  let runs = 0;
  const isSame = (other: Finding): boolean =>
    other.kind === finding.kind &&
    propertyOf(other) === propertyOf(finding) &&
    ("site" in other ? other.site : null) === ("site" in finding ? finding.site : null);
  const extend = (trace: Trace, state: State, actors: string[]): void => {
    if (++runs > MOST_RUNS) return;
    if (endingOf(program, trace, null, null).some(isSame)) found.push(actors);
    if (actors.length === length || !membershipOf(program, state).inside) return;
    for (const { process, location, edges } of situations(program, state)) {
      const next = [...actors, actorOf(program, process, location)];
      for (const edge of edges) {
        const choices = edge.taken.map(({ choice, option }) => ({ choice, option }));
        const after = edge.kind === "moved" ? edge.state : null;
        const steps = [...trace.steps, { process, location, choices, state: after, notes: edge.notes }];
        if (edge.kind === "moved") extend({ ...trace, steps }, edge.state, next);
        else if (endingOf(program, { ...trace, steps }, edge, null).some(isSame)) found.push(next);
      }
    }
  };
  for (const { choices, state, failure } of starts(program)) {
    if (failure === null) extend({ initialChoices: choices, initial: state, steps: [] }, state, []);
  }
  return runs > MOST_RUNS ? null : found;
}

function byDefinition(program: Program, trace: Trace, runs: readonly string[][]): Reasons {
  const actors = trace.steps.map(({ process, location }) => actorOf(program, process, location));
  const matters = actors.map((actor) => runs.every((run) => run.includes(actor)));
  const ordered = actors.flatMap((a, i) =>
    actors.flatMap((b, j): [number, number][] => {
      if (j <= i || actors.indexOf(a) !== i || actors.indexOf(b) !== j) return [];
      if (trace.steps[i]!.process === trace.steps[j]!.process) return [];
      const turned = runs.some((run) => run.includes(a) && run.includes(b) && run.indexOf(b) < run.indexOf(a));
      return turned ? [] : [[i, j]];
    }),
  );
  return { matters, ordered };
}

test("on random programs they are what listing all traces says", { timeout: 120_000 }, async () => {
  const count = { compared: 0, matters: 0, spared: 0, ordered: 0, free: 0 };
  await fc.assert(
    fc.asyncProperty(startable, async (program) => {
      const { findings } = await exploreReference(program, { ...plain, all: true, maxDepth: 6 });
      for (const finding of findings) {
        const { trace } = finding;
        // What fails in `within` or `mayEnd` is no step's and no property's.
        const isElsewhere = "site" in finding && !("property" in finding) && trace.steps.at(-1)?.state !== null;
        // Nor is what fails in a property that is only to be reached shown by the end of a run.
        const property = propertyOf(finding);
        const isSought = program.properties[property]?.kind === "reachable";
        if (trace.steps.length === 0 || isElsewhere || isSought) continue;
        const runs = runsTo(program, finding, trace.steps.length);
        if (runs === null) continue;
        const reasons = reasonsOf(program, trace, finding)!;
        expect(reasons).toEqual(byDefinition(program, trace, runs));
        count.compared++;
        for (const each of reasons.matters) count[each ? "matters" : "spared"]++;
        count.ordered += reasons.ordered.length;
        if (reasons.ordered.length === 0 && new Set(trace.steps.map(({ process }) => process)).size > 1) count.free++;
      }
    }),
    { seed: 5, numRuns: 1000 },
  );
  expect(count).toEqual({ compared: 637, matters: 994, spared: 73, ordered: 183, free: 10 });
});

test("nothing is decided where there are more states than allowed", async () => {
  let undecided = 0;
  await fc.assert(
    fc.asyncProperty(startable, async (program) => {
      const { findings } = await exploreReference(program, { ...plain, maxDepth: 6 });
      for (const finding of findings.filter(({ trace }) => trace.steps.length > 1)) {
        const reasons = reasonsOf(program, finding.trace, finding, { states: 1, milliseconds: 10_000 });
        if (reasons === null) undecided++;
      }
    }),
    { seed: 5, numRuns: 200 },
  );
  expect(undecided).toBeGreaterThan(3);
});
