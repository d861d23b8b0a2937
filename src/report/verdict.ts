// What a check came to, for people and machines alike: in, an exploration and what replaying its findings showed; out,
// plain data that every reporter prints and none adds to. The invariant: nothing is said to hold that a bound left open.

import type { Completeness, Counts, Exploration, SearchKind, Statistics } from "../explorer/exploration.ts";
import type { Value } from "../spec/program/domain.ts";
import type { Program, Property, PropertyKind } from "../spec/program/program.ts";
import type { PlaceView, StandingView, TraceView } from "../trace/view.ts";
import { ExitCode, heaviest } from "./exit-code.ts";

export type VerdictKind = "holds" | "violated" | "deadlock" | "error" | "inconclusive";

/** `to the end`, or with which bounds; a random walk is never exhaustive. `level`: complete up to the violation's level. */
export type Extent = "exhaustive" | "level" | "bounded" | "random";

export interface PropertyVerdict {
  readonly name: string;
  readonly kind: PropertyKind;
  /** `open`: not violated as far as was looked. `unchecked`: left out by --property or the scenario. */
  readonly verdict: "holds" | "violated" | "open" | "unchecked";
  /** Steps of the shortest witness of a `reachable` property, where one was found. */
  readonly witness: number | null;
  readonly place: PlaceView;
}

export type FindingKind = "error" | "assert" | "deadlock" | "always" | "quiescent" | "step" | "reachable";

export interface BlockedView extends StandingView {
  /** The guards it waits on, as the author wrote them: `when(fork[1] === 0)`. */
  readonly guards: readonly { readonly text: string; readonly place: PlaceView }[];
  readonly place: PlaceView | null;
}

export type ReplayOutcome =
  | { readonly kind: "agrees" }
  /** Our fault: the author's functions and the checker's program part ways at this step (0: before the first). */
  | {
      readonly kind: "disagrees";
      readonly step: number;
      readonly what: string;
      readonly expected: string;
      readonly actual: string;
    };

export interface Counterexample {
  readonly kind: FindingKind;
  /** The property; null for a deadlock and for what fails in a step. */
  readonly property: string | null;
  /** The conjunct that broke, or the text of the assertion or error; empty for a deadlock. */
  readonly text: string;
  /** Where that is written; null for a deadlock. */
  readonly place: PlaceView | null;
  /** How many conjuncts the property has, and which one broke, from 1. */
  readonly conjunct: { readonly number: number; readonly of: number } | null;
  /** Columns the conjunct reads: the part of the final state that matters. Null: all. */
  readonly reads: readonly number[] | null;
  readonly blocked: readonly BlockedView[];
  readonly depth: number;
  readonly trace: TraceView;
  readonly schedule: string;
  readonly replay: ReplayOutcome;
}

/** A promise that was kept for want of a case: said, never hidden. */
export interface Vacuity {
  readonly kind: "step never taken" | "within cut nothing";
  readonly text: string;
  readonly place: PlaceView | null;
}

export interface Verdict {
  readonly spec: string;
  /** Absolute path. */
  readonly file: string;
  readonly scenario: string | null;
  readonly parameters: Readonly<Record<string, Value>>;
  readonly verdict: VerdictKind;
  readonly exitCode: number;
  readonly search: SearchKind;
  readonly counts: Counts;
  readonly extent: Extent;
  readonly completeness: Completeness;
  readonly properties: readonly PropertyVerdict[];
  readonly counterexamples: readonly Counterexample[];
  readonly vacuous: readonly Vacuity[];
  readonly statistics: Statistics;
  /** The words after `allways check` and `allways replay` that select this run: the file, --scenario, --set. */
  readonly selection: readonly string[];
}

/** Bounds that leave a question open; `within` is part of the spec, and `violation` is an answer. */
export function openBounds(completeness: Completeness): Completeness["bounds"] {
  return completeness.bounds.filter(({ name }) => name !== "within" && name !== "violation");
}

export function extentOf(exploration: Exploration): Extent {
  if (exploration.search === "random") return "random";
  const { bounds } = exploration.completeness;
  if (openBounds(exploration.completeness).length > 0) return "bounded";
  if (bounds.some(({ name }) => name === "violation")) return "level";
  return bounds.length > 0 ? "bounded" : "exhaustive";
}

/** Whether a property that was nowhere violated may be said to hold. */
function isConclusive(exploration: Exploration): boolean {
  return exploration.search !== "random" && exploration.completeness.bounds.every(({ name }) => name === "within");
}

export function judgeProperty(
  property: Property,
  index: number,
  exploration: Exploration,
  checked: ReadonlySet<string> | null,
): PropertyVerdict["verdict"] {
  if (checked && !checked.has(property.name)) return "unchecked";
  const open = isConclusive(exploration) ? "holds" : "open";
  if (property.kind !== "reachable") {
    return exploration.findings.some((f) => "property" in f && f.property === index) ? "violated" : open;
  }
  if (exploration.witnesses.get(index)) return "holds";
  return isConclusive(exploration) ? "violated" : "open";
}

const FINDING_EXIT: Readonly<Record<FindingKind, number>> = {
  error: ExitCode.evaluationError,
  assert: ExitCode.assertionFailed,
  deadlock: ExitCode.deadlock,
  always: ExitCode.safetyViolated,
  quiescent: ExitCode.safetyViolated,
  reachable: ExitCode.safetyViolated,
  step: ExitCode.stepViolated,
};

/** The verdict in one word and in one number (language.md 23). */
export function judge(
  exploration: Exploration,
  program: Program,
  checked: ReadonlySet<string> | null,
): { readonly verdict: VerdictKind; readonly exitCode: number } {
  const kinds: FindingKind[] = exploration.findings.map((finding) => finding.kind);
  program.properties.forEach((property, index) => {
    if (property.kind === "reachable" && judgeProperty(property, index, exploration, checked) === "violated") {
      kinds.push("reachable");
    }
  });
  const exitCode = heaviest(kinds.map((kind) => FINDING_EXIT[kind]));
  if (kinds.length > 0) return { verdict: verdictOf(exitCode), exitCode };
  const open = exploration.search === "random" || openBounds(exploration.completeness).length > 0;
  return open ? { verdict: "inconclusive", exitCode: ExitCode.inconclusive } : { verdict: "holds", exitCode };
}

function verdictOf(exitCode: number): VerdictKind {
  if (exitCode === ExitCode.evaluationError || exitCode === ExitCode.assertionFailed) return "error";
  return exitCode === ExitCode.deadlock ? "deadlock" : "violated";
}
