// Evaluation order. JavaScript evaluates operands from left to right, and a later operand may have effects (a helper that
// writes). A value lowered earlier is kept as a pure expression as long as nothing written since then changes what it
// reads; otherwise its value is fixed in a register at the point where it was lowered. The invariant: after `protect`, a
// value means at the end of the list what it meant at the mark.

import type { Cell, Expr, Statement } from "../program/program.ts";
import { unreachable } from "../source/diagnostic.ts";
import { type Cursor, localCell, newLocal } from "./context.ts";
import { cellKey } from "./environment.ts";
import { read } from "./expr.ts";
import { BIT, type Interval } from "./interval.ts";
import { cellsOf, leafIntervals } from "./shape.ts";
import type { Hold, Location, Val } from "./value.ts";

/** A point in a list of statements: just after one of them, wherever that has moved to. */
export interface Mark {
  readonly list: Statement[];
  readonly after: Statement | null;
}

export function markHere(cursor: Cursor): Mark {
  return { list: cursor.out, after: cursor.out.at(-1) ?? null };
}

function positionOf(mark: Mark): number {
  return mark.after === null ? 0 : mark.list.lastIndexOf(mark.after) + 1;
}

function runOf(cell: Cell): string {
  return `${cell.store}${cell.id}`;
}

/** Runs of cells an expression reads. */
function readsOf(expr: Expr, into: Set<string>): void {
  switch (expr.kind) {
    case "const":
    case "at":
    case "enabled":
    case "by":
      return;
    case "read":
      into.add(runOf(expr.cell));
      readsOf(expr.cell.index, into);
      return;
    case "unary":
      readsOf(expr.operand, into);
      return;
    case "binary":
      readsOf(expr.left, into);
      readsOf(expr.right, into);
      return;
    case "cond":
      readsOf(expr.test, into);
      readsOf(expr.then, into);
      readsOf(expr.else, into);
      return;
    case "table":
      readsOf(expr.index, into);
      return;
    default:
      unreachable(expr);
  }
}

/** Whether the value of an expression may depend on the run that a cell belongs to. */
export function reads(expr: Expr, cell: Cell): boolean {
  const runs = new Set<string>();
  readsOf(expr, runs);
  return runs.has(runOf(cell));
}

function writesOf(statements: readonly Statement[], into: Set<string>): void {
  for (const statement of statements) {
    if (statement.kind === "set") into.add(runOf(statement.cell));
    else if (statement.kind === "choose") into.add(`local${statement.target}`);
    else if (statement.kind === "block") writesOf(statement.body, into);
    else if (statement.kind === "if") {
      writesOf(statement.then, into);
      writesOf(statement.else, into);
    }
  }
}

/** Runs of cells written since the mark: in its list, and in the lists now being written inside it. */
export function writtenSince(cursor: Cursor, mark: Mark): ReadonlySet<string> {
  const written = new Set<string>();
  writesOf(mark.list.slice(positionOf(mark)), written);
  for (const list of cursor.lists.slice(cursor.lists.indexOf(mark.list) + 1)) writesOf(list, written);
  if (cursor.out !== mark.list) writesOf(cursor.out, written);
  for (const list of cursor.held) writesOf(list, written);
  return written;
}

/** The value as it was at the mark. */
export function protect(cursor: Cursor, val: Val, mark: Mark): Val {
  if (cursor.env === null || (cursor.out === mark.list && (mark.list.at(-1) ?? null) === mark.after)) return val;
  const written = writtenSince(cursor, mark);
  if (written.size === 0) return val;
  const fix = (expr: Expr, known: Interval): Expr => {
    const reads = new Set<string>();
    readsOf(expr, reads);
    if (![...reads].some((run) => written.has(run))) return expr;
    const cell = localCell(newLocal(cursor, "t", null, 1, false));
    mark.list.splice(positionOf(mark), 0, { kind: "set", cell, value: expr });
    cursor.env?.known.set(cellKey(cell)!, known);
    return read(cell);
  };
  return mapExprs(val, fix);
}

/** Whether an expression may be evaluated as often as it is mentioned. */
export function isSmall(expr: Expr): boolean {
  if (expr.kind === "unary") return isSmall(expr.operand);
  return expr.kind === "const" || (expr.kind === "read" && expr.cell.index.kind === "const");
}

function mapPlace(place: Location, fix: (index: Expr) => Expr): Location {
  const loose = place.loose.map((hold): Hold => {
    const container = mapPlace(hold.container, fix);
    return hold.kind === "element" ? { ...hold, container, index: fix(hold.index) } : { ...hold, container };
  });
  return { ...place, index: fix(place.index), loose };
}

/** The value with each of its expressions replaced. A place keeps its storage: only its index is an expression. */
export function mapExprs(val: Val, fix: (expr: Expr, interval: Interval) => Expr): Val {
  const wide: Interval = { lo: -(2 ** 31), hi: 2 ** 31 - 1 };
  switch (val.kind) {
    case "int":
      return { ...val, expr: fix(val.expr, val) };
    case "bool":
      return { ...val, expr: fix(val.expr, BIT) };
    case "enum":
      return { ...val, expr: fix(val.expr, { lo: 0, hi: Math.max(0, val.strings.values.length - 1) }) };
    case "place":
      return { ...val, place: mapPlace(val.place, (index) => fix(index, { lo: 0, hi: wide.hi })) };
    case "leaves": {
      const intervals = leafIntervals(val.domain);
      return { ...val, leaves: val.leaves.map((leaf, i) => fix(leaf, intervals[i]!)) };
    }
    case "object":
      return { ...val, fields: new Map([...val.fields].map(([name, field]) => [name, mapExprs(field, fix)])) };
    case "items":
      return { ...val, items: val.items.map((item) => mapExprs(item, fix)) };
    case "pick":
      return { ...val, index: fix(val.index, { lo: 0, hi: val.values.length - 1 }) };
    case "known":
      return val;
    default:
      return unreachable(val);
  }
}

/** A composite's present contents as a value of its own, for copying while its place may be written. */
export function leavesAt(place: Parameters<typeof cellsOf>[0]): Expr[] {
  return cellsOf(place).map(read);
}
