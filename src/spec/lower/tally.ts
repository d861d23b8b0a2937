// Which way the author's conditions went: where branches are to be counted, a `count` statement stands at the head of each
// side of an if, a loop, a case, a ?:, an && and an ||. What comes in is a cursor and how a test came out; what goes out is
// statements that count and do nothing else. The invariant: without them the program is the one that is lowered when
// nothing is counted. One branch is one place in the text: all its inlinings and instances are counted together.

import type { Node } from "oxc-parser";
import type { Branch, BranchKind, Expr, Statement } from "../program/program.ts";
import { type Cursor, type ProgramContext, spanOf } from "./context.ts";

/** Branches met so far. */
export interface BranchTable {
  readonly branches: Branch[];
  /** By place and property: its number. */
  readonly numbers: Map<string, number>;
  /** Those whose test is not the same in every run of the program. */
  readonly varying: Set<number>;
  /** The property being lowered. */
  property: string | null;
  /** What is being lowered is not counted: guards, `within`, `mayEnd`, `reachable`. */
  muted: boolean;
}

export function makeBranchTable(): BranchTable {
  return { branches: [], numbers: new Map(), varying: new Set(), property: null, muted: false };
}

/** Lowers something whose branches are those of a property, or (null) are not counted. */
export function tallying<Result>(program: ProgramContext, property: string | null, lower: () => Result): Result {
  const { table } = program;
  if (table === null) return lower();
  const before = { property: table.property, muted: table.muted };
  Object.assign(table, property === null ? { muted: true } : { property });
  try {
    return lower();
  } finally {
    Object.assign(table, before);
  }
}

/** The number of the branch that this test decides; null where it is not counted. */
export function branchAt(
  cursor: Cursor,
  kind: BranchKind,
  test: Node,
  plain: { readonly onTrue?: boolean; readonly onFalse?: boolean } = {},
): number | null {
  const { table } = cursor.program;
  if (table === null || table.muted || cursor.mode === "setup") return null;
  const span = spanOf(cursor.frame, test);
  const key = `${span.start} ${span.end} ${kind} ${span.file} ${table.property ?? ""}`;
  const known = table.numbers.get(key);
  if (known !== undefined) return known;
  const { property } = table;
  const branch: Branch = { kind, property, span, plain: [plain.onTrue ?? false, plain.onFalse ?? false] };
  const number = table.branches.push(branch) - 1;
  table.numbers.set(key, number);
  return number;
}

/** Counts one side. */
export function countSide(branch: number | null, truth: boolean): Statement[] {
  return branch === null ? [] : [{ kind: "count", branch, side: truth ? 0 : 1 }];
}

/** Says that a test may come out either way. */
export function noteVarying(cursor: Cursor, branch: number | null): void {
  if (branch !== null) cursor.program.table!.varying.add(branch);
}

/** Counts the side that a decided test takes. */
export function tallyDecided(cursor: Cursor, branch: number | null, truth: boolean): void {
  if (cursor.env !== null) cursor.out.push(...countSide(branch, truth));
}

/** Counts a test both of whose sides are expressions, with what is counted inside them. */
export function tallyTest(
  cursor: Cursor,
  branch: number | null,
  test: Expr,
  then: readonly Statement[],
  otherwise: readonly Statement[],
): void {
  noteVarying(cursor, branch);
  const sides = [
    [...countSide(branch, true), ...then],
    [...countSide(branch, false), ...otherwise],
  ] as const;
  if (sides.every((side) => side.length === 0)) return;
  cursor.out.push({ kind: "if", test, then: sides[0], else: sides[1] });
}

/** Whether statements only count: a value lowered along with them is as good as an expression by itself. */
export function onlyCounts(statements: readonly Statement[]): boolean {
  return statements.every(
    (statement) =>
      statement.kind === "count" ||
      (statement.kind === "if" &&
        statement.then.length + statement.else.length > 0 &&
        onlyCounts(statement.then) &&
        onlyCounts(statement.else)),
  );
}

/**
 * Whether a side is `true` or `false`, or does nothing but return it. That a property never returned false is what it is about;
 * that it never did more than return true shows at the other side.
 */
export function answers(node: Node | null): boolean {
  if (node === null) return false;
  if (node.type === "Literal") return typeof node.value === "boolean";
  if (node.type === "ReturnStatement") return node.argument !== null && answers(node.argument);
  if (node.type === "ParenthesizedExpression") return answers(node.expression);
  return node.type === "BlockStatement" && node.body.length === 1 && answers(node.body[0]!);
}
