// Properties, `within`, `mayEnd` and `init`: plain functions of the state. A property that is a conjunction is lowered one
// conjunct at a time, so that a violation can say which one broke. The invariant: a predicate's body has no effects, and
// ends in a `return` or a failure on every path.

import type { Expression, Node } from "oxc-parser";
import { unwrap } from "../analysis/syntax.ts";
import type { AuthorFunction } from "../definition.ts";
import type { PropertyKind, Statement } from "../program/program.ts";
import type { Origin } from "../source/origin.ts";
import type { Cursor, ProcessContext, ProgramContext } from "./context.ts";
import { collect, placeOf, refuse, textOf } from "./context.ts";
import { Environment } from "./environment.ts";
import { lowerCondition } from "./expression.ts";
import { inlineCallback } from "./inline.ts";
import { truthOf } from "./member.ts";
import { scalarOf } from "./operator.ts";
import { definedOrigin, lowerWhole, newCursor, newProcess, recording, rootFrame } from "./process.ts";
import { tallying } from "./tally.ts";

/** A predicate before its registers are numbered: the context holds them. */
export interface RawPredicate {
  readonly body: Statement[];
  readonly context: ProcessContext;
  readonly place: ReturnType<typeof placeOf>;
  readonly text: string;
}

export interface RawProperty {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly place: ReturnType<typeof placeOf>;
  readonly conjuncts: readonly RawPredicate[];
}

/** A context for registers alone. It is no process: its id is none. */
export function registers(program: ProgramContext): ProcessContext {
  return { ...newProcess(program, "", [], null, false), id: -1 };
}

function cursorFor(program: ProgramContext, origin: Origin, kind: Cursor["kind"]): Cursor {
  const cursor = newCursor(
    program,
    registers(program),
    "property",
    rootFrame(origin, false, new Map()),
    new Environment(),
  );
  cursor.kind = kind;
  return cursor;
}

export function lowerProperty(
  program: ProgramContext,
  name: string,
  kind: RawProperty["kind"],
  fn: AuthorFunction,
): RawProperty | null {
  const origin = definedOrigin(program, fn, `the property "${name}"`, [kind, name]);
  if (origin === null) return null;
  const place = placeOf(cursorFor(program, origin, kind), origin.node);
  const conjuncts = tallying(program, kind === "reachable" ? null : name, () => lowerPredicates(program, origin, kind));
  return { name, kind, place, conjuncts };
}

/** A condition outside the properties, `within` and `mayEnd`, or inside a temporal one; `keys` lead to it in spec(). */
export function lowerPredicate(
  program: ProgramContext,
  what: string,
  fn: AuthorFunction,
  kind: Cursor["kind"] = "within",
  keys: readonly string[] = [what],
): RawPredicate | null {
  const origin = definedOrigin(program, fn, what, keys);
  if (origin === null) return null;
  const cursor = cursorFor(program, origin, kind);
  return tallying(program, null, () => lowerWholePredicate(cursor, origin.node));
}

function lowerPredicates(program: ProgramContext, origin: Origin, kind: Cursor["kind"]): RawPredicate[] {
  const parts = conjunctsOf(origin);
  if (parts === null) return [lowerWholePredicate(cursorFor(program, origin, kind), origin.node)];
  return parts.map((part) => {
    const cursor = cursorFor(program, origin, kind);
    const body = collect(cursor, () => {
      recording(program, () => {
        const test = lowerCondition(cursor, part);
        if (cursor.env !== null) cursor.out.push({ kind: "return", value: test });
      });
    });
    return { body, context: cursor.process, place: placeOf(cursor, part), text: fold(textOf(cursor, part)) };
  });
}

/** The conjuncts of a property whose body is one expression; null if it is not. */
function conjunctsOf({ node }: Origin): Expression[] | null {
  const { body } = node;
  if (body === null) return null;
  if (body.type !== "BlockStatement") return conjuncts(body as Expression);
  const [only, ...rest] = body.body;
  if (rest.length > 0 || only?.type !== "ReturnStatement" || only.argument === null) return null;
  return conjuncts(only.argument);
}

function conjuncts(expression: Expression): Expression[] {
  const node = unwrap(expression);
  if (node.type !== "LogicalExpression" || node.operator !== "&&") return [node];
  return [...conjuncts(node.left), ...conjuncts(node.right)];
}

/** A property with statements of its own: one predicate. */
function lowerWholePredicate(cursor: Cursor, node: Node): RawPredicate {
  const body = collect(cursor, () => {
    recording(cursor.program, () => {
      const val = scalarOf(cursor, inlineCallback(cursor, node, []), node);
      if (cursor.env === null) return;
      if (val.kind !== "bool" && val.kind !== "int")
        refuse(cursor, node, "this property gives no value", "return a condition");
      cursor.out.push({ kind: "return", value: truthOf(cursor, val, node) });
    });
  });
  const text = "body" in node && node.body !== null && typeof node.body === "object" ? (node.body as Node) : node;
  return { body, context: cursor.process, place: placeOf(cursor, node), text: fold(textOf(cursor, text)) };
}

/** White space folded, and braces of a body with a single return left out. */
function fold(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** `init`, ending in `goto 0`. */
export function lowerInit(
  program: ProgramContext,
  fn: AuthorFunction,
): { body: Statement[]; context: ProcessContext } | null {
  const origin = definedOrigin(program, fn, "init", ["init"]);
  if (origin === null) return null;
  const context = registers(program);
  let body: Statement[] = [];
  recording(program, () => {
    body = lowerWhole(newCursor(program, context, "init", rootFrame(origin, false, new Map()), new Environment()));
  });
  return { body, context };
}
