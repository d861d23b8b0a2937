// Statements: each becomes IR statements in the cursor's list. A step that starts after a `yield` is lowered by walking
// down to that `yield` and lowering what follows it: while `cursor.resume` is set, statements that do not contain it are
// passed over and those that do are entered in the middle. The invariant: what is lowered after a statement is what
// JavaScript would run after it, whether the statement was run from its beginning or from inside.

import type { Directive, Expression, Node, Statement as Syntax } from "oxc-parser";
import { bindingsOf, localOf } from "../analysis/bindings.ts";
import { contains, type Extent, isFunction, isYieldLabel, unwrap, walkSyntax } from "../analysis/syntax.ts";
import { SpecError } from "../source/diagnostic.ts";
import { update } from "./assignment.ts";
import { storeResult } from "./branch.ts";
import { assumeHere } from "./condition.ts";
import { type Cursor, collect, emit, localCell, newLocal, placeOf, Refusal, refuse, textOf } from "./context.ts";
import { lowerDeclaration } from "./declaration.ts";
import { joinEnvironments } from "./environment.ts";
import { binary, literal, ONE, read } from "./expr.ts";
import { lowerCondition, lowerExpression } from "./expression.ts";
import { BIT } from "./interval.ts";
import { jump, lowerLabeled, lowerSwitch } from "./jump.ts";
import { lowerDoWhile, lowerFor, lowerForOf, lowerWhile } from "./loop.ts";
import { scalarOf } from "./operator.ts";
import { delegation, lowerDelegation } from "./procedure.ts";
import { stop, yieldAt } from "./step.ts";
import { answers, branchAt, noteVarying, tallyDecided } from "./tally.ts";
import { describe, UNDEFINED, type Val } from "./value.ts";
import { poison, refuseInner } from "./variable.ts";

/** The node the cursor is looking for, if it lies inside this one. */
export function resumesIn(cursor: Cursor, node: Node | null): boolean {
  const { resume } = cursor;
  return resume !== null && node !== null && contains(node, resume.targets[resume.depth]!);
}

export function lowerStatements(cursor: Cursor, statements: readonly (Syntax | Directive)[]): void {
  const start = cursor.resume === null ? 0 : statements.findIndex((statement) => resumesIn(cursor, statement));
  for (const statement of statements.slice(Math.max(0, start))) {
    if (cursor.env === null && cursor.resume === null) return;
    lowerStatement(cursor, statement);
  }
}

/** Lowers one statement; what is wrong in it is recorded, and the next one is lowered all the same. */
export function lowerStatement(cursor: Cursor, statement: Syntax | Directive): void {
  try {
    lowerOne(cursor, statement as Syntax);
  } catch (error) {
    record(cursor, error, statement);
    if (cursor.resume !== null) {
      cursor.env = null;
      cursor.resume = null;
    } else if (statement.type === "ReturnStatement") {
      const { returns } = cursor.frame;
      if (returns !== null) {
        returns.refused = true;
        returns.exits.push(cursor.env);
      }
      cursor.env = null;
    } else if (hasYield(statement)) {
      // Wherever it would have ended, what follows is some step of the process.
      cursor.env?.restart();
      if (cursor.mode === "setup") cursor.mode = "step";
    }
    if (statement.type === "VariableDeclaration") {
      const names = statement.declarations.flatMap((d) => bindingsOf(d.id));
      poison(
        cursor,
        names.flatMap((name) => localOf(cursor.frame.bindings, name) ?? []),
      );
    }
  }
}

/** Records what was refused in a statement; throws everything else again. */
function record(cursor: Cursor, error: unknown, node: Extent): void {
  const { diagnostics } = cursor.program;
  if (error instanceof SpecError)
    diagnostics.push(...error.diagnostics.map((fault) => ({ ...placeOf(cursor, node), ...fault })));
  else if (!(error instanceof Refusal)) throw error;
  else if (error.diagnostic !== null) diagnostics.push(error.diagnostic);
}

/** Whether others may run before the end of the statement. */
export function hasYield(node: Node): boolean {
  let found = false;
  walkSyntax(node, (inner) => {
    found ||= inner.type === "YieldExpression";
    return !found && (inner === node || !isFunction(inner));
  });
  return found;
}

/**
 * Lowers the part of a statement that decides where it goes on. If it is refused, that is recorded and the statement goes
 * on as if nothing were known of it, so that what is wrong inside is reported as well; null then.
 */
export function attempt<T>(cursor: Cursor, node: Extent, lower: () => T): T | null {
  if (cursor.resume !== null) return lower();
  const { env } = cursor;
  try {
    return lower();
  } catch (error) {
    record(cursor, error, node);
    cursor.env = env;
    return null;
  }
}

/** A condition of which nothing is known. */
export function unknownTest(cursor: Cursor): ReturnType<typeof lowerCondition> {
  return read(localCell(newLocal(cursor, "refused", BIT, 1, false)));
}

const REFUSED: Readonly<Record<string, readonly [string, ...string[]]>> = {
  TryStatement: ["try is not part of the language", "nothing is thrown; assert(…) fails the run"],
  ThrowStatement: ["throw is not part of the language", "assert(condition, text) fails the run"],
  ForInStatement: ["for … in is not part of the language", "write for … of, over an array, a set or a domain"],
  DebuggerStatement: ["debugger is not part of the language", "set a breakpoint: node --inspect-brk on allways replay"],
};

function lowerOne(cursor: Cursor, node: Syntax): void {
  switch (node.type) {
    case "ExpressionStatement":
      lowerExpressionStatement(cursor, node.expression);
      return;
    case "VariableDeclaration":
      lowerDeclaration(cursor, node);
      return;
    case "BlockStatement":
      lowerStatements(cursor, node.body);
      return;
    case "EmptyStatement":
      return;
    case "IfStatement":
      lowerIf(cursor, node);
      return;
    case "ReturnStatement":
      lowerReturn(cursor, node);
      return;
    case "WhileStatement":
      lowerWhile(cursor, node, []);
      return;
    case "DoWhileStatement":
      lowerDoWhile(cursor, node, []);
      return;
    case "ForStatement":
      lowerFor(cursor, node, []);
      return;
    case "ForOfStatement":
      lowerForOf(cursor, node, []);
      return;
    case "LabeledStatement":
      lowerLabeled(cursor, node, []);
      return;
    case "BreakStatement":
      jump(cursor, node.label?.name ?? null, "break");
      return;
    case "ContinueStatement":
      jump(cursor, node.label?.name ?? null, "continue");
      return;
    case "SwitchStatement":
      lowerSwitch(cursor, node, []);
      return;
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return refuseInner(cursor, node.type === "ClassDeclaration" ? "class" : "function", node.id ?? node);
    default: {
      if (node.type.startsWith("TS")) return;
      const [message, ...hints] = REFUSED[node.type] ?? [`${node.type} is not part of the language`];
      refuse(cursor, node, message, ...hints);
    }
  }
}

function lowerExpressionStatement(cursor: Cursor, expression: Expression): void {
  const node = unwrap(expression);
  if (node.type === "YieldExpression" && !node.delegate) {
    const label = isYieldLabel({ type: "ExpressionStatement", expression } as Syntax);
    if (label === null) {
      const { argument } = node;
      return argument === null
        ? refuse(cursor, node, "this yield has no label", 'write yield "label": it names the step that follows')
        : refuse(
            cursor,
            argument,
            "a label is a string written out",
            argument.type === "CallExpression"
              ? `write yield* ${textOf(cursor, argument)} to call a procedure`
              : 'write yield "label"',
          );
    }
    if (label.label.trim() === "")
      return refuse(cursor, node, "this label is empty", 'write yield "label": it names the step that follows');
    if (cursor.resume !== null) {
      // This is where the step being lowered starts.
      cursor.resume = null;
      return;
    }
    yieldAt(cursor, label.node, label.label);
    return;
  }
  const call = delegation(node);
  if (call !== null) {
    lowerDelegation(cursor, call);
    return;
  }
  cursor.statement = node;
  if (node.type === "UpdateExpression") {
    update(cursor, { ...node, prefix: true });
    return;
  }
  lowerExpression(cursor, node);
}

/** The value of an initialiser, a right side or an argument of return, which may be a `yield*`. */
export function lowerRight(cursor: Cursor, node: Expression): Val {
  const call = delegation(node);
  return call === null ? lowerExpression(cursor, node) : lowerDelegation(cursor, call);
}

function lowerIf(cursor: Cursor, node: Syntax & { type: "IfStatement" }): void {
  if (resumesIn(cursor, node.consequent)) return lowerStatement(cursor, node.consequent);
  if (resumesIn(cursor, node.alternate)) return lowerStatement(cursor, node.alternate!);
  const test = attempt(cursor, node.test, () => lowerTest(cursor, node.test)) ?? unknownTest(cursor);
  ifElse(
    cursor,
    test,
    () => lowerStatement(cursor, node.consequent),
    () => {
      if (node.alternate !== null) lowerStatement(cursor, node.alternate);
    },
    branchAt(cursor, "if", node.test, { onTrue: answers(node.consequent), onFalse: answers(node.alternate) }),
  );
}

/** A condition of if or while, which may be a whole `yield*`. */
export function lowerTest(cursor: Cursor, node: Expression): ReturnType<typeof lowerCondition> {
  const call = delegation(node);
  if (call === null) return lowerCondition(cursor, node);
  const val = scalarOf(cursor, lowerDelegation(cursor, call), node);
  if (cursor.env === null) return ONE;
  if (val.kind === "bool") return val.expr;
  return val.kind === "int"
    ? binary("ne", val.expr, { kind: "const", value: 0 })
    : refuse(cursor, node, `${describe(val)} as a condition`, "compare it with something");
}

export function ifElse(
  cursor: Cursor,
  test: ReturnType<typeof lowerCondition>,
  then: () => void,
  otherwise: () => void,
  counted: number | null = null,
): void {
  const decided = literal(test);
  if (decided !== null) {
    tallyDecided(cursor, counted, decided !== 0);
    if (decided !== 0) then();
    else otherwise();
    return;
  }
  const before = cursor.env;
  const side = (truth: boolean, lower: () => void): [ReturnType<typeof collect>, Cursor["env"]] => {
    cursor.env = before?.copy() ?? null;
    assumeHere(cursor, test, truth);
    const list = collect(cursor, () => {
      tallyDecided(cursor, counted, truth);
      lower();
    });
    return [list, cursor.env];
  };
  noteVarying(cursor, counted);
  const [thenList, thenEnv] = side(true, then);
  const [elseList, elseEnv] = side(false, otherwise);
  cursor.env = before;
  emit(cursor, { kind: "if", test, then: thenList, else: elseList });
  cursor.env = joinEnvironments(thenEnv, elseEnv);
}

function lowerReturn(cursor: Cursor, node: Syntax & { type: "ReturnStatement" }): void {
  const { returns } = cursor.frame;
  const val = node.argument === null ? UNDEFINED : lowerRight(cursor, node.argument);
  if (cursor.env === null) return;
  if (returns === null) {
    stop(cursor);
    return;
  }
  storeResult(cursor, returns.result, val, node);
  emit(cursor, { kind: "break", label: returns.label });
  returns.exits.push(cursor.env);
  cursor.env = null;
}
