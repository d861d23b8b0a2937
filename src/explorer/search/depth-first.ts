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

import { MODE } from "../compile/memory-map.ts";
import type { Bound, BoundName, Explorer } from "../exploration.ts";
import { branchCounts, completenessOf } from "../property/completeness.ts";
import { compareFindings } from "../property/order.ts";
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
import { Stack } from "./stack.ts";

/** Expansions between two looks at the clock. */
const SLICE = 256;

interface Search extends Session, Described {
  readonly stack: Stack;
  /** Under a bound on depth. */
  readonly depths: DepthTable | null;
  /** States expanded so far. */
  expanded: number;
}

/**
 * Explores depth-first. Honours all options but those of the random walk. The first violation met ends the search, unless
 * `all` are asked for; counts are then those of that moment.
 */
export const exploreDepthFirst: Explorer = async (program, options) => {
  const indexed = options.maxDepth !== null;
  const session = openSession(program, options, { ...ENGINE_SETTINGS, indexed });
  const search: Search = {
    ...session,
    stack: new Stack(session.initial),
    depths: indexed ? new DepthTable(session.engine) : null,
    findings: [],
    witnesses: new Map(witnessesSought(session)),
    expanded: 0,
  };
  search.depths?.enter(0, session.initial, 1);
  await describeFresh(search, []);
  const bound = isOver(search) ? "violation" : await run(search);
  const { engine, stack, depths } = search;
  const left = engine.states - search.expanded;
  const cutByDepth = depths === null ? 0 : depths.countAt(options.maxDepth!);
  const bounds: Bound[] = [{ name: "within", limit: null, cut: engine.cut }];
  if (bound !== null) bounds.push({ name: bound, limit: limitOf(search, bound), cut: left });
  else bounds.push({ name: "depth", limit: options.maxDepth, cut: cutByDepth });
  const completeness = completenessOf(bounds);
  const { counts, coverage, branches } = readCounts(search);
  return {
    search: "dfs",
    counts: { ...counts, depth: stack.longest },
    completeness,
    findings: search.findings.sort(compareFindings),
    witnesses: search.witnesses,
    coverage,
    branches: branchCounts(program, branches, { completeness, findings: search.findings }),
    changed: readChanges(engine.compiled.layout, completeness, () => variationOf([engine])),
    statistics: readStatistics(search),
  };
};

async function run(search: Search): Promise<BoundName | null> {
  const { stack } = search;
  const most = search.options.maxStates ?? Number.POSITIVE_INFINITY;
  let countdown = 1;
  for (let state = stack.next(); state !== null; state = stack.next()) {
    const reason = await visit(search, state);
    if (reason !== null) return reason;
    // The clock is looked at now and then; how many states there are is known at any time.
    if (search.engine.states > most) return "states";
    if (--countdown > 0) continue;
    countdown = SLICE;
    await breathe(search, stack.depth, search.expanded);
    const met = boundMet(search);
    if (met !== null) return met;
  }
  return null;
}

/** Goes into the state that the stack has just given; says why the search is over, if it is. */
async function visit(search: Search, state: number): Promise<BoundName | null> {
  const { engine, stack, depths, options, goals } = search;
  const depth = stack.depth + 1;
  if (depths !== null && depths.depthOf(state) < depth) return null;
  if (depth === options.maxDepth) {
    stack.reach(depth);
    engine.clearFound();
    engine.setMode(MODE.probing);
    engine.expand(state, state + 1);
    engine.setMode(MODE.exploring);
    if (!engine.noticed) return null;
    goals.noteStates(depth, { from: state, to: state + 1 });
    return report(search, [...stack.path, state]);
  }
  const again = depths?.isExpanded(state) ?? false;
  const first = engine.states;
  if (!again) {
    engine.clearFound();
    engine.expand(state, state + 1);
    if (engine.full) return "memory";
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
  return report(search, stack.path);
}

async function report(search: Search, path: readonly number[]): Promise<BoundName | null> {
  await describeFresh(search, path);
  return isOver(search) ? "violation" : null;
}

function isOver({ options, findings }: Search): boolean {
  return !options.all && findings.length > 0;
}
