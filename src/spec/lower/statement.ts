// Statements: each becomes IR statements in the cursor's list. A step that starts after a `yield` is lowered by walking
// down to that `yield` and lowering what follows it: while `cursor.resume` is set, statements that do not contain it are
// passed over and those that do are entered in the middle. The invariant: what is lowered after a statement is what
// JavaScript would run after it, whether the statement was run from its beginning or from inside.

import type { Directive, Expression, Node, Statement as Syntax, VariableDeclaration } from "oxc-parser";
import { bindingsOf, localOf } from "../analysis/bindings.ts";
import { contains, isFunction, isYieldLabel, unwrap, walkSyntax } from "../analysis/syntax.ts";
import type { Domain } from "../program/domain.ts";
import { isDomain } from "../runtime/domains.ts";
import { update } from "./assignment.ts";
import { storeResult } from "./branch.ts";
import { intrinsicAt } from "./call.ts";
import { store } from "./composite.ts";
import { assumeHere } from "./condition.ts";
import { type Cursor, collect, emit, type Jump, localCell, newLabel, newLocal, Refusal, refuse } from "./context.ts";
import { joinEnvironments } from "./environment.ts";
import { binary, literal, ONE, read } from "./expr.ts";
import { lowerCondition, lowerExpression } from "./expression.ts";
import { BIT } from "./interval.ts";
import { lowerNamed } from "./intrinsic.ts";
import { lowerDoWhile, lowerFor, lowerForOf, lowerWhile } from "./loop.ts";
import { binaryOperator, scalarOf } from "./operator.ts";
import { delegation, lowerDelegation } from "./procedure.ts";
import { slotFor, slotPlace } from "./slot.ts";
import { stop, yieldAt } from "./step.ts";
import { describe, known, UNDEFINED, type Val } from "./value.ts";
import { declare, keyOf, poison, refuseInner, refuseVar } from "./variable.ts";

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
    if (!(error instanceof Refusal)) throw error;
    if (error.diagnostic !== null) cursor.program.diagnostics.push(error.diagnostic);
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
export function attempt<T>(cursor: Cursor, lower: () => T): T | null {
  if (cursor.resume !== null) return lower();
  const { env } = cursor;
  try {
    return lower();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.diagnostic !== null) cursor.program.diagnostics.push(error.diagnostic);
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
        : refuse(cursor, argument, "a label is a string written out", 'write yield "label"');
    }
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
function lowerRight(cursor: Cursor, node: Expression): Val {
  const call = delegation(node);
  return call === null ? lowerExpression(cursor, node) : lowerDelegation(cursor, call);
}

function lowerDeclaration(cursor: Cursor, node: VariableDeclaration): void {
  if (node.kind === "var") {
    const [first] = node.declarations.flatMap((declarator) => bindingsOf(declarator.id));
    return refuseVar(cursor, first ?? node);
  }
  if (node.kind !== "let" && node.kind !== "const")
    return refuse(cursor, node, `${node.kind} is not part of the language`, "write let or const");
  const fixed = node.kind === "const";
  for (const declarator of node.declarations) {
    if (cursor.resume !== null && !resumesIn(cursor, declarator)) continue;
    const { init } = declarator;
    if (init === null) {
      for (const name of bindingsOf(declarator.id)) cursor.env?.unset.add(keyOf(cursor, name));
      continue;
    }
    if (intrinsicAt(cursor, init) === "local") {
      declareLocal(cursor, declarator.id, unwrap(init) as Expression & { type: "CallExpression" });
      continue;
    }
    const name = declarator.id.type === "Identifier" ? declarator.id.name : "choice";
    const val =
      delegation(init) !== null
        ? lowerRight(cursor, init)
        : cursor.mode === "setup" && fixed && unwrap(init).type === "MemberExpression"
          ? lowerEarlyAlias(cursor, init)
          : lowerNamed(cursor, name, init, unwrap(init));
    if (cursor.env !== null) declare(cursor, declarator.id, val, { fixed });
  }
}

/** `const p = s.requests[self]` before the first yield: an alias of a place that constants name reads nothing. */
function lowerEarlyAlias(cursor: Cursor, init: Expression): Val {
  const before = cursor.out.length;
  cursor.aliasing = true;
  let val: Val;
  try {
    val = lowerExpression(cursor, init);
  } finally {
    cursor.aliasing = false;
  }
  const reads = val.kind === "place" ? literal(val.place.index) === null : val.kind !== "known";
  if (!reads && cursor.out.length === before) return val;
  // Whatever it is besides reads shared state: said by lowering it again, as what it is.
  cursor.out.length = before;
  return lowerExpression(cursor, init);
}

/** `let v = local(domain)` */
function declareLocal(cursor: Cursor, pattern: Node, call: Expression & { type: "CallExpression" }): void {
  const [argument] = call.arguments;
  if (argument === undefined || argument.type === "SpreadElement" || call.arguments.length > 1) {
    return refuse(
      cursor,
      argument === undefined ? call : (call.arguments[1] ?? argument),
      "local() takes a domain and nothing else",
      "its initial value is the domain's: local(int(0, 7, 3))",
    );
  }
  const val = lowerExpression(cursor, argument);
  if (val.kind !== "known" || !isDomain(val.value))
    return refuse(cursor, argument, `${describe(val)} where a domain belongs`, "write let v = local(int(0, 7))");
  if (pattern.type !== "Identifier") {
    return refuse(
      cursor,
      pattern,
      "local() declares one variable",
      "name it, and write its fields where they are used",
    );
  }
  const domain = val.value as Domain;
  const slot = slotFor(cursor, pattern, pattern.name, { domain });
  store(cursor, slotPlace(slot), known(domain.initial), call, pattern.name);
  const declared = cursor.frame.bindings.declarations.get(pattern);
  if (declared === undefined) throw new Error("no declaration; please report this");
  cursor.process.bindings.set(keyOf(cursor, pattern), { kind: "slot", slot });
  cursor.env?.unset.delete(keyOf(cursor, pattern));
}

function lowerIf(cursor: Cursor, node: Syntax & { type: "IfStatement" }): void {
  if (resumesIn(cursor, node.consequent)) return lowerStatement(cursor, node.consequent);
  if (resumesIn(cursor, node.alternate)) return lowerStatement(cursor, node.alternate!);
  const test = attempt(cursor, () => lowerTest(cursor, node.test)) ?? unknownTest(cursor);
  ifElse(
    cursor,
    test,
    () => lowerStatement(cursor, node.consequent),
    () => {
      if (node.alternate !== null) lowerStatement(cursor, node.alternate);
    },
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
): void {
  const decided = literal(test);
  if (decided !== null) {
    if (decided !== 0) then();
    else otherwise();
    return;
  }
  const before = cursor.env;
  const side = (truth: boolean, lower: () => void): [ReturnType<typeof collect>, Cursor["env"]] => {
    cursor.env = before?.copy() ?? null;
    assumeHere(cursor, test, truth);
    const list = collect(cursor, lower);
    return [list, cursor.env];
  };
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
  if (exits.length === 0) cursor.out.push(...list);
  else cursor.out.push({ kind: "block", label, body: list });
  cursor.env = exits.reduce(joinEnvironments, cursor.env);
}

function jump(cursor: Cursor, name: string | null, kind: "break" | "continue"): void {
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

function lowerSwitch(cursor: Cursor, node: Syntax & { type: "SwitchStatement" }, names: readonly string[]): void {
  breakable(cursor, [...names, ""], () => {
    const from = cursor.resume === null ? -1 : node.cases.findIndex((c) => resumesIn(cursor, c));
    if (from >= 0) {
      for (const branch of node.cases.slice(from)) lowerStatements(cursor, branch.consequent);
      return;
    }
    const value = scalarOf(cursor, lowerExpression(cursor, node.discriminant), node.discriminant);
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
        const same = attempt(cursor, () =>
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
    cursor.out.push(...list);
  });
}
