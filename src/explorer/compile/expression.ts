// Code for expressions: a pure Expr comes in, instructions that leave its int32 on the stack go out. Conditions that
// are only branched on become branches, without making a 0 or 1 first. The invariant: the code means what
// reference/expression.ts computes, for every state.

import type { Cell, Expr } from "../../spec/program/program.ts";
import { unreachable } from "../../spec/source/diagnostic.ts";
import { type CellIndex, readField, readRaw, type WordView } from "./field.ts";
import { type FunctionWriter, I32, type Label } from "./function.ts";
import type { Layout } from "./layout.ts";
import type { Registers } from "./registers.ts";
import type { TablePool } from "./table-pool.ts";

/** Where an expression's names are found. */
export interface Scope {
  readonly writer: FunctionWriter;
  readonly layout: Layout;
  readonly tables: TablePool;
  readonly registers: Registers;
  /** The state as it is now, and as it was before the step being judged. */
  readonly now: WordView;
  readonly before: WordView | null;
  /** Locals with the process and location id of the step being judged. */
  readonly judged: { readonly process: number; readonly location: number } | null;
  /** Leaves 1 on the stack if the process's step is enabled in the state as it is now. Predicates only. */
  readonly pushEnabled: ((process: number) => void) | null;
}

const arithmetic = {
  add: "i32.add",
  sub: "i32.sub",
  mul: "i32.mul",
  div: "i32.div_s",
  rem: "i32.rem_s",
  and: "i32.and",
  or: "i32.or",
  xor: "i32.xor",
  shl: "i32.shl",
  shr: "i32.shr_s",
  shru: "i32.shr_u",
  eq: "i32.eq",
  ne: "i32.ne",
  lt: "i32.lt_s",
  le: "i32.le_s",
  gt: "i32.gt_s",
  ge: "i32.ge_s",
} as const;

/** Leaves the value on the stack. */
export function pushExpression(scope: Scope, expr: Expr): void {
  const { writer } = scope;
  switch (expr.kind) {
    case "const":
      writer.i32(expr.value);
      return;
    case "read":
      withIndex(scope, expr.cell.index, (index) => readCell(scope, expr.cell, index));
      return;
    case "unary":
      pushUnary(scope, expr);
      return;
    case "binary":
      pushExpression(scope, expr.left);
      if (isZero(expr.right) && expr.op === "eq") {
        writer.op("i32.eqz");
        return;
      }
      pushExpression(scope, expr.right);
      writer.op(arithmetic[expr.op]);
      return;
    case "cond":
      pushExpression(scope, expr.test);
      writer.if(
        () => pushExpression(scope, expr.then),
        () => pushExpression(scope, expr.else),
        I32,
      );
      return;
    case "table":
      pushExpression(scope, expr.index);
      scope.tables.pushLookup(writer, expr.values);
      return;
    case "at":
      pushAt(scope, expr.old ? viewBefore(scope) : scope.now, expr.process, expr.locations);
      return;
    case "enabled":
      if (scope.pushEnabled === null) throw new Error("`enabled` in a step; please report this");
      pushAt(scope, scope.now, expr.process, expr.locations);
      writer.if(
        () => scope.pushEnabled?.(expr.process),
        () => writer.i32(0),
        I32,
      );
      return;
    case "by":
      pushBy(scope, expr.process, expr.locations);
      return;
    default:
      unreachable(expr);
  }
}

/** Branches to `label` if the expression is true (or, with `sense` false, if it is 0). */
export function branchIf(scope: Scope, expr: Expr, sense: boolean, label: Label): void {
  const { writer } = scope;
  if (expr.kind === "const") {
    if ((expr.value !== 0) === sense) writer.br(label);
    return;
  }
  if (expr.kind === "unary" && expr.op === "not") {
    branchIf(scope, expr.operand, !sense, label);
    return;
  }
  if (expr.kind === "binary" && expr.op === "eq" && isZero(expr.right)) {
    branchIf(scope, expr.left, !sense, label);
    return;
  }
  const parts = junctionOf(expr);
  if (parts === null) {
    pushExpression(scope, expr);
    if (!sense) writer.op("i32.eqz");
    writer.brIf(label);
    return;
  }
  // `left && right` is decided false, and `left || right` true, by either side alone.
  if (sense === (parts.kind === "or")) {
    branchIf(scope, parts.left, sense, label);
    branchIf(scope, parts.right, sense, label);
    return;
  }
  writer.block((out) => {
    branchIf(scope, parts.left, !sense, out);
    branchIf(scope, parts.right, sense, label);
  });
}

/** Runs `body` with the index of a cell, which is evaluated once. */
export function withIndex(scope: Scope, index: Expr, body: (index: CellIndex) => void): void {
  if (index.kind === "const") {
    body({ known: index.value });
    return;
  }
  const local = scope.writer.takeI32();
  pushExpression(scope, index);
  scope.writer.set(local);
  body({ local });
  scope.writer.release(local);
}

function readCell(scope: Scope, cell: Cell, index: CellIndex): void {
  if (cell.store === "local") {
    scope.registers.read(cell.id, index);
    return;
  }
  readField(scope.writer, cell.old ? viewBefore(scope) : scope.now, scope.layout.columns[cell.id]!, index);
}

function pushUnary(scope: Scope, expr: Expr & { kind: "unary" }): void {
  const { writer } = scope;
  switch (expr.op) {
    case "not":
      pushExpression(scope, expr.operand);
      writer.op("i32.eqz");
      return;
    case "neg":
      writer.i32(0);
      pushExpression(scope, expr.operand);
      writer.op("i32.sub");
      return;
    case "bitnot":
      pushExpression(scope, expr.operand);
      writer.i32(-1);
      writer.op("i32.xor");
      return;
    default:
      unreachable(expr.op);
  }
}

function pushAt(scope: Scope, view: WordView, process: number, locations: readonly number[]): void {
  const { writer } = scope;
  const field = scope.layout.locations[process]!;
  const codes = [...new Set(locations.map((id) => field.codes[id] ?? -1))].filter((code) => code >= 0);
  if (field.bits === 0 || codes.length === 0) {
    writer.i32(codes.length > 0 ? 1 : 0);
    return;
  }
  readRaw(writer, view, field, { known: 0 });
  pushMember(writer, codes);
}

function pushBy(scope: Scope, process: number, locations: readonly number[] | null): void {
  const { writer, judged } = scope;
  if (judged === null) throw new Error("`by` outside a step property; please report this");
  writer.get(judged.process);
  writer.i32(process);
  writer.op("i32.eq");
  if (locations === null) return;
  if (locations.length === 0) {
    writer.op("drop");
    writer.i32(0);
    return;
  }
  writer.get(judged.location);
  pushMember(writer, locations);
  writer.op("i32.and");
}

/** From the number on the stack 1 or 0: is it one of these (small, not negative) ones? */
function pushMember(writer: FunctionWriter, members: readonly number[]): void {
  if (members.length === 1) {
    writer.i32(members[0]!);
    writer.op("i32.eq");
    return;
  }
  const number = writer.takeI32();
  writer.set(number);
  members.forEach((member, i) => {
    writer.get(number);
    writer.i32(member);
    writer.op("i32.eq");
    if (i > 0) writer.op("i32.or");
  });
  writer.release(number);
}

function viewBefore(scope: Scope): WordView {
  if (scope.before === null) throw new Error("`old` outside a step property; please report this");
  return scope.before;
}

function isZero(expr: Expr): boolean {
  return expr.kind === "const" && expr.value === 0;
}

/** `a && b` and `a || b` as the program writes them: a condition with a constant on one side. */
function junctionOf(expr: Expr): { kind: "and" | "or"; left: Expr; right: Expr } | null {
  if (expr.kind !== "cond") return null;
  if (isZero(expr.else)) return { kind: "and", left: expr.test, right: expr.then };
  if (expr.then.kind === "const" && expr.then.value !== 0) return { kind: "or", left: expr.test, right: expr.else };
  return null;
}
