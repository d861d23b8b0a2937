// What a step may do besides reading and writing: wait, choose, assert, note. Each asks the current execution. A false
// guard ends the step, and natively the generator with it, by a signal that is no Error.

import type { Value } from "../program/domain.ts";
import { domainSize, valueAt } from "../program/enumerate.ts";
import type { GuardKind } from "../program/program.ts";
import { isDomain } from "./domains.ts";
import { Blocked, type Execution, requireExecution } from "./execution.ts";
import { declarationError, RuntimeFault } from "./fault.ts";
import { placeOf } from "./place.ts";
import { plain } from "./plain.ts";
import type { DomainOf, FiniteSet, FixedArray } from "./types.ts";
import { detached } from "./view.ts";

function guard(name: "when" | "idleUntil" | "optional" | "disabled", kind: GuardKind, condition: unknown): Execution {
  const execution = requireExecution(`${name}()`, "step", "init");
  if (!condition) throw new Blocked(kind);
  return execution;
}

/** The step is possible only while the condition holds, and it must hold in the end: waiting for ever is a deadlock. */
export function when(condition: boolean | number): void {
  guard("when", "when", condition);
}

/** As `when`, for a server without work: waiting for ever while the condition is false is no deadlock. */
export function idleUntil(condition: boolean | number): void {
  guard("idleUntil", "idleUntil", condition);
}

/** The environment's choice: a step that is possible while the condition holds, and that may never be taken. */
export function optional(condition: boolean | number = true): void {
  guard("optional", "optional", condition).optional = true;
}

/** A guard that never holds: the step is not possible on this branch. */
export function disabled(): never {
  throw new Blocked(guard("disabled", "when", true) && "when");
}

/** Any of the values: each is tried. Choosing from nothing makes the step impossible. */
export function choose<const T extends string>(values: readonly T[]): T;
export function choose<T>(values: DomainOf<T> | FiniteSet<T> | FixedArray<T> | readonly T[]): T;
export function choose(values: unknown): unknown {
  const execution = requireExecution("choose()", "step", "init");
  if (isDomain(values)) {
    const option = nextOption(execution, countable(domainSize(values)));
    return detached(values, valueAt(values, option));
  }
  const domain = placeOf(values)?.domain;
  if (domain?.kind === "set") {
    // Every value of the element's domain is an option; one that is no member is not on offer.
    const option = nextOption(execution, domainSize(domain.element));
    const value = valueAt(domain.element, option);
    if (!(values as FiniteSet<unknown>).has(value)) throw new Blocked("offer");
    return detached(domain.element, value);
  }
  if (domain?.kind === "array" || domain?.kind === "list") {
    const elements = plain(values) as readonly Value[];
    return detached(domain.element, elements[nextOption(execution, elements.length)]!);
  }
  if (Array.isArray(values)) return values[nextOption(execution, values.length)];
  throw declarationError(
    "choose(…): it chooses from an array, a domain, a set or a list",
    "for a map, choose from the domain of its keys and guard with has",
  );
}

function countable(size: number): number {
  if (Number.isFinite(size)) return size;
  throw declarationError("choose(…): more than 2^31 values to choose from");
}

function nextOption(execution: Execution, count: number): number {
  const option = execution.choices[execution.offered.length] ?? 0;
  execution.offered.push(count);
  if (count <= 0) throw new Blocked("offer");
  if (!Number.isInteger(option) || option < 0 || option >= count) {
    throw new Error(`option ${option} of a choice among ${count}; please report this`);
  }
  return option;
}

/** Fails the run unless the condition holds. */
export function assert(condition: boolean | number, text: string = "assertion failed"): void {
  requireExecution("assert()", "step", "init", "property");
  if (!condition) throw new RuntimeFault("assert", text);
}

/** Shows in traces, beside the step, and nowhere else. */
export function note(text: string, value?: unknown): void {
  const execution = requireExecution("note()", "step", "init", "property");
  // The language has one zero: −0 is 0.
  execution.notes.push({ text, value: value === undefined ? null : value === 0 ? 0 : plain(value) });
}
