// The value of an expression in a frame: one recursive function over the Program's expressions. What comes in is an
// expression and where to read; what goes out is an int32. The invariant: nothing is written and nothing fails.

import type { Binary, Expr, Unary } from "../../spec/program/program.ts";
import { unreachable } from "../../spec/source/diagnostic.ts";
import { beforeOf, type Frame, faulty, readCell } from "./frame.ts";

/** The int32 value of `expr`; comparisons give 0 or 1. */
export function evaluateExpression(expr: Expr, frame: Frame): number {
  switch (expr.kind) {
    case "const":
      return expr.value;
    case "read":
      return readCell(frame, expr.cell, evaluateExpression(expr.cell.index, frame));
    case "unary":
      return unary(expr.op, evaluateExpression(expr.operand, frame));
    case "binary":
      return binary(expr.op, evaluateExpression(expr.left, frame), evaluateExpression(expr.right, frame));
    case "cond":
      return evaluateExpression(expr.test, frame) !== 0
        ? evaluateExpression(expr.then, frame)
        : evaluateExpression(expr.else, frame);
    case "table": {
      const value = expr.values[evaluateExpression(expr.index, frame)];
      if (value === undefined) throw faulty(frame.program, "a constant table is read outside its bounds");
      return value;
    }
    case "at": {
      const state = expr.old ? beforeOf(frame) : frame.state;
      return Number(expr.locations.includes(state.locations.get(expr.process)!));
    }
    case "enabled":
      return Number(expr.locations.includes(frame.state.locations.get(expr.process)!) && frame.enabled(expr.process));
    case "by": {
      if (frame.judged === null) throw faulty(frame.program, "`by` is asked outside a step property");
      const { process, location } = frame.judged;
      return Number(process === expr.process && (expr.locations === null || expr.locations.includes(location)));
    }
    default:
      return unreachable(expr);
  }
}

function unary(op: Unary, a: number): number {
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

function binary(op: Binary, a: number, b: number): number {
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
