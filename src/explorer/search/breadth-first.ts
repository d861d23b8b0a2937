// Breadth-first search over the compiled program: level by level along the log, with what is found reported as
// property/goals.ts defines it. What comes in is a Program and bounds; what goes out is an Exploration equal to the
// reference explorer's but for its statistics. The invariant: counts are those of complete levels. A level is expanded
// and looked at in one pass; if that pass shows a finding in the level itself (a deadlock, something that should hold
// in quiescence), what the expansion produced is taken back. Once many states
// are known, they are shared out over partitions, and threads expand a level together (store/crew.ts).

import { performance } from "node:perf_hooks";
import type { Program } from "../../spec/program/program.ts";
import { SpecError } from "../../spec/source/diagnostic.ts";
import type { Keeper } from "../checkpoint/keeper.ts";
import { omissionProbability } from "../compile/compaction.ts";
import { MODE } from "../compile/memory-map.ts";
import type {
  Bound,
  BoundName,
  CheckpointOptions,
  Completeness,
  Exploration,
  ExploreOptions,
  Explorer,
  Omission,
} from "../exploration.ts";
import type { Checked } from "../liveness/check.ts";
import { temporalOf } from "../liveness/wanted.ts";
import { branchCounts, completenessOf, isExhaustive } from "../property/completeness.ts";
import type { ArrangementSettings } from "../store/arrangement.ts";
import type { Stretch } from "../store/crew.ts";
import { ENGINE_SETTINGS, type Engine, type EngineSettings } from "../store/engine.ts";
import { Partitions } from "../store/partitions.ts";
import { readChanges } from "./changes.ts";
import type { KnownGoal } from "./goal-finder.ts";
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

/** States from which on a search is large: threads take tens of milliseconds to start, and other code to compile. */
const LARGE = 500_000;

/** Where there is less memory than that, states are kept in as few bytes as can be from the start. */
const LITTLE_BYTES = 2 ** 28;

/** Memory is scarce once more than this share of it is in use. */
const SCARCE = 0.5;

/** Levels are dropped once they are the nth part of the log. */
const WORTH_DROPPING = 4;

interface Search extends Session {
  holdings: Partitions;
  readonly arrangement: ArrangementSettings;
  /** States from which on they are arranged as those of a large search. */
  large: number;
  /** Where checkpoints are asked for. */
  keeper: Keeper | null;
  slice: number;
  /** States are kept in as few bytes as can be. */
  readonly frugal: boolean;
  /** Levels that have been expanded do not stay in memory: from now on, or once it is scarce; or the disk refused them. */
  dropping: "yes" | "once scarce" | "refused";
}

/** How a breadth-first search is set up, where that is not up to the options. */
export interface BreadthFirstSettings extends Omit<EngineSettings, "maxMemory"> {
  readonly indexed?: boolean;
  /** From how many states on, and how, to arrange them for a large search. */
  readonly large?: number;
  readonly arrangement?: ArrangementSettings;
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
  settings: BreadthFirstSettings,
): Promise<Exploration> {
  // Loops are found by the numbers of states, which must not depend on how these are shared out.
  const temporal = temporalOf(program, options.properties).length > 0;
  const search = begin(openSession(program, options, { indexed: temporal, ...settings }), temporal, settings);
  try {
    if (options.checkpoint !== undefined) await openKeeper(search, options.checkpoint);
    const ended = await run(search);
    const { holdings, goals } = search;
    const { counts, coverage, branches } = readCounts(search);
    const within: Bound = { name: "within", limit: null, cut: holdings.cut };
    const reached = goals.upTo(ended.depth);
    const lived = temporal ? await live(search, completenessOf([...ended.bounds, within]), reached) : null;
    const late = lived?.bound ?? null;
    const lateBounds = late === null ? [] : [{ name: late, limit: limitOf(search, late), cut: 1 }];
    const completeness = completenessOf([...ended.bounds, within, ...lateBounds], omissionOf(search));
    const changed = readChanges(search.engine.compiled.layout, completeness, () => holdings.readVariation());
    const answered = isExhaustive(completeness) || (!options.all && goals.hasViolation(ended.depth));
    const checkpoint = await search.keeper?.close(answered);
    const statistics = { ...readStatistics(search), ...(checkpoint && { checkpoint }) };
    const found = await describe(search, reached);
    return {
      search: "bfs",
      counts: { ...counts, depth: holdings.depth },
      completeness,
      ...found,
      ...(lived !== null && { findings: [...found.findings, ...lived.findings], live: lived.live, unmet: lived.unmet }),
      coverage,
      branches: branchCounts(program, branches, { completeness, ...found }),
      changed,
      statistics,
    };
  } finally {
    search.holdings.close();
    await search.holdings.crew?.close();
  }
}

function begin(session: Session, temporal: boolean, settings: BreadthFirstSettings): Search {
  const { engine, initial, options, memory } = session;
  const frugal = options.compact || options.lossy !== null || memory < LITTLE_BYTES;
  if (frugal) engine.setFrugal();
  return {
    ...session,
    holdings: new Partitions([engine], [[0, initial]], null),
    arrangement: settings.arrangement ?? {},
    large: temporal ? Number.POSITIVE_INFINITY : (settings.large ?? LARGE),
    keeper: null,
    slice: FIRST_SLICE,
    frugal,
    dropping: "once scarce",
  };
}

/** What the visited set may have taken for known, if it does not hold whole states. */
function omissionOf({ options: { lossy, seed }, holdings }: Search): Omission | null {
  return lossy && { ...lossy, seed, probability: omissionProbability(holdings.states, lossy.hashBits) };
}

/** Goes level by level until there is nothing left, or a reason to end. */
async function run(search: Search): Promise<Ended> {
  const { options, goals, keeper } = search;
  for (let depth = search.holdings.levels; ; depth++) {
    const size = search.holdings.sizeOf(depth);
    const end = (name: BoundName): Ended => ({ depth, bounds: [{ name, limit: limitOf(search, name), cut: size }] });
    const isViolated = (): boolean => !options.all && goals.hasViolation(depth);
    const met = boundMet(search);
    if (isViolated() || depth === options.maxDepth || met !== null) {
      if (!isViolated()) await keeper?.save(search);
      await probe(search, depth);
      if (met !== null) return end(met);
      return end(isViolated() ? "violation" : "depth");
    }
    if (size === 0) {
      await keeper?.save(search);
      return { depth, bounds: [] };
    }
    if (keeper?.isDue()) await keeper.save(search);
    await arrange(search);
    const { holdings } = search;
    const before = holdings.takeTally();
    for (const engine of holdings.engines) engine.clearFound();
    const interrupted = await expand(search, depth);
    if (interrupted !== null) {
      holdings.takeBack(before);
      if (interrupted === "memory" && holdings.crew?.isOutgrown && (await rearrangeStates(search))) {
        // Then that level once more.
        depth--;
        continue;
      }
      await keeper?.save(search);
      await probe(search, depth);
      return end(isViolated() ? "violation" : interrupted);
    }
    const level = holdings.level(depth);
    noteStates(search, depth, level);
    if (isViolated()) {
      holdings.takeBack(before);
      return end("violation");
    }
    holdings.closeLevel();
    const fresh = holdings.level(depth + 1);
    holdings.engines.forEach((engine, i) => {
      // The steps were made in one partition, and the states that they lead to found in another.
      goals.noteSteps(depth + 1, level[i]!, fresh[i]!, engine);
    });
  }
}

/** Goes on from a checkpoint, and writes others, as asked. What most searches never need is not even loaded for them. */
async function openKeeper(search: Search, asked: CheckpointOptions): Promise<void> {
  const { Keeper } = await import("../checkpoint/keeper.ts");
  search.keeper = await Keeper.open(search, asked);
  await search.keeper.begin(search, () => arrange(search));
}

/** Sees, between two levels, that the states are arranged as is best for so many. */
async function arrange(search: Search): Promise<void> {
  await rearrangeIfLarge(search);
  await dropIfScarce(search);
}

async function rearrangeIfLarge(search: Search): Promise<void> {
  const { holdings, large } = search;
  if (holdings.crew === null && holdings.states >= large) await rearrangeStates(search);
  else if (holdings.crew?.isOutgrown) await rearrangeStates(search);
}

/** Arranges the states otherwise if that is better; says whether it was. */
async function rearrangeStates(search: Search): Promise<boolean> {
  const { holdings, arrangement, goals, options, memory, frugal } = search;
  // What small searches never need is not even loaded for them.
  const { rearrange } = await import("../store/arrangement.ts");
  let better: Partitions | null;
  try {
    better = rearrange(holdings, memory, options.threads, { ...arrangement, frugal });
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    // The system gives no other memory: then with the one there is.
    search.large = Number.POSITIVE_INFINITY;
    return false;
  }
  if (better === null) return false;
  search.holdings = better;
  // Nothing may keep the memory of the old one.
  search.engine = better.engines[0]!;
  goals.follow(better.engines);
  await holdings.crew?.close();
  return true;
}

/** Takes what has been expanded out of memory if that is asked for, or memory is scarce. */
async function dropIfScarce(search: Search): Promise<void> {
  const { holdings, options, large, memory, engine } = search;
  if (engine.compiled.indexed) return;
  if (search.dropping === "once scarce") {
    const isAsked = options.compact || options.lossy !== null;
    const isScarce = holdings.bytes > memory * SCARCE || (isAsked && holdings.states >= large);
    if (isScarce) search.dropping = "yes";
  }
  if (search.dropping !== "yes") return;
  const last = holdings.levels;
  const kept = holdings.engines.reduce((sum, { states, dropped }) => sum + states - dropped, 0);
  const droppable = kept - holdings.sizeOf(last);
  if (droppable * WORTH_DROPPING < kept) return;
  await search.keeper?.secure(search);
  if (!holdings.dropBefore(last)) search.dropping = "refused";
}

/** Expands a level; says which bound ended that early. */
async function expand(search: Search, depth: number): Promise<BoundName | null> {
  const { holdings } = search;
  const level = holdings.level(depth);
  if (holdings.crew === null) return expandSlices(search, depth, level[0]!);
  let met: BoundName | null = null;
  const expanded = holdings.states - holdings.sizeOf(depth);
  await holdings.crew.expand(level, async () => {
    await breathe(search, depth, expanded);
    met = boundMet(search);
    return met !== null;
  });
  return met ?? boundMet(search);
}

/** Expands a level in slices; says which bound ended that early. */
async function expandSlices(search: Search, depth: number, { from, to }: Stretch): Promise<BoundName | null> {
  const [engine] = search.holdings.engines as readonly [Engine];
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
async function probe(search: Search, depth: number): Promise<void> {
  const { holdings } = search;
  const level = holdings.level(depth);
  for (const engine of holdings.engines) {
    engine.clearFound();
    engine.setMode(MODE.probing);
  }
  if (holdings.crew === null) holdings.engines[0]!.expand(level[0]!.from, level[0]!.to);
  else await holdings.crew.expand(level, async () => false);
  for (const engine of holdings.engines) engine.setMode(MODE.exploring);
  noteStates(search, depth, level);
}

function noteStates({ holdings, goals }: Search, depth: number, level: readonly Stretch[]): void {
  holdings.engines.forEach((engine, i) => {
    goals.noteStates(depth, level[i]!, engine);
  });
}

/** Temporal properties, on all states that were found. */
async function live(search: Search, completeness: Completeness, reached: readonly KnownGoal[]): Promise<Checked> {
  const { program, options, engine, holdings } = search;
  const [{ checkTemporal }, { engineFinder }] = await Promise.all([
    import("../liveness/check.ts"),
    import("../liveness/engine-finder.ts"),
  ]);
  const before = reached.flatMap(({ goal }) => (goal.kind === "reachable" ? [] : [goal.kind]));
  const finder = engineFinder(engine, async (loops) => {
    await breathe(search, holdings.depth, holdings.states, loops);
    const met = boundMet(search);
    return met === "states" ? null : met;
  });
  return checkTemporal(program, options, completeness, before, finder);
}

async function describe(
  search: Search,
  goals: readonly KnownGoal[],
): Promise<Pick<Exploration, "findings" | "witnesses">> {
  const sought = witnessesSought(search);
  if (goals.length === 0) return { findings: [], witnesses: new Map(sought) };
  // What shows states to people is loaded only where there is something to show.
  const { describeGoals } = await import("./describe.ts");
  const { findings, witnesses } = describeGoals(search.holdings, goals, search.options.all);
  return { findings, witnesses: new Map([...sought, ...witnesses]) };
}
