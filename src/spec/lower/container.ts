// Methods that write to lists, sets and maps, and those that ask for a member or a key. The invariant: unused cells stay
// zero, whatever is taken away.

import type { Node } from "oxc-parser";
import type { Expr } from "../program/program.ts";
import { beforeWrite } from "./assignment.ts";
import { known1 } from "./collection.ts";
import { findOrdinal, ordinalIn } from "./compare.ts";
import { detach, elementAt, leavesIn, memberCell, store, valueAtPlace } from "./composite.ts";
import { assumeHere, failUnless } from "./condition.ts";
import { addSite, type Cursor, collect, emit, emitSet, refuse, spill } from "./context.ts";
import { joinEnvironments } from "./environment.ts";
import { and, binary, constant, ONE, read, ZERO } from "./expr.ts";
import type { Argument } from "./inline.ts";
import { cellAt, cellsOf } from "./shape.ts";
import { bool, isScalarVal, type Location, UNDEFINED, type Val } from "./value.ts";

export function listMethod(
  cursor: Cursor,
  place: Location,
  name: string,
  args: readonly Argument[],
  node: Node,
  at: string,
): Val | null {
  const { shape } = place;
  if (shape.kind !== "list") return null;
  const lengthCell = cellAt(place, shape.length.storage, place.index);
  const length = read(lengthCell);
  const setLength = (expr: Expr): void => emitSet(cursor, lengthCell, expr);
  const cellsAt = (i: number): ReturnType<typeof cellsOf> => cellsOf(elementAt(place, constant(i)));
  const move = (to: number, from: number): void => {
    const source = cellsAt(from);
    cellsAt(to).forEach((cell, i) => {
      emitSet(cursor, cell, read(source[i]!));
    });
  };
  const clearSlot = (i: number): void => {
    for (const cell of cellsAt(i)) emitSet(cursor, cell, ZERO);
  };
  switch (name) {
    case "push":
    case "unshift": {
      const given = args;
      if (given.length === 0) return refuse(cursor, node, `${name}() needs a value`, `write ${name}(x)`);
      for (const argument of given) {
        beforeWrite(cursor, place, at, node);
        const leaves = leavesIn(cursor, argument.val, shape.element.domain, argument.node, `${at}[]`).map((l) =>
          spill(cursor, l),
        );
        const site = addSite(
          cursor,
          { kind: "capacity", message: `${name} on ${at}, which is full (it holds ${shape.capacity})`, values: [] },
          node,
        );
        failUnless(cursor, binary("lt", length, constant(shape.capacity)), site);
        if (cursor.env === null) return UNDEFINED;
        if (name === "unshift") for (let i = shape.capacity - 1; i > 0; i--) move(i, i - 1);
        const target = elementAt(place, name === "push" ? known1(cursor, length) : ZERO);
        cellsOf(target).forEach((cell, i) => {
          emitSet(cursor, cell, leaves[i]!);
        });
        setLength(binary("add", length, constant(1)));
      }
      return valueAtPlace(cursor, { ...place, shape: shape.length });
    }
    case "pop":
    case "shift": {
      beforeWrite(cursor, place, at, node);
      const site = addSite(cursor, { kind: "empty", message: `${name} on ${at}, which is empty`, values: [] }, node);
      failUnless(cursor, binary("gt", length, ZERO), site);
      if (cursor.env === null) return UNDEFINED;
      const last = known1(cursor, binary("sub", length, constant(1)));
      const taken = elementAt(place, name === "shift" ? ZERO : last);
      const val = detach(cursor, valueAtPlace(cursor, taken));
      if (name === "pop") for (const cell of cellsOf(taken)) emitSet(cursor, cell, ZERO);
      else {
        for (let i = 0; i + 1 < shape.capacity; i++) move(i, i + 1);
        clearSlot(shape.capacity - 1);
      }
      setLength(binary("sub", length, constant(1)));
      return val;
    }
    case "clear":
      beforeWrite(cursor, place, at, node);
      for (const cell of cellsOf(place)) emitSet(cursor, cell, ZERO);
      return UNDEFINED;
    default:
      return null;
  }
}

export function memberMethod(
  cursor: Cursor,
  place: Location,
  name: string,
  args: readonly Argument[],
  node: Node,
  at: string,
): Val | null {
  const { shape } = place;
  const domain =
    shape.domain.kind === "set" ? shape.domain.element : shape.domain.kind === "map" ? shape.domain.key : null;
  if (domain === null) return null;
  const one = (): { val: Val; node: Node } => {
    const [argument] = args;
    return argument ?? refuse(cursor, node, `${name}() needs a value`, `write ${name}(x)`);
  };
  const clearAt = (index: Expr): void => {
    if (shape.kind !== "map") return;
    for (const cell of cellsOf(elementAt(place, index))) emitSet(cursor, cell, ZERO);
  };
  switch (name) {
    case "has": {
      const argument = one();
      const { index, inside } = findOrdinal(cursor, argument.val, domain, argument.node);
      return bool(and(inside, known1(cursor, read(memberCell(place, index)))));
    }
    case "add": {
      if (shape.kind !== "set") return null;
      const argument = one();
      beforeWrite(cursor, place, at, node);
      const index = ordinalIn(cursor, argument.val, domain, argument.node, `${at}.add`);
      emitSet(cursor, memberCell(place, index), ONE);
      return UNDEFINED;
    }
    case "delete": {
      const argument = one();
      beforeWrite(cursor, place, at, node);
      const { index, inside } = findOrdinal(cursor, argument.val, domain, argument.node);
      const fixed = spill(cursor, index);
      const was = spill(cursor, and(inside, known1(cursor, read(memberCell(place, fixed)))));
      const env = cursor.env;
      cursor.env = env?.copy() ?? null;
      assumeHere(cursor, was, true);
      const then = collect(cursor, () => {
        emitSet(cursor, memberCell(place, fixed), ZERO);
        clearAt(fixed);
      });
      const after = cursor.env;
      cursor.env = env;
      assumeHere(cursor, was, false);
      const joined = joinEnvironments(cursor.env, after);
      cursor.env = env;
      emit(cursor, { kind: "if", test: was, then, else: [] });
      cursor.env = joined;
      return bool(was);
    }
    case "clear":
      beforeWrite(cursor, place, at, node);
      for (const cell of cellsOf(place)) emitSet(cursor, cell, ZERO);
      return UNDEFINED;
    case "get": {
      if (shape.kind !== "map") return null;
      const argument = one();
      const index = presentKey(cursor, place, argument, domain, node, at);
      return valueAtPlace(cursor, elementAt(place, index));
    }
    case "set": {
      if (shape.kind !== "map") return null;
      const [key, value] = args;
      if (key === undefined || value === undefined)
        return refuse(cursor, node, "set() needs a key and a value", "write set(key, value)");
      beforeWrite(cursor, place, at, node);
      const index = spill(cursor, ordinalIn(cursor, key.val, domain, key.node, `${at}.set`));
      store(cursor, elementAt(place, index), value.val, value.node, `${at}.get(…)`);
      emitSet(cursor, memberCell(place, index), ONE);
      return UNDEFINED;
    }
    default:
      return null;
  }
}

/** The number of a key that must be there. */
function presentKey(
  cursor: Cursor,
  place: Location,
  argument: { val: Val; node: Node },
  domain: Parameters<typeof findOrdinal>[2],
  node: Node,
  at: string,
): Expr {
  const { index, inside } = findOrdinal(cursor, argument.val, domain, argument.node);
  const values =
    isScalarVal(argument.val) && argument.val.kind === "int" ? [{ expr: argument.val.expr, domain: null }] : [];
  const message = values.length > 0 ? `${at} has no key {0}` : `${at} has no such key`;
  const site = addSite(cursor, { kind: "key", message, values }, node);
  failUnless(cursor, inside, site);
  failUnless(cursor, read(memberCell(place, index)), site);
  return index;
}
