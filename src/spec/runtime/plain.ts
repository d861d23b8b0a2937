// From whatever an author wrote to a value: views are read, literals are copied. The invariant of `accept`: what it gives
// is canonical and inside the domain, or it fails with the kind of fault the program has at the same place.

import type { Domain, Value } from "../program/domain.ts";
import { canonical, contains, isRecordValue, variantOf } from "../program/enumerate.ts";
import { showDomain, showValue } from "../program/value-text.ts";
import { declarationError, type FaultKind, RuntimeFault } from "./fault.ts";
import { placeOf } from "./place.ts";

/** A deep copy as plain data. What is no value at all (a function, undefined) is left for `contains` to refuse. */
export function plain(value: unknown): Value {
  return copyOf(value, []);
}

/** `around` are the objects that hold this value, outermost first. */
function copyOf(value: unknown, around: readonly object[]): Value {
  if (typeof value !== "object" || value === null) return value as Value;
  const place = placeOf(value);
  if (place !== null) return place.read();
  if (around.includes(value))
    throw declarationError("a value holds itself", "values of domains are finite: copy its parts");
  const inside = [...around, value];
  const copy = (part: unknown): Value => copyOf(part, inside);
  if (Array.isArray(value)) return Array.from(value, copy);
  if (value instanceof Set) return new Set([...value].map(copy));
  if (value instanceof Map) return new Map([...value].map(([key, held]) => [copy(key), copy(held)]));
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, copy(held)]));
}

/** The value to be stored in a place of the domain. Throws a RuntimeFault if it is outside. */
export function accept(domain: Domain, given: unknown, path: string): Value {
  const value = plain(given);
  if (contains(domain, value)) return canonical(domain, value);
  const { kind, message } = misfit(domain, value, path);
  throw new RuntimeFault(kind, message);
}

/** Names the innermost part that is outside. */
function misfit(domain: Domain, value: Value, path: string): { kind: FaultKind; message: string } {
  const inner = innerMisfit(domain, value, path);
  if (inner !== null) return inner;
  const where = path === "" ? "" : `${path}: `;
  if (domain.kind === "list" && Array.isArray(value) && value.length > domain.capacity) {
    return { kind: "capacity", message: `${where}${value.length} elements in a list of at most ${domain.capacity}` };
  }
  return { kind: "domain", message: `${where}${showValue(value)} is not ${showDomain(domain)}` };
}

function innerMisfit(domain: Domain, value: Value, path: string): { kind: FaultKind; message: string } | null {
  if (domain.kind === "record" && isRecordValue(value)) {
    for (const [name, field] of Object.entries(domain.fields)) {
      const held = value[name];
      if (held === undefined || contains(field, held)) continue;
      return misfit(field, held, path === "" ? name : `${path}.${name}`);
    }
  }
  if (domain.kind === "union") {
    const variant = variantOf(domain, value);
    return variant === null ? null : innerMisfit(variant, value, path);
  }
  if ((domain.kind === "array" || domain.kind === "list") && Array.isArray(value)) {
    const index = value.findIndex((element) => !contains(domain.element, element));
    if (index >= 0) return misfit(domain.element, value[index], `${path}[${index}]`);
  }
  return null;
}
