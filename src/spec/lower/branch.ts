// Where the value of an expression comes from several paths: short-circuit operators, conditionals, and returns of inlined
// functions. Paths without effects become conditional expressions; others store their result in registers. The invariant:
// all paths give values of one kind.

import type { Expression, Node } from "oxc-parser";
import type { Expr, Statement } from "../program/program.ts";
import { domainOf, leavesIn } from "./composite.ts";
import { assumeHere } from "./condition.ts";
import { type Cursor, collect, emit, emitSet, localCell, newLocal, refuse, spill } from "./context.ts";
import { type Environment, joinEnvironments } from "./environment.ts";
import { and, constant, literal, or, read } from "./expr.ts";
import { lowerExpression, operand } from "./expression.ts";
import { truthOf } from "./member.ts";
import { choice, indexOfText, scalarOf, textVal } from "./operator.ts";
import { markHere, protect } from "./order.ts";
import { branchAt, countSide, noteVarying, onlyCounts, tallyDecided, tallyTest } from "./tally.ts";
import { bool, describe, int, type Strings, UNDEFINED, type Val } from "./value.ts";

export function lowerLogical(cursor: Cursor, node: Expression & { type: "LogicalExpression" }): Val {
  if (node.operator === "??")
    return refuse(
      cursor,
      node,
      "?? is not part of the language",
      "every value of a domain is there; ask has(…) of a map",
    );
  const left = operand(cursor, node.left);
  const test = truthOf(cursor, left, node.left);
  const decided = literal(test);
  const onTrue = node.operator === "&&";
  const counted = branchAt(cursor, node.operator, node.left);
  if (decided !== null) {
    tallyDecided(cursor, counted, decided !== 0);
    return (decided !== 0) === onTrue ? lowerExpression(cursor, node.right) : left;
  }
  const mark = markHere(cursor);
  const { out, env, result } = inBranch(cursor, test, onTrue, node.operator, () => operand(cursor, node.right));
  if (result === null) {
    tallyDecided(cursor, counted, !onTrue);
    return left;
  }
  if (onlyCounts(out)) {
    tallyTest(cursor, counted, test, onTrue ? out : [], onTrue ? [] : out);
    if (left.kind === "bool" && result.kind === "bool")
      return bool(onTrue ? and(test, result.expr) : or(test, result.expr));
    if (left.kind === "int" && result.kind === "int")
      return choice(cursor, test, onTrue ? result : left, onTrue ? left : result, node);
    const right = truthOf(cursor, result, node.right);
    return bool(onTrue ? and(test, right) : or(test, right));
  }
  const kept = protect(cursor, left, mark);
  const target = resultCell(cursor);
  const other = collect(cursor, () => storeResult(cursor, target, kept, node));
  const before = cursor.env;
  cursor.env = env;
  const list = collect(cursor, () => storeResult(cursor, target, result, node));
  const after = cursor.env;
  cursor.env = before;
  if (before !== null) assumeHere(cursor, test, !onTrue);
  const joined = joinEnvironments(cursor.env, after);
  cursor.env = before;
  noteVarying(cursor, counted);
  const right = [...countSide(counted, onTrue), ...out, ...list];
  const rest = [...countSide(counted, !onTrue), ...other];
  const [then, otherwise] = onTrue ? [right, rest] : [rest, right];
  emit(cursor, { kind: "if", test, then, else: otherwise });
  cursor.env = joined;
  return target.val ?? UNDEFINED;
}

/** Lowers one branch into a list of its own, knowing how the test came out; null where that cannot be. */
function inBranch(
  cursor: Cursor,
  test: Expr,
  truth: boolean,
  symbol: string,
  lower: () => Val,
): { out: Statement[]; env: Environment | null; result: Val | null } {
  const before = cursor.env;
  const guardless = cursor.guardless;
  cursor.env = before?.copy() ?? null;
  assumeHere(cursor, test, truth);
  if (cursor.env === null) {
    cursor.env = before;
    return { out: [], env: null, result: null };
  }
  cursor.guardless ??= `inside ${symbol}`;
  let result: Val = UNDEFINED;
  try {
    const out = collect(cursor, () => {
      result = lower();
    });
    return { out, env: cursor.env, result };
  } finally {
    cursor.env = before;
    cursor.guardless = guardless;
  }
}

/** `test ? a : b` as an expression, or as statements where a branch has effects. */
export function branch(
  cursor: Cursor,
  test: Expr,
  symbol: string,
  node: Node,
  then: Expression,
  otherwise: Expression,
  counted: number | null,
): Val {
  const decided = literal(test);
  if (decided !== null) {
    tallyDecided(cursor, counted, decided !== 0);
    return lowerExpression(cursor, decided !== 0 ? then : otherwise);
  }
  const a = inBranch(cursor, test, true, symbol, () => lowerExpression(cursor, then));
  const b = inBranch(cursor, test, false, symbol, () => lowerExpression(cursor, otherwise));
  if (a.result === null || b.result === null) {
    tallyDecided(cursor, counted, a.result !== null);
    return lowerExpression(cursor, a.result === null ? otherwise : then);
  }
  if (onlyCounts(a.out) && onlyCounts(b.out)) {
    tallyTest(cursor, counted, test, a.out, b.out);
    return choice(cursor, test, a.result, b.result, node);
  }
  noteVarying(cursor, counted);
  const target = resultCell(cursor);
  // A literal on one side is a value of the domain that the other side has.
  const domain = domainOf(a.result) ?? domainOf(b.result);
  const finish = (side: typeof a): [Statement[], Environment | null] => {
    const before = cursor.env;
    cursor.env = side.env;
    const list = collect(cursor, () => {
      if (cursor.env === null) return;
      const leaves = domain === null ? null : leavesIn(cursor, side.result!, domain, node, "the value");
      const result: Val = leaves === null ? side.result! : { kind: "leaves", domain: domain!, leaves };
      storeResult(cursor, target, result, node);
    });
    const env = cursor.env;
    cursor.env = before;
    return [[...side.out, ...list], env];
  };
  const [thenList, thenEnv] = finish(a);
  const [elseList, elseEnv] = finish(b);
  const [counts, others] = [countSide(counted, true), countSide(counted, false)];
  emit(cursor, { kind: "if", test, then: [...counts, ...thenList], else: [...others, ...elseList] });
  cursor.env = joinEnvironments(thenEnv, elseEnv);
  return target.val ?? UNDEFINED;
}

/** Registers that take a result from several paths; their kind is that of the first result stored. */
export interface ResultCell {
  val: Val | null;
  ids: number[];
}

export function resultCell(_cursor: Cursor): ResultCell {
  return { val: null, ids: [] };
}

/** Stores the result of one path; all paths must give values of one kind. */
export function storeResult(cursor: Cursor, target: ResultCell, given: Val, node: Node): void {
  if (cursor.env === null) return;
  const val = textVal(scalarOf(cursor, given, node));
  const put = (i: number, expr: Expr): Expr => {
    target.ids[i] ??= newLocal(cursor, "result", null, 1, false);
    const cell = localCell(target.ids[i]!);
    emitSet(cursor, cell, expr);
    return read(cell);
  };
  const { val: first } = target;
  const mismatch = (): never =>
    refuse(
      cursor,
      node,
      `${describe(val)} here, ${describe(first!)} on another path`,
      "give values of one kind on all paths",
    );
  switch (val.kind) {
    case "int": {
      if (first !== null && first.kind !== "int") mismatch();
      const expr = put(0, val.expr);
      target.val = int(
        expr,
        first?.kind === "int" ? { lo: Math.min(first.lo, val.lo), hi: Math.max(first.hi, val.hi) } : val,
      );
      if (target.val.kind === "int") target.val = { ...target.val, expr };
      return;
    }
    case "bool":
      if (first !== null && first.kind !== "bool") mismatch();
      target.val = bool(put(0, val.expr));
      return;
    case "enum": {
      if (first !== null && first.kind !== "enum") mismatch();
      const strings: Strings = first?.kind === "enum" ? first.strings : { values: [], open: true };
      const mapping = val.strings.values.map((s) => indexOfText(strings, s));
      const at = literal(val.expr);
      const expr: Expr =
        at !== null
          ? constant(mapping[at]!)
          : mapping.every((to, from) => to === from)
            ? val.expr
            : { kind: "table", values: mapping, index: val.expr };
      target.val = { kind: "enum", expr: put(0, expr), strings };
      return;
    }
    case "known":
      if (first !== null && (first.kind !== "known" || first.value !== val.value)) mismatch();
      target.val = val;
      return;
    default: {
      if (first !== null && domainOf(first) === null) mismatch();
      const domain = domainOf(val) ?? (first === null ? null : domainOf(first));
      if (domain === null) {
        return refuse(
          cursor,
          node,
          `${describe(val)} as the result of one of several paths`,
          "store it in a local(domain) first",
        );
      }
      const leaves = leavesIn(cursor, val, domain, node, "the result").map((leaf) => spill(cursor, leaf));
      target.val = { kind: "leaves", domain, leaves: leaves.map((leaf, i) => put(i, leaf)) };
    }
  }
}
