// What the operators of the Program compute on int32 values, once for whoever needs it: constants are folded with them and
// the reference explorer interprets with them. The invariant: total functions, comparisons give 0 or 1, and the value is
// the one JavaScript's operators give where the lowering has proven that nothing leaves the int32 range.

import { unreachable } from "../source/diagnostic.ts";
import type { Binary, Unary } from "./program.ts";

/** The int32 value of a unary operator. */
export function applyUnary(op: Unary, a: number): number {
  switch (op) {
    case "not":
      return Number(a === 0);
    case "neg":
      return -a | 0;
    case "bitnot":
      return ~a;
    default:
      return unreachable(op);
  }
}

/** The int32 value of a binary operator; division by zero gives 0, but programs assert that there is none. */
export function applyBinary(op: Binary, a: number, b: number): number {
  switch (op) {
    case "add":
      return (a + b) | 0;
    case "sub":
      return (a - b) | 0;
    case "mul":
      return Math.imul(a, b);
    case "div":
      return (a / b) | 0;
    case "rem":
      return (a % b) | 0;
    case "and":
      return a & b;
    case "or":
      return a | b;
    case "xor":
      return a ^ b;
    case "shl":
      return a << b;
    case "shr":
      return a >> b;
    case "shru":
      return (a >>> b) | 0;
    case "eq":
      return Number(a === b);
    case "ne":
      return Number(a !== b);
    case "lt":
      return Number(a < b);
    case "le":
      return Number(a <= b);
    case "gt":
      return Number(a > b);
    case "ge":
      return Number(a >= b);
    default:
      return unreachable(op);
  }
}
