// Constructors of IR expressions that fold what is constant, and the interval an expression lies in. The invariant: a
// folded expression has the value of the unfolded one in every state; nothing here looks at the author's text.

import { applyBinary, applyUnary } from "../program/operation.ts";
import type { Binary, Cell, Expr, Unary } from "../program/program.ts";
import { unreachable } from "../source/diagnostic.ts";
import { apply, BIT, type Interval, join, negate, only } from "./interval.ts";

export const ZERO: Expr = { kind: "const", value: 0 };
export const ONE: Expr = { kind: "const", value: 1 };

export function constant(value: number): Expr {
  return value === 0 ? ZERO : value === 1 ? ONE : { kind: "const", value: value + 0 };
}

export function literal(expr: Expr): number | null {
  return expr.kind === "const" ? expr.value : null;
}

export function read(cell: Cell): Expr {
  return { kind: "read", cell };
}

export function unary(op: Unary, operand: Expr): Expr {
  if (operand.kind === "const") {
    return constant(applyUnary(op, operand.value));
  }
  if (op === "not" && operand.kind === "unary" && operand.op === "not" && isBit(operand.operand))
    return operand.operand;
  return { kind: "unary", op, operand };
}

export function not(operand: Expr): Expr {
  return unary("not", operand);
}

/** Whether the expression can only be 0 or 1 by its form. */
function isBit(expr: Expr): boolean {
  switch (expr.kind) {
    case "const":
      return expr.value === 0 || expr.value === 1;
    case "unary":
      return expr.op === "not";
    case "binary":
      return ["eq", "ne", "lt", "le", "gt", "ge"].includes(expr.op);
    case "cond":
      return isBit(expr.then) && isBit(expr.else);
    case "at":
    case "enabled":
    case "by":
      return true;
    default:
      return false;
  }
}

export function binary(op: Binary, left: Expr, right: Expr): Expr {
  const a = literal(left);
  const b = literal(right);
  if (a !== null && b !== null && !((op === "div" || op === "rem") && b === 0)) return constant(applyBinary(op, a, b));
  if (b === 0 && ["add", "sub", "or", "xor", "shl", "shr"].includes(op)) return left;
  if (a === 0 && ["add", "or", "xor"].includes(op)) return right;
  if (b === 1 && (op === "mul" || op === "div")) return left;
  if (a === 1 && op === "mul") return right;
  if ((a === 0 || b === 0) && (op === "mul" || op === "and")) return ZERO;
  return { kind: "binary", op, left, right };
}

export function cond(test: Expr, then: Expr, otherwise: Expr): Expr {
  if (test.kind === "const") return test.value !== 0 ? then : otherwise;
  if (sameExpr(then, otherwise)) return then;
  if (literal(then) === 1 && literal(otherwise) === 0 && isBit(test)) return test;
  if (literal(then) === 0 && literal(otherwise) === 1) return not(test);
  return { kind: "cond", test, then, else: otherwise };
}

export function and(a: Expr, b: Expr): Expr {
  return literal(b) === 1 && isBit(a) ? a : cond(a, b, ZERO);
}

export function or(a: Expr, b: Expr): Expr {
  return literal(b) === 0 && isBit(a) ? a : cond(a, ONE, b);
}

export function table(values: readonly number[], index: Expr): Expr {
  if (index.kind === "const") return constant(values[index.value]!);
  const first = values[0]!;
  if (values.every((v) => v === first)) return constant(first);
  if (values.every((v, i) => v === first + i)) return binary("add", index, constant(first));
  return { kind: "table", values, index };
}

export function sameExpr(a: Expr, b: Expr): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The interval of an expression, given those of the cells it reads. */
export function intervalOf(expr: Expr, cells: (cell: Cell) => Interval): Interval {
  switch (expr.kind) {
    case "const":
      return only(expr.value);
    case "read":
      return cells(expr.cell);
    case "unary": {
      const a = intervalOf(expr.operand, cells);
      if (expr.op === "not") return a.lo > 0 || a.hi < 0 ? only(0) : negate(apply("ne", a, only(0)));
      return expr.op === "neg" ? { lo: -a.hi + 0, hi: -a.lo + 0 } : { lo: ~a.hi, hi: ~a.lo };
    }
    case "binary":
      return apply(expr.op, intervalOf(expr.left, cells), intervalOf(expr.right, cells));
    case "cond": {
      const test = intervalOf(expr.test, cells);
      if (test.lo === 0 && test.hi === 0) return intervalOf(expr.else, cells);
      if (test.lo > 0 || test.hi < 0) return intervalOf(expr.then, cells);
      return join(intervalOf(expr.then, cells), intervalOf(expr.else, cells));
    }
    case "table": {
      const index = intervalOf(expr.index, cells);
      const some = expr.values.slice(Math.max(0, index.lo), index.hi + 1);
      const values = some.length > 0 ? some : expr.values;
      return { lo: values.reduce((a, b) => Math.min(a, b)), hi: values.reduce((a, b) => Math.max(a, b)) };
    }
    case "at":
    case "enabled":
    case "by":
      return BIT;
    default:
      return unreachable(expr);
  }
}
