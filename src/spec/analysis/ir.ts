// Walking the program as data: every expression below an expression, every statement and expression below statements.
// The invariant: parents before children, in the order in which a run would meet them.

import type { Expr, Statement } from "../program/program.ts";
import { unreachable } from "../source/diagnostic.ts";

/** Expressions directly below this one. */
export function operandsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "const":
    case "at":
    case "enabled":
    case "by":
      return [];
    case "read":
      return [expr.cell.index];
    case "unary":
      return [expr.operand];
    case "binary":
      return [expr.left, expr.right];
    case "cond":
      return [expr.test, expr.then, expr.else];
    case "table":
      return [expr.index];
    default:
      return unreachable(expr);
  }
}

/** Expressions of a statement itself, not those of statements inside it. A cell written contributes its index alone. */
export function expressionsOf(statement: Statement): readonly Expr[] {
  switch (statement.kind) {
    case "set":
      return [statement.value, statement.cell.index];
    case "if":
    case "guard":
      return [statement.test];
    case "choose":
      return [statement.count];
    case "return":
      return [statement.value];
    case "block":
    case "break":
    case "fail":
    case "note":
    case "count":
    case "goto":
      return [];
    default:
      return unreachable(statement);
  }
}

/** Statements directly inside this one. */
export function statementsIn(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case "if":
      return [...statement.then, ...statement.else];
    case "block":
      return statement.body;
    default:
      return [];
  }
}

export function walkExpr(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  for (const operand of operandsOf(expr)) walkExpr(operand, visit);
}

/** Visits every statement, and, if `visitExpr` is given, every expression in them at any depth. */
export function walkStatements(
  body: readonly Statement[],
  visit: (statement: Statement) => void,
  visitExpr?: (expr: Expr) => void,
): void {
  for (const statement of body) {
    visit(statement);
    if (visitExpr !== undefined) for (const expr of expressionsOf(statement)) walkExpr(expr, visitExpr);
    walkStatements(statementsIn(statement), visit, visitExpr);
  }
}
