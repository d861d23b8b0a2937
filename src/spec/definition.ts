// What evaluating a spec file leaves behind: the object `spec()` returns, and everything the lowering and the replay need
// to find the author's text, names and values again. One LoadedSpec is one setting of the parameters; another setting is
// another evaluation of the modules, with its own functions and its own shared objects.

import type { Domain, Value } from "./program/domain.ts";
import type { Expectation, Fairness } from "./program/program.ts";
import type { TemporalFormula } from "./runtime/temporal.ts";
import type { Module } from "./source/module.ts";

// biome-ignore lint/suspicious/noExplicitAny: an author's function has whatever parameters its domains give it
export type AuthorFunction = (...values: any[]) => unknown;

/** A process or an action with the tuples of arguments it exists for; `each` makes several, a bare function is one of `[]`. */
export interface Family {
  readonly name: string;
  readonly fn: AuthorFunction;
  readonly instances: readonly (readonly Value[])[];
  /** Of each instance. */
  readonly fairness: readonly Fairness[];
}

export interface Scenario {
  readonly name: string;
  /** Parameter settings over the defaults. */
  readonly set: Readonly<Record<string, Value>>;
  /** Names of the properties to check; null for all. */
  readonly check: readonly string[] | null;
  readonly expect: Expectation;
  /** Exact expected counts, where the author states them. `steps` is the length of the counterexample. */
  readonly states: number | null;
  readonly steps: number | null;
  readonly slow: boolean;
}

export interface Definition {
  readonly name: string;
  readonly processes: readonly Family[];
  readonly actions: readonly Family[];
  readonly init: AuthorFunction | null;
  readonly always: ReadonlyMap<string, AuthorFunction>;
  readonly quiescent: ReadonlyMap<string, AuthorFunction>;
  readonly reachable: ReadonlyMap<string, AuthorFunction>;
  readonly step: ReadonlyMap<string, AuthorFunction>;
  readonly temporal: ReadonlyMap<string, TemporalFormula>;
  readonly within: AuthorFunction | null;
  readonly mayEnd: AuthorFunction | true | null;
  readonly scenarios: ReadonlyMap<string, Scenario>;
}

/** A `shared({...})` record of one evaluation. */
export interface Shared {
  /** The `const` it is bound to. */
  readonly name: string;
  /** Always a record domain. */
  readonly domain: Domain;
  /** The author's own object, with value semantics and domain checks of its own. */
  readonly object: object;
}

export interface Parameter {
  readonly name: string;
  readonly domain: Domain;
  readonly value: Value;
}

export interface LoadedSpec {
  /** Absolute path of the spec's file. */
  readonly file: string;
  readonly definition: Definition;
  readonly parameters: readonly Parameter[];
  readonly shared: readonly Shared[];
  /** The spec's own modules, its main one first. */
  readonly modules: readonly Module[];
}
