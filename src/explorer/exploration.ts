// What every explorer takes and gives, whatever its strategy: options in, counts, findings with traces and coverage out.
// Two explorers that finish give the same Exploration but for `statistics`; the conformance suite holds them to it.

import type { Program } from "../spec/program/program.ts";
import type { State } from "./state.ts";

export type SearchKind = "bfs" | "dfs" | "random";

export interface ExploreOptions {
  readonly search: SearchKind;
  /** Explore everything and report one finding per violated property, instead of ending with the level of the first. */
  readonly all: boolean;
  /** Names of the properties to check (null: all of them). Deadlock, errors and assertions are always checked. */
  readonly properties: ReadonlySet<string> | null;
  /** Bounds; null for none. Depth counts levels, the initial one is 1. Time in milliseconds, memory in bytes. */
  readonly maxDepth: number | null;
  readonly maxStates: number | null;
  readonly maxTime: number | null;
  readonly maxMemory: number | null;
  /** Breadth-first: keep states in as few bytes as is exact, and levels that have been expanded on disk. */
  readonly compact: boolean;
  /** Breadth-first, with one thread and without temporal properties: keep less than the states; null to be exact. */
  readonly lossy: Lossy | null;
  /** Threads that a breadth-first search may use; what it finds does not depend on it. */
  readonly threads: number;
  /** Random walk: the seed (also that of hashes), the number of walks, and the steps of the longest (maxDepth - 1 if that is given). */
  readonly seed: number;
  readonly walks: number;
  /** Called at most a few times a second while the search runs. */
  readonly onProgress: ((progress: Progress) => void) | null;
  /** When aborted, the search ends early with what it knows and says so in `completeness`. */
  readonly signal: AbortSignal | null;
  /** Breadth-first: keep what is known on disk, or go on from there. */
  readonly checkpoint?: CheckpointOptions;
}

/** Which of the modes in which states may be missed. Another seed, another hash. */
export interface Lossy {
  readonly kind: "hash-compaction";
  /** Bits of the hash that is kept of each state. */
  readonly hashBits: number;
}

export interface CheckpointOptions {
  /** The folder that checkpoints are written to; null for none. */
  readonly folder: string | null;
  /** Milliseconds between two of them at least; null: as is good. */
  readonly every: number | null;
  /** The folder with the checkpoint to go on from; null to begin anew. */
  readonly resume: string | null;
  /** Of allways: what was written by another version is refused. */
  readonly version: string;
  /** Told when a checkpoint cannot be written; the search goes on. */
  readonly onProblem: (text: string) => void;
}

/** How far a search was. */
export interface Milestone {
  readonly states: number;
  /** Complete levels. */
  readonly depth: number;
  readonly milliseconds: number;
}

export interface CheckpointReport {
  /** Where it went on; null if it began anew. */
  readonly resumed: Milestone | null;
  /** The last checkpoint that was written; null for none. */
  readonly saved: Milestone | null;
}

export interface Progress {
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
  /** States known and not yet expanded. */
  readonly frontier: number;
  readonly bytes: number;
  readonly milliseconds: number;
  /** Once all states are known and loops are sought: pairs of a state and a state of the automaton looked at so far. */
  readonly pairs?: number;
}

export interface Counts {
  readonly distinct: number;
  readonly generated: number;
  /** Distinct initial states. */
  readonly initial: number;
  /** Breadth-first levels, the initial one is 1. For depth-first: the longest stack. */
  readonly depth: number;
}

export type BoundName = "depth" | "states" | "time" | "memory" | "interrupt" | "within" | "walks" | "violation";

/** A bound that was hit, and how much was cut by it (states not expanded, or successors not kept for `within`). */
export interface Bound {
  readonly name: BoundName;
  readonly limit: number | null;
  readonly cut: number;
}

/** Exhaustive iff no bound was hit and nothing may have been missed. `violation` alone: the search ended at the level of the first violation. */
export interface Completeness {
  readonly bounds: readonly Bound[];
  /** Of a lossy search. */
  readonly omission?: Omission;
}

/** What may be missing without having been cut. */
export interface Omission extends Lossy {
  readonly seed: number;
  /** That anything is missing: at most. */
  readonly probability: number;
}

/** What was found, in the order of report (language.md 22). */
export type Finding = {
  /** Level of the violating state (1 = initial); for a failing step and a step property the level of its successor. */
  readonly depth: number;
  readonly trace: Trace;
} & (
  | { readonly kind: "error" | "assert"; readonly site: number; readonly values: readonly number[] }
  /** A property that failed to evaluate. */
  | {
      readonly kind: "error" | "assert";
      readonly site: number;
      readonly values: readonly number[];
      readonly property: number;
    }
  /** Ids of the processes that wait for ever; empty for a spec of actions alone. */
  | { readonly kind: "deadlock"; readonly blocked: readonly number[] }
  | { readonly kind: "always" | "quiescent" | "step"; readonly property: number; readonly conjunct: number }
  /** Its trace has a loop. */
  | { readonly kind: "temporal"; readonly property: number }
);

/** A run from an initial state. */
export interface Trace {
  /** Options taken by `init`, one per choice. */
  readonly initialChoices: readonly number[];
  readonly initial: State;
  readonly steps: readonly TraceStep[];
  /**
   * Of a run without end: the number of the state (0 = initial) that the last state is again, so that the steps after it are
   * repeated for ever. The number of the last state itself: the run stays there for ever.
   */
  readonly loop?: number;
}

export interface TraceStep {
  readonly process: number;
  /** Location it moved from. */
  readonly location: number;
  /** Option numbers taken, in order, with the id of each choice (Program.choices). */
  readonly choices: readonly { readonly choice: number; readonly option: number }[];
  /** The state after it; null for a last step that failed. */
  readonly state: State | null;
  readonly notes: readonly { readonly note: number; readonly value: number | null }[];
}

export interface Exploration {
  readonly search: SearchKind;
  readonly counts: Counts;
  readonly completeness: Completeness;
  readonly findings: readonly Finding[];
  /** Per `reachable` property (index into Program.properties): the shortest trace to a witness, or null. */
  readonly witnesses: ReadonlyMap<number, Trace | null>;
  /** Temporal properties (index into Program.properties) that were checked on all runs and hold; none otherwise. */
  readonly live?: ReadonlySet<number>;
  /** Of those, the premises that never held: left sides of implications, triggers of `leadsTo` (liveness/premises.ts). */
  readonly unmet?: readonly Unmet[];
  /** coverage[process][location]: how many successors steps from there produced, failing ones included. */
  readonly coverage: readonly (readonly number[])[];
  /**
   * By branch (Program.branches): how often its test was true and false in runs of steps from expanded states, held and
   * failing ones included. Of a branch in a property only whether: 0 or 1, and 0 where that is not known (completeness.ts).
   */
  readonly branches: readonly (readonly [number, number])[];
  /** What differs from the first initial state in some kept state: ids of columns, and of processes that moved. Null: not known. */
  readonly changed: Changed | null;
  readonly statistics: Statistics;
}

/** A premise by its number in a temporal property (index into Program.properties). */
export interface Unmet {
  readonly property: number;
  readonly premise: number;
}

export interface Changed {
  readonly columns: readonly number[];
  readonly processes: readonly number[];
}

export interface Statistics {
  readonly engine: "compiled" | "reference";
  readonly milliseconds: number;
  /** Of the whole store, divided by the states in it. */
  readonly bytesPerState: number;
  readonly bitsPerState: number;
  /** All states have to stay in memory: those of several words, and those that are found by number. */
  readonly logged?: boolean;
  readonly peakBytes: number;
  /** Where checkpoints were asked for. */
  readonly checkpoint?: CheckpointReport;
}

export type Explorer = (program: Program, options: ExploreOptions) => Promise<Exploration>;
