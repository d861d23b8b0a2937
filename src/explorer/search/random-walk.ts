// Random walks over the compiled program: each begins in an initial state and goes on to a successor drawn by lot,
// until there is none or it is long enough. Every successor of a state that a walk comes to is looked at, not only the
// one it goes on to, so that a walk sees what happens within one step of its path; traces leave out the loops. What
// comes in is a Program, a seed and the number of walks; what goes out is an Exploration that never claims to be
// exhaustive. The invariants: the same seed gives the same walks; a state is expanded once however often it is met, so
// counts and coverage are those of distinct states.

import type { Bound, BoundName, Explorer } from "../exploration.ts";
import { branchCounts, completenessOf } from "../property/completeness.ts";
import { compareFindings } from "../property/order.ts";
import { ENGINE_SETTINGS } from "../store/engine.ts";
import { Examiner } from "../store/examiner.ts";
import { type Described, describeFresh } from "./describe-fresh.ts";
import { makeRandom, type Random } from "./random.ts";
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

/** Steps of a walk where no bound on depth says otherwise. */
const WALK_STEPS = 1000;

interface Walks extends Session, Described {
  readonly random: Random;
  readonly examiner: Examiner;
  /** States that were expanded. */
  readonly expanded: Set<number>;
  /** States of the longest walk. */
  longest: number;
}

/**
 * Walks at random. Honours all options: `maxDepth` bounds the states of a walk. The first violation met ends the search,
 * unless `all` are asked for.
 */
export const exploreRandomly: Explorer = async (program, options) => {
  const session = openSession(program, options, { ...ENGINE_SETTINGS, indexed: true });
  const walks: Walks = {
    ...session,
    random: makeRandom(options.seed),
    examiner: new Examiner(session.engine),
    expanded: new Set(),
    findings: [],
    witnesses: new Map(witnessesSought(session)),
    longest: session.initial > 0 ? 1 : 0,
  };
  await describeFresh(walks, []);
  let bound: BoundName | null = isOver(walks) ? "violation" : boundMet(walks);
  for (let walk = 0; walk < options.walks && walks.initial > 0 && bound === null; walk++) bound = await wander(walks);
  const left = walks.engine.states - walks.expanded.size;
  const met: Bound = { name: bound ?? "walks", limit: limitOf(walks, bound ?? "walks"), cut: Math.max(1, left) };
  const { counts, coverage, branches } = readCounts(walks);
  const completeness = completenessOf([met, { name: "within", limit: null, cut: walks.engine.cut }]);
  return {
    search: "random",
    counts: { ...counts, depth: walks.longest },
    completeness,
    findings: walks.findings.sort(compareFindings),
    witnesses: walks.witnesses,
    coverage,
    branches: branchCounts(program, branches, { completeness, findings: walks.findings }),
    changed: null,
    statistics: readStatistics(walks),
  };
};

/** One walk; says why the search is over, if it is. */
async function wander(walks: Walks): Promise<BoundName | null> {
  const { engine, random, options, initial } = walks;
  const most = options.maxDepth ?? WALK_STEPS + 1;
  const path: number[] = [];
  for (let state: number | null = random.below(initial); state !== null; state = drawSuccessor(walks, state)) {
    path.push(state);
    walks.longest = Math.max(walks.longest, path.length);
    if (!walks.expanded.has(state)) {
      await look(walks, path);
      if (isOver(walks)) return "violation";
    }
    await breathe(walks, path.length, walks.expanded.size);
    const met = boundMet(walks);
    if (met !== null) return met;
    if (path.length >= most) return null;
  }
  return engine.full ? "memory" : null;
}

/** Expands the last state of a path and takes note of what there is to see. */
async function look(walks: Walks, path: readonly number[]): Promise<void> {
  const { engine, goals, expanded } = walks;
  const state = path.at(-1)!;
  const first = engine.states;
  engine.clearFound();
  engine.expand(state, state + 1);
  expanded.add(state);
  if (!engine.noticed) return;
  goals.noteStates(path.length, { from: state, to: state + 1 });
  goals.noteSteps(path.length + 1, { from: state, to: state + 1 }, { from: first, to: engine.states });
  await describeFresh(walks, withoutLoops(path));
}

/** The path without its detours from a state back to the same state: a shorter run to the same end. */
function withoutLoops(path: readonly number[]): readonly number[] {
  const short: number[] = [];
  for (let i = 0; i < path.length; i = path.lastIndexOf(path[i]!) + 1) short.push(path[i]!);
  return short;
}

/** One of the steps of an expanded state that lead on, each as likely as the others: the state it leads to. */
function drawSuccessor({ engine, examiner, random }: Walks, state: number): number | null {
  examiner.open();
  const end = examiner.examine(engine.addressOf(state));
  const kept: number[] = [];
  for (let entry = examiner.entries; entry < end; entry += examiner.stride) {
    if (examiner.isKept(entry)) kept.push(examiner.stateOf(entry));
  }
  const successor = kept.length === 0 ? null : (engine.code.find(kept[random.below(kept.length)]!) >>> 0) - 1;
  examiner.close();
  return successor;
}

function isOver({ options, findings }: Walks): boolean {
  return !options.all && findings.length > 0;
}
