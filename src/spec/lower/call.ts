// Calls: of the language's own functions (intrinsic.ts), of methods of composites (collection.ts), of a few functions of
// JavaScript's that have an exact meaning on int32, and of the author's helpers, which are inlined. Everything else is
// refused. The invariant: arguments are lowered from left to right, each protected from the effects of those after it.

import type { CallExpression, Expression } from "oxc-parser";
import { isFunction, unwrap } from "../analysis/syntax.ts";
import type { AuthorFunction } from "../definition.ts";
import { type IntrinsicName, intrinsicOf } from "../runtime/intrinsics.ts";
import { callMethod } from "./collection.ts";
import { domainOf } from "./composite.ts";
import { type Cursor, refuse, textOf } from "./context.ts";
import { binary, cond, literal, table, unary, ZERO } from "./expr.ts";
import { lowerExpression, lowerQuotient } from "./expression.ts";
import { type Argument, inlineCall } from "./inline.ts";
import { apply, INT32, inside } from "./interval.ts";
import { lowerIntrinsic, refuseExtra } from "./intrinsic.ts";
import { memberOf, truthOf } from "./member.ts";
import { intOf, refuseOverflow, scalarOf } from "./operator.ts";
import { markHere, protect } from "./order.ts";
import { describe, int, type Val } from "./value.ts";

export function lowerCall(cursor: Cursor, node: CallExpression): Val {
  const callee = unwrap(node.callee as Expression);
  if (callee.type === "MemberExpression" && !callee.computed && callee.property.type === "Identifier") {
    const object = lowerExpression(cursor, callee.object);
    const { name } = callee.property;
    if (isCollection(object) && !hasFields(object)) return callMethod(cursor, object, name, node, callee);
    const fn = memberOf(cursor, object, name, callee.property);
    return callValue(cursor, fn, node);
  }
  const fn = lowerExpression(cursor, callee);
  return callValue(cursor, fn, node);
}

function isCollection(val: Val): boolean {
  if (val.kind === "place" || val.kind === "leaves" || val.kind === "items") return true;
  return val.kind === "known" && (Array.isArray(val.value) || val.value instanceof Set || val.value instanceof Map);
}

/** Whether a value is a record of some domain: it has fields, and none of them is a function. */
function hasFields(val: Val): boolean {
  const domain = domainOf(val);
  return domain?.kind === "record" || domain?.kind === "union";
}

/** The intrinsic that a call names, if it names one; nothing is lowered. */
export function intrinsicAt(cursor: Cursor, expression: Expression): IntrinsicName | null {
  const node = unwrap(expression);
  if (node.type !== "CallExpression") return null;
  const callee = unwrap(node.callee as Expression);
  if (callee.type !== "Identifier" || cursor.frame.bindings.references.get(callee)?.kind === "local") return null;
  const scope = cursor.frame.module.scope();
  return Object.hasOwn(scope, callee.name) ? intrinsicOf(scope[callee.name]) : null;
}

function callValue(cursor: Cursor, fn: Val, node: CallExpression): Val {
  if (fn.kind === "pick")
    return refuse(cursor, node.callee, "one of several functions is called", "write an if around the calls");
  if (fn.kind !== "known" || typeof fn.value !== "function")
    return refuse(cursor, node.callee, `${describe(fn)} is not a function`, "helpers are functions at module level");
  const intrinsic = intrinsicOf(fn.value);
  if (intrinsic !== null) return lowerIntrinsic(cursor, intrinsic, fn.value as AuthorFunction, node);
  const native = NATIVE.get(fn.value as AuthorFunction);
  if (native !== undefined) return native(cursor, node);
  if ((fn.value as unknown) === Math.random) {
    return refuse(cursor, node, "Math.random() is not part of the language", "choose(domain) tries every value");
  }
  return inlineCall(cursor, fn.value as AuthorFunction, lowerArguments(cursor, node), node);
}

/** The arguments of a call, from left to right. */
export function lowerArguments(cursor: Cursor, node: CallExpression): Argument[] {
  let args: Argument[] = [];
  for (const argument of node.arguments) {
    if (argument.type === "SpreadElement")
      return refuse(cursor, argument, "spreads are not part of the language", "write the arguments out");
    if (isFunction(unwrap(argument))) {
      return refuse(
        cursor,
        argument,
        "a function as an argument",
        "declare it at the top level, or write the loop out",
      );
    }
    const mark = markHere(cursor);
    const val = lowerExpression(cursor, argument);
    args = args.map((before) => ({ ...before, val: protect(cursor, before.val, mark) }));
    args.push({ val, node: argument });
  }
  return args;
}

function numbers(cursor: Cursor, node: CallExpression, count: number | null): (Val & { kind: "int" })[] {
  const args = lowerArguments(cursor, node);
  if (count !== null && args.length !== count) {
    const name = textOf(cursor, node.callee);
    return refuse(cursor, args[count]?.node ?? node, `${name}() takes one argument`, `write ${name}(n)`);
  }
  return args.map(
    (argument) => intOf(cursor, argument.val, argument.node, "where a number belongs") as Val & { kind: "int" },
  );
}

function extreme(op: "lt" | "gt") {
  return (cursor: Cursor, node: CallExpression): Val => {
    const args = numbers(cursor, node, null);
    if (args.length === 0) {
      const name = textOf(cursor, node.callee);
      return refuse(cursor, node, `${name}() of nothing is no integer`, `write ${name}(a, b)`);
    }
    return args.reduce((a, b) => {
      const pick = op === "lt" ? Math.min : Math.max;
      const decided = apply(op, a, b);
      const expr =
        decided.lo === 1 ? a.expr : decided.hi === 0 ? b.expr : cond(binary(op, a.expr, b.expr), a.expr, b.expr);
      return int(expr, { lo: pick(a.lo, b.lo), hi: pick(a.hi, b.hi) }) as Val & { kind: "int" };
    });
  };
}

/** `Math.trunc(a / b)`, and of anything else the thing itself: there are only integers. */
function truncate(cursor: Cursor, node: CallExpression): Val {
  const [argument] = node.arguments;
  if (argument !== undefined && argument.type !== "SpreadElement" && node.arguments.length === 1) {
    const inner = unwrap(argument);
    if (inner.type === "BinaryExpression" && inner.operator === "/") return lowerQuotient(cursor, inner);
  }
  return numbers(cursor, node, 1)[0]!;
}

function absolute(cursor: Cursor, node: CallExpression): Val {
  const a = numbers(cursor, node, 1)[0]!;
  if (a.lo >= 0) return a;
  const hi = Math.max(Math.abs(a.lo), Math.abs(a.hi));
  if (!inside({ lo: 0, hi }, INT32)) return refuseOverflow(cursor, node, { lo: 0, hi });
  return int(cond(binary("lt", a.expr, ZERO), unary("neg", a.expr), a.expr), { lo: a.hi < 0 ? -a.hi : 0, hi });
}

function sign(cursor: Cursor, node: CallExpression): Val {
  const a = numbers(cursor, node, 1)[0]!;
  const expr = binary("sub", binary("gt", a.expr, ZERO), binary("lt", a.expr, ZERO));
  return int(expr, { lo: Math.sign(a.lo), hi: Math.sign(a.hi) });
}

/** `Number(flag)` counts a boolean. */
function toNumber(cursor: Cursor, node: CallExpression): Val {
  refuseExtra(cursor, "Number()", node, 1);
  const [argument] = lowerArguments(cursor, node);
  if (argument === undefined) return refuse(cursor, node, "Number() needs an argument", "write Number(flag)");
  const val = scalarOf(cursor, argument.val, argument.node);
  if (val.kind === "int") return val;
  if (val.kind === "bool") {
    const at = literal(val.expr);
    return int(val.expr, at === null ? { lo: 0, hi: 1 } : { lo: at, hi: at });
  }
  if (val.kind === "enum" && val.strings.values.every((text) => Number.isInteger(Number(text)) && text.trim() !== "")) {
    const values = val.strings.values.map(Number);
    return int(table(values, val.expr), { lo: Math.min(...values), hi: Math.max(...values) });
  }
  return refuse(cursor, argument.node, `${describe(val)} as a number`, "Number(flag) counts booleans");
}

function toBoolean(cursor: Cursor, node: CallExpression): Val {
  refuseExtra(cursor, "Boolean()", node, 1);
  const [argument] = lowerArguments(cursor, node);
  if (argument === undefined) return refuse(cursor, node, "Boolean() needs an argument", "write Boolean(n)");
  return { kind: "bool", expr: truthOf(cursor, scalarOf(cursor, argument.val, argument.node), argument.node) };
}

/** JavaScript's own functions that have an exact meaning here. */
const NATIVE: ReadonlyMap<AuthorFunction, (cursor: Cursor, node: CallExpression) => Val> = new Map<
  AuthorFunction,
  (cursor: Cursor, node: CallExpression) => Val
>([
  [Math.min, extreme("lt")],
  [Math.max, extreme("gt")],
  [Math.trunc, truncate],
  [Math.abs, absolute],
  [Math.sign, sign],
  [Number, toNumber],
  [Boolean, toBoolean],
]);
