// Elements by index: of arrays, lists, known arrays and array literals, each index checked against the length. And aliases of
// elements and variants, checked again where what they hang on was changed. The invariant: after the check, the cell
// addressed is the one JavaScript would address.

import type { Extent } from "../analysis/syntax.ts";
import type { Expr } from "../program/program.ts";
import { elementAt, memberCell, valueAtPlace } from "./composite.ts";
import { failUnless } from "./condition.ts";
import { addSite, type Cursor, interval, refuse } from "./context.ts";
import { and, binary, constant, literal, or, read, table, ZERO } from "./expr.ts";
import { inside } from "./interval.ts";
import { memberOf, toPlace } from "./member.ts";
import { type Mark, writtenSince } from "./order.ts";
import { cellAt } from "./shape.ts";
import { describe, known, type Location, type Val } from "./value.ts";

/** `val[index]` as a value. */
export function elementOf(cursor: Cursor, val: Val, index: Val, node: Extent, name: string): Val {
  if (val.kind === "items") return itemAt(cursor, val, index, node);
  if (val.kind === "known" && Array.isArray(val.value)) {
    const values = val.value as readonly unknown[];
    if (index.kind !== "int") return refuse(cursor, node, `${describe(index)} as an index`, "an index is a number");
    checkIndex(cursor, index, constant(values.length), { lo: 0, hi: values.length - 1 }, node, name, true);
    const at = literal(index.expr);
    if (at !== null) return at >= 0 && at < values.length ? known(values[at]) : known(values[0]);
    return { kind: "pick", values, index: index.expr };
  }
  if (
    val.kind === "known" &&
    typeof val.value === "object" &&
    val.value !== null &&
    !cursor.program.roots.has(val.value)
  ) {
    if (index.kind === "known" && typeof index.value === "string") return memberOf(cursor, val, index.value, node);
    if (index.kind === "enum") {
      const record = val.value as Record<string, unknown>;
      const missing = index.strings.values.find((key) => !(key in record));
      if (missing !== undefined) {
        return refuse(
          cursor,
          node,
          `there is no field ${missing}`,
          "give the table a field for every string of the domain",
        );
      }
      return { kind: "pick", values: index.strings.values.map((key) => record[key]), index: index.expr };
    }
  }
  if (val.kind === "pick" && val.values.every(Array.isArray)) {
    return rowElement(cursor, val.values as readonly (readonly unknown[])[], val.index, index, node, name);
  }
  const place = toPlace(cursor, val);
  if (place === null)
    return refuse(cursor, node, `${describe(val)} cannot be indexed`, "arrays and lists have elements");
  return valueAtPlace(cursor, elementPlace(cursor, place, index, node, name));
}

/** `TABLE[i][j]`: the rows are put one after the other, as long as the longest. */
function rowElement(
  cursor: Cursor,
  rows: readonly (readonly unknown[])[],
  row: Expr,
  index: Val,
  node: Extent,
  name: string,
): Val {
  if (index.kind !== "int") return refuse(cursor, node, `${describe(index)} as an index`, "an index is a number");
  const lengths = rows.map((items) => items.length);
  const shortest = lengths.reduce((a, b) => Math.min(a, b));
  checkIndex(cursor, index, table(lengths, row), { lo: 0, hi: shortest - 1 }, node, name, true);
  const longest = lengths.reduce((a, b) => Math.max(a, b));
  const values = rows.flatMap((items) =>
    Array.from({ length: longest }, (_, i) => items[i] ?? items[0] ?? rows[0]![0]),
  );
  if (cursor.env === null || values.length === 0) return known(rows.flat()[0]);
  return { kind: "pick", values, index: binary("add", binary("mul", row, constant(longest)), index.expr) };
}

function itemAt(cursor: Cursor, val: Val & { kind: "items" }, index: Val, node: Extent): Val {
  const at = index.kind === "int" ? literal(index.expr) : null;
  const item = at === null ? undefined : val.items[at];
  return (
    item ??
    refuse(
      cursor,
      node,
      "an element of an array literal needs a constant index inside it",
      "store the array in a local(array(n, domain)) first",
    )
  );
}

/** The place of an element of an array or a list, its index checked. */
export function elementPlace(cursor: Cursor, place: Location, index: Val, node: Extent, name: string): Location {
  const { shape } = place;
  if (shape.kind !== "array" && shape.kind !== "list") {
    const hint =
      shape.kind === "map"
        ? "write .get(key) and .set(key, value)"
        : shape.kind === "set"
          ? "write .has(value)"
          : "write .field";
    return refuse(cursor, node, `${describe({ kind: "place", place })} cannot be indexed`, hint);
  }
  if (index.kind !== "int") return refuse(cursor, node, `${describe(index)} as an index`, "an index is a number");
  if (shape.kind === "array") {
    checkIndex(cursor, index, constant(shape.length), { lo: 0, hi: shape.length - 1 }, node, name);
  } else {
    const length = read(cellAt(place, shape.length.storage, place.index));
    checkIndex(cursor, index, length, { lo: 0, hi: interval(cursor, length).lo - 1 }, node, name);
  }
  return elementAt(place, index.expr);
}

/** Fails unless 0 ≤ index < length; `safe` are the indices for which that is known. */
function checkIndex(
  cursor: Cursor,
  index: Val & { kind: "int" },
  length: Expr,
  safe: { lo: number; hi: number },
  node: Extent,
  name: string,
  unnoticed = false,
): void {
  if (inside(index, safe)) return;
  const values = [
    { expr: index.expr, domain: null },
    { expr: length, domain: null },
  ];
  const site = addSite(
    cursor,
    {
      kind: "index",
      message: `index {0} is outside ${name}, whose length is {1}`,
      values,
      ...(unnoticed && { unnoticed }),
    },
    node,
  );
  failUnless(cursor, and(binary("ge", index.expr, ZERO), binary("lt", index.expr, length)), site);
}

/** How many elements an array or a list has now. */
export function lengthOf(place: Location): Expr {
  const { shape } = place;
  if (shape.kind === "array") return constant(shape.length);
  if (shape.kind === "list") return read(cellAt(place, shape.length.storage, place.index));
  throw new Error(`a ${shape.kind} has no length; please report this`);
}

/**
 * Checks again, where a place hangs on something that was changed since, that it is still there: natively an alias of an
 * element that is gone fails when it is used.
 */
export function recheck(cursor: Cursor, place: Location, since: Mark, node: Extent): void {
  for (const hold of place.loose) {
    const { container } = hold;
    const { shape } = container;
    const run =
      shape.kind === "list"
        ? shape.length.storage
        : shape.kind === "map"
          ? shape.present
          : shape.kind === "union"
            ? shape.tag.storage
            : -1;
    if (!writtenSince(cursor, since).has(`${container.store}${run}`)) continue;
    if (hold.kind === "variant") {
      const tag = read(cellAt(container, run, container.index));
      const active = hold.variants.reduce<Expr>((any, i) => or(any, binary("eq", tag, constant(i))), ZERO);
      failUnless(
        cursor,
        active,
        addSite(
          cursor,
          { kind: "variant", message: "this alias is of a variant that is no longer there", values: [] },
          node,
        ),
      );
    } else if (shape.kind === "list") {
      const there = binary("lt", hold.index, lengthOf(container));
      failUnless(
        cursor,
        there,
        addSite(
          cursor,
          { kind: "index", message: "this alias is of an element that is no longer there", values: [] },
          node,
        ),
      );
    } else {
      const there = read(memberCell(container, hold.index));
      failUnless(
        cursor,
        there,
        addSite(cursor, { kind: "key", message: "this alias is of a key that is no longer there", values: [] }, node),
      );
    }
  }
}
