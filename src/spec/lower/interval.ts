// Arithmetic on integer intervals. In: the intervals of the operands; out: the smallest interval this file can show the
// result to lie in, computed in doubles and possibly outside int32, which the caller then refuses. Bitwise operators and
// shifts wrap to int32 as JavaScript's do. The invariant: every value the operator can give lies in the result.

import type { Binary } from "../program/program.ts";
import { unreachable } from "../source/diagnostic.ts";

export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

export const INT32: Interval = { lo: -(2 ** 31), hi: 2 ** 31 - 1 };
export const BIT: Interval = { lo: 0, hi: 1 };

export function only(value: number): Interval {
  return { lo: value, hi: value };
}

export function inside(inner: Interval, outer: Interval): boolean {
  return inner.lo >= outer.lo && inner.hi <= outer.hi;
}

/** Whether an interval is there and equal to the other. */
export function sameInterval(a: Interval | undefined, b: Interval): boolean {
  return a !== undefined && a.lo === b.lo && a.hi === b.hi;
}

export function join(a: Interval, b: Interval): Interval {
  return inside(a, b) ? b : inside(b, a) ? a : { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) };
}

export function showInterval({ lo, hi }: Interval): string {
  return lo === hi ? String(lo) : `${lo}…${hi}`;
}

function corners(a: Interval, b: Interval, op: (x: number, y: number) => number): Interval {
  const all = [op(a.lo, b.lo), op(a.lo, b.hi), op(a.hi, b.lo), op(a.hi, b.hi)];
  return { lo: Math.min(...all) + 0, hi: Math.max(...all) + 0 };
}

/** The divisors nearest to and furthest from zero, without zero itself. */
function divisors({ lo, hi }: Interval): number[] {
  const all = [lo, hi, ...(lo < 0 && hi >= 0 ? [-1] : []), ...(lo <= 0 && hi > 0 ? [1] : [])];
  return all.filter((d) => d !== 0);
}

/** All ones up to the highest bit of a non-negative number. */
function mask(value: number): number {
  return value <= 0 ? 0 : 2 ** (32 - Math.clz32(value)) - 1;
}

function bitwise(op: "and" | "or" | "xor", a: Interval, b: Interval): Interval {
  if (a.lo === a.hi && b.lo === b.hi) {
    return only(op === "and" ? a.lo & b.lo : op === "or" ? a.lo | b.lo : a.lo ^ b.lo);
  }
  if (op === "and") {
    if (a.lo >= 0 && b.lo >= 0) return { lo: 0, hi: Math.min(a.hi, b.hi) };
    if (a.lo >= 0) return { lo: 0, hi: a.hi };
    if (b.lo >= 0) return { lo: 0, hi: b.hi };
    return INT32;
  }
  if (a.lo < 0 || b.lo < 0) return INT32;
  const hi = Math.max(mask(a.hi), mask(b.hi));
  return { lo: op === "or" ? Math.max(a.lo, b.lo) : 0, hi };
}

function shift(op: "shl" | "shr" | "shru", a: Interval, b: Interval): Interval {
  // JavaScript takes the count modulo 32; only counts known to lie in 0…31 keep a useful interval.
  if (b.lo < 0 || b.hi > 31) return op === "shru" ? { lo: 0, hi: 2 ** 32 - 1 } : INT32;
  if (op === "shl") {
    const wide = corners(a, b, (x, y) => x * 2 ** y);
    return inside(wide, INT32) ? wide : a.lo === a.hi && b.lo === b.hi ? only(a.lo << b.lo) : INT32;
  }
  if (op === "shr") return corners(a, b, (x, y) => x >> y);
  return a.lo >= 0 ? corners(a, b, (x, y) => Math.floor(x / 2 ** y)) : { lo: 0, hi: 2 ** 32 - 1 };
}

/** The interval of `a op b`; for `div` and `rem` of the results with divisors other than zero. */
export function apply(op: Binary, a: Interval, b: Interval): Interval {
  switch (op) {
    case "add":
      return { lo: a.lo + b.lo, hi: a.hi + b.hi };
    case "sub":
      return { lo: a.lo - b.hi, hi: a.hi - b.lo };
    case "mul":
      return corners(a, b, (x, y) => x * y);
    case "div": {
      const results = divisors(b).flatMap((d) => [Math.trunc(a.lo / d), Math.trunc(a.hi / d)]);
      const spans = a.lo <= 0 && a.hi >= 0 ? [0] : [];
      return results.length === 0
        ? only(0)
        : { lo: Math.min(...results, ...spans) + 0, hi: Math.max(...results, ...spans) + 0 };
    }
    case "rem": {
      const largest = Math.max(Math.abs(b.lo), Math.abs(b.hi)) - 1;
      if (a.lo === a.hi && b.lo === b.hi && b.lo !== 0) return only((a.lo % b.lo) + 0);
      if (a.lo >= 0 && b.lo > a.hi) return a;
      return { lo: a.lo < 0 ? Math.max(a.lo, -largest) : 0, hi: a.hi > 0 ? Math.min(a.hi, largest) : 0 };
    }
    case "and":
    case "or":
    case "xor":
      return bitwise(op, a, b);
    case "shl":
    case "shr":
    case "shru":
      return shift(op, a, b);
    case "eq":
      return a.lo === a.hi && b.lo === b.hi && a.lo === b.lo ? only(1) : a.hi < b.lo || b.hi < a.lo ? only(0) : BIT;
    case "ne":
      return negate(apply("eq", a, b));
    case "lt":
      return a.hi < b.lo ? only(1) : a.lo >= b.hi ? only(0) : BIT;
    case "le":
      return a.hi <= b.lo ? only(1) : a.lo > b.hi ? only(0) : BIT;
    case "gt":
      return apply("lt", b, a);
    case "ge":
      return apply("le", b, a);
    default:
      return unreachable(op);
  }
}

/** Logical negation of a truth interval. */
export function negate(a: Interval): Interval {
  return { lo: 1 - a.hi, hi: 1 - a.lo };
}
