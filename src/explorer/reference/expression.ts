// The value of an expression in a frame: one recursive function over the Program's expressions. What comes in is an
// expression and where to read; what goes out is an int32. The invariant: nothing is written and nothing fails.

import { applyBinary, applyUnary } from "../../spec/program/operation.ts";
import type { Expr } from "../../spec/program/program.ts";
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
      return applyUnary(expr.op, evaluateExpression(expr.operand, frame));
    case "binary":
      return applyBinary(expr.op, evaluateExpression(expr.left, frame), evaluateExpression(expr.right, frame));
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
      return answer(expr.locations.includes(state.locations.get(expr.process)!), expr, frame);
    }
    case "enabled":
      return answer(
        expr.locations.includes(frame.state.locations.get(expr.process)!) && frame.enabled(expr.process),
        expr,
        frame,
      );
    case "by": {
      if (frame.judged === null) throw faulty(frame.program, "`by` is asked outside a step property");
      const { process, location } = frame.judged;
      return Number(process === expr.process && (expr.locations === null || expr.locations.includes(location)));
    }
    default:
      return unreachable(expr);
  }
}

function answer(yes: boolean, asked: Extract<Expr, { kind: "at" | "enabled" }>, { watch }: Frame): number {
  watch?.ask?.(asked.process, asked.kind, yes);
  return Number(yes);
}
