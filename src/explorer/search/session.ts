// What all searches have in common: an engine made for the question asked, the bounds on it, a watch on the clock, and
// the parts of an Exploration that do not depend on the order of search. The invariant: between two calls of `breathe`
// no more time passes than a slice of work takes, so that progress shows and an interruption is heeded.

import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import type { Program } from "../../spec/program/program.ts";
import { compileProgram } from "../compile/compile-program.ts";
import type { BoundName, Exploration, ExploreOptions, Statistics } from "../exploration.ts";
import { noStart } from "../property/no-start.ts";
import { Engine, type EngineSettings } from "../store/engine.ts";
import { bytesAllowed, LARGEST_BYTES } from "../store/memory.ts";
import { GoalFinder } from "./goal-finder.ts";

/** How long a search keeps the event loop waiting, and a reader of its progress. */
const BREATH_MILLISECONDS = 50;
const PROGRESS_MILLISECONDS = 200;

/** What the searches ask of whatever has their states. */
export interface Holdings {
  readonly states: number;
  readonly bytes: number;
  readonly peakBytes?: number;
  /** Successors outside `within` so far. */
  readonly cut: number;
  /** No room was left: successors have been dropped since. */
  readonly full: boolean;
  readCoverage(): number[];
}

export interface Session {
  readonly program: Program;
  /** With another arrangement of the states, one of those that have them. */
  engine: Engine;
  /** The engine, or those that it has shared its states out to. */
  holdings: Holdings;
  readonly options: ExploreOptions;
  /** Bytes for states: as asked, or what the machine has to give. */
  readonly memory: number;
  readonly goals: GoalFinder;
  /** When it began; the time spent before a checkpoint counts, too. */
  began: number;
  /** Distinct initial states. */
  readonly initial: number;
  lastBreath: number;
  lastProgress: number;
}

/** How a search wants its engine. */
export interface SessionSettings extends Omit<EngineSettings, "maxMemory"> {
  /** The number of a state can be looked up. */
  readonly indexed: boolean;
}

/** Compiles the program and starts it. Throws a SpecError if `init` leaves no state to start from. */
export function openSession(program: Program, options: ExploreOptions, settings: SessionSettings): Session {
  const began = performance.now();
  const { indexed, firstExponent } = settings;
  const allowed = bytesAllowed(options.maxMemory);
  // Several memories are slower, and one is enough for hundreds of millions of hashes: only who asks for more gets more.
  const isEnough = options.search !== "bfs" || (options.lossy !== null && options.maxMemory === null);
  const memory = isEnough ? Math.min(allowed, LARGEST_BYTES) : allowed;
  const { lossy, seed } = options;
  const compaction = lossy === null ? null : { hashBits: lossy.hashBits, seed };
  const engine = new Engine(compileProgram(program, { indexed, compaction }), { firstExponent, maxMemory: memory });
  const goals = new GoalFinder(engine, options.properties);
  engine.start();
  if (generatedBy(engine, engine) === 0) throw noStart(program);
  const initial = engine.states;
  goals.noteSteps(1, null, { from: 0, to: initial });
  const clock = { began, lastBreath: began, lastProgress: began };
  return { program, engine, holdings: engine, options, memory, goals, initial, ...clock };
}

/** The bound that is met now, if any. */
export function boundMet({ holdings, options, began }: Session): BoundName | null {
  if (holdings.full) return "memory";
  if (options.maxStates !== null && holdings.states > options.maxStates) return "states";
  if (options.maxTime !== null && performance.now() - began > options.maxTime) return "time";
  return options.signal?.aborted ? "interrupt" : null;
}

/** The value that an option gives to a bound. */
export function limitOf({ options, memory }: Session, bound: BoundName): number | null {
  switch (bound) {
    case "states":
      return options.maxStates;
    case "time":
      return options.maxTime;
    case "memory":
      return memory;
    case "depth":
      return options.maxDepth;
    case "walks":
      return options.walks;
    default:
      return null;
  }
}

/** How far the search for loops is: pairs of state and automaton looked at, and the bytes it takes beside the states. */
export interface LoopProgress {
  readonly pairs: number;
  readonly bytes: number;
}

/** Lets the rest of the program run now and then, and reports progress; `loops` once all states are known. */
export async function breathe(
  session: Session,
  depth: number,
  expanded: number,
  loops: LoopProgress | null = null,
): Promise<void> {
  const now = performance.now();
  if (now - session.lastBreath < BREATH_MILLISECONDS) return;
  const { engine, holdings, options } = session;
  if (options.onProgress !== null && now - session.lastProgress >= PROGRESS_MILLISECONDS) {
    session.lastProgress = now;
    options.onProgress({
      distinct: holdings.states,
      generated: generatedBy(engine, holdings),
      depth,
      frontier: holdings.states - expanded,
      bytes: holdings.bytes + (loops?.bytes ?? 0),
      milliseconds: now - session.began,
      ...(loops !== null && { pairs: loops.pairs }),
    });
  }
  await setImmediate();
  session.lastBreath = performance.now();
}

/** Initial states and successors produced so far. */
function generatedBy({ map }: Engine, holdings: Pick<Holdings, "readCoverage">): number {
  return holdings.readCoverage().reduce((sum, count, i) => (i < map.coverageCount ? sum + count : sum), 0);
}

/** What a session has counted so far; successors by process and location. */
export function readCounts({ engine, holdings, initial }: Session): Pick<Exploration, "coverage" | "branches"> & {
  readonly counts: Omit<Exploration["counts"], "depth">;
} {
  const { program, map } = engine.compiled;
  const all = holdings.readCoverage();
  const coverage = program.processes.map(({ id, locations }) => {
    const first = map.coverageIndex[id]!;
    return all.slice(first, first + locations.length);
  });
  const sides = all.slice(map.coverageCount);
  const branches = program.branches.map((_, i): readonly [number, number] => [sides[2 * i]!, sides[2 * i + 1]!]);
  const generated = generatedBy(engine, holdings);
  return { coverage, branches, counts: { distinct: holdings.states, generated, initial } };
}

/** `beside`: bytes in use that are not those of states. */
export function readStatistics({ engine, holdings, began }: Session, beside = 0): Statistics {
  return {
    engine: "compiled",
    milliseconds: performance.now() - began,
    bytesPerState: ((holdings.peakBytes ?? holdings.bytes) + beside) / Math.max(1, holdings.states),
    bitsPerState: engine.compiled.layout.bits,
    ...(engine.compiled.indexed && { logged: true }),
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** `reachable` properties that were looked for, without a witness so far. */
export function witnessesSought({ program, goals }: Session): readonly (readonly [number, null])[] {
  return program.properties.flatMap(({ kind }, property) =>
    kind === "reachable" && goals.isWanted(property) ? [[property, null] as const] : [],
  );
}
