// The reference explorer: breadth-first over immutable states, by interpretation, one state after the other. What comes
// in is a Program and bounds; what goes out is the Exploration that every other engine must equal. The invariant: it is
// as direct a transcription of ../property/goals.ts as can be, and fast only where that costs no clarity.

import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { SpecError } from "../../spec/source/diagnostic.ts";
import type {
  Bound,
  BoundName,
  Changed,
  Completeness,
  Exploration,
  ExploreOptions,
  Explorer,
  Finding,
  Trace,
} from "../exploration.ts";
import { type Checked, checkTemporal } from "../liveness/check.ts";
import { referenceFinder } from "../liveness/reference-finder.ts";
import { temporalOf } from "../liveness/wanted.ts";
import { type CanonicalRun, canonicalRun } from "../property/canonical-trace.ts";
import { branchCounts, completenessOf, isExhaustive } from "../property/completeness.ts";
import { isViolation, type Reached } from "../property/goals.ts";
import { noStart } from "../property/no-start.ts";
import { compareFindings } from "../property/order.ts";
import { describeFinding, runSchedule } from "./finding.ts";
import { runsTo } from "./graph.ts";
import { expandLevel, makeSearch, type Pause, probeLevel, type Search, startSearch } from "./search.ts";

/**
 * Explores breadth-first. Honours `all`, `properties`, `maxDepth`, `maxStates`, `maxTime`, `signal` and `onProgress`;
 * memory is not watched. A bound met within a level takes that level back, so that the counts are always those of
 * complete levels. Throws a SpecError for another kind of search, and where `init` leaves no state to start from.
 */
export const exploreReference: Explorer = async (program, options) => {
  if (options.search !== "bfs") {
    const hints = ["use --search bfs, or do without the reference explorer"];
    throw new SpecError([{ message: "the reference explorer searches breadth-first only", hints }], 151);
  }
  const began = performance.now();
  const search = makeSearch(program, options.properties);
  startSearch(search);
  if (search.graph.starts.length === 0) throw noStart(program);
  const initial = search.tally.distinct;
  const ended = await run(search, options, began);
  const { distinct, generated, depth, cut } = search.tally;
  const bytesPerState = search.graph.keyBytes / Math.max(1, search.graph.ids.size);
  const explored = completenessOf([...ended.bounds, { name: "within", limit: null, cut }]);
  const found = report(search, ended.depth, options.all);
  const lived =
    temporalOf(program, options.properties).length > 0 ? await live(search, options, explored, ended, began) : null;
  const late = lived?.bound ?? null;
  const completeness = completenessOf([
    ...explored.bounds,
    ...(late === null ? [] : [{ name: late, limit: late === "time" ? options.maxTime : null, cut: 1 }]),
  ]);
  return {
    search: "bfs",
    counts: { distinct, generated, initial, depth },
    completeness,
    ...found,
    ...(lived !== null && { findings: [...found.findings, ...lived.findings], live: lived.live, unmet: lived.unmet }),
    coverage: search.tally.coverage,
    branches: branchCounts(program, branchesOf(search), { completeness, ...found }),
    changed: changedIn(search, completeness),
    statistics: {
      engine: "reference",
      milliseconds: performance.now() - began,
      bytesPerState,
      bitsPerState: 8 * bytesPerState,
      peakBytes: process.memoryUsage().rss,
    },
  };
};

/** Where a search ended: findings of deeper levels than this are those of a level that was given up. */
interface Ended {
  readonly depth: number;
  readonly bounds: readonly Bound[];
}

/** Goes level by level until there is nothing left, or a reason to end. */
async function run(search: Search, options: ExploreOptions, began: number): Promise<Ended> {
  const pause = makePause(search, options, began);
  for (let depth = 1; ; depth++) {
    const level = search.frontier.length;
    const endBy = (name: BoundName, limit: number | null): Ended => ({ depth, bounds: [{ name, limit, cut: level }] });
    const limits: Partial<Record<BoundName, number | null>> = { states: options.maxStates, time: options.maxTime };
    let met = await probeLevel(search, depth, pause);
    if (met !== null) return endBy(met, limits[met] ?? null);
    if (!options.all && search.goals.upTo(depth).some(isViolation)) return endBy("violation", null);
    if (level === 0) return { depth, bounds: [] };
    if (depth === options.maxDepth) return endBy("depth", depth);
    met = await expandLevel(search, depth, pause);
    if (met !== null) return endBy(met, limits[met] ?? null);
  }
}

/** Reports progress and lets the rest of the program run now and then; says which bound is met. */
function makePause(search: Search, options: ExploreOptions, began: number): Pause {
  let last = began;
  return async (known, expanded) => {
    if (options.maxStates !== null && known > options.maxStates) return "states";
    const now = performance.now();
    if (options.maxTime !== null && now - began > options.maxTime) return "time";
    if (now - last > 200) {
      last = now;
      const { generated, depth } = search.tally;
      const bytes = search.graph.keyBytes;
      const frontier = known - expanded;
      options.onProgress?.({ distinct: known, generated, depth, frontier, bytes, milliseconds: now - began });
      await setImmediate();
    }
    return options.signal?.aborted ? "interrupt" : null;
  };
}

/** Those of properties from what was evaluated, those of steps from complete levels. */
function branchesOf({ program, tally, evaluated }: Search): readonly (readonly [number, number])[] {
  const has = (branch: number, side: 0 | 1): number => Number(evaluated.has(branch * 2 + side));
  return program.branches.map(({ property }, i) => (property === null ? tally.branches[i]! : [has(i, 0), has(i, 1)]));
}

/** See Exploration. */
function changedIn({ changed }: Search, completeness: Completeness): Changed | null {
  if (!isExhaustive(completeness)) return null;
  const ascending = (ids: ReadonlySet<number>): number[] => [...ids].sort((a, b) => a - b);
  return { columns: ascending(changed.columns), processes: ascending(changed.processes) };
}

/** Temporal properties, on all states that were found. */
async function live(
  search: Search,
  options: ExploreOptions,
  completeness: Completeness,
  { depth }: Ended,
  began: number,
): Promise<Checked> {
  const { program, goals, graph } = search;
  const pause = makePause(search, { ...options, maxStates: null }, began);
  const before = goals.upTo(depth).flatMap(({ goal }) => (goal.kind === "reachable" ? [] : [goal.kind]));
  return checkTemporal(
    program,
    options,
    completeness,
    before,
    referenceFinder(program, () => pause(graph.ids.size, graph.ids.size)),
  );
}

function report(search: Search, depth: number, all: boolean): Pick<Exploration, "findings" | "witnesses"> {
  const { program, goals, graph } = search;
  const runTo = (reached: Reached): CanonicalRun => canonicalRun(runsTo(graph, reached), reached.depth);
  const witnesses = new Map<number, Trace | null>();
  for (const { index, property } of search.checked) {
    if (property.kind === "reachable") witnesses.set(index, null);
  }
  const findings: Finding[] = [];
  for (const reached of goals.upTo(depth)) {
    if (isViolation(reached)) findings.push(describeFinding(program, reached.goal, runTo(reached)));
    else witnesses.set(reached.goal.property!, runSchedule(program, runTo(reached)).trace);
  }
  findings.sort(compareFindings);
  return { findings: all ? findings : findings.slice(0, 1), witnesses };
}
