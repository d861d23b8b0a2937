// Breadth-first search over the compiled program: level by level along the log, with what is found reported as
// property/goals.ts defines it. What comes in is a Program and bounds; what goes out is an Exploration equal to the
// reference explorer's but for its statistics. The invariant: counts are those of complete levels. A level is expanded and
// looked at in one pass; if that pass shows a finding in the level itself (a deadlock, something that should hold in
// quiescence), what the expansion produced is taken back.

import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import type { Program } from "../../spec/program/program.ts";
import { SpecError } from "../../spec/source/diagnostic.ts";
import { compileProgram } from "../compile/compile-program.ts";
import { MODE } from "../compile/memory-map.ts";
import type { Bound, BoundName, Exploration, ExploreOptions, Explorer } from "../exploration.ts";
import { completenessOf } from "../property/completeness.ts";
import { ENGINE_SETTINGS, Engine, type EngineSettings } from "../store/engine.ts";
import { GoalFinder, type KnownGoal, type Stretch } from "./goal-finder.ts";

/** States expanded before the search looks at the clock, at first and at most. */
const FIRST_SLICE = 512;
const SLICE_MILLISECONDS = 20;

/** How long the search keeps the event loop waiting. */
const BREATH_MILLISECONDS = 50;
const PROGRESS_MILLISECONDS = 200;

interface Tally {
  readonly states: number;
  readonly coverage: readonly number[];
  readonly cut: number;
}

interface Search {
  readonly program: Program;
  readonly engine: Engine;
  readonly options: ExploreOptions;
  readonly goals: GoalFinder;
  /** Number of the first state of each level, and the number after the last state. */
  readonly boundaries: number[];
  readonly began: number;
  lastBreath: number;
  lastProgress: number;
  slice: number;
}

/** Where a search ended. */
interface Ended {
  readonly depth: number;
  readonly bounds: readonly Bound[];
}

/**
 * Explores breadth-first. Honours all options but those of other searches; memory is that of states and visited set.
 * Throws a SpecError where `init` leaves no state to start from.
 */
export const exploreBreadthFirst: Explorer = (program, options) => exploreWith(program, options, ENGINE_SETTINGS);

/** As `exploreBreadthFirst`, with a visited set that begins as small as one likes. */
export async function exploreWith(
  program: Program,
  options: ExploreOptions,
  settings: EngineSettings,
): Promise<Exploration> {
  const began = performance.now();
  const engine = new Engine(compileProgram(program), { ...settings, maxMemory: options.maxMemory });
  const goals = new GoalFinder(engine, options.properties, options.all);
  const search: Search = {
    program,
    engine,
    options,
    goals,
    boundaries: [0],
    began,
    lastBreath: began,
    lastProgress: began,
    slice: FIRST_SLICE,
  };
  start(search);
  const initial = engine.states;
  const ended = await run(search);
  const { states, coverage, cut } = takeTally(engine);
  const levels = search.boundaries.filter((first, i) => first < (search.boundaries[i + 1] ?? first)).length;
  const exploration: Omit<Exploration, "findings" | "witnesses"> = {
    search: "bfs",
    counts: { distinct: states, generated: coverage.reduce((a, b) => a + b), initial, depth: levels },
    completeness: completenessOf([...ended.bounds, { name: "within", limit: null, cut }]),
    coverage: nestCoverage(engine, coverage),
    statistics: {
      engine: "compiled",
      milliseconds: performance.now() - began,
      bytesPerState: engine.bytes / Math.max(1, states),
      bitsPerState: engine.compiled.layout.bits,
      peakBytes: process.resourceUsage().maxRSS * 1024,
    },
  };
  return { ...exploration, ...(await report(search, goals.upTo(ended.depth))) };
}

function start({ engine, boundaries, goals }: Search): void {
  engine.start();
  boundaries.push(engine.states);
  goals.noteSteps(1, null, { from: 0, to: engine.states });
  const generated = engine.readCoverage().reduce((a, b) => a + b);
  if (generated === 0 && engine.failedSites().length === 0) throw noStart();
}

/** Goes level by level until there is nothing left, or a reason to end. */
async function run(search: Search): Promise<Ended> {
  const { engine, options, goals, boundaries } = search;
  for (let depth = 1; ; depth++) {
    const level = { from: boundaries[depth - 1]!, to: boundaries[depth]! };
    const size = level.to - level.from;
    const end = (name: BoundName, limit: number | null): Ended => ({ depth, bounds: [{ name, limit, cut: size }] });
    const isViolated = (): boolean => !options.all && goals.hasViolation(depth);
    const met = boundMet(search);
    if (isViolated() || depth === options.maxDepth || met !== null) {
      probe(search, depth, level);
      if (met !== null) return end(met, limitOf(options, met));
      return isViolated() ? end("violation", null) : size === 0 ? { depth, bounds: [] } : end("depth", depth);
    }
    if (size === 0) return { depth, bounds: [] };
    const before = takeTally(engine);
    engine.clearFound();
    const interrupted = await expand(search, level);
    if (interrupted !== null) {
      takeBack(search, before);
      probe(search, depth, level);
      return isViolated() ? end("violation", null) : end(interrupted, limitOf(options, interrupted));
    }
    goals.noteStates(depth, level);
    if (isViolated()) {
      takeBack(search, before);
      return end("violation", null);
    }
    boundaries.push(engine.states);
    goals.noteSteps(depth + 1, level, { from: level.to, to: engine.states });
  }
}

/** Expands a level in slices; says which bound ended it early. */
async function expand(search: Search, { from, to }: Stretch): Promise<BoundName | null> {
  const { engine } = search;
  for (let next = from; next < to; ) {
    const end = Math.min(to, next + search.slice);
    const began = performance.now();
    engine.expand(next, end);
    const took = performance.now() - began;
    if (end - next === search.slice) {
      search.slice = Math.max(16, Math.floor(search.slice * Math.min(4, SLICE_MILLISECONDS / Math.max(1, took))));
    }
    next = end;
    await breathe(search, next);
    const met = boundMet(search);
    if (met !== null) return met;
  }
  return null;
}

/** Looks at what the states of a level can do, without counting or keeping their successors. */
function probe({ engine, goals }: Search, depth: number, level: Stretch): void {
  const before = takeTally(engine);
  engine.clearFound();
  engine.setMode(MODE.probing);
  engine.expand(level.from, level.to);
  engine.setMode(MODE.exploring);
  restore(engine, before);
  goals.noteStates(depth, level);
}

function boundMet({ engine, options, began }: Search): BoundName | null {
  if (engine.full) return "memory";
  if (options.maxStates !== null && engine.states > options.maxStates) return "states";
  if (options.maxTime !== null && performance.now() - began > options.maxTime) return "time";
  return options.signal?.aborted ? "interrupt" : null;
}

function limitOf(options: ExploreOptions, bound: BoundName): number | null {
  switch (bound) {
    case "states":
      return options.maxStates;
    case "time":
      return options.maxTime;
    case "memory":
      return options.maxMemory;
    default:
      return null;
  }
}

/** Lets the rest of the program run now and then, and reports progress. */
async function breathe(search: Search, expanded: number): Promise<void> {
  const now = performance.now();
  if (now - search.lastBreath < BREATH_MILLISECONDS) return;
  const { engine, options } = search;
  if (options.onProgress !== null && now - search.lastProgress >= PROGRESS_MILLISECONDS) {
    search.lastProgress = now;
    options.onProgress({
      distinct: engine.states,
      generated: engine.readCoverage().reduce((a, b) => a + b),
      depth: search.boundaries.length - 1,
      frontier: engine.states - expanded,
      bytes: engine.bytes,
      milliseconds: now - search.began,
    });
  }
  await setImmediate();
  search.lastBreath = performance.now();
}

function takeTally(engine: Engine): Tally {
  return { states: engine.states, coverage: engine.readCoverage(), cut: engine.cut };
}

function restore(engine: Engine, { coverage, cut }: Tally): void {
  engine.writeCoverage(coverage);
  engine.cut = cut;
}

/** Takes back what a level produced. The search cannot go on after that. */
function takeBack({ engine }: Search, before: Tally): void {
  restore(engine, before);
  engine.truncate(before.states);
}

function nestCoverage(engine: Engine, counts: readonly number[]): readonly (readonly number[])[] {
  const { program, map } = engine.compiled;
  return program.processes.map(({ id, locations }) => {
    const first = map.coverageIndex[id]!;
    return counts.slice(first, first + locations.length);
  });
}

async function report(
  search: Search,
  goals: readonly KnownGoal[],
): Promise<Pick<Exploration, "findings" | "witnesses">> {
  const { program, engine, boundaries, options } = search;
  const unseen = program.properties.flatMap(({ kind }, property) =>
    kind === "reachable" && search.goals.isWanted(property) ? [[property, null] as const] : [],
  );
  if (goals.length === 0) return { findings: [], witnesses: new Map(unseen) };
  // What shows states to people is loaded only where there is something to show.
  const { describeGoals } = await import("./describe.ts");
  const { findings, witnesses } = describeGoals(program, engine, boundaries, goals, options.all);
  return { findings, witnesses: new Map([...unseen, ...witnesses]) };
}

function noStart(): SpecError {
  return new SpecError([
    {
      message: "`init` leaves no state to start from: whatever it chooses, one of its guards is false",
      hints: ["let `init` choose among values for which its guards hold"],
    },
  ]);
}
