// Choices: choose() from a domain, an array, a list or a set. The invariant: a choice is the number of the option taken, in
// domain order, and has had no effect yet, so that a guard may still follow it.

import type { CallExpression, Expression, Node } from "oxc-parser";
import type { Domain, Value } from "../program/domain.ts";
import { domainSize, showValue, valueAt } from "../program/enumerate.ts";
import type { Choice, Expr } from "../program/program.ts";
import { isDomain } from "../runtime/domains.ts";
import { plain } from "../runtime/plain.ts";
import { lowerArguments } from "./call.ts";
import { detach, elementAt, memberCell, valueAtPlace, valueByOrdinal } from "./composite.ts";
import { assumeHere } from "./condition.ts";
import { type Cursor, conditionWord, emit, localCell, newLocal, placeOf, refuse } from "./context.ts";
import { lengthOf } from "./element.ts";
import { cellKey } from "./environment.ts";
import { binary, constant, read, ZERO } from "./expr.ts";
import { lowerExpression } from "./expression.ts";
import { toPlace } from "./member.ts";
import { choice as chooseBetween, scalarOf } from "./operator.ts";
import { describe, UNDEFINED, type Val } from "./value.ts";

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

/** Lowers choose(): the value of the option that a successor takes. */
export function lowerChoose(cursor: Cursor, node: CallExpression): Val {
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
