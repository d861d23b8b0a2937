// The language's own functions inside a step or a property: assertions, notes, copies, and domains made on the spot;
// guards, choices and what properties ask of processes have files of their own (guard.ts, choose.ts, standing.ts). The
// invariant: every one of them is lowered here or refused here, so that none can be forgotten.

import type { CallExpression, Expression } from "oxc-parser";
import { isFunction, unwrap } from "../analysis/syntax.ts";
import type { AuthorFunction } from "../definition.ts";
import type { ScalarDomain } from "../program/domain.ts";
import type { Expr } from "../program/program.ts";
import type { IntrinsicName } from "../runtime/intrinsics.ts";
import { SpecError, unreachable } from "../source/diagnostic.ts";
import { lowerArguments } from "./call.ts";
import { lowerChoose } from "./choose.ts";
import { equal } from "./compare.ts";
import { failUnless } from "./condition.ts";
import { addSite, type Cursor, emit, markEffect, placeOf, refuse } from "./context.ts";
import { knownOf, lowerCondition, lowerExpression } from "./expression.ts";
import { lowerDisabled, lowerGuard } from "./guard.ts";
import { scalarOf, textVal } from "./operator.ts";
import { leavesAt } from "./order.ts";
import { lowerStanding } from "./standing.ts";
import { bool, describe, known, UNDEFINED, type Val } from "./value.ts";

/** How many arguments those functions take at most that stand in steps and properties. */
const MOST_ARGUMENTS: Readonly<Partial<Record<IntrinsicName, number>>> = {
  ...{ when: 1, idleUntil: 1, optional: 1, disabled: 0, choose: 1 },
  ...{ load: 1, copy: 1, same: 2, note: 2, assert: 2 },
  ...{ at: 3, ended: 2, enabled: 3, old: 1, by: 3 },
};

export function lowerIntrinsic(cursor: Cursor, name: IntrinsicName, fn: AuthorFunction, node: CallExpression): Val {
  refuseExtra(cursor, `${name}()`, node, MOST_ARGUMENTS[name]);
  switch (name) {
    case "when":
    case "idleUntil":
      refuseFunction(cursor, name, node);
      lowerGuard(cursor, name, argumentAt(cursor, node, 0, `${name}() needs a condition`), node);
      return UNDEFINED;
    case "optional":
      refuseFunction(cursor, name, node);
      lowerGuard(cursor, name, node.arguments.length === 0 ? null : argumentAt(cursor, node, 0, ""), node);
      return UNDEFINED;
    case "disabled":
      lowerDisabled(cursor, node);
      return UNDEFINED;
    case "choose":
      return lowerChoose(cursor, node);
    case "assert":
      refuseFunction(cursor, name, node);
      return lowerAssert(cursor, node);
    case "note":
      return lowerNote(cursor, node);
    case "same": {
      const [a, b] = lowerArguments(cursor, node);
      if (a === undefined || b === undefined)
        return refuse(cursor, node, "same() compares two values", "write same(a, b)");
      return bool(equal(cursor, a.val, b.val, node));
    }
    case "copy": {
      const [argument] = lowerArguments(cursor, node);
      if (argument === undefined) return refuse(cursor, node, "copy() needs a value", "write copy(req.poll)");
      if (argument.val.kind !== "place") return argument.val;
      const { place } = argument.val;
      return { kind: "leaves", domain: place.shape.domain, leaves: leavesAt(place) };
    }
    case "load": {
      const [argument] = lowerArguments(cursor, node);
      return argument?.val ?? refuse(cursor, node, "load() needs a value", "write load(req.refs)");
    }
    case "local":
      return refuse(cursor, node, "local() declares the domain of a variable", "write let v = local(domain)");
    case "int":
    case "bool":
    case "oneOf":
    case "record":
    case "union":
    case "array":
    case "list":
    case "set":
    case "map":
    case "since":
      return evaluate(cursor, name, fn, node);
    case "at":
    case "ended":
    case "enabled":
    case "old":
    case "by":
      return lowerStanding(cursor, name, node);
    case "params":
    case "shared":
    case "spec":
    case "each":
    case "strong":
    case "weak":
    case "unfair":
      return refuse(cursor, node, `${name}() inside a function`, "it belongs at the top level of the module");
    case "always":
    case "and":
    case "eventually":
    case "eventuallyAlways":
    case "implies":
    case "infinitelyOften":
    case "leadsTo":
    case "not":
    case "or":
    case "taken":
    case "terminates":
    case "until":
      return refuse(
        cursor,
        node,
        `${name}() inside a function`,
        "it speaks of whole runs: put it under `temporal`, outside of conditions",
      );
    default:
      return unreachable(name);
  }
}

/** Refuses arguments beyond those that a function takes. */
export function refuseExtra(cursor: Cursor, what: string, node: CallExpression, most: number | undefined): void {
  const extra = most === undefined ? undefined : node.arguments[most];
  if (extra === undefined || node.arguments.some((argument) => argument.type === "SpreadElement")) return;
  const count = most === 0 ? "no arguments" : most === 1 ? "one argument" : `${most === 2 ? "two" : "three"} arguments`;
  refuse(cursor, extra, `${what} takes ${count}`, "leave it out");
}

/** A function of constants, such as a domain written where it is used. */
function evaluate(cursor: Cursor, name: string, fn: AuthorFunction, node: CallExpression): Val {
  const values = lowerArguments(cursor, node).map((argument) => {
    const value = argument.val.kind === "object" ? knownObject(argument.val) : knownOf(argument.val);
    return (
      value ??
      refuse(
        cursor,
        argument.node,
        `this is no constant, as the arguments of ${name}() are`,
        "domains do not depend on the state",
      )
    );
  });
  try {
    return known(fn(...values.map((v) => v.value)));
  } catch (error) {
    if (error instanceof SpecError) {
      const [first] = error.diagnostics;
      return refuse(cursor, node, first?.message ?? error.message, ...(first?.hints ?? []));
    }
    return refuse(cursor, node, error instanceof Error ? error.message : String(error));
  }
}

function knownObject(val: Val & { kind: "object" }): { value: unknown } | null {
  const fields = [...val.fields].map(([name, field]) => [name, knownOf(field)] as const);
  if (fields.some(([, field]) => field === null)) return null;
  return { value: Object.fromEntries(fields.map(([name, field]) => [name, field!.value])) };
}

export function argumentAt(cursor: Cursor, node: CallExpression, at: number, missing: string): Expression {
  const argument = node.arguments[at];
  if (argument === undefined) return refuse(cursor, node, missing, "write it between the parentheses");
  if (argument.type === "SpreadElement")
    return refuse(cursor, argument, "spreads are not part of the language", "write the arguments out");
  return argument;
}

// -------------------------------------------------------------------------------------------------- assertions, notes

function textArgument(cursor: Cursor, node: CallExpression, at: number, otherwise: string): string {
  const argument = node.arguments[at];
  if (argument === undefined) return otherwise;
  if (argument.type === "SpreadElement")
    return refuse(cursor, argument, "spreads are not part of the language", "write the arguments out");
  const val = lowerExpression(cursor, argument);
  if (val.kind === "known" && typeof val.value === "string") return val.value;
  return refuse(cursor, argument, "the text is a constant string", "note(text, value) shows a value beside its text");
}

/** Conditions are values, where many a library takes functions. */
function refuseFunction(cursor: Cursor, name: string, node: CallExpression): void {
  const [argument] = node.arguments;
  if (argument === undefined || argument.type === "SpreadElement" || !isFunction(unwrap(argument))) return;
  refuse(
    cursor,
    argument,
    `${name}() takes a condition, not a function`,
    `write the condition itself: ${name}(s.x > 0)`,
  );
}

function lowerAssert(cursor: Cursor, node: CallExpression): Val {
  if (cursor.mode === "setup")
    return refuse(
      cursor,
      node,
      "assert() before the first yield",
      'creating a process is not a step: write yield "label" before it',
    );
  const text = textArgument(cursor, node, 1, "assertion failed");
  const test = lowerCondition(cursor, argumentAt(cursor, node, 0, "assert() needs a condition"));
  failUnless(cursor, test, addSite(cursor, { kind: "assert", message: text, values: [] }, node));
  markEffect(cursor, "assert()", 0);
  return UNDEFINED;
}

function lowerNote(cursor: Cursor, node: CallExpression): Val {
  if (cursor.mode === "setup") {
    return refuse(
      cursor,
      node,
      "note() before the first yield",
      'creating a process is not a step: write yield "label" before it',
    );
  }
  if (cursor.mode === "property") return UNDEFINED;
  if (node.arguments.length === 0) return refuse(cursor, node, "note() needs a text", 'write note("text", value)');
  const text = textArgument(cursor, node, 0, "");
  const argument = node.arguments[1];
  const place = placeOf(cursor, node);
  let value: { shape: "scalar"; expr: Expr; domain: ScalarDomain | null } | null = null;
  if (argument !== undefined && argument.type !== "SpreadElement") {
    const val = textVal(scalarOf(cursor, lowerExpression(cursor, argument), argument));
    if (val.kind !== "int" && val.kind !== "bool" && val.kind !== "enum") {
      return refuse(cursor, argument, `${describe(val)} in a note`, "note numbers, booleans and strings");
    }
    value = { shape: "scalar", expr: val.expr, domain: scalarDomain(val) };
  }
  const note = cursor.program.notes.push({ text, value, place }) - 1;
  emit(cursor, { kind: "note", note });
  markEffect(cursor, "note()", 0);
  return UNDEFINED;
}

function scalarDomain(val: Val & { kind: "int" | "bool" | "enum" }): ScalarDomain | null {
  if (val.kind === "bool") return { kind: "bool", initial: false };
  return val.kind === "enum"
    ? { kind: "oneOf", values: val.strings.values, initial: val.strings.values[0] ?? "" }
    : null;
}
