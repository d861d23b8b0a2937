// Where processes stand and who moved, for properties. The functions only ask: whoever evaluates a property says what is
// true of the state, because natively only labels are known, not the call paths they are reached on.

import type { AuthorFunction, Family } from "../definition.ts";
import { requireExecution } from "./execution.ts";
import { declarationError } from "./fault.ts";

/** Where processes stand in one state. `instance` and `label` are null where the author names none. */
export interface Positions {
  /** Number of instances that stand at the label. */
  at(fn: AuthorFunction, instance: number | null, label: string): number;
  /** Number of instances that have ended. */
  ended(fn: AuthorFunction, instance: number | null): number;
  /** Number of instances whose step is enabled, at the label if one is given. */
  enabled(fn: AuthorFunction, instance: number | null, label: string | null): number;
}

/** What a property can ask. */
export interface Standing extends Positions {
  /** Whether the step being judged is theirs. Null outside step properties. */
  readonly by: ((fn: AuthorFunction, instance: number | null, label: string | null) => boolean) | null;
  /** Evaluates in the state before the step. Null outside step properties. */
  readonly old: (<T>(read: () => T) => T) | null;
}

/**
 * The position in `family.instances` of the instance an author names by number: of `each(fn, n)` and of `each` over one
 * domain of integers its argument, otherwise the position itself. -1 if there is none.
 */
export function findInstance(family: Pick<Family, "instances">, instance: number): number {
  if (isByArgument(family)) return family.instances.findIndex(([argument]) => argument === instance);
  return Number.isInteger(instance) && instance >= 0 && instance < family.instances.length ? instance : -1;
}

/** The numbers that its instances go by, in their order. */
export function numbersOf(family: Pick<Family, "instances">): readonly number[] {
  return family.instances.map(([argument], position) => (isByArgument(family) ? (argument as number) : position));
}

function isByArgument({ instances }: Pick<Family, "instances">): boolean {
  return instances.every((values) => values.length === 1 && typeof values[0] === "number");
}

function standing(what: string): Standing {
  const { standing } = requireExecution(what, "property");
  if (standing === null) throw new Error(`a property without a standing asks for ${what}; please report this`);
  return standing;
}

/** How many instances of a process stand at the label. */
export function at(fn: AuthorFunction, label: string): number;
/** Whether one instance of a process stands at the label. */
export function at(fn: AuthorFunction, instance: number, label: string): boolean;
export function at(fn: AuthorFunction, ...rest: readonly (number | string)[]): number | boolean {
  const { instance, label } = split(rest);
  const count = standing("at()").at(fn, instance, label ?? "");
  return instance === null ? count : count > 0;
}

/** How many instances of a process have ended. */
export function ended(fn: AuthorFunction): number;
/** Whether one instance of a process has ended. */
export function ended(fn: AuthorFunction, instance: number): boolean;
export function ended(fn: AuthorFunction, instance: number | null = null): number | boolean {
  const count = standing("ended()").ended(fn, instance);
  return instance === null ? count : count > 0;
}

/** How many instances of a process or an action could move: from the label, if one is given. */
export function enabled(fn: AuthorFunction, label?: string): number;
/** Whether one instance could move. */
export function enabled(fn: AuthorFunction, instance: number, label?: string): boolean;
export function enabled(fn: AuthorFunction, ...rest: readonly (number | string | undefined)[]): number | boolean {
  const { instance, label } = split(rest);
  const count = standing("enabled()").enabled(fn, instance, label);
  return instance === null ? count : count > 0;
}

/** In step properties: whether the step was made by the process or action, from the label if one is given. */
export function by(fn: AuthorFunction, label?: string): boolean;
/** In step properties: whether the step was made by one instance. */
export function by(fn: AuthorFunction, instance: number, label?: string): boolean;
export function by(fn: AuthorFunction, ...rest: readonly (number | string | undefined)[]): boolean {
  const { instance, label } = split(rest);
  const ask = standing("by()").by;
  if (ask === null) throw declarationError("by() has no meaning here", "it belongs in properties under `step`");
  return ask(fn, instance, label);
}

/** In step properties: what the expression was before the step. */
export function old<T>(read: () => T): T {
  const ask = standing("old()").old;
  if (ask === null) throw declarationError("old() has no meaning here", "it belongs in properties under `step`");
  return ask(read);
}

function split(rest: readonly (number | string | undefined)[]): { instance: number | null; label: string | null } {
  const [first, second] = rest;
  if (typeof first === "number") return { instance: first, label: typeof second === "string" ? second : null };
  return { instance: null, label: first ?? null };
}
