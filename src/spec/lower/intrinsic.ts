// The language's own functions inside a step or a property: guards, choices, assertions, notes, copies, and domains made
// on the spot. (What properties ask of processes is in standing.ts.) The invariant: a guard stands where nothing of the
// step has happened yet, so that a disabled step needs no undoing.

import type { CallExpression, Expression, Node } from "oxc-parser";
import type { AuthorFunction } from "../definition.ts";
import type { Domain, ScalarDomain, Value } from "../program/domain.ts";
import { domainSize, showValue, valueAt } from "../program/enumerate.ts";
import type { Choice, Expr, GuardKind } from "../program/program.ts";
import { isDomain } from "../runtime/domains.ts";
import type { IntrinsicName } from "../runtime/intrinsics.ts";
import { plain } from "../runtime/plain.ts";
import { SpecError } from "../source/diagnostic.ts";
import { lowerArguments } from "./call.ts";
import { detach, elementAt, equal, memberCell, valueAtPlace, valueByOrdinal } from "./composite.ts";
import { assumeHere, failUnless } from "./condition.ts";
import { addSite, type Cursor, conditionWord, emit, localCell, newLocal, placeOf, refuse } from "./context.ts";
import { lengthOf } from "./element.ts";
import { cellKey } from "./environment.ts";
import { binary, constant, literal, ONE, read, ZERO } from "./expr.ts";
import { knownOf, lowerCondition, lowerExpression } from "./expression.ts";
import { toPlace } from "./member.ts";
import { choice as chooseBetween, scalarOf, textVal } from "./operator.ts";
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
      lowerGuard(cursor, name, argumentAt(cursor, node, 0, `${name}() needs a condition`), node);
      return UNDEFINED;
    case "optional":
      lowerGuard(cursor, name, node.arguments.length === 0 ? null : argumentAt(cursor, node, 0, ""), node);
      return UNDEFINED;
    case "disabled":
      allowGuard(cursor, node, "disabled()");
      emit(cursor, { kind: "guard", guard: "when", test: ZERO, waits: "blocked", place: placeOf(cursor, node) });
      cursor.env = null;
      return UNDEFINED;
    case "choose":
      return lowerChoose(cursor, node);
    case "assert":
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
      return refuse(cursor, node, `${name}() inside a function`, "it belongs at the top level of the module");
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

function argumentAt(cursor: Cursor, node: CallExpression, at: number, missing: string): Expression {
  const argument = node.arguments[at];
  if (argument === undefined) return refuse(cursor, node, missing, "write it between the parentheses");
  if (argument.type === "SpreadElement")
    return refuse(cursor, argument, "spreads are not part of the language", "write the arguments out");
  return argument;
}

// ------------------------------------------------------------------------------------------------------------ guards

function allowGuard(cursor: Cursor, node: Node, what: string): void {
  const isStatement = cursor.statement === node;
  if (cursor.mode === "property")
    refuse(cursor, node, `${what} in ${conditionWord(cursor)}`, "return the condition instead");
  if (cursor.mode === "setup") {
    refuse(
      cursor,
      node,
      `${what} before the first yield`,
      'creating a process is not a step: write yield "label" before it',
    );
  }
  if (cursor.guardless !== null) {
    refuse(
      cursor,
      node,
      `${what} ${cursor.guardless}`,
      "a guard is a statement of its own, at the beginning of its step or branch",
    );
  }
  if (!isStatement) {
    refuse(
      cursor,
      node,
      `${what} inside an expression`,
      "a guard is a statement of its own, at the beginning of its step or branch",
    );
  }
  // A way through init that a guard closes is given up whole: there is no state to go back to.
  const effect = cursor.mode === "init" ? null : (cursor.env?.effect ?? null);
  if (effect !== null) {
    refuse(
      cursor,
      node,
      `${what} after ${effect}`,
      'a guard comes before everything its step does: move it up, or write yield "label" before it',
    );
  }
}

function lowerGuard(
  cursor: Cursor,
  guard: "when" | "idleUntil" | "optional",
  condition: Expression | null,
  node: Node,
): void {
  allowGuard(cursor, node, `${guard}()`);
  const before = cursor.env?.effect ?? null;
  const test = condition === null ? ONE : lowerCondition(cursor, condition);
  const effect = cursor.env?.effect ?? null;
  if (effect !== null && before === null) {
    if (cursor.env !== null) cursor.env.effect = null;
    refuse(
      cursor,
      condition ?? node,
      `${effect} in the condition of a guard`,
      "a guard only reads; do the write after it",
    );
  }
  const waits = guard === "when" ? "blocked" : guard === "idleUntil" ? "idle" : "optional";
  // A guard that always holds says nothing, but an optional step stays optional.
  if (literal(test) === 1 && guard !== "optional") return;
  emit(cursor, { kind: "guard", guard: guard as GuardKind, test, waits, place: placeOf(cursor, node) });
  assumeHere(cursor, test, true);
}

// ----------------------------------------------------------------------------------------------------------- choices

/** The name a choice goes by in schedules: that of the const it initialises. */
let naming: { readonly node: Node; readonly name: string } | null = null;

/** Lowers an initialiser; if it is itself a choice, the choice bears the variable's name. */
export function lowerNamed(cursor: Cursor, name: string, node: Expression, call: Node): Val {
  const outer = naming;
  naming = { node: call, name };
  try {
    return lowerExpression(cursor, node);
  } finally {
    naming = outer;
  }
}

function lowerChoose(cursor: Cursor, node: CallExpression): Val {
  if (cursor.mode === "property")
    return refuse(cursor, node, `choose() in ${conditionWord(cursor)}`, "ask about all values with some() or every()");
  if (cursor.mode === "setup")
    return refuse(cursor, node, "choose() before the first yield", "choose in init, or in the first step");
  const name = naming?.node === node ? naming.name : "choice";
  const [argument] = lowerArguments(cursor, node);
  if (argument === undefined)
    return refuse(
      cursor,
      node,
      "choose() needs something to choose from",
      "write choose(int(0, 3)), or choose(s.queue)",
    );
  const { val } = argument;
  if (val.kind === "known" && isDomain(val.value)) {
    const domain = val.value as Domain;
    const size = domainSize(domain);
    if (!Number.isFinite(size) || size > 1 << 20)
      return refuse(
        cursor,
        argument.node,
        `${Number.isFinite(size) ? size : "more than 2^31"} values to choose from`,
        `at most ${1 << 20} are possible: choose from a smaller domain`,
      );
    const option = newOption(cursor, node, { name, domain, labels: labelsOf(domain, size) }, constant(size), size);
    return valueByOrdinal(cursor, domain, option);
  }
  if (val.kind === "known" && Array.isArray(val.value)) {
    const values = val.value as readonly unknown[];
    const labels = Array.from(plain(values) as readonly Value[], showValue);
    const option = newOption(cursor, node, { name, domain: null, labels }, constant(values.length), values.length);
    if (cursor.env === null) return UNDEFINED;
    return scalarOf(cursor, { kind: "pick", values, index: option }, node);
  }
  if (val.kind === "items") {
    const option = newOption(
      cursor,
      node,
      { name, domain: null, labels: null },
      constant(val.items.length),
      val.items.length,
    );
    return val.items.reduceRight((rest, item, i) =>
      chooseBetween(cursor, binary("eq", option, constant(i)), item, rest, node),
    );
  }
  const place = toPlace(cursor, val);
  if (place === null)
    return refuse(
      cursor,
      argument.node,
      `choose() from ${describe(val)}`,
      "choose from a domain, an array, a list or a set",
    );
  const { shape } = place;
  if (shape.kind === "set" && shape.domain.kind === "set") {
    const { element } = shape.domain;
    const option = newOption(
      cursor,
      node,
      { name, domain: element, labels: labelsOf(element, shape.size) },
      constant(shape.size),
      shape.size,
    );
    const test = read(memberCell(place, option));
    emit(cursor, { kind: "guard", guard: "offer", test, waits: "blocked", place: placeOf(cursor, node) });
    assumeHere(cursor, test, true);
    return valueByOrdinal(cursor, element, option);
  }
  if (shape.kind === "array" || shape.kind === "list") {
    const most = shape.kind === "array" ? shape.length : shape.capacity;
    const option = newOption(cursor, node, { name, domain: null, labels: null }, lengthOf(place), most);
    return detach(cursor, valueAtPlace(cursor, elementAt(place, option)));
  }
  return refuse(
    cursor,
    argument.node,
    `choose() from ${describe(val)}`,
    shape.kind === "map"
      ? "for a map, choose from the domain of its keys and guard with has()"
      : "choose from a domain, an array, a list or a set",
  );
}

function labelsOf(domain: Domain, size: number): string[] | null {
  return size > 4096 ? null : Array.from({ length: size }, (_, i) => showValue(valueAt(domain, i)));
}

/** The number of the option taken, 0 … count-1. */
function newOption(cursor: Cursor, node: Node, choice: Omit<Choice, "place">, count: Expr, most: number): Expr {
  // A step whose guard may still fail after a choice has had no effect: choosing is allowed before guards.
  const id = cursor.program.choices.push({ ...choice, place: placeOf(cursor, node) }) - 1;
  const target = newLocal(cursor, choice.name, null, 1, false);
  emit(cursor, { kind: "choose", choice: id, target, count, place: placeOf(cursor, node) });
  if (most <= 0) cursor.env = null;
  const cell = localCell(target);
  cursor.env?.known.set(cellKey(cell)!, { lo: 0, hi: most - 1 });
  return most === 1 ? ZERO : read(cell);
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
  return UNDEFINED;
}

function scalarDomain(val: Val & { kind: "int" | "bool" | "enum" }): ScalarDomain | null {
  if (val.kind === "bool") return { kind: "bool", initial: false };
  return val.kind === "enum"
    ? { kind: "oneOf", values: val.strings.values, initial: val.strings.values[0] ?? "" }
    : null;
}
