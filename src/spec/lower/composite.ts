// Composite values: turning whatever the author wrote (a place, a literal, a known value) into the leaves of a domain,
// and from there copying, comparing, and storing with the checks the domain asks for. The invariant: what is stored is
// canonical (unused leaves are zero), so that equal values are equal bits.

import type { Extent } from "../analysis/syntax.ts";
import type { Domain, ScalarDomain, UnionDomain, Value } from "../program/domain.ts";
import { isScalar } from "../program/domain.ts";
import { contains, domainSize, showValue, valueAt } from "../program/enumerate.ts";
import type { Cell, Expr, Shape } from "../program/program.ts";
import { showDomain } from "../program/value-text.ts";
import { plain } from "../runtime/plain.ts";
import { suggestions } from "../source/suggest.ts";
import { type Blame, type Cursor, emitSet, interval, refuse, spill } from "./context.ts";
import { binary, cond, constant, literal, table, ZERO } from "./expr.ts";
import { inside } from "./interval.ts";
import { leavesAt, mapExprs, reads } from "./order.ts";
import { checked, outside, readScalar, storeScalar } from "./scalar.ts";
import {
  cellAt,
  cellsOf,
  leafCount,
  leavesOf,
  nest,
  part,
  range,
  sameDomain,
  scalarInterval,
  tagsOf,
  variantFields,
} from "./shape.ts";
import { bool, describe, describeDomain, type Hold, int, known, type Location, type Val } from "./value.ts";

/** The value at a place: a scalar is read, a composite stays where it is. */
export function valueAtPlace(cursor: Cursor, place: Location): Val {
  const { shape } = place;
  if (shape.kind !== "scalar") return { kind: "place", place };
  return readScalar(cursor, cellAt(place, shape.storage, place.index), shape.domain);
}

/** The domain of a composite value that has one. */
export function domainOf(val: Val): Domain | null {
  return val.kind === "place" ? val.place.shape.domain : val.kind === "leaves" ? val.domain : null;
}

/** The place, its index kept in a register if writing to the place could change it. */
export function steady(cursor: Cursor, place: Location): Location {
  const moving = cellsOf(place).some((cell) => reads(place.index, cell));
  return moving ? { ...place, index: spill(cursor, place.index) } : place;
}

/** Stores any value at a place of a domain. */
export function store(cursor: Cursor, place: Location, val: Val, node: Extent, name: string): void {
  const { shape } = place;
  if (shape.kind === "scalar") {
    storeScalar(cursor, cellAt(place, shape.storage, place.index), shape.domain, val, node, name);
    return;
  }
  const target = steady(cursor, place);
  const source = domainOf(val);
  if (source !== null && sameDomain(source, shape.domain)) {
    const leaves = val.kind === "place" ? leavesAt(val.place) : (val as Val & { kind: "leaves" }).leaves;
    // The two places may overlap (`s.q[0] = s.q[1]` with the same index): everything is read before anything is written.
    const cells = cellsOf(target);
    const overlap = leaves.some((leaf) => cells.some((cell) => reads(leaf, cell)));
    const fixed = overlap ? leaves.map((leaf) => spill(cursor, leaf)) : leaves;
    cells.forEach((cell, i) => {
      emitSet(cursor, cell, fixed[i]!);
    });
    return;
  }
  // The parts may read the place that is written: everything is read before anything is written.
  const leaves = leavesIn(cursor, val, shape.domain, node, name).map((leaf) => spill(cursor, leaf));
  cellsOf(target).forEach((cell, i) => {
    emitSet(cursor, cell, leaves[i]!);
  });
}

/** A field of an object literal, a known object, or a record at a place. */
function fieldOf(cursor: Cursor, val: Val, field: string, domain: Domain, node: Extent): Val {
  if (val.kind === "object") {
    const found = val.fields.get(field);
    if (found !== undefined) return found;
    return refuse(cursor, node, `the field ${field} is missing`, `write all fields of ${showDomain(domain)}`);
  }
  if (val.kind === "place" && val.place.shape.kind === "record") {
    const shape = val.place.shape.fields[field];
    if (shape !== undefined) return valueAtPlace(cursor, part(val.place, shape));
  }
  return refuseKind(cursor, val, domain, node);
}

function refuseKind(cursor: Cursor, val: Val, domain: Domain, node: Extent): never {
  const own = domainOf(val);
  return own?.kind === domain.kind
    ? refuse(
        cursor,
        node,
        `this ${domain.kind} has another domain than the place it is meant for`,
        `it is ${showDomain(own)}, and ${showDomain(domain)} belongs here`,
      )
    : refuse(
        cursor,
        node,
        `${describe(val)} where ${describeDomain(domain)} belongs`,
        `a value of this domain is ${showDomain(domain)}`,
      );
}

/** Where a field's value is written, if that is in the text at hand; otherwise where the whole is. */
function blameField(cursor: Cursor, val: Val, field: string, part: "key" | "value", node: Blame): Blame {
  const written =
    val.kind === "object" && val.written?.fn === cursor.frame.fn ? val.written.fields.get(field) : undefined;
  if (written === undefined) return node;
  const { start, end } = written[part];
  return { start, end, whole: node.whole ?? node };
}

/** A known array or object as a literal of known parts, so that its parts are checked one by one. */
function opened(val: Val, domain: Domain): Val {
  if (val.kind !== "known" || typeof val.value !== "object" || val.value === null) return val;
  const value = plain(val.value);
  if (Array.isArray(value)) {
    return domain.kind === "array" || domain.kind === "list" ? { kind: "items", items: Array.from(value, known) } : val;
  }
  if ((domain.kind !== "record" && domain.kind !== "union") || value instanceof Set || value instanceof Map) return val;
  const fields = Object.entries(value).map(([name, held]) => [name, known(held)] as const);
  return { kind: "object", fields: new Map(fields) };
}

/**
 * The leaves of a value as one of a domain. Scalars that may leave their domain are checked here, before anything is
 * stored; a literal with fields or items that the domain does not have is refused.
 */
export function leavesIn(cursor: Cursor, given: Val, domain: Domain, node: Extent, name: string): Expr[] {
  if (isScalar(domain)) return [checked(cursor, given, domain, node, name)];
  const val = opened(given, domain);
  const own = domainOf(val);
  if (own !== null && sameDomain(own, domain)) {
    return val.kind === "place" ? leavesAt(val.place) : [...(val as Val & { kind: "leaves" }).leaves];
  }
  if (val.kind === "known" && val.value !== undefined && val.value !== null && typeof val.value !== "function") {
    const value = plainValue(val.value, domain);
    if (value !== null && contains(domain, value)) return leavesOf(domain, value).map(constant);
    const text = value === null ? describe(val) : showValue(value);
    return refuse(
      cursor,
      node,
      `${text} is not ${showDomain(domain)}`,
      domain.kind === "map" ? "a map starts empty; set(…) puts a value at a key" : "write a value of that domain",
    );
  }
  if (val.kind === "pick") {
    const values = val.values.map((each) => plainValue(plain(each), domain));
    if (values.every((each) => each !== null && contains(domain, each))) {
      const rows = values.map((each) => leavesOf(domain, each!));
      const column = (leaf: number): number[] => rows.map((row) => row[leaf]!);
      return rows[0]!.map((_, leaf) => table(column(leaf), val.index));
    }
  }
  switch (domain.kind) {
    case "record": {
      refuseExtraFields(cursor, val, Object.keys(domain.fields), node);
      return Object.entries(domain.fields).flatMap(([field, of]) => {
        const at = blameField(cursor, val, field, "value", node);
        return leavesIn(cursor, fieldOf(cursor, val, field, domain, node), of, at, `${name}.${field}`);
      });
    }
    case "union":
      return unionLeaves(cursor, val, domain, node, name);
    case "array":
      if (val.kind === "items" && val.items.length === domain.length) {
        return val.items.flatMap((item, i) => leavesIn(cursor, item, domain.element, node, `${name}[${i}]`));
      }
      if (val.kind === "items") {
        return refuse(
          cursor,
          node,
          `${countOf(val.items)} where the array has ${domain.length}`,
          "an array always has all its elements; a list has up to its capacity",
        );
      }
      break;
    case "list":
      if (val.kind === "items" && val.items.length <= domain.capacity) {
        const used = val.items.flatMap((item, i) => leavesIn(cursor, item, domain.element, node, `${name}[${i}]`));
        const unused = (domain.capacity - val.items.length) * leafCount(domain.element);
        return [constant(val.items.length), ...used, ...new Array<Expr>(unused).fill(ZERO)];
      }
      if (val.kind === "items") {
        return refuse(
          cursor,
          node,
          `${countOf(val.items)} where the list holds at most ${domain.capacity}`,
          "declare the list with a larger capacity",
        );
      }
      break;
    default:
      break;
  }
  return refuseKind(cursor, val, domain, node);
}

function countOf(items: readonly Val[]): string {
  return `${items.length} element${items.length === 1 ? "" : "s"}`;
}

function refuseExtraFields(cursor: Cursor, val: Val, fields: readonly string[], node: Extent): void {
  if (val.kind !== "object") return;
  for (const name of val.fields.keys()) {
    if (!fields.includes(name)) {
      const at = blameField(cursor, val, name, "key", node);
      refuse(cursor, at, `there is no field ${name} in this record`, ...suggestions(name, fields));
    }
  }
}

/** A literal for a union: its tag says which variant it is and so must be known. */
function unionLeaves(cursor: Cursor, val: Val, domain: UnionDomain, node: Extent, name: string): Expr[] {
  const tags = tagsOf(domain);
  const single = domainOf(val);
  const given =
    val.kind === "object"
      ? val.fields.get(domain.tag)
      : single?.kind === "record" && single.fields[domain.tag]?.kind === "oneOf"
        ? known((single.fields[domain.tag] as ScalarDomain & { kind: "oneOf" }).values[0])
        : undefined;
  if (given === undefined && val.kind !== "object") return refuseKind(cursor, val, domain, node);
  if (given === undefined || given.kind !== "known" || typeof given.value !== "string") {
    return refuse(
      cursor,
      given === undefined ? node : blameField(cursor, val, domain.tag, "value", node),
      `the field ${domain.tag} does not say which record this is`,
      `write one of ${tags.map((t) => `${domain.tag}: "${t}"`).join(", ")}`,
    );
  }
  const active = tags.indexOf(given.value);
  if (active < 0) outside(cursor, blameField(cursor, val, domain.tag, "value", node), given.value, tags);
  refuseExtraFields(cursor, val, Object.keys(domain.variants[active]!.fields), node);
  return [
    constant(active),
    ...domain.variants.flatMap((variant, i) =>
      variantFields(domain, variant).flatMap(([field, of]) =>
        i === active
          ? leavesIn(
              cursor,
              fieldOf(cursor, val, field, variant, node),
              of,
              blameField(cursor, val, field, "value", node),
              `${name}.${field}`,
            )
          : new Array<Expr>(leafCount(of)).fill(ZERO),
      ),
    ),
  ];
}

/** A plain JavaScript value as one of the domain's kind (an array for a set's contents stays an array). */
function plainValue(value: unknown, domain: Domain): Value | null {
  if (typeof value !== "object" || value === null) return value as Value;
  if (domain.kind === "set" && Array.isArray(value)) return new Set(value as Value[]);
  return value as Value;
}

/** The value of a domain with a given number. */
export function valueByOrdinal(cursor: Cursor, domain: Domain, index: Expr): Val {
  const at = literal(index);
  if (isScalar(domain)) {
    const expr = binary("add", index, constant(scalarInterval(domain).lo));
    if (domain.kind === "bool") return bool(expr);
    if (domain.kind === "oneOf") return { kind: "enum", expr, strings: { values: [...domain.values], open: false } };
    const now = interval(cursor, expr);
    return int(expr, inside(now, domain) ? now : domain);
  }
  if (at !== null) return { kind: "leaves", domain, leaves: leavesOf(domain, valueAt(domain, at)).map(constant) };
  const rows = range(domainSize(domain)).map((i) => leavesOf(domain, valueAt(domain, i)));
  const leaves = range(leafCount(domain)).map((leaf) =>
    table(
      rows.map((row) => row[leaf]!),
      index,
    ),
  );
  return { kind: "leaves", domain, leaves };
}

/** The place of an element of an array-like shape. */
export function elementAt(place: Location, index: Expr): Location {
  const { shape } = place;
  const hold: Hold = { kind: "element", container: place, index };
  const at = (element: Shape, size: number): Location => ({
    ...part(
      place,
      element,
      nest(place.index, size, index),
      shape.kind === "array" ? place.loose : [...place.loose, hold],
    ),
    chosen: true,
  });
  if (shape.kind === "array") return at(shape.element, shape.length);
  if (shape.kind === "list") return at(shape.element, shape.capacity);
  if (shape.kind === "map") return at(shape.value, shape.size);
  throw new Error(`a ${shape.kind} has no elements; please report this`);
}

/** Chooses between two composites of one domain. */
export function condLeaves(cursor: Cursor, test: Expr, a: Val, b: Val, node: Extent): Val {
  const domain = domainOf(a) ?? domainOf(b);
  if (domain === null) throw new Error("neither branch has a domain; please report this");
  const left = leavesIn(cursor, a, domain, node, "the value");
  const right = leavesIn(cursor, b, domain, node, "the value");
  return { kind: "leaves", domain, leaves: left.map((leaf, i) => cond(test, leaf, right[i]!)) };
}

/** The membership cell of element number `index` of a set, or the presence cell of a map. */
export function memberCell(place: Location, index: Expr): Cell {
  const { shape } = place;
  if (shape.kind === "set") return cellAt(place, shape.member, nest(place.index, shape.size, index));
  if (shape.kind === "map") return cellAt(place, shape.present, nest(place.index, shape.size, index));
  throw new Error(`a ${shape.kind} has no members; please report this`);
}

/** A value of its own, fixed now: what `shift` takes away, what `choose` gives. */
export function detach(cursor: Cursor, val: Val): Val {
  if (val.kind === "place") {
    return {
      kind: "leaves",
      domain: val.place.shape.domain,
      leaves: leavesAt(val.place).map((leaf) => spill(cursor, leaf)),
    };
  }
  if (val.kind === "items") return { ...val, items: val.items.map((item) => detach(cursor, item)) };
  if (val.kind === "object") {
    return { ...val, fields: new Map([...val.fields].map(([name, field]) => [name, detach(cursor, field)])) };
  }
  return mapExprs(val, (expr) => spill(cursor, expr));
}
