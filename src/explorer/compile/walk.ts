// Every node of a body, once, in order: for the questions the compiler asks of a step before it writes code for it.

import type { Cell, Expr, Statement } from "../../spec/program/program.ts";
import { unreachable } from "../../spec/source/diagnostic.ts";

interface Visitor {
  readonly statement?: (statement: Statement) => void;
  readonly expression?: (expr: Expr) => void;
  /** Cells read and cells written. */
  readonly cell?: (cell: Cell) => void;
}

export function walkBody(body: readonly Statement[], visitor: Visitor): void {
  for (const statement of body) walkStatement(statement, visitor);
}

function walkStatement(statement: Statement, visitor: Visitor): void {
  visitor.statement?.(statement);
  switch (statement.kind) {
    case "set":
      walkExpression(statement.value, visitor);
      walkCell(statement.cell, visitor);
      return;
    case "if":
      walkExpression(statement.test, visitor);
      walkBody(statement.then, visitor);
      walkBody(statement.else, visitor);
      return;
    case "block":
      walkBody(statement.body, visitor);
      return;
    case "guard":
      walkExpression(statement.test, visitor);
      return;
    case "choose":
      walkExpression(statement.count, visitor);
      return;
    case "return":
      walkExpression(statement.value, visitor);
      return;
    case "break":
    case "fail":
    case "note":
    case "count":
    case "goto":
      return;
    default:
      unreachable(statement);
  }
}

function walkExpression(expr: Expr, visitor: Visitor): void {
  visitor.expression?.(expr);
  switch (expr.kind) {
    case "read":
      walkCell(expr.cell, visitor);
      return;
    case "unary":
      walkExpression(expr.operand, visitor);
      return;
    case "binary":
      walkExpression(expr.left, visitor);
      walkExpression(expr.right, visitor);
      return;
    case "cond":
      walkExpression(expr.test, visitor);
      walkExpression(expr.then, visitor);
      walkExpression(expr.else, visitor);
      return;
    case "table":
      walkExpression(expr.index, visitor);
      return;
    case "const":
    case "at":
    case "enabled":
    case "by":
      return;
    default:
      unreachable(expr);
  }
}

function walkCell(cell: Cell, visitor: Visitor): void {
  visitor.cell?.(cell);
  walkExpression(cell.index, visitor);
}
