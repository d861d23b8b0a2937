// The verdict as tools get it, from `--json` and from `allways/check` alike: the types of what schema/verdict.schema.json lays
// down. Plain data, paths with forward slashes. The invariant: types and schema say the same; new names may come, and `version` is
// raised when one changes its meaning or goes.

import type { BoundName, SearchKind } from "../explorer/exploration.ts";
import type { PropertyVerdict as Judgement } from "../explorer/property/completeness.ts";
import type { BranchKind, PropertyKind } from "../spec/program/program.ts";
import type { FindingKind, Vacuity, VerdictKind } from "./verdict.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Line and column count from 1. */
export interface PlaceObject {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface NamedObject {
  readonly name: string;
  readonly value: string;
}

export interface SubjectObject {
  readonly version: 1;
  /** The name given to spec(). */
  readonly spec: string;
  readonly file: string;
  readonly scenario: string | null;
  /** All of them with their values; sets are arrays, maps are arrays of pairs. */
  readonly parameters: { readonly [name: string]: Json };
}

export interface VerdictObject extends SubjectObject {
  readonly verdict: VerdictKind;
  /** What `allways check` would exit with. */
  readonly exitCode: number;
  readonly search: SearchKind;
  /**
   * How much of the state space the verdict speaks of. `stopped`: ended with the level of the first violation; `bounded`: some
   * bound cut something; if that is `within` alone, the verdict may still be `holds`. `probabilistic`: to the end, but for what
   * a lossy search may have missed.
   */
  readonly completeness: {
    readonly kind: "exhaustive" | "stopped" | "bounded" | "random" | "probabilistic";
    readonly bounds: readonly { readonly name: BoundName; readonly limit: number | null; readonly cut: number }[];
    /** Only of a lossy search, whatever its kind. */
    readonly omission?: OmissionObject;
  };
  readonly states: {
    readonly distinct: number;
    readonly generated: number;
    readonly initial: number;
    /** Levels; the initial one is 1. */
    readonly depth: number;
  };
  readonly properties: readonly PropertyObject[];
  /** What temporal properties rely on, in words; empty where none was checked. */
  readonly fairness: readonly string[];
  /** In the order of report; one unless everything was asked for. */
  readonly counterexamples: readonly CounterexampleObject[];
  /** What held for want of a case. */
  readonly vacuous: readonly {
    readonly kind: Vacuity["kind"];
    readonly text: string;
    readonly location: PlaceObject | null;
  }[];
  /** Only where it was asked for. */
  readonly coverage?: {
    readonly steps: readonly {
      readonly owner: string;
      readonly label: string;
      readonly taken: number;
      readonly location: PlaceObject;
    }[];
    readonly branches: readonly {
      readonly kind: BranchKind;
      readonly text: string;
      readonly onTrue: number;
      readonly onFalse: number;
      readonly location: PlaceObject;
    }[];
  };
  readonly statistics: {
    readonly engine: "compiled" | "reference";
    readonly milliseconds: number;
    readonly bytesPerState: number;
    readonly bitsPerState: number;
    readonly peakBytes: number;
    /** The checkpoint that the search went on from, and the last one that it wrote. */
    readonly resumed?: MilestoneObject;
    readonly saved?: MilestoneObject;
  };
  readonly remarks: readonly string[];
}

/** What a lossy search may have missed, and with which probability at most. */
export interface OmissionObject {
  readonly kind: "hash-compaction";
  /** Bits kept of each state. */
  readonly hashBits: number;
  readonly seed: number;
  readonly probability: number;
}

/** How far a search was: states, complete levels, time. */
export interface MilestoneObject {
  readonly states: number;
  readonly depth: number;
  readonly milliseconds: number;
}

export interface PropertyObject {
  readonly name: string;
  readonly kind: PropertyKind;
  /** `bounded`: holds as far as `within` reaches; `unchecked`: not asked for. */
  readonly verdict: Judgement;
  /** Of a `reachable` property: steps of the shortest run to it. */
  readonly witness: number | null;
  readonly location: PlaceObject;
}

/** A run, step by step, and the schedule that gives it again. */
export interface RunObject {
  /** What `allways replay` takes. */
  readonly schedule: string;
  readonly initialChoices: readonly NamedObject[];
  readonly steps: readonly StepObject[];
  /** Of a run without end: the number of the state (0 = initial) that the last one is again, or itself if the run stays. */
  readonly loop: number | null;
  /** The last state there is; values as text. */
  readonly final: {
    readonly shared: { readonly [name: string]: string };
    readonly processes: readonly {
      readonly process: string;
      /** Null for one that has ended. */
      readonly label: string | null;
      readonly path: readonly string[];
      readonly locals: { readonly [name: string]: string };
    }[];
  };
  /** Whether the spec's own functions did the same. */
  readonly replay: { readonly kind: "agrees" } | ({ readonly kind: "disagrees" } & { readonly [name: string]: Json });
}

export interface StepObject {
  /** From 1. */
  readonly number: number;
  /** With its instance: `cancel[0]`. */
  readonly process: string;
  readonly label: string;
  /** Functions on the call path to the label, outermost first. */
  readonly path: readonly string[];
  readonly location: PlaceObject;
  readonly choices: readonly NamedObject[];
  readonly changes: readonly {
    readonly path: string;
    readonly kind: "changed" | "added" | "removed";
    readonly before: string | null;
    readonly after: string | null;
  }[];
  readonly notes: readonly { readonly text: string; readonly value: string | null }[];
  readonly failed: boolean;
}

export interface CounterexampleObject extends RunObject {
  readonly kind: FindingKind;
  /** Null for a deadlock and for what fails in a step. */
  readonly property: string | null;
  /** The same for the same run of the same functions, whatever the lines and values. */
  readonly fingerprint: string;
  /** The conjunct that broke, as its author wrote it, or the message of the failure. */
  readonly text: string;
  readonly conjunct: { readonly number: number; readonly of: number } | null;
  readonly location: PlaceObject | null;
  /** How a run without end is fair: the step of the loop that is the process's own, or a state where nothing obliges it. */
  readonly fairness: readonly {
    readonly process: string;
    readonly fairness: "weak" | "strong";
    readonly step: number | null;
    readonly held: number | null;
  }[];
  /** Why it is violated; null where the message or the loop says it. */
  readonly because: BecauseObject | null;
  /** In a deadlock: who waits for ever. */
  readonly blocked: readonly {
    readonly process: string;
    readonly label: string | null;
    readonly guards: readonly string[];
    readonly location: PlaceObject | null;
  }[];
}

export interface FactObject extends NamedObject {
  /** What it was before that step, where it was something else. */
  readonly before: string | null;
}

export interface BecauseObject {
  /** What the broken condition read where it was found false. */
  readonly values: readonly FactObject[];
  /** The step that made it false, from 1; 0 if it was false from the start; null where that is not asked. */
  readonly since: number | null;
  /** What that step changed of what is read. */
  readonly changes: readonly FactObject[];
  /** In a deadlock, or at rest: every process that has not ended; `free` ones could move, and need not. */
  readonly waiting: readonly (StanderObject & { readonly waits: "blocked" | "idle" | "optional" | "free" })[];
}

/** A process that does not move. */
export interface StanderObject {
  readonly process: string;
  /** Null for one that has ended, and for an action. */
  readonly label: string | null;
  readonly location: PlaceObject | null;
  /** Those that hold it, with the values they read. */
  readonly guards: readonly {
    readonly text: string;
    readonly location: PlaceObject;
    readonly values: readonly NamedObject[];
  }[];
}

/** A spec that was refused (150), or a command that was (151), with `--json`. */
export interface RefusalObject {
  readonly version: 1;
  readonly verdict: "refused";
  readonly exitCode: 150 | 151;
  /** The spec; null if the command does not come to one. */
  readonly file: string | null;
  readonly diagnostics: readonly DiagnosticObject[];
}

export interface DiagnosticObject {
  readonly message: string;
  /** Null where no place in a file is at fault. */
  readonly location: PlaceObject | null;
  readonly hints: readonly string[];
  /** The calls through which the place was reached, innermost first. */
  readonly calls: readonly PlaceObject[];
}

export interface RunReportObject extends SubjectObject {
  readonly exitCode: number;
  readonly finding: CounterexampleObject | null;
  readonly run: RunObject;
}

/** What `explain` prints with `--json`; nothing but the subject where no counterexample was found (schema/explanation.schema.json). */
export interface ExplanationReportObject extends SubjectObject {
  readonly exitCode: number;
  readonly finding: CounterexampleObject | null;
  readonly run: RunObject | null;
  readonly explanation: ExplanationObject | null;
}

export interface ExplanationObject {
  /** By step: whether no run of at most that length to the same finding does without its process and label; null: not decided. */
  readonly matters: readonly (boolean | null)[];
  /** Pairs of numbers of steps, from 1, that must keep their order; null: not decided. */
  readonly ordered: readonly (readonly [number, number])[] | null;
  /** How many states were looked at, and why not all within that length. */
  readonly states: number;
  readonly cut: "states" | "time" | "condition" | "property" | null;
  /** Who does not move at the end, or in the loop. `ready`: it could have, and has to sooner or later; `free`: it need not. */
  readonly others: readonly (StanderObject & {
    readonly waits: "blocked" | "idle" | "optional" | "free" | "ready" | "ended";
    /** It is held in this state of the loop, and not in all of them. */
    readonly sometimes: boolean;
  })[];
}
