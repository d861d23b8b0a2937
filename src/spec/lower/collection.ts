// Methods of arrays, lists, sets and maps, and of constant arrays. Those that only read are expressions unrolled over the
// capacity; those that write store through composite.ts and keep unused cells zero. Callbacks are inlined once for each
// element. The invariant: the order of elements is JavaScript's for arrays and lists, domain order for sets and maps.

import type { CallExpression, MemberExpression } from "oxc-parser";
import type { Expr } from "../program/program.ts";
import { beforeWrite } from "./assignment.ts";
import { resultCell, storeResult } from "./branch.ts";
import { lowerArguments } from "./call.ts";
import { equal } from "./compare.ts";
import { detach, elementAt, memberCell, steady, store, valueAtPlace, valueByOrdinal } from "./composite.ts";
import { assumeHere, failUnless } from "./condition.ts";
import { listMethod, memberMethod } from "./container.ts";
import { addSite, append, type Cursor, collect, emit, interval, newLabel, refuse, spill, textOf } from "./context.ts";
import { lengthOf, recheck } from "./element.ts";
import { joinEnvironments } from "./environment.ts";
import { and, binary, cond, constant, literal, not, ONE, or, read, ZERO } from "./expr.ts";
import { type Argument, inlineCallback } from "./inline.ts";
import { only } from "./interval.ts";
import { refuseExtra } from "./intrinsic.ts";
import { isMember, refuseMember, refuseSetup, toPlace, truthOf, writeBack } from "./member.ts";
import { binaryOperator, scalarOf } from "./operator.ts";
import { markHere, protect } from "./order.ts";
import { range } from "./shape.ts";
import { bool, int, isScalarVal, known, type Location, UNDEFINED, type Val } from "./value.ts";

/** Elements in order, each with the condition under which it is there. */
interface Sequence {
  readonly elements: readonly { readonly there: () => Expr; readonly get: () => Val }[];
}

const MOST_ARGUMENTS: Readonly<Record<string, number>> = {
  ...{ some: 1, every: 1, findIndex: 1, reduce: 2, includes: 1, indexOf: 1, fill: 1 },
  ...{ push: 1, unshift: 1, pop: 0, shift: 0, clear: 0 },
  ...{ has: 1, add: 1, delete: 1, get: 1, set: 2 },
};

export function callMethod(
  cursor: Cursor,
  receiver: Val,
  name: string,
  node: CallExpression,
  callee: MemberExpression,
): Val {
  const at = textOf(cursor, callee.object);
  refuseExtra(cursor, `${name}()`, node, Object.hasOwn(MOST_ARGUMENTS, name) ? MOST_ARGUMENTS[name] : undefined);
  // The arguments are evaluated before the method looks at its object, which is still the one named before them.
  const mark = markHere(cursor);
  const args = argumentsOf(cursor, name, node);
  const self = protect(cursor, receiver, mark);
  if (self.kind === "place") recheck(cursor, self.place, mark, callee.object);
  const object: Val = self.kind === "place" ? { kind: "place", place: steady(cursor, self.place) } : self;
  const place = object.kind === "items" || object.kind === "known" ? null : toPlace(cursor, object);
  if (cursor.mode === "setup" && place?.store === "state") return refuseSetup(cursor, callee, at);
  if (place !== null && !isMember(place.shape.domain, name)) return refuseMember(cursor, object, name, callee.property);
  if (object.kind === "known" && !Array.isArray(object.value)) {
    const result = knownMethod(cursor, object.value, name, node, args);
    if (result !== null) return result;
    return refuseMember(cursor, object, name, callee.property);
  }
  switch (name) {
    case "some":
    case "every":
    case "findIndex":
      return search(cursor, sequenceOf(cursor, object, place), name, node);
    case "reduce":
      if (!isSet(place)) return reduce(cursor, sequenceOf(cursor, object, place), node, args);
      break;
    case "includes":
    case "indexOf":
      if (!isSet(place)) return find(cursor, sequenceOf(cursor, object, place), name, node, args);
      break;
    default:
      break;
  }
  if (place !== null) {
    const { shape } = place;
    if (shape.kind === "array" && name === "fill") return fill(cursor, place, node, at, args);
    if (shape.kind === "list") {
      const result = listMethod(cursor, place, name, args, node, at);
      writeBack(cursor, place);
      if (result !== null) return result;
    }
    if (shape.kind === "set" || shape.kind === "map") {
      const result = memberMethod(cursor, place, name, args, node, at);
      if (name !== "has" && name !== "get") writeBack(cursor, place);
      if (result !== null) return result;
    }
  }
  return refuseMember(cursor, object, name, callee.property);
}

/** Methods of constant sets and maps: what a parameter of such a domain is. */
function knownMethod(
  cursor: Cursor,
  value: unknown,
  name: string,
  node: CallExpression,
  args: readonly Argument[],
): Val | null {
  const isMap = value instanceof Map;
  const keys = sequenceOf(cursor, known(isMap ? [...value.keys()] : [...(value as Iterable<unknown>)]), null);
  if (name === "has") return find(cursor, keys, "includes", node, args);
  if (!isMap && (name === "some" || name === "every")) return search(cursor, keys, name, node);
  if (!isMap || name !== "get") return null;
  const at = find(cursor, keys, "indexOf", node, args) as Val & { kind: "int" };
  const site = addSite(
    cursor,
    { kind: "key", message: "the constant map has no such key", values: [], unnoticed: true },
    node,
  );
  failUnless(cursor, binary("ge", at.expr, ZERO), site);
  if (cursor.env === null || value.size === 0) return UNDEFINED;
  return scalarOf(cursor, { kind: "pick", values: [...value.values()], index: at.expr }, node);
}

/** What a method is given besides its callback. */
function argumentsOf(cursor: Cursor, name: string, node: CallExpression): readonly Argument[] {
  if (!Object.hasOwn(MOST_ARGUMENTS, name) || name === "some" || name === "every" || name === "findIndex") return [];
  return lowerArguments(cursor, name === "reduce" ? { ...node, arguments: node.arguments.slice(1) } : node);
}

function isSet(place: Location | null): boolean {
  return place?.shape.kind === "set" || place?.shape.kind === "map";
}

function sequenceOf(cursor: Cursor, object: Val, place: Location | null): Sequence {
  if (object.kind === "items") return { elements: object.items.map((item) => ({ there: () => ONE, get: () => item })) };
  if (object.kind === "known") {
    return {
      elements: [...(object.value as Iterable<unknown>)].map((item) => ({ there: () => ONE, get: () => known(item) })),
    };
  }
  if (place === null) throw new Error("not a sequence; please report this");
  const { shape } = place;
  if (shape.kind === "set" && shape.domain.kind === "set") {
    const { element } = shape.domain;
    return {
      elements: range(shape.size).map((i) => ({
        there: () => known1(cursor, read(memberCell(place, constant(i)))),
        get: () => valueByOrdinal(cursor, element, constant(i)),
      })),
    };
  }
  const count = shape.kind === "array" ? shape.length : shape.kind === "list" ? shape.capacity : 0;
  return {
    elements: range(count).map((i) => ({
      there: () => (shape.kind === "array" ? ONE : known1(cursor, binary("gt", lengthOf(place), constant(i)))),
      get: () => valueAtPlace(cursor, elementAt(place, constant(i))),
    })),
  };
}

/** Folds a truth that is already decided here. */
export function known1(cursor: Cursor, expr: Expr): Expr {
  const now = interval(cursor, expr);
  return now.lo === now.hi ? constant(now.lo) : expr;
}

/** `some`, `every`, `findIndex`: asks of each element in turn until the answer is known. */
function search(
  cursor: Cursor,
  { elements }: Sequence,
  name: "some" | "every" | "findIndex",
  node: CallExpression,
): Val {
  const callback = node.arguments[0];
  if (callback === undefined) return refuse(cursor, node, `${name}() needs a function`, `write ${name}((x) => …)`);
  const wanted = name === "every" ? 0 : 1;
  const found = (i: number): Val => (name === "findIndex" ? known(i) : known(name === "some"));
  const missed = name === "findIndex" ? known(-1) : known(name === "every");
  const label = newLabel(cursor);
  const target = resultCell(cursor);
  const exits: Cursor["env"][] = [];
  const tests: { test: Expr; i: number }[] = [];
  let pure = true;
  const start = cursor.env?.copy() ?? null;
  // Lowered as statements first; where nothing but tests came of it, as one expression instead.
  const list = collect(cursor, () => {
    elements.forEach(({ there: isThere, get }, i) => {
      const there = isThere();
      if (literal(there) === 0 || cursor.env === null) return;
      const before = cursor.env;
      cursor.env = before.copy();
      assumeHere(cursor, there, true);
      const inner = collect(cursor, () => {
        const size = cursor.out.length;
        const val = inlineCallback(cursor, callback, [get(), known(i)]);
        if (cursor.env === null) {
          pure = false;
          return;
        }
        if (val.kind === "known" && val.value === undefined)
          refuse(cursor, callback, `the callback of ${name}() gives no value`, "return a condition");
        const truth = truthOf(cursor, scalarOf(cursor, val, callback), callback);
        if (cursor.out.length > size) pure = false;
        const hit = wanted === 1 ? truth : not(truth);
        tests.push({ test: and(there, hit), i });
        if (literal(hit) === 0) return;
        const then = collect(cursor, () => {
          const env = cursor.env;
          cursor.env = env?.copy() ?? null;
          assumeHere(cursor, hit, true);
          storeResult(cursor, target, found(i), node);
          exits.push(cursor.env);
          cursor.env = env;
        });
        cursor.out.push({ kind: "if", test: hit, then: [...then, { kind: "break", label }], else: [] });
        assumeHere(cursor, hit, false);
      });
      const after = cursor.env;
      cursor.env = before;
      assumeHere(cursor, there, false);
      cursor.env = joinEnvironments(cursor.env, after);
      // Pushed, not emitted: nothing may come after a callback that always fails.
      cursor.out.push(
        literal(there) === 1
          ? { kind: "block", label: newLabel(cursor), body: inner }
          : { kind: "if", test: there, then: inner, else: [] },
      );
    });
    storeResult(cursor, target, missed, node);
  });
  if (pure) {
    cursor.env = start;
    if (name === "findIndex") {
      const expr = tests.reduceRight<Expr>((rest, { test, i }) => cond(test, constant(i), rest), constant(-1));
      return int(expr, tests.length === 0 ? only(-1) : { lo: -1, hi: elements.length - 1 });
    }
    const any = tests.reduceRight<Expr>((rest, { test }) => or(test, rest), ZERO);
    return bool(name === "some" ? any : not(any));
  }
  const end = cursor.env;
  cursor.env = exits.reduce(joinEnvironments, end);
  cursor.out.push({ kind: "block", label, body: list });
  return target.val ?? missed;
}

function reduce(cursor: Cursor, { elements }: Sequence, node: CallExpression, args: readonly Argument[]): Val {
  const [callback] = node.arguments;
  const [initial] = args;
  if (callback === undefined || initial === undefined) {
    return refuse(
      cursor,
      node,
      "reduce() needs a function and an initial value",
      "write reduce((sum, x) => sum + x, 0)",
    );
  }
  let sofar = scalarOf(cursor, initial.val, initial.node);
  elements.forEach(({ there: isThere, get }, i) => {
    const there = isThere();
    if (literal(there) === 0) return;
    const before = cursor.env?.copy() ?? null;
    let next: Val = sofar;
    const list = collect(cursor, () => {
      assumeHere(cursor, there, true);
      next = scalarOf(cursor, inlineCallback(cursor, callback, [sofar, get(), known(i)]), callback);
      if (isScalarVal(next)) next = { ...next, expr: spill(cursor, next.expr) };
    });
    if (literal(there) === 1) {
      append(cursor.out, list);
      sofar = next;
      return;
    }
    const target = resultCell(cursor);
    const then = [...list, ...collect(cursor, () => storeResult(cursor, target, next, node))];
    const after = cursor.env;
    cursor.env = before;
    const otherwise = collect(cursor, () => storeResult(cursor, target, sofar, node));
    const joined = joinEnvironments(cursor.env, after);
    cursor.env = before;
    emit(cursor, { kind: "if", test: there, then, else: otherwise });
    cursor.env = joined;
    sofar = target.val ?? sofar;
  });
  return sofar;
}

function find(
  cursor: Cursor,
  { elements }: Sequence,
  name: "includes" | "indexOf",
  node: CallExpression,
  [argument]: readonly Argument[],
): Val {
  if (argument === undefined) return refuse(cursor, node, `${name}() needs a value`, `write ${name}(x)`);
  const wanted = scalarOf(cursor, argument.val, argument.node);
  const tests = elements.map(({ there: isThere, get }) => {
    const there = isThere();
    const element = scalarOf(cursor, get(), node);
    if (!isScalarVal(element) && element.kind !== "known")
      return and(there, equal(cursor, element, wanted, argument.node));
    const same = binaryOperator(cursor, "===", element, wanted, argument.node);
    return and(there, same.kind === "bool" ? same.expr : ZERO);
  });
  if (name === "includes") return bool(tests.reduceRight<Expr>((rest, test) => or(test, rest), ZERO));
  const expr = tests.reduceRight<Expr>((rest, test, i) => cond(test, constant(i), rest), constant(-1));
  return int(expr, { lo: -1, hi: Math.max(-1, elements.length - 1) });
}

function fill(cursor: Cursor, place: Location, node: CallExpression, at: string, [argument]: readonly Argument[]): Val {
  if (argument === undefined) return refuse(cursor, node, "fill() needs a value", "write fill(x)");
  if (place.shape.kind !== "array") throw new Error("not an array; please report this");
  beforeWrite(cursor, place, at, node);
  const val = detach(cursor, argument.val);
  for (const i of range(place.shape.length)) store(cursor, elementAt(place, constant(i)), val, node, `${at}[${i}]`);
  writeBack(cursor, place);
  return UNDEFINED;
}
