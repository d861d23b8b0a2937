// Slots: the registers that a variable of the author's has for the whole life of its process. The invariant: a declaration
// on a call path has one slot, and what the slot holds is of one kind.

import type { Node } from "oxc-parser";
import type { Extent } from "../analysis/syntax.ts";
import type { Domain } from "../program/domain.ts";
import { valueAtPlace } from "./composite.ts";
import { type Cursor, cellInterval, emitSet, localCell, newLocal, refuse, type Slot } from "./context.ts";
import { constant, literal, read, table, ZERO } from "./expr.ts";
import { indexOfText, scalarOf, textVal } from "./operator.ts";
import { refuseNumber } from "./scalar.ts";
import { shapeOf } from "./shape.ts";
import { bool, describe, int, type Location, type Val } from "./value.ts";
import { keyOf } from "./variable.ts";

export function slotPlace(slot: Slot): Location {
  return { store: "local", shape: slot.shape, index: ZERO, old: false, loose: [], chosen: false };
}

export function readSlot(cursor: Cursor, slot: Slot): Val {
  const { shape } = slot;
  if (shape.kind !== "scalar" || slot.domain !== null) return valueAtPlace(cursor, slotPlace(slot));
  const cell = localCell(shape.storage);
  const now = cellInterval(cursor, cell);
  const expr = now.lo === now.hi ? constant(now.lo) : read(cell);
  if (slot.holds === "bool") return bool(expr);
  return slot.holds === "enum" ? { kind: "enum", expr, strings: slot.strings! } : int(expr, now);
}

/** Storage for a variable; the same registers each time its declaration runs on the same call path. */
export function slotFor(
  cursor: Cursor,
  node: Node,
  name: string,
  want: { readonly domain?: Domain; readonly holds?: "int" | "bool" | "enum" },
): Slot {
  const suffix = (node as { field?: string }).field;
  const base = keyOf(cursor, node);
  const key = (suffix === undefined ? base : `${base}.${suffix}`) as typeof base;
  const before = cursor.process.slots.get(key);
  if (before !== undefined && cursor.frame.resumable) {
    if ((want.holds ?? null) !== before.holds)
      refuse(
        cursor,
        node,
        `${name} holds values of different kinds on different paths`,
        "use two variables, or one with local(domain)",
      );
    return before;
  }
  const locals: number[] = [];
  const allocate = (at: string, interval: { lo: number; hi: number } | null, count: number): number => {
    const id = newLocal(cursor, at, interval, count, cursor.frame.resumable);
    locals.push(id);
    return id;
  };
  const slot: Slot =
    want.domain !== undefined
      ? { name, shape: shapeOf(want.domain, name, allocate), domain: want.domain, holds: null, strings: null, locals }
      : {
          name,
          shape: {
            kind: "scalar",
            domain: { kind: "int", lo: 0, hi: 0, initial: 0 },
            storage: allocate(name, null, 1),
          },
          domain: null,
          holds: want.holds ?? "int",
          strings: want.holds === "enum" ? { values: [], open: true } : null,
          locals,
        };
  if (cursor.frame.resumable) cursor.process.slots.set(key, slot);
  return slot;
}

/** Assigns an inferred scalar. */
export function storeSlot(cursor: Cursor, slot: Slot, given: Val, node: Extent): void {
  const val = textVal(scalarOf(cursor, given, node));
  if (slot.shape.kind !== "scalar") throw new Error("not a scalar; please report this");
  if (val.kind !== slot.holds) {
    refuseNumber(cursor, val, node);
    const held = slot.holds === "int" ? "a number" : slot.holds === "bool" ? "a boolean" : "a string";
    return refuse(
      cursor,
      node,
      `${describe(val)} where ${slot.name} holds ${held}`,
      "a variable holds values of one kind: use another variable",
    );
  }
  const cell = localCell(slot.shape.storage);
  if (val.kind !== "enum") {
    emitSet(cursor, cell, (val as { expr: Parameters<typeof emitSet>[2] }).expr);
    return;
  }
  const mapping = val.strings.values.map((text) => indexOfText(slot.strings!, text));
  const at = literal(val.expr);
  const same = mapping.every((to, from) => to === from);
  emitSet(cursor, cell, at !== null ? constant(mapping[at]!) : same ? val.expr : table(mapping, val.expr));
}
