// Bounds on the value of an expression from the bounds of the columns it reads: enough to leave out the commonest range
// checks, no more (the lowering's own analysis knows more). The invariant: every value the expression can take lies
// within the answer.

import type { Expr } from "../../spec/program/program.ts";
import type { Layout } from "./layout.ts";

export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

const anything: Interval = { lo: -(2 ** 31), hi: 2 ** 31 - 1 };
const bit: Interval = { lo: 0, hi: 1 };

/** True if the expression provably stays within the bounds. */
export function within(expr: Expr, bounds: Interval, layout: Layout): boolean {
  const { lo, hi } = intervalOf(expr, layout);
  return lo >= bounds.lo && hi <= bounds.hi;
}

export function intervalOf(expr: Expr, layout: Layout): Interval {
  switch (expr.kind) {
    case "const":
      return { lo: expr.value, hi: expr.value };
    case "read":
      return expr.cell.store === "state" ? layout.columns[expr.cell.id]! : anything;
    case "unary":
      return expr.op === "not" ? bit : anything;
    case "at":
    case "enabled":
    case "by":
      return bit;
    case "cond":
      return union(intervalOf(expr.then, layout), intervalOf(expr.else, layout));
    case "table":
      return expr.values.map((value) => ({ lo: value, hi: value })).reduce(union);
    case "binary":
      return ofBinary(expr, layout);
  }
}

function ofBinary(expr: Expr & { kind: "binary" }, layout: Layout): Interval {
  switch (expr.op) {
    case "eq":
    case "ne":
    case "lt":
    case "le":
    case "gt":
    case "ge":
      return bit;
    case "add":
    case "sub": {
      const left = intervalOf(expr.left, layout);
      const right = intervalOf(expr.right, layout);
      const sum =
        expr.op === "add"
          ? { lo: left.lo + right.lo, hi: left.hi + right.hi }
          : { lo: left.lo - right.hi, hi: left.hi - right.lo };
      return sum.lo >= anything.lo && sum.hi <= anything.hi ? sum : anything;
    }
    default:
      return anything;
  }
}

function union(a: Interval, b: Interval): Interval {
  return { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) };
}
