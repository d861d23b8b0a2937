// What an author's expression is worth while it is being lowered: a scalar with its IR expression, a place in storage, a
// composite that has no place yet, or something known while the spec was evaluated (a function, a domain, a plain object).
// The invariant: the expressions inside a value are pure, and mean what the author's expression meant where it was lowered.

import type { Extent } from "../analysis/syntax.ts";
import type { Domain } from "../program/domain.ts";
import type { Expr, Shape } from "../program/program.ts";
import { constant } from "./expr.ts";
import type { Interval } from "./interval.ts";

/** The strings an enumeration's numbers stand for. That of a local without a declared domain grows as strings are assigned. */
export interface Strings {
  readonly values: string[];
  readonly open: boolean;
}

/** Storage of a composite, or of a scalar that is to be written: a shape and the index of its cells in their runs. */
export interface Location {
  readonly store: "state" | "local";
  readonly shape: Shape;
  readonly index: Expr;
  readonly old: boolean;
  /** What the place hangs on that may go away: elements of lists and maps, fields of a union's variant. Outermost first. */
  readonly loose: readonly Hold[];
  /** Whether an index was taken on the way: another run of the same code may mean another place. */
  readonly chosen: boolean;
  /** Set for (parts of) a copy of a field that several variants have, each in cells of its own. */
  readonly merged?: Merged;
}

/** What is written to the copy is written back to the active one of these places. */
export interface Merged {
  readonly union: Location;
  readonly variants: readonly { readonly tag: number; readonly place: Location }[];
  readonly copy: Location;
}

/** The condition under which a place inside something that changes is there: element `index` of a container, or a variant. */
export type Hold =
  | { readonly kind: "element"; readonly container: Location; readonly index: Expr }
  | { readonly kind: "variant"; readonly container: Location; readonly variants: readonly number[] };

export type Val =
  | ({ readonly kind: "int"; readonly expr: Expr } & Interval)
  | { readonly kind: "bool"; readonly expr: Expr }
  | { readonly kind: "enum"; readonly expr: Expr; readonly strings: Strings }
  /** A composite where it stands: an alias. */
  | { readonly kind: "place"; readonly place: Location }
  /** A composite of its own: its leaves in the order of `leavesOf`. */
  | { readonly kind: "leaves"; readonly domain: Domain; readonly leaves: readonly Expr[] }
  /** `written` says where its fields are written, and in which function. */
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Val>; readonly written?: Written }
  | { readonly kind: "items"; readonly items: readonly Val[] }
  /** Known since the spec was evaluated: string, null, undefined, function, domain, plain array or object. */
  | { readonly kind: "known"; readonly value: unknown }
  /** One of several known values, chosen by an index. */
  | { readonly kind: "pick"; readonly values: readonly unknown[]; readonly index: Expr };

/** The places of an object literal's fields in the text of one function. */
export interface Written {
  readonly fn: Extent;
  readonly fields: ReadonlyMap<string, { readonly key: Extent; readonly value: Extent }>;
}

export function int(expr: Expr, interval: Interval): Val {
  const only = interval.lo === interval.hi && expr.kind !== "const" ? constant(interval.lo) : expr;
  return { kind: "int", expr: only, lo: interval.lo, hi: interval.hi };
}

export function bool(expr: Expr): Val {
  return { kind: "bool", expr };
}

export const UNDEFINED: Val = { kind: "known", value: undefined };

/** A value known since the spec was evaluated. */
export function known(value: unknown): Val {
  if (isInt32(value)) return int(constant(value), { lo: value, hi: value });
  if (typeof value === "boolean") return bool(constant(Number(value)));
  return { kind: "known", value };
}

export function isInt32(value: unknown): value is number {
  return typeof value === "number" && value === (value | 0);
}

export function isScalarVal(val: Val): val is Val & { kind: "int" | "bool" | "enum" } {
  return val.kind === "int" || val.kind === "bool" || val.kind === "enum";
}

/** What a value is, for messages. */
export function describe(val: Val): string {
  switch (val.kind) {
    case "int":
      return "a number";
    case "bool":
      return "a boolean";
    case "enum":
      return "a string";
    case "place":
      return describeDomain(val.place.shape.domain);
    case "leaves":
      return describeDomain(val.domain);
    case "object":
      return "an object";
    case "items":
      return "an array";
    case "pick":
      return "one of several constants";
    case "known":
      return describeKnown(val.value);
  }
}

export function describeDomain(domain: Domain): string {
  switch (domain.kind) {
    case "int":
      return "a number";
    case "bool":
      return "a boolean";
    case "oneOf":
      return "a string";
    case "array":
      return "an array";
    default:
      return `a ${domain.kind}`;
  }
}

function describeKnown(value: unknown): string {
  if (value === undefined) return "undefined";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value instanceof Set) return "a constant set";
  if (value instanceof Map) return "a constant map";
  if (typeof value === "function") return "a function";
  if (typeof value === "number") return `the number ${value}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
