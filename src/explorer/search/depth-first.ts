// Depth-first search over the compiled program, for deep searches and a stack that says how it got there. States enter
// the visited set when they are produced, so the new successors of a state are a stretch of the log, and the stack is
// one stretch for every state on the path. What comes in is a Program and bounds; what goes out is an Exploration whose
// traces are paths of the search, not shortest ones.
//
// With a bound on depth, a state may first be met too deep for its successors to be seen, and again by a shorter way.
// It must then be expanded again, or the search would miss states within the bound (Holzmann, The SPIN Model Checker,
// 2003, on bounded depth-first search). So under such a bound the depth of every state is kept, and a successor known
// already is gone into again if it is now less deep. Expanding again counts nothing twice, so the counts of a complete
// search are those of a breadth-first one of the same depth. The invariant: when the search has ended by itself, every
// state that can be reached within the bound was expanded at its smallest depth, or is of the last level.

import type { Program } from "../../spec/program/program.ts";
import { MODE } from "../compile/memory-map.ts";
import type { Bound, BoundName, Exploration, ExploreOptions, Explorer } from "../exploration.ts";
import { branchCounts, completenessOf } from "../property/completeness.ts";
import { compareFindings } from "../property/order.ts";
import type { ArrangementSettings } from "../store/arrangement.ts";
import { ENGINE_SETTINGS } from "../store/engine.ts";
import { variationOf } from "../store/variation.ts";
import { readChanges } from "./changes.ts";
import { DepthTable } from "./depth-table.ts";
import { type Described, describeFresh } from "./describe-fresh.ts";
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
import { residentBlocks, Stack, type StackSettings } from "./stack.ts";

/** Expansions between two looks at the clock. */
const SLICE = 256;

/** States from which on a search is large: so many that a set with slots of four bytes is seldom too large for them. */
const LARGE = 2 ** 20;

/** How a search is set up, where that is not up to the options. */
export interface DepthFirstSettings extends StackSettings {
  /** From how many states on, and how, to arrange them for a large search. */
  readonly large?: number;
  readonly arrangement?: ArrangementSettings;
}

interface Search extends Session, Described {
  readonly stack: Stack;
  large: number;
  readonly arrangement: ArrangementSettings & { readonly frugal: boolean };
  /** Under a bound on depth. */
  readonly depths: DepthTable | null;
  /** States expanded so far. */
  expanded: number;
}

/**
 * Explores depth-first. Honours all options but those of the random walk. The first violation met ends the search, unless
 * `all` are asked for; counts are then those of that moment.
 */
export const exploreDepthFirst: Explorer = (program, options) => exploreDeep(program, options, {});

/** As `exploreDepthFirst`, with a stack and an arrangement as one likes. */
export async function exploreDeep(
  program: Program,
  options: ExploreOptions,
  settings: DepthFirstSettings,
): Promise<Exploration> {
  const indexed = options.maxDepth !== null;
  const session = openSession(program, options, { ...ENGINE_SETTINGS, indexed });
  const search: Search = {
    ...session,
    stack: new Stack(session.initial, { resident: residentBlocks(session.memory), ...settings }),
    large: settings.large ?? LARGE,
    arrangement: { ...settings.arrangement, frugal: false },
    depths: indexed ? new DepthTable(session.engine) : null,
    findings: [],
    witnesses: new Map(witnessesSought(session)),
    expanded: 0,
  };
  try {
    search.depths?.enter(0, session.initial, 1);
    const bound = (await report(search, [])) ? "violation" : await run(search);
    return conclude(search, bound);
  } finally {
    search.stack.close();
  }
}

function conclude(search: Search, bound: BoundName | null): Exploration {
  const { engine, stack, depths, options, program } = search;
  const left = engine.states - search.expanded;
  const cutByDepth = depths === null ? 0 : depths.countAt(options.maxDepth!);
  const bounds: Bound[] = [{ name: "within", limit: null, cut: engine.cut }];
  if (bound !== null) bounds.push({ name: bound, limit: limitOf(search, bound), cut: left });
  else bounds.push({ name: "depth", limit: options.maxDepth, cut: cutByDepth });
  const completeness = completenessOf(bounds);
  const { counts, coverage, branches } = readCounts(search);
  const beside = stack.peakBytes + (depths?.bytes ?? 0);
  return {
    search: "dfs",
    counts: { ...counts, depth: stack.longest },
    completeness,
    findings: search.findings.sort(compareFindings),
    witnesses: search.witnesses,
    coverage,
    branches: branchCounts(program, branches, { completeness, findings: search.findings }),
    changed: readChanges(engine.compiled.layout, completeness, () => variationOf([engine])),
    statistics: readStatistics(search, beside),
  };
}

async function run(search: Search): Promise<BoundName | null> {
  const { stack } = search;
  const most = search.options.maxStates ?? Number.POSITIVE_INFINITY;
  let countdown = 1;
  for (let state = stack.next(); state !== null; state = stack.next()) {
    const path = visit(search, state);
    if (path !== null && (await report(search, path))) return "violation";
    if (search.engine.full) return "memory";
    // The clock is looked at now and then; how many states there are is known at any time.
    if (search.engine.states > most) return "states";
    if (--countdown > 0) continue;
    countdown = SLICE;
    await breathe(search, stack.depth, search.expanded);
    const met = boundMet(search) ?? (hasRoom(search) ? null : "memory");
    if (met !== null) return met;
    await rearrangeIfLarge(search);
  }
  return null;
}

/** Goes into the state that the stack has just given. If there is anything to see in it, gives the path to it. */
function visit(search: Search, state: number): readonly number[] | null {
  const { engine, stack, depths, options, goals } = search;
  const depth = stack.depth + 1;
  if (depths !== null && depths.depthOf(state) < depth) return null;
  if (depth === options.maxDepth) {
    stack.reach(depth);
    engine.setMode(MODE.probing);
    engine.expand(state, state + 1);
    engine.setMode(MODE.exploring);
    if (!engine.noticed) return null;
    goals.noteStates(depth, { from: state, to: state + 1 });
    return [...stack.path, state];
  }
  const again = depths?.isExpanded(state) ?? false;
  const first = engine.states;
  if (!again) {
    engine.expand(state, state + 1);
    if (engine.full) return null;
    search.expanded++;
  }
  stack.push(state, first, engine.states);
  if (depths !== null) {
    depths.enter(first, engine.states, depth + 1);
    depths.markExpanded(state);
    for (const nearer of depths.relax(state, depth + 1)) stack.add(nearer);
  }
  if (again || !engine.noticed) return null;
  goals.noteStates(depth, { from: state, to: state + 1 });
  goals.noteSteps(depth + 1, { from: state, to: state + 1 }, { from: first, to: engine.states });
  return stack.path;
}

/** Describes what was noticed, if it was not known before; says whether the search is over. */
async function report(search: Search, path: readonly number[]): Promise<boolean> {
  await describeFresh(search, path);
  search.engine.clearFound();
  return isOver(search);
}

/** Puts the states of a search that has become large into a visited set of half the size. */
async function rearrangeIfLarge(search: Search): Promise<void> {
  const { engine, initial, goals, depths, memory, large } = search;
  if (depths !== null || engine.states < large) return;
  search.large = Number.POSITIVE_INFINITY;
  // What small searches never need is not even loaded for them.
  const [{ rearrange }, { Partitions }] = await Promise.all([
    import("../store/arrangement.ts"),
    import("../store/partitions.ts"),
  ]);
  // States keep their numbers, since they are entered in the order in which they were found.
  const better = rearrange(new Partitions([engine], [[0, initial]], null), memory, 1, search.arrangement);
  if (better === null) return;
  search.engine = better.engines[0]!;
  search.holdings = search.engine;
  goals.follow([search.engine]);
}

/** Whether the stack, and the depths, leave the states as much as they take. */
function hasRoom({ engine, stack, depths, memory }: Search): boolean {
  return engine.bytes + stack.bytes + (depths?.bytes ?? 0) <= memory;
}

function isOver({ options, findings }: Search): boolean {
  return !options.all && findings.length > 0;
}
