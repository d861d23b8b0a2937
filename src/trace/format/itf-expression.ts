// Values as ITF writes them, both ways: in, a value of a document; out, an expression of the format, and back, in the forms that
// Apalache and Quint give it. The invariant: whatever is no expression, or too large to be held exactly, is refused with its place.

import { isList, type TraceValue } from "../document.ts";

export type Expr = TraceValue;

/** Every integer is written as a big one, which is the only kind the format has. */
export function toItf(value: TraceValue): Expr {
  if (typeof value === "number") return { "#bigint": String(value) };
  if (typeof value !== "object") return value;
  if (isList(value)) return value.map(toItf);
  if (isList(value["#record"] ?? 0)) return { "#map": (value["#record"] as readonly TraceValue[]).map(toItf) };
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, toItf(held)]));
}

/** A list, tuple, set, map, record, variant; text that could not be written otherwise stays text. @throws SyntaxError */
export function fromItf(value: unknown, where: string): TraceValue {
  if (typeof value === "boolean" || typeof value === "string") return value;
  // Plain numbers are of the format's first days.
  if (typeof value === "number") return integer(value, String(value), where);
  if (Array.isArray(value)) return value.map((held) => fromItf(held, where));
  const entries = Object.entries(object(value, where));
  const [first] = entries;
  if (first === undefined || !entries.some(([name]) => name.startsWith("#")))
    return fromEntries(entries.map(([name, held]) => [name, fromItf(held, where)] as const));
  const [name, held] = first;
  if (entries.length === 1) {
    if (name === "#bigint") return bigint(text(held, where), where);
    if (name === "#tup") return list(held, where).map((one) => fromItf(one, where));
    if (name === "#set") return { "#set": list(held, where).map((one) => fromItf(one, where)) };
    if (name === "#unserializable") return text(held, where);
    if (name === "#map") return { "#map": list(held, where).map((pair) => pairOf(pair, where)) };
  }
  throw new SyntaxError(`${where} has ${JSON.stringify(name)}, which ITF does not know`);
}

function pairOf(pair: unknown, where: string): TraceValue {
  const both = list(pair, where);
  if (both.length !== 2) throw new SyntaxError(`${where} has a map that is not written as pairs`);
  return both.map((held) => fromItf(held, where));
}

function bigint(digits: string, where: string): number {
  if (!/^-?\d{1,400}$/.test(digits)) throw new SyntaxError(`${where} has a #bigint that is no integer`);
  return integer(Number(digits), digits, where);
}

function integer(value: number, written: string, where: string): number {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  throw new SyntaxError(`${where} is ${written}, which is no integer that can be held exactly`);
}

/** How Quint writes what may not be there. */
export function isOption(value: object): value is { readonly tag: "Some" | "None"; readonly value: Expr } {
  const { tag } = value as { readonly tag?: unknown };
  return (tag === "Some" || tag === "None") && "value" in value && Object.keys(value).length === 2;
}

/** Own fields, whatever their names. */
function fromEntries(entries: readonly (readonly [string, TraceValue])[]): TraceValue {
  return Object.fromEntries(entries);
}

export function object(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new SyntaxError(`${where} must be object`);
}

export function list(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new SyntaxError(`${where} must be array`);
}

export function text(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw new SyntaxError(`${where} must be string`);
}
