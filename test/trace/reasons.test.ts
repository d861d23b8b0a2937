// Which steps matter and which must keep their order, by the definition: every trace of at most that length is listed.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding, Trace } from "../../src/explorer/exploration.ts";
import { whatIsWrong } from "../../src/explorer/liveness/check.ts";
import { propertyOf } from "../../src/explorer/property/order.ts";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import { situations, starts } from "../../src/explorer/reference/interpreter.ts";
import { membershipOf } from "../../src/explorer/reference/probe.ts";
import { makeRandom } from "../../src/explorer/search/random.ts";
import type { State } from "../../src/explorer/state.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { endingOf } from "../../src/trace/ending.ts";
import { type Reasons, reasonsOf } from "../../src/trace/reasons.ts";
import { withTemporal } from "../explorer/liveness/temporal-program.ts";
import { arbitraryProgram, randomProgram } from "../explorer/random-program.ts";
import { plain } from "../explorer/summary.ts";

const MOST_RUNS = 20_000;
const MOST_LASSOS = 3000;

type Told = Pick<Reasons, "matters" | "ordered">;

/** A process and its label, by the place where that is written. */
function actorOf(program: Program, process: number, location: number): string {
  const { place, label } = program.processes[process]!.locations[location]!;
  return `${process} ${place.span.start} ${label}`;
}

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

function byDefinition(program: Program, trace: Trace, runs: readonly string[][]): Told {
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
        const { matters, ordered, cut } = await reasonsOf(program, trace, finding);
        expect(cut).toBe(null);
        expect({ matters, ordered }).toEqual(byDefinition(program, trace, runs));
        count.compared++;
        for (const each of matters) count[each ? "matters" : "spared"]++;
        count.ordered += ordered!.length;
        if (ordered!.length === 0 && new Set(trace.steps.map(({ process }) => process)).size > 1) count.free++;
      }
    }),
    { seed: 5, numRuns: 1000 },
  );
  expect(count).toEqual({ compared: 637, matters: 994, spared: 73, ordered: 183, free: 10 });
});

/** Every fair run with a loop, of at most so many steps, that violates a temporal property; null for too many. */
function lassosTo(program: Program, property: number, length: number): readonly Trace[] | null {
  const { temporal } = program.properties[property]!;
  const found: Trace[] = [];
  let runs = 0;
  const extend = (trace: Trace, states: readonly State[]): void => {
    const state = states.at(-1)!;
    for (const [loop, other] of states.entries()) {
      if (++runs > MOST_LASSOS) return;
      if (!other.equals(state)) continue;
      if (whatIsWrong(program, temporal!, { ...trace, loop }) === null) found.push({ ...trace, loop });
    }
    if (trace.steps.length === length) return;
    for (const { process, location, edges } of situations(program, state)) {
      for (const edge of edges) {
        if (edge.kind === "failed" || !membershipOf(program, edge.state).inside) continue;
        const choices = edge.taken.map(({ choice, option }) => ({ choice, option }));
        const step = { process, location, choices, state: edge.state, notes: edge.notes };
        extend({ ...trace, steps: [...trace.steps, step] }, [...states, edge.state]);
      }
    }
  };
  for (const { choices, state, failure } of starts(program)) {
    if (failure !== null || !membershipOf(program, state).inside) continue;
    extend({ initialChoices: choices, initial: state, steps: [] }, [state]);
  }
  return runs > MOST_LASSOS ? null : found;
}

test("of runs that go round for ever they are what listing all such runs says", { timeout: 120_000 }, async () => {
  const random = makeRandom(11);
  const count = { stays: 0, rounds: 0, matters: 0, spared: 0, ordered: 0 };
  for (let i = 0; i < 160; i++) {
    const program = withTemporal(randomProgram(random.below(2 ** 31), 1 + random.below(3)), random);
    if (starts(program).length === 0) continue;
    const { findings } = await exploreReference(program, { ...plain, all: true, maxStates: 1000 });
    for (const finding of findings) {
      if (finding.kind !== "temporal") continue;
      // The shortest run, and one that is longer than it need be.
      const length = finding.trace.steps.length;
      const longer = lassosTo(program, finding.property, length + 1) ?? [];
      for (const trace of [finding.trace, ...longer.filter(({ steps }) => steps.length > length).slice(-1)]) {
        const runs = lassosTo(program, finding.property, trace.steps.length);
        if (runs === null || trace.steps.length === 0) continue;
        const { matters, ordered, cut } = await reasonsOf(program, trace, finding);
        expect(cut).toBe(null);
        const actors = runs.map(({ steps }) => steps.map((step) => actorOf(program, step.process, step.location)));
        expect({ matters, ordered }, program.name).toEqual(byDefinition(program, trace, actors));
        count[trace.loop === trace.steps.length ? "stays" : "rounds"]++;
        for (const each of matters) count[each ? "matters" : "spared"]++;
        count.ordered += ordered!.length;
      }
    }
  }
  expect(count).toEqual({ stays: 16, rounds: 140, matters: 577, spared: 26, ordered: 27 });
});

test("what the limits leave open is not decided, and what they leave is as without them", async () => {
  const count = { open: 0, decided: 0 };
  await fc.assert(
    fc.asyncProperty(startable, async (program) => {
      const { findings } = await exploreReference(program, { ...plain, maxDepth: 6 });
      for (const finding of findings.filter(({ trace }) => trace.steps.length > 1)) {
        const whole = await reasonsOf(program, finding.trace, finding);
        const cut = await reasonsOf(program, finding.trace, finding, { states: 3, milliseconds: 10_000 });
        expect(cut.cut).toBe(whole.states > 3 ? "states" : null);
        for (const [i, matters] of cut.matters.entries()) {
          if (matters !== null) expect(matters).toBe(whole.matters[i]);
          count[matters === null ? "open" : "decided"]++;
        }
        if (cut.ordered !== null) expect(cut.ordered).toEqual(whole.ordered);
      }
    }),
    { seed: 5, numRuns: 200 },
  );
  expect(count).toEqual({ open: 55, decided: 8 });
});
