// Ways out of constructs: labels, break and continue, and the switch, whose cases fall through into one another. The
// invariant: what is known after a construct holds on every way out of it.

import type { Node, Statement as Syntax } from "oxc-parser";
import { bindingsOf } from "../analysis/bindings.ts";
import { detach } from "./composite.ts";
import { append, type Cursor, collect, emit, type Jump, newLabel } from "./context.ts";
import { joinEnvironments } from "./environment.ts";
import { ONE } from "./expr.ts";
import { lowerExpression } from "./expression.ts";
import { lowerDoWhile, lowerFor, lowerForOf, lowerWhile } from "./loop.ts";
import { binaryOperator, scalarOf } from "./operator.ts";
import { attempt, ifElse, lowerStatement, lowerStatements, resumesIn, unknownTest } from "./statement.ts";
import { branchAt } from "./tally.ts";
import { keyOf } from "./variable.ts";

export function lowerLabeled(
  cursor: Cursor,
  node: Syntax & { type: "LabeledStatement" },
  names: readonly string[],
): void {
  const all = [...names, node.label.name];
  const { body } = node;
  switch (body.type) {
    case "LabeledStatement":
      lowerLabeled(cursor, body, all);
      return;
    case "WhileStatement":
      lowerWhile(cursor, body, all);
      return;
    case "DoWhileStatement":
      lowerDoWhile(cursor, body, all);
      return;
    case "ForStatement":
      lowerFor(cursor, body, all);
      return;
    case "ForOfStatement":
      lowerForOf(cursor, body, all);
      return;
    case "SwitchStatement":
      lowerSwitch(cursor, body, all);
      return;
    default:
      breakable(cursor, all, () => lowerStatement(cursor, body));
  }
}

/** A construct that `break` leaves: lowers its inside behind a label, and joins all ways out. */
export function breakable(cursor: Cursor, names: readonly string[], lower: (jump: Jump) => void): void {
  const entry: Jump = { names, breakLabel: newLabel(cursor), continueLabel: null, breaks: [], continues: [] };
  cursor.frame.jumps.push(entry);
  let list: ReturnType<typeof collect> = [];
  try {
    list = collect(cursor, () => lower(entry));
  } finally {
    cursor.frame.jumps.pop();
  }
  leave(cursor, entry.breakLabel, list, entry.breaks);
}

/** Puts a list behind a label if something jumps out of it. */
export function leave(
  cursor: Cursor,
  label: number,
  list: ReturnType<typeof collect>,
  exits: readonly Cursor["env"][],
): void {
  if (exits.length === 0) append(cursor.out, list);
  else cursor.out.push({ kind: "block", label, body: list });
  cursor.env = exits.reduce(joinEnvironments, cursor.env);
}

export function jump(cursor: Cursor, name: string | null, kind: "break" | "continue"): void {
  const target = cursor.frame.jumps.findLast((entry) =>
    name === null
      ? kind === "break"
        ? entry.names.includes("")
        : entry.continueLabel !== null
      : entry.names.includes(name),
  );
  if (target === undefined) throw new Error(`nothing to ${kind}; please report this`);
  if (kind === "break") {
    emit(cursor, { kind: "break", label: target.breakLabel });
    target.breaks.push(cursor.env);
  } else {
    emit(cursor, { kind: "break", label: target.continueLabel! });
    target.continues.push(cursor.env);
  }
  cursor.env = null;
}

/** Names a case declares: all cases see them, but only this one gives them a value. */
function lexicalNames(statement: Syntax): Node[] {
  if (statement.type !== "VariableDeclaration" || statement.kind === "var") return [];
  return statement.declarations.flatMap((declarator) => bindingsOf(declarator.id));
}

export function lowerSwitch(
  cursor: Cursor,
  node: Syntax & { type: "SwitchStatement" },
  names: readonly string[],
): void {
  breakable(cursor, [...names, ""], () => {
    const from = cursor.resume === null ? -1 : node.cases.findIndex((c) => resumesIn(cursor, c));
    if (from >= 0) {
      for (const branch of node.cases.slice(from)) lowerStatements(cursor, branch.consequent);
      return;
    }
    const about = scalarOf(cursor, lowerExpression(cursor, node.discriminant), node.discriminant);
    // A test may have effects: what the switch is about is kept as it was.
    const isPlain = node.cases.every(({ test }) => test === null || test.type === "Literal");
    const value = isPlain ? about : detach(cursor, about);
    for (const name of node.cases.flatMap(({ consequent }) => consequent.flatMap(lexicalNames))) {
      cursor.env?.unset.add(keyOf(cursor, name));
    }
    // Each case falls through into the next: the cases are nested blocks, and the tests jump into the right one.
    const labels = node.cases.map(() => newLabel(cursor));
    const entries: Cursor["env"][] = node.cases.map(() => null);
    const tests = collect(cursor, () => {
      node.cases.forEach((branch, i) => {
        if (branch.test === null || cursor.env === null) return;
        const at = branch.test;
        const same = attempt(cursor, at, () =>
          binaryOperator(cursor, "===", value, scalarOf(cursor, lowerExpression(cursor, at), at), at),
        );
        const test = same === null ? unknownTest(cursor) : same.kind === "bool" ? same.expr : ONE;
        ifElse(
          cursor,
          test,
          () => {
            entries[i] = cursor.env;
            emit(cursor, { kind: "break", label: labels[i]! });
            cursor.env = null;
          },
          () => {},
          branchAt(cursor, "case", at, { onFalse: true }),
        );
      });
      const fallback = node.cases.findIndex((branch) => branch.test === null);
      if (cursor.env === null) return;
      if (fallback >= 0) {
        entries[fallback] = cursor.env;
        emit(cursor, { kind: "break", label: labels[fallback]! });
      } else {
        const { breaks, breakLabel } = cursor.frame.jumps.at(-1)!;
        emit(cursor, { kind: "break", label: breakLabel });
        breaks.push(cursor.env);
      }
      cursor.env = null;
    });
    let list = tests;
    node.cases.forEach((branch, i) => {
      cursor.env = joinEnvironments(cursor.env, entries[i]!);
      // Cases before this one may fall through into it: what they wrote counts as written here.
      cursor.held.push(list);
      const own = collect(cursor, () => lowerStatements(cursor, branch.consequent));
      cursor.held.pop();
      list = [{ kind: "block", label: labels[i]!, body: list }, ...own];
    });
    append(cursor.out, list);
  });
}
