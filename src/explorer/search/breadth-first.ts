// Breadth-first search over the compiled program: level by level along the log, with what is found reported as
// property/goals.ts defines it. What comes in is a Program and bounds; what goes out is an Exploration equal to the
// reference explorer's but for its statistics. The invariant: counts are those of complete levels. A level is expanded
// and looked at in one pass; if that pass shows a finding in the level itself (a deadlock, something that should hold
// in quiescence), what the expansion produced is taken back.

import { performance } from "node:perf_hooks";
import type { Program } from "../../spec/program/program.ts";
import { MODE } from "../compile/memory-map.ts";
import type { Bound, BoundName, Exploration, ExploreOptions, Explorer } from "../exploration.ts";
import { completenessOf } from "../property/completeness.ts";
import { ENGINE_SETTINGS, type Engine, type EngineSettings } from "../store/engine.ts";
import type { KnownGoal, Stretch } from "./goal-finder.ts";
import {
  boundMet,
  breathe,
  limitOf,
  openSession,
  readCounts,
  readStatistics,
  type Session,
  witnessesSought,
} from "./session.ts";

/** States expanded before the search looks at the clock, at first; later as many as this much time allows. */
const FIRST_SLICE = 512;
const SLICE_MILLISECONDS = 20;

interface Search extends Session {
  /** Number of the first state of each level, and the number after the last state. */
  readonly boundaries: number[];
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
  settings: Omit<EngineSettings, "maxMemory"> & { readonly indexed?: boolean },
): Promise<Exploration> {
  const session = openSession(program, options, { indexed: false, ...settings });
  const search: Search = { ...session, boundaries: [0, session.initial], slice: FIRST_SLICE };
  const ended = await run(search);
  const { boundaries, engine, goals } = search;
  const depth = boundaries.filter((first, i) => first < (boundaries[i + 1] ?? first)).length;
  const { counts, coverage } = readCounts(search);
  const completeness = completenessOf([...ended.bounds, { name: "within", limit: null, cut: engine.cut }]);
  const statistics = readStatistics(search);
  const found = await describe(search, goals.upTo(ended.depth));
  return { search: "bfs", counts: { ...counts, depth }, completeness, ...found, coverage, statistics };
}

/** Goes level by level until there is nothing left, or a reason to end. */
async function run(search: Search): Promise<Ended> {
  const { engine, options, goals, boundaries } = search;
  for (let depth = 1; ; depth++) {
    const level = { from: boundaries[depth - 1]!, to: boundaries[depth]! };
    const size = level.to - level.from;
    const end = (name: BoundName): Ended => ({ depth, bounds: [{ name, limit: limitOf(search, name), cut: size }] });
    const isViolated = (): boolean => !options.all && goals.hasViolation(depth);
    const met = boundMet(search);
    if (isViolated() || depth === options.maxDepth || met !== null) {
      probe(search, depth, level);
      if (met !== null) return end(met);
      return end(isViolated() ? "violation" : "depth");
    }
    if (size === 0) return { depth, bounds: [] };
    const before = takeTally(engine);
    engine.clearFound();
    const interrupted = await expand(search, depth, level);
    if (interrupted !== null) {
      takeBack(engine, before);
      probe(search, depth, level);
      return end(isViolated() ? "violation" : interrupted);
    }
    goals.noteStates(depth, level);
    if (isViolated()) {
      takeBack(engine, before);
      return end("violation");
    }
    boundaries.push(engine.states);
    goals.noteSteps(depth + 1, level, { from: level.to, to: engine.states });
  }
}

/** Expands a level in slices; says which bound ended it early. */
async function expand(search: Search, depth: number, { from, to }: Stretch): Promise<BoundName | null> {
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
    await breathe(search, depth, next);
    const met = boundMet(search);
    if (met !== null) return met;
  }
  return null;
}

/** Looks at what the states of a level can do, without counting or keeping their successors. */
function probe({ engine, goals }: Search, depth: number, level: Stretch): void {
  engine.clearFound();
  engine.setMode(MODE.probing);
  engine.expand(level.from, level.to);
  engine.setMode(MODE.exploring);
  goals.noteStates(depth, level);
}

interface Tally {
  readonly states: number;
  readonly coverage: readonly number[];
  readonly cut: number;
}

function takeTally(engine: Engine): Tally {
  return { states: engine.states, coverage: engine.readCoverage(), cut: engine.cut };
}

/** Takes back what a level produced. The search cannot go on after that. */
function takeBack(engine: Engine, { states, coverage, cut }: Tally): void {
  engine.writeCoverage(coverage);
  engine.cut = cut;
  engine.truncate(states);
}

async function describe(
  search: Search,
  goals: readonly KnownGoal[],
): Promise<Pick<Exploration, "findings" | "witnesses">> {
  const sought = witnessesSought(search);
  if (goals.length === 0) return { findings: [], witnesses: new Map(sought) };
  // What shows states to people is loaded only where there is something to show.
  const { describeGoals } = await import("./describe.ts");
  const { findings, witnesses } = describeGoals(search.engine, search.boundaries, goals, search.options.all);
  return { findings, witnesses: new Map([...sought, ...witnesses]) };
}
