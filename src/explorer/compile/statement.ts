// Code for bodies: statements come in, instructions go out; what happens at the ends of a body (a goto, a failure, a
// false guard, a result) is the caller's, given as callbacks that must end in a branch. The invariant: nothing outside
// the working copy (the words of `scope.now` and the registers) is written, so a run that ends badly needs no undoing.

import type { Cell, Expr, Guard, Statement } from "../../spec/program/program.ts";
import { unreachable } from "../../spec/source/diagnostic.ts";
import { branchIf, pushExpression, type Scope, withIndex } from "./expression.ts";
import { writeConstant, writeField } from "./field.ts";
import type { Label } from "./function.ts";
import { within } from "./interval.ts";

/** What a body can end in, and what needs more than its own code. All but `choose` end in a branch. */
export interface Exits {
  readonly goto: (location: number) => void;
  readonly fail: (site: number) => void;
  readonly return: (value: Expr) => void;
  /** The guard was false. */
  readonly held: (guard: Guard) => void;
  /** The guard is about to be tested, and was passed. */
  readonly meet: (guard: Guard) => void;
  readonly pass: (guard: Guard) => void;
  readonly count: (statement: Statement & { kind: "count" }) => void;
  readonly choose: (statement: Statement & { kind: "choose" }) => void;
}

export function emitBody(scope: Scope, body: readonly Statement[], exits: Exits): void {
  emitAll(scope, body, exits, new Map());
}

function emitAll(scope: Scope, body: readonly Statement[], exits: Exits, labels: Map<number, Label>): void {
  for (const statement of body) emit(scope, statement, exits, labels);
}

function emit(scope: Scope, statement: Statement, exits: Exits, labels: Map<number, Label>): void {
  const { writer } = scope;
  switch (statement.kind) {
    case "set":
      emitSet(scope, statement, exits);
      return;
    case "if":
      writer.block((end) => {
        writer.block((otherwise) => {
          branchIf(scope, statement.test, false, otherwise);
          emitAll(scope, statement.then, exits, labels);
          if (statement.else.length > 0) writer.br(end);
        });
        emitAll(scope, statement.else, exits, labels);
      });
      return;
    case "block":
      writer.block((end) => {
        labels.set(statement.label, end);
        emitAll(scope, statement.body, exits, labels);
      });
      return;
    case "break": {
      const label = labels.get(statement.label);
      if (label === undefined) throw new Error("a break out of nothing; please report this");
      writer.br(label);
      return;
    }
    case "guard":
      exits.meet(statement);
      writer.block((passed) => {
        branchIf(scope, statement.test, true, passed);
        exits.held(statement);
      });
      exits.pass(statement);
      return;
    case "choose":
      exits.choose(statement);
      return;
    case "fail":
      exits.fail(statement.site);
      return;
    case "count":
      exits.count(statement);
      return;
    case "note":
      return;
    case "goto":
      exits.goto(statement.location);
      return;
    case "return":
      exits.return(statement.value);
      return;
    default:
      unreachable(statement);
  }
}

function emitSet(scope: Scope, statement: Statement & { kind: "set" }, exits: Exits): void {
  const { writer } = scope;
  const { cell, value, check } = statement;
  if (value.kind === "const" && check === undefined) {
    emitConstant(scope, cell, value.value);
    return;
  }
  const local = writer.takeI32();
  pushExpression(scope, value);
  writer.set(local);
  if (check !== undefined && !within(value, check, scope.layout)) {
    writer.block((inside) => {
      pushOutside(scope, local, check);
      writer.op("i32.eqz");
      writer.brIf(inside);
      exits.fail(check.site);
    });
  }
  storeLocal(scope, cell, local, check === undefined ? value : null, check ?? null);
  writer.release(local);
}

/**
 * Stores a local into a cell. What the lowering has promised but nothing at hand proves is checked all the same, at the
 * price of a compare: a value outside its bits would change other fields.
 */
function storeLocal(
  scope: Scope,
  cell: Cell,
  value: number,
  source: Expr | null,
  checked: { readonly lo: number; readonly hi: number } | null,
): void {
  const { writer } = scope;
  if (cell.store === "local") {
    withIndex(scope, cell.index, (index) => scope.registers.write(cell.id, index, () => writer.get(value)));
    return;
  }
  const field = scope.layout.columns[cell.id]!;
  const proven =
    source !== null ? within(source, field, scope.layout) : checked!.lo >= field.lo && checked!.hi <= field.hi;
  if (!proven) trapOutside(scope, value, field);
  withIndex(scope, cell.index, (index) => {
    writer.get(value);
    writeField(writer, scope.now, field, index);
  });
}

function emitConstant(scope: Scope, cell: Cell, value: number): void {
  const { writer } = scope;
  if (cell.store === "local") {
    withIndex(scope, cell.index, (index) => scope.registers.write(cell.id, index, () => writer.i32(value)));
    return;
  }
  const field = scope.layout.columns[cell.id]!;
  if (value < field.lo || value > field.hi) {
    // Legal where the code is never reached.
    writer.op("unreachable");
    return;
  }
  withIndex(scope, cell.index, (index) => {
    if ("known" in index) {
      writeConstant(writer, scope.now, field, index.known, value);
    } else {
      writer.i32(value);
      writeField(writer, scope.now, field, index);
    }
  });
}

/** Traps if a local is outside the bounds: a fault of ours, not of the spec's. */
export function trapOutside(scope: Scope, local: number, bounds: { readonly lo: number; readonly hi: number }): void {
  pushOutside(scope, local, bounds);
  scope.writer.if(() => scope.writer.op("unreachable"));
}

/** 1 if the local is below `lo` or above `hi`, by one unsigned comparison. */
function pushOutside(scope: Scope, local: number, bounds: { readonly lo: number; readonly hi: number }): void {
  const { writer } = scope;
  writer.get(local);
  if (bounds.lo !== 0) {
    writer.i32(bounds.lo);
    writer.op("i32.sub");
  }
  writer.i32((bounds.hi - bounds.lo) | 0);
  writer.op("i32.gt_u");
}
