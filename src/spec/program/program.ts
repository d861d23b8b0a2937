// The transition system as data: what the lowering makes of the author's functions and everything after it reads.
// All values are int32 (booleans 0/1, `oneOf` the index of the string). Composite values exist only as leaves: a shape
// maps a domain onto cells, and copying, comparing, adding to a set are sequences of cell operations.
// A step is a tree of statements without loops (the lowering unrolls them), so that interpreting, compiling and analysing
// it are each one recursive function. The invariant: running a step body ends in exactly one of `goto`, `fail`, a false
// guard, or (predicates) `return`; it never falls off its end.

import type { Span } from "../source/diagnostic.ts";
import type { Domain, ScalarDomain, Value } from "./domain.ts";

/** A place in the author's text, with the calls through which it was inlined, innermost first. */
export interface Place {
  readonly span: Span;
  readonly calls: readonly Span[];
}

// ---------------------------------------------------------------------------------------------------------- storage

/** A run of equal scalar cells of the shared state: `count` is 1, or the product of the array dimensions around it. */
export interface Column {
  readonly id: number;
  /** `req.refs`, `s.rm[]`, `s.queue.length`, `s.sent{}` */
  readonly name: string;
  readonly lo: number;
  readonly hi: number;
  readonly count: number;
}

/** A register of one process: scalar (`count` 1) or a run of cells. Author's locals, procedure parameters, temporaries. */
export interface Local {
  readonly id: number;
  readonly name: string;
  /** Interval over the locations at which it is live (meaningless for a temporary, which is live at none). */
  lo: number;
  hi: number;
  readonly count: number;
}

/** How a value of a domain lies in cells. `C` names the storage: a column id or a local id. */
export type Shape =
  | { readonly kind: "scalar"; readonly domain: ScalarDomain; readonly storage: number }
  | { readonly kind: "record"; readonly domain: Domain; readonly fields: Readonly<Record<string, Shape>> }
  | {
      readonly kind: "union";
      readonly domain: Domain;
      /** The tag's cell holds the index of the variant. */
      readonly tag: Shape & { kind: "scalar" };
      /** One record shape per variant, without the tag field. Inactive variants' cells are zero. */
      readonly variants: readonly Readonly<Record<string, Shape>>[];
    }
  | { readonly kind: "array"; readonly domain: Domain; readonly length: number; readonly element: Shape }
  | {
      readonly kind: "list";
      readonly domain: Domain;
      readonly length: Shape & { kind: "scalar" };
      readonly capacity: number;
      readonly element: Shape;
    }
  /** `size` membership cells in domain order of the element. */
  | { readonly kind: "set"; readonly domain: Domain; readonly member: number; readonly size: number }
  | {
      readonly kind: "map";
      readonly domain: Domain;
      readonly present: number;
      readonly size: number;
      readonly value: Shape;
    };
// Cell index inside an array-like shape: an element shape's cells are addressed by (outer index) * n + i, where n is the
// array's length, the list's capacity, the set's or the map's `size`; the outermost index is 0. A zero cell is the value 0
// shifted to the cell's own zero: unused slots hold 0, and a column's [lo, hi] includes 0 where slots can be unused.

/** A `shared` record as its author named it. */
export interface SharedRoot {
  readonly name: string;
  readonly span?: Span;
  readonly shape: Shape;
}

/** An author's local as shown in traces: its shape's storage ids are local ids of its process. */
export interface Variable {
  readonly name: string;
  readonly shape: Shape;
  readonly locals: readonly number[];
}

// ------------------------------------------------------------------------------------------------------- expressions

/** A scalar cell. `old` reads the state before the step (step properties only). */
export type Cell =
  | { readonly store: "state"; readonly id: number; readonly index: Expr; readonly old?: boolean }
  | { readonly store: "local"; readonly id: number; readonly index: Expr };

export type Unary = "not" | "neg" | "bitnot";
/** `div` truncates and `rem` keeps the dividend's sign, as JavaScript's do; the lowering has excluded zero divisors. */
export type Binary =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "rem"
  | "and"
  | "or"
  | "xor"
  | "shl"
  | "shr"
  | "shru"
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge";

/** Pure and total: no expression fails or has an effect, whatever the state. Comparisons and `not` give 0 or 1. */
export type Expr =
  | { readonly kind: "const"; readonly value: number }
  | { readonly kind: "read"; readonly cell: Cell }
  | { readonly kind: "unary"; readonly op: Unary; readonly operand: Expr }
  | { readonly kind: "binary"; readonly op: Binary; readonly left: Expr; readonly right: Expr }
  /** Evaluates only the branch taken. */
  | { readonly kind: "cond"; readonly test: Expr; readonly then: Expr; readonly else: Expr }
  /** A constant table; the index is within it. */
  | { readonly kind: "table"; readonly values: readonly number[]; readonly index: Expr }
  /** 1 if the process stands at one of these locations (0 = ended), else 0. `old` as for cells. */
  | { readonly kind: "at"; readonly process: number; readonly locations: readonly number[]; readonly old?: boolean }
  /** 1 if the process stands at one of these locations and its step is enabled there. Predicates only. */
  | { readonly kind: "enabled"; readonly process: number; readonly locations: readonly number[] }
  /** 1 if the step being judged was made by the process, from one of the locations (null: from any). Step properties only. */
  | { readonly kind: "by"; readonly process: number; readonly locations: readonly number[] | null };

// -------------------------------------------------------------------------------------------------------- statements

export type GuardKind =
  | "when"
  | "idleUntil"
  | "optional"
  /** A chosen value that is not on offer (not a member of the set): as `when` for waiting. */
  | "offer";

/**
 * A false guard disables the step. `waits` says what a process held here is: `blocked` (an obliging wait, a deadlock if
 * for ever), `idle` or `optional`; the lowering has already weighed the guards that follow on the straight line.
 */
export interface Guard {
  readonly kind: "guard";
  readonly guard: GuardKind;
  readonly test: Expr;
  readonly waits: "blocked" | "idle" | "optional";
  readonly place: Place;
}

export type Statement =
  /** With a `check`, a value outside [lo, hi] fails at that site instead of being stored. */
  | {
      readonly kind: "set";
      readonly cell: Cell;
      readonly value: Expr;
      readonly check?: { readonly lo: number; readonly hi: number; readonly site: number };
    }
  | {
      readonly kind: "if";
      readonly test: Expr;
      readonly then: readonly Statement[];
      readonly else: readonly Statement[];
    }
  /** `break` with the same label leaves it. Labels are unique within a body. */
  | { readonly kind: "block"; readonly label: number; readonly body: readonly Statement[] }
  | { readonly kind: "break"; readonly label: number }
  | Guard
  /** target := each of 0 … count-1 in turn, one run of the body for each; a count of 0 or less disables the step. */
  | {
      readonly kind: "choose";
      readonly choice: number;
      readonly target: number;
      readonly count: Expr;
      readonly place: Place;
    }
  | { readonly kind: "fail"; readonly site: number }
  /** For coverage only: this side (0: its test was true, 1: it was false) of a branch was taken. */
  | { readonly kind: "count"; readonly branch: number; readonly side: 0 | 1 }
  /** For traces only: the text and the values to show beside it. */
  | { readonly kind: "note"; readonly note: number }
  /** Ends the step; for actions location 0. */
  | { readonly kind: "goto"; readonly location: number }
  /** Ends a predicate. */
  | { readonly kind: "return"; readonly value: Expr };

/** A point at which a step or a property can fail. `values` are shown with the message, evaluated where it failed. */
export interface Site {
  readonly kind: "assert" | "domain" | "index" | "empty" | "capacity" | "key" | "divide" | "variant";
  /** With `{0}`, `{1}`, … where the values go. */
  readonly message: string;
  readonly values: readonly { readonly expr: Expr; readonly domain: ScalarDomain | null }[];
  readonly place: Place;
  /** JavaScript itself does not fail here: it goes on with NaN, undefined or a value outside, so a replay cannot tell. */
  readonly unnoticed?: boolean;
}

export interface Note {
  readonly text: string;
  readonly value: { readonly shape: "scalar"; readonly expr: Expr; readonly domain: ScalarDomain | null } | null;
  readonly place: Place;
}

export type BranchKind = "if" | "loop" | "case" | "?:" | "&&" | "||";

/** A condition of the author's that may come out either way; all inlinings of it are one. */
export interface Branch {
  readonly kind: BranchKind;
  /** The property it is part of; null for those of steps and of `init`. */
  readonly property: string | null;
  /** The test: for && and || their left side. */
  readonly span: Span;
  /** By side: nothing is evaluated there (`a ? b : true`, `if (!a) return true`, `if (bad) return false`). */
  readonly plain: readonly [boolean, boolean];
}

/** A `choose` of the author's, for schedules and traces: option number i of the choice is shown as `labels[i]`. */
export interface Choice {
  /** The `const` it initialises, or `choice`. */
  readonly name: string;
  readonly domain: Domain | null;
  /** Shown text of option i where that does not depend on the state; null for elements of a list by position. */
  readonly labels: readonly string[] | null;
  readonly place: Place;
}

/** What a body reads and writes of the shared state: column ids. Locations read through `at` are listed as processes. */
export interface Footprint {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  readonly locations: readonly number[];
}

export interface Step {
  readonly body: readonly Statement[];
  readonly footprint: Footprint;
}

/** Where a process can stand. Location 0 of every process is `ended` and has no step. */
export interface Location {
  readonly id: number;
  readonly label: string;
  /** The functions on the call path, outermost first: `["cancel", "pollWake"]`; the last one contains the label. */
  readonly path: readonly string[];
  /** Identity of that last function as `at(fn, …)` names it. */
  readonly owner: string;
  readonly place: Place;
  /** Locals whose values are part of the state here; all others are gone. */
  live: readonly number[];
  step: Step;
}

/** One instance of a process, or one action (`kind: "action"`: a single location, always stood at, that gotos 0). */
export interface Process {
  readonly id: number;
  readonly kind: "process" | "action";
  /** `cancel` */
  readonly family: string;
  /** Shown as `cancel[0]`, `hear[1,true]`; empty for a family of one declared without `each`. */
  readonly arguments: readonly Value[];
  readonly name: string;
  readonly locals: readonly Local[];
  readonly variables: readonly Variable[];
  /** Index 0 is `ended` for a process; an action has its one location at index 0. */
  readonly locations: readonly Location[];
  /** Where it stands when created, and the live locals it has there. */
  readonly entry: {
    readonly location: number;
    readonly locals: readonly { readonly id: number; readonly values: readonly number[] }[];
  };
  readonly fairness: Fairness;
}

/** What a run owes to a process (language.md, Fairness): nothing; a step if one stays possible; a step if one is possible again and again. */
export type Fairness = "none" | "weak" | "strong";

export interface Predicate {
  readonly body: readonly Statement[];
  readonly locals: readonly Local[];
  readonly footprint: Footprint;
  readonly place: Place;
  /** The author's text of this conjunct, types blanked out, white space folded. */
  readonly text: string;
}

export type PropertyKind = "always" | "quiescent" | "reachable" | "step" | "temporal";

/** Linear temporal logic without "next"; atoms by number. */
export type Formula =
  | { readonly kind: "atom"; readonly atom: number }
  | { readonly kind: "not" | "eventually" | "always"; readonly operand: Formula }
  | { readonly kind: "and" | "or" | "implies" | "until"; readonly left: Formula; readonly right: Formula };

/** What a formula is made of: a condition on states, or on the step that is taken next (false where a run stays for ever). */
export interface Atom {
  readonly over: "state" | "step";
  readonly predicate: Predicate;
}

export interface Temporal {
  readonly formula: Formula;
  readonly atoms: readonly Atom[];
  /** The author's text. */
  readonly text: string;
}

export interface Property {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly place: Place;
  /** Their conjunction is the property; none of a temporal one. */
  readonly conjuncts: readonly Predicate[];
  /** Of a temporal property, and of no other. */
  readonly temporal?: Temporal;
}

export type Expectation =
  | { readonly kind: "holds" }
  | { readonly kind: "violates"; readonly property: string }
  | { readonly kind: "deadlocks" }
  | { readonly kind: "fails"; readonly label: string };

export interface Program {
  readonly name: string;
  /** Absolute path of the spec, and the author's text of every file of it by absolute path. */
  readonly file: string;
  readonly sources: ReadonlyMap<string, string>;
  readonly parameters: Readonly<Record<string, Value>>;
  readonly roots: readonly SharedRoot[];
  readonly columns: readonly Column[];
  readonly initial: {
    /** Every column's cells by default, before `init`. */
    readonly cells: readonly (readonly number[])[];
    /** The author's `init`, ending in `goto 0`; null if there is none. */
    readonly step: Step | null;
    readonly locals: readonly Local[];
  };
  /** Processes in order of declaration, then actions. `Process.id` is the index. */
  readonly processes: readonly Process[];
  readonly properties: readonly Property[];
  readonly within: Predicate | null;
  /** Where a spec may end without that being a deadlock; `true` turns the check off. */
  readonly mayEnd: Predicate | true | null;
  readonly sites: readonly Site[];
  readonly choices: readonly Choice[];
  readonly notes: readonly Note[];
  /** Branches that `count` statements count; none unless that was asked for. */
  readonly branches: readonly Branch[];
}
