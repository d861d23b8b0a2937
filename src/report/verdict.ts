// What a check came to, for people and machines alike: in, an exploration and what replaying its findings showed; out,
// plain data that every reporter prints and none adds to. The invariant: nothing is said to hold that a bound left open.

import type { Completeness, Counts, Exploration, SearchKind, Statistics } from "../explorer/exploration.ts";
import type { PropertyVerdict as PropertyJudgement } from "../explorer/property/completeness.ts";
import type { Value } from "../spec/program/domain.ts";
import type { Place, PropertyKind } from "../spec/program/program.ts";
import type { Because, WaitingView } from "../trace/because.ts";
import type { ReplayOutcome } from "../trace/disagreement.ts";
import type { PlaceView, TraceView } from "../trace/view.ts";
import type { Coverage } from "./coverage.ts";
import { ExitCode, heaviest } from "./exit-code.ts";

export type VerdictKind = "holds" | "violated" | "deadlock" | "error" | "inconclusive";

/**
 * `to the end`, or with which bounds; a random walk is never exhaustive. `level`: complete up to the violation's level.
 * `probabilistic`: to the end, but for what a lossy search may have missed.
 */
export type Extent = "exhaustive" | "level" | "bounded" | "random" | "probabilistic";

export interface PropertyVerdict {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly verdict: PropertyJudgement;
  /** Steps of the shortest witness of a `reachable` property, where one was found. */
  readonly witness: number | null;
  readonly place: PlaceView;
}

export type FindingKind = "error" | "assert" | "deadlock" | "always" | "quiescent" | "step" | "temporal" | "reachable";

/** A run from an initial state, checked by the author's own functions, and the line that gives it again. */
export interface Run {
  readonly trace: TraceView;
  readonly schedule: string;
  readonly replay: ReplayOutcome;
}

export interface Counterexample extends Run {
  readonly kind: FindingKind;
  /** The property; null for a deadlock and for what fails in a step. */
  readonly property: string | null;
  /** The same for the same run of the same functions: see fingerprintOf. */
  readonly fingerprint: string;
  /** The conjunct that broke, or the text of the assertion or error; empty for a deadlock. */
  readonly text: string;
  /** Where that is written, in a step or a property; null for a deadlock. */
  readonly site: Place | null;
  readonly place: PlaceView | null;
  /** How many conjuncts the property has, and which one broke, from 1. */
  readonly conjunct: { readonly number: number; readonly of: number } | null;
  /** Columns the conjunct reads: the part of the final state that matters. Null: all. */
  readonly reads: readonly number[] | null;
  /** Of a deadlock: who waits for ever. */
  readonly blocked: readonly WaitingView[];
  /** Null for what says itself why. */
  readonly because: Because | null;
  /** How the run is fair, where it has no end: to each process that something is owed to. */
  readonly fairness: readonly FairnessView[];
  readonly depth: number;
}

/** How a run without end is fair to a process. */
export interface FairnessView {
  readonly process: number;
  readonly name: string;
  readonly fairness: "weak" | "strong";
  /** The step of the loop that is its own, from 1; null if it takes none. */
  readonly step: number | null;
  /** Otherwise the number of a state of the loop (0 = initial) in which nothing obliges it; for `strong` none does. */
  readonly held: number | null;
  /** Where it stands there; null if it has ended. */
  readonly label: string | null;
}

/** A promise that was kept for want of a case: said, never hidden. */
export interface Vacuity {
  readonly kind:
    | "step never taken"
    | "branch never taken"
    | "property partly untested"
    | "nothing it reads ever changes"
    | "holds by its domains alone"
    | "premise never held"
    | "fairness on what never moves"
    | "within cut nothing"
    | "within cut everything";
  readonly text: string;
  readonly place: PlaceView | null;
}

/** Which program a report speaks of. */
export interface Subject {
  readonly spec: string;
  /** Absolute path. */
  readonly file: string;
  readonly scenario: string | null;
  readonly parameters: Readonly<Record<string, Value>>;
  /** The words after `allways check` and `allways replay` that select it: the file, --scenario, --set, --property. */
  readonly selection: readonly string[];
}

export interface Verdict extends Subject {
  readonly verdict: VerdictKind;
  readonly exitCode: number;
  readonly search: SearchKind;
  readonly counts: Counts;
  readonly extent: Extent;
  readonly completeness: Completeness;
  readonly properties: readonly PropertyVerdict[];
  /** What temporal properties rely on: `weak fairness of worker`; empty where none was checked. */
  readonly fairness: readonly string[];
  readonly counterexamples: readonly Counterexample[];
  readonly vacuous: readonly Vacuity[];
  /** Null unless it was asked for. */
  readonly coverage: Coverage | null;
  readonly statistics: Statistics;
  /** More to say, a sentence each: how a cross-check came out. */
  readonly remarks: readonly string[];
}

/** One run by itself: what `replay` and `simulate` report. */
export interface RunReport extends Subject {
  readonly run: Run;
  /** What is wrong where it ends; null if nothing is. */
  readonly finding: Counterexample | null;
  /** How it ends, where nothing is wrong: `the run goes on`. */
  readonly ending: string;
  readonly exitCode: number;
}

/** Bounds that leave a question open; `within` is part of the spec, and `violation` is an answer. */
function openBounds(completeness: Completeness): Completeness["bounds"] {
  return completeness.bounds.filter(({ name }) => name !== "within" && name !== "violation");
}

export function extentOf(exploration: Exploration): Extent {
  if (exploration.search === "random") return "random";
  const { bounds, omission } = exploration.completeness;
  if (openBounds(exploration.completeness).length > 0) return "bounded";
  if (bounds.some(({ name }) => name === "violation")) return "level";
  if (omission !== undefined) return "probabilistic";
  return bounds.length > 0 ? "bounded" : "exhaustive";
}

export const FINDING_EXIT: Readonly<Record<FindingKind, number>> = {
  error: ExitCode.evaluationError,
  assert: ExitCode.assertionFailed,
  deadlock: ExitCode.deadlock,
  always: ExitCode.safetyViolated,
  quiescent: ExitCode.safetyViolated,
  reachable: ExitCode.safetyViolated,
  step: ExitCode.stepViolated,
  temporal: ExitCode.stepViolated,
};

/** The verdict in one word and in one number (docs/language.md, Properties). */
export function judgeAll(
  exploration: Exploration,
  properties: readonly PropertyVerdict[],
): { readonly verdict: VerdictKind; readonly exitCode: number } {
  const unreached = properties.some(({ kind, verdict }) => kind === "reachable" && verdict === "violated");
  const kinds: FindingKind[] = exploration.findings.map(({ kind }) => kind);
  if (unreached) kinds.push("reachable");
  const exitCode = heaviest(kinds.map((kind) => FINDING_EXIT[kind]));
  if (kinds.length > 0) return { verdict: verdictOfExit(exitCode), exitCode };
  const open =
    exploration.search === "random" ||
    exploration.completeness.omission !== undefined ||
    openBounds(exploration.completeness).length > 0 ||
    properties.some(({ verdict }) => verdict === "inconclusive");
  return open ? { verdict: "inconclusive", exitCode: ExitCode.inconclusive } : { verdict: "holds", exitCode };
}

function verdictOfExit(exitCode: number): VerdictKind {
  if (exitCode === ExitCode.evaluationError || exitCode === ExitCode.assertionFailed) return "error";
  return exitCode === ExitCode.deadlock ? "deadlock" : "violated";
}
