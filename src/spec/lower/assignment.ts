// Assignments, compound assignments, ++ and --: to variables and to places of the shared state, in JavaScript's order
// (the target's path first, then the right side, then the write). The invariant: every write of shared state goes through
// here or through collection.ts, so that mode and order of effects are checked in one place.

import type { AssignmentExpression, Expression, MemberExpression, Node, UpdateExpression } from "oxc-parser";
import { isIdentifier, unwrap } from "../analysis/syntax.ts";
import { steady, store, valueAtPlace } from "./composite.ts";
import { type Blame, type Cursor, conditionWord, markEffect, refuse, textOf } from "./context.ts";
import { elementPlace, recheck } from "./element.ts";
import { literal } from "./expr.ts";
import { lowerExpression } from "./expression.ts";
import { fieldPlace, refuseMember, toPlace, writeBack } from "./member.ts";
import { binaryOperator, intOf, scalarOf } from "./operator.ts";
import { type Mark, markHere, protect } from "./order.ts";
import { delegation, lowerDelegation } from "./procedure.ts";
import { cellsOf } from "./shape.ts";
import { describe, isScalarVal, known, type Location, UNDEFINED, type Val } from "./value.ts";
import { assignVariable, readVariable } from "./variable.ts";

type Target =
  | { readonly kind: "variable"; readonly node: Expression & { type: "Identifier" } }
  | { readonly kind: "place"; readonly place: Location; readonly name: string };

/** A member expression to be written: JavaScript evaluates the object and the index at once, and asks for the place when it writes. */
interface Member {
  readonly kind: "member";
  readonly node: MemberExpression;
  readonly object: Val;
  readonly base: Location;
  readonly index: Val | null;
}

/** Lowers the left side of an assignment that is read before it is written. */
function lowerTarget(cursor: Cursor, node: Node): Target {
  const target = lowerTargetOf(cursor, node);
  return target.kind === "member" ? placeOfMember(cursor, target) : target;
}

/** The left side of an assignment, as far as it is evaluated before the right side. */
function lowerTargetOf(cursor: Cursor, target: Node): (Target & { kind: "variable" }) | Member {
  const node = unwrap(target as Expression);
  if (isIdentifier(node)) {
    if (cursor.frame.bindings.references.get(node)?.kind !== "local") {
      const known = Object.hasOwn(cursor.frame.module.scope(), node.name);
      return known
        ? refuse(
            cursor,
            node,
            `${node.name} belongs to the module and is not part of any state`,
            "make it a field of shared({…})",
          )
        : refuse(
            cursor,
            node,
            `${node.name} is not declared here`,
            "declare it with let, or make it a field of shared({…})",
          );
    }
    return { kind: "variable", node: node as Expression & { type: "Identifier" } };
  }
  if (node.type === "MemberExpression") {
    return lowerMember(cursor, node);
  }
  return refuse(cursor, node, "destructuring assignments are not part of the language", "assign the parts one by one");
}

function lowerMember(cursor: Cursor, node: MemberExpression): Member {
  const object = lowerExpression(cursor, node.object);
  if (object.kind === "object") {
    return refuse(
      cursor,
      node,
      "a literal without a domain does not change",
      "declare it as const x = local(record({…})) and assign its fields",
    );
  }
  const base = toPlace(cursor, object);
  if (base === null || object.kind === "leaves") {
    return object.kind === "known"
      ? refuse(
          cursor,
          node.object,
          isOwn(cursor, node.object)
            ? "a literal without a domain does not change"
            : "a constant of the module cannot be written to",
          isOwn(cursor, node.object)
            ? "declare it with one: const x = local(array(2, int(0, 7)))"
            : "what changes is a field of shared({…})",
        )
      : refuse(
          cursor,
          node.object,
          `${describe(object)} cannot be written to`,
          "assign a field of shared state or of a local",
        );
  }
  if (!node.computed) return { kind: "member", node, object, base, index: null };
  const mark = markHere(cursor);
  const index = scalarOf(cursor, lowerExpression(cursor, node.property as Expression), node.property);
  return { kind: "member", node, object, base: protectPlace(cursor, base, mark), index };
}

/** Whether an expression begins with a variable of the function. */
function isOwn(cursor: Cursor, node: Node): boolean {
  const root = unwrap(node as Expression);
  if (root.type === "MemberExpression") return isOwn(cursor, root.object);
  return isIdentifier(root) && cursor.frame.bindings.references.get(root)?.kind === "local";
}

function protectPlace(cursor: Cursor, place: Location, mark: Mark): Location {
  const val = protect(cursor, { kind: "place", place }, mark);
  return val.kind === "place" ? val.place : place;
}

/** The member as it was evaluated at the mark, and what it hangs on still there. */
function protectMember(cursor: Cursor, member: Member, mark: Mark): Member {
  const base = protectPlace(cursor, member.base, mark);
  const index = member.index && protect(cursor, member.index, mark);
  recheck(cursor, base, mark, member.node.object);
  return { ...member, base, index };
}

/** The place a member expression names, if it is there. */
function placeOfMember(cursor: Cursor, { node, object, base, index }: Member): Target & { kind: "place" } {
  const text = textOf(cursor, node);
  if (index !== null) {
    const place = elementPlace(cursor, base, index, node.property, textOf(cursor, node.object));
    return { kind: "place", place: steady(cursor, place), name: text };
  }
  const name = (node.property as { name: string }).name;
  const inner = fieldPlace(cursor, base, name, node.property);
  if (inner !== null) {
    if (base.shape.kind === "union" && base.shape.domain.kind === "union" && name === base.shape.domain.tag) {
      return refuse(
        cursor,
        node,
        `the field ${name} tells which record this is, and is not assigned by itself`,
        `assign a whole value: { ${name}: "…", … }`,
      );
    }
    return { kind: "place", place: inner, name: text };
  }
  return name === "length" || name === "size"
    ? refuse(
        cursor,
        node,
        `${name} cannot be assigned`,
        base.shape.kind === "array"
          ? "an array always has all its elements; a list grows and shrinks"
          : `${base.shape.kind === "list" ? "push, pop" : base.shape.kind === "set" ? "add, delete" : "set, delete"} and clear change it`,
      )
    : refuseMember(cursor, object, name, node.property);
}

/** Checks that the present code may write, and remembers that it did. */
export function beforeWrite(cursor: Cursor, place: Location, name: string, node: Node): void {
  if (place.merged !== undefined) return beforeWrite(cursor, place.merged.union, name, node);
  if (place.store === "local") {
    markEffect(cursor, `the write to ${name}`, cursor.process.locals.get(cellsOf(place)[0]?.id ?? 0)?.depth);
    return;
  }
  if (cursor.mode === "property")
    refuse(cursor, node, `${name} is written in ${conditionWord(cursor)}`, "it only reads");
  if (cursor.mode === "setup") {
    refuse(
      cursor,
      node,
      `${name} is written before the first yield`,
      'creating a process is not a step: write yield "label" before it',
    );
  }
  markEffect(cursor, `the write to ${name}`, 0);
}

/** Writes the value of `right`, as part of the assignment `node`. */
function write(cursor: Cursor, target: Target, val: Val, node: Node, right: Node): void {
  const blame: Blame = { start: right.start, end: right.end, whole: node };
  if (target.kind === "place") {
    beforeWrite(cursor, target.place, target.name, node);
    store(cursor, target.place, val, blame, target.name);
    writeBack(cursor, target.place);
    return;
  }
  const reference = cursor.frame.bindings.references.get(target.node);
  if (reference?.kind === "local") assignVariable(cursor, reference.declaration, val, target.node, blame);
}

function current(cursor: Cursor, target: Target): Val {
  if (target.kind === "place") return valueAtPlace(cursor, target.place);
  const reference = cursor.frame.bindings.references.get(target.node);
  if (reference?.kind !== "local") throw new Error("not a local; please report this");
  return readVariable(cursor, reference.declaration, target.node);
}

function protectTarget(cursor: Cursor, target: Target, mark: Mark): Target {
  if (target.kind === "variable") return target;
  return { ...target, place: protectPlace(cursor, target.place, mark) };
}

/** What an assignment is worth to the expression around it: the right side as it was before the write. */
function worth(cursor: Cursor, target: Target, val: Val, written: Mark): Val {
  return isScalarVal(val) ? current(cursor, target) : protect(cursor, val, written);
}

/** `x = yield* f()`: the target is looked up afterwards, so nothing in it may depend on when. */
function assignDelegation(
  cursor: Cursor,
  node: AssignmentExpression,
  call: NonNullable<ReturnType<typeof delegation>>,
): Val {
  if (node.operator !== "=")
    return refuse(cursor, node.right, `yield* on the right of ${node.operator}`, "assign its result to a const first");
  const val = lowerDelegation(cursor, call);
  if (cursor.env === null) return UNDEFINED;
  const target = lowerTarget(cursor, node.left);
  if (target.kind === "place" && literal(target.place.index) === null) {
    return refuse(
      cursor,
      node.left,
      "an index that may change while the procedure runs",
      "assign the result to a const first",
    );
  }
  write(cursor, target, val, node, node.right);
  return UNDEFINED;
}

export function assign(cursor: Cursor, node: AssignmentExpression): Val {
  const call = delegation(node.right);
  if (call !== null) return assignDelegation(cursor, node, call);
  if (node.operator === "=") {
    const evaluated = lowerTargetOf(cursor, node.left);
    const since = markHere(cursor);
    const val = scalarOf(cursor, lowerExpression(cursor, node.right), node.right);
    if (cursor.env === null) return UNDEFINED;
    const held =
      evaluated.kind === "member" ? placeOfMember(cursor, protectMember(cursor, evaluated, since)) : evaluated;
    const written = markHere(cursor);
    write(cursor, held, val, node, node.right);
    return worth(cursor, held, val, written);
  }
  const target = lowerTarget(cursor, node.left);
  const mark = markHere(cursor);
  const symbol = node.operator.slice(0, -1);
  if (symbol === "&&" || symbol === "||" || symbol === "??") {
    return refuse(cursor, node, `${node.operator} is not part of the language`, "write an if");
  }
  const before = scalarOf(cursor, current(cursor, target), node.left);
  const right = scalarOf(cursor, lowerExpression(cursor, node.right), node.right);
  const left = protect(cursor, before, mark);
  const held = protectTarget(cursor, target, mark);
  const val = binaryOperator(cursor, symbol, left, right, node, [node.left, node.right]);
  const written = markHere(cursor);
  write(cursor, held, val, node, node);
  return worth(cursor, held, val, written);
}

export function update(cursor: Cursor, node: UpdateExpression): Val {
  const target = lowerTarget(cursor, node.argument);
  const before = intOf(cursor, current(cursor, target), node.argument, `as the operand of ${node.operator}`);
  const mark = markHere(cursor);
  const after = binaryOperator(cursor, node.operator === "++" ? "+" : "-", before, known(1), node);
  write(cursor, target, after, node, node);
  if (node.prefix) return current(cursor, target);
  return literal(before.expr) !== null ? before : protect(cursor, before, mark);
}
