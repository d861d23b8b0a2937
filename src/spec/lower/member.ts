// Fields, elements and lengths: from a value and a name or an index to the value (or the place) inside it. Every index
// is checked against its array, list or known array, and every field of a union against the active variant; a check that
// can never fail is left out. The invariant: after the check, the cell addressed is the one JavaScript would address.

import type { Extent } from "../analysis/syntax.ts";
import type { Domain } from "../program/domain.ts";
import type { Expr } from "../program/program.ts";
import { isDomain } from "../runtime/domains.ts";
import { domainOfView } from "../runtime/view.ts";
import { suggest, suggestions } from "../source/suggest.ts";
import { valueAtPlace } from "./composite.ts";
import { failUnless } from "./condition.ts";
import { addSite, type Cursor, cellInterval, collect, emit, emitSet, interval, newLocal, refuse } from "./context.ts";
import { joinEnvironments } from "./environment.ts";
import { binary, cond, constant, or, read, ZERO } from "./expr.ts";
import { cellAt, cellsOf, nest, part, range, shapeOf } from "./shape.ts";
import { bool, describe, int, isScalarVal, known, type Location, type Val } from "./value.ts";

/** Gives a composite without a place a place of its own in registers of the step. */
export function placeOfLeaves(cursor: Cursor, val: Val & { kind: "leaves" }, kept = false): Location {
  const shape = shapeOf(val.domain, "value", (name, of, count) => newLocal(cursor, name, of, count, kept));
  const place: Location = { store: "local", shape, index: ZERO, old: false, loose: [], chosen: false };
  cellsOf(place).forEach((cell, i) => {
    emitSet(cursor, cell, val.leaves[i]!);
  });
  return place;
}

/** The place of a composite, made if it has none; null for values that are not composites of a domain. */
export function toPlace(cursor: Cursor, val: Val): Location | null {
  if (val.kind === "place") return val.place;
  return val.kind === "leaves" ? placeOfLeaves(cursor, val) : null;
}

/** Members of each kind of composite, for suggestions; methods included. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  array: ["length", "includes", "indexOf", "some", "every", "findIndex", "reduce", "fill"],
  list: [
    "length",
    "includes",
    "indexOf",
    "some",
    "every",
    "findIndex",
    "reduce",
    "push",
    "pop",
    "shift",
    "unshift",
    "clear",
  ],
  set: ["size", "has", "add", "delete", "clear", "some", "every"],
  map: ["size", "get", "set", "has", "delete", "clear", "keys", "values"],
};

export function refuseMember(cursor: Cursor, val: Val, name: string, node: Extent): never {
  const place = val.kind === "place" ? val.place : null;
  const domain = place?.shape.domain;
  const names = val.kind === "object" ? [...val.fields.keys()] : domain === undefined ? [] : namesOf(domain);
  const root = [...cursor.program.roots.values()].find(({ shape }) => shape === place?.shape);
  const isRecord = val.kind === "object" || domain?.kind === "record" || domain?.kind === "union";
  const owner = root?.name ?? (isRecord ? `this ${domain?.kind ?? "object"}` : describe(val));
  const near = suggest(name, names);
  const hints =
    place === null && WRITERS.includes(name)
      ? ["what changes is a field of shared({…}), or a local with a domain: const x = local(domain)"]
      : near !== null && near !== name
        ? [`did you mean "${near}"?`]
        : Object.hasOwn(INSTEAD, name) && !isRecord
          ? [INSTEAD[name]!]
          : names.length > 0
            ? [`it has ${names.join(", ")}`]
            : [
                isScalarVal(val)
                  ? "numbers, booleans and strings have no fields"
                  : "constants have the fields they are written with",
              ];
  return refuse(cursor, node, `${owner} has no ${isRecord ? "field " : ""}${name}`, ...hints);
}

const WRITERS: readonly string[] = ["push", "pop", "shift", "unshift", "fill", "add", "delete", "clear", "set"];

/** What stands for methods that JavaScript has and the language does not. */
const INSTEAD: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["map", "filter", "forEach", "flatMap"].map((name) => [name, "write a loop: for (const x of …)"]),
  ),
  ...Object.fromEntries(
    ["sort", "reverse", "slice", "splice", "concat", "join", "flat", "lastIndexOf", "reduceRight", "with"].map(
      (name) => [name, "write a loop over the indices: for (let i = 0; i < n; i++)"],
    ),
  ),
  keys: "of a map it stands in the head of a loop: for (const k of m.keys())",
  values: "write a loop: for (const x of …)",
  entries: "write a loop: for (const [k, v] of m) over a map, for (let i = 0; i < a.length; i++) over an array",
  ...Object.fromEntries(
    ["push", "pop", "shift", "unshift"].map((name) => [name, "declare it as a list, which grows and shrinks"]),
  ),
  find: "findIndex gives the position",
  findLast: "findIndex gives the position",
  at: "write a[i]",
};

/** Whether values of the domain have such a method or length; records have fields of their own. */
export function isMember(domain: Domain, name: string): boolean {
  return MEMBERS[domain.kind]?.includes(name) ?? false;
}

function namesOf(domain: Domain): readonly string[] {
  if (domain.kind === "record") return Object.keys(domain.fields);
  if (domain.kind === "union") return [...new Set(domain.variants.flatMap((v) => Object.keys(v.fields)))];
  return MEMBERS[domain.kind] ?? [];
}

/** `val.name` as a value. */
export function memberOf(cursor: Cursor, val: Val, name: string, node: Extent): Val {
  switch (val.kind) {
    case "object": {
      const field = val.fields.get(name);
      return field ?? refuseMember(cursor, val, name, node);
    }
    case "known":
      return knownMember(cursor, val.value, name, node);
    case "pick":
      if (name === "length" || val.values.every((v) => typeof v === "object" && v !== null && name in v)) {
        return { kind: "pick", values: val.values.map((v) => (v as Record<string, unknown>)[name]), index: val.index };
      }
      return refuse(cursor, node, `not all of these constants have a field ${name}`, "give them all the same fields");
    case "items":
      if (name === "length") return known(val.items.length);
      return refuseMember(cursor, val, name, node);
    case "place":
      return placeMember(cursor, val.place, name, node);
    case "leaves":
      return memberOf(cursor, { kind: "place", place: placeOfLeaves(cursor, val) }, name, node);
    default:
      return refuseMember(cursor, val, name, node);
  }
}

function knownMember(cursor: Cursor, value: unknown, name: string, node: Extent): Val {
  if (typeof value === "object" && value !== null) {
    const root = cursor.program.roots.get(value);
    if (root !== undefined) return placeMember(cursor, rootPlace(cursor, value, node), name, node);
    if (name in value) {
      if (!isPlainField(value, name)) {
        return refuse(cursor, node, `${name} is computed by a getter`, "write a function, or a field with a value");
      }
      return known((value as Record<string, unknown>)[name]);
    }
    const names = Object.keys(value).filter((key) => !Array.isArray(value) || key === "length");
    return refuse(cursor, node, `${describe(known(value))} has no ${name}`, ...suggestions(name, names));
  }
  if (typeof value === "string" && name === "length") return known(value.length);
  const text = typeof value === "string" || typeof value === "function";
  return refuse(
    cursor,
    node,
    `${describe(known(value))} has no ${name} here`,
    ...(text ? ["strings and functions are only named, compared and called"] : []),
  );
}

/** Whether reading the field runs no code: those of the language's own values are all its own. */
function isPlainField(value: object, name: string): boolean {
  if (isDomain(value) || domainOfView(value) !== null) return true;
  let at: object | null = value;
  while (at !== null && !Object.hasOwn(at, name)) at = Object.getPrototypeOf(at) as object | null;
  const get = at === null ? undefined : Object.getOwnPropertyDescriptor(at, name)?.get;
  return get === undefined || Function.prototype.toString.call(get).endsWith("{ [native code] }");
}

export function rootPlace(cursor: Cursor, object: object, node: Extent): Location {
  const root = cursor.program.roots.get(object)!;
  if (cursor.mode === "setup" && !cursor.aliasing) return refuseSetup(cursor, node, root.name);
  return { store: "state", shape: root.shape, index: ZERO, old: cursor.old, loose: [], chosen: false };
}

export function refuseSetup(cursor: Cursor, node: Extent, name: string): never {
  return refuse(
    cursor,
    node,
    `${name} is shared state, and this stands before the first yield`,
    'creating a process is not a step: write yield "label" before it',
  );
}

function placeMember(cursor: Cursor, place: Location, name: string, node: Extent): Val {
  const inner = fieldPlace(cursor, place, name, node);
  if (inner !== null) return valueAtPlace(cursor, inner);
  const { shape } = place;
  if (name === "length" && shape.kind === "array") return known(shape.length);
  if (name === "length" && shape.kind === "list") return valueAtPlace(cursor, part(place, shape.length));
  if (name === "size" && (shape.kind === "set" || shape.kind === "map")) return countOf(cursor, place);
  return refuseMember(cursor, { kind: "place", place }, name, node);
}

/** How many members a set has, or entries a map. */
function countOf(cursor: Cursor, place: Location): Val {
  const { shape } = place;
  if (shape.kind !== "set" && shape.kind !== "map") throw new Error(`a ${shape.kind} has no size; please report this`);
  const run = shape.kind === "set" ? shape.member : shape.present;
  const total = range(shape.size).reduce<Expr>((sum, i) => {
    const cell = cellAt(place, run, nest(place.index, shape.size, constant(i)));
    const now = cellInterval(cursor, cell);
    return binary("add", sum, now.lo === now.hi ? constant(now.lo) : read(cell));
  }, ZERO);
  return int(total, interval(cursor, total));
}

/** The place of a field of a record or of the active variant of a union; null if the place is neither. */
export function fieldPlace(cursor: Cursor, place: Location, name: string, node: Extent): Location | null {
  const { shape } = place;
  if (shape.kind === "record") {
    const field = shape.fields[name];
    return field === undefined ? refuseMember(cursor, { kind: "place", place }, name, node) : part(place, field);
  }
  if (shape.kind !== "union" || shape.domain.kind !== "union") return null;
  if (name === shape.domain.tag) return part(place, shape.tag);
  const having = range(shape.variants.length).filter((i) => name in shape.variants[i]!);
  if (having.length === 0) return refuseMember(cursor, { kind: "place", place }, name, node);
  const tag = read(cellAt(place, shape.tag.storage, place.index));
  const now = interval(cursor, tag);
  const possible = having.filter((i) => i >= now.lo && i <= now.hi);
  const tags = shape.tag.domain.kind === "oneOf" ? shape.tag.domain.values : [];
  const active = having.reduce<Expr>((any, i) => or(any, binary("eq", tag, constant(i))), ZERO);
  if (possible.length > 1 || now.lo !== now.hi || possible.length === 0) {
    const site = addSite(
      cursor,
      {
        kind: "variant",
        message: `the value read has no field ${name}: it is {0}, and ${having.map((i) => `"${tags[i]}"`).join(" or ")} has it`,
        values: [{ expr: tag, domain: shape.tag.domain }],
      },
      node,
    );
    failUnless(cursor, active, site);
  }
  const first = shape.variants[having[0]!]![name]!;
  if (having.length > 1) return mergedField(cursor, place, name, having, tag, node);
  return part(place, first, place.index, [...place.loose, { kind: "variant", container: place, variants: having }]);
}

/** A field that several variants have: read into a place of its own, because each variant keeps it in its own cells. */
function mergedField(
  cursor: Cursor,
  place: Location,
  name: string,
  having: readonly number[],
  tag: Expr,
  node: Extent,
): Location {
  const { shape } = place;
  if (shape.kind !== "union") throw new Error("not a union; please report this");
  const now = interval(cursor, tag);
  if (now.lo === now.hi) return part(place, shape.variants[now.lo]![name]!);
  const domain = shape.variants[having[0]!]![name]!.domain;
  const same = having.every((i) => JSON.stringify(shape.variants[i]![name]!.domain) === JSON.stringify(domain));
  if (!same) {
    return refuse(
      cursor,
      node,
      `the variants that have ${name} give it different domains`,
      "ask for the tag first, or give the field one domain",
    );
  }
  const cells = having.map((i) => cellsOf(part(place, shape.variants[i]![name]!)));
  const leaves = cells[0]!.map((_, leaf) =>
    having.reduceRight<Expr>((rest, variant, i) => {
      const value = read(cells[i]![leaf]!);
      return i === having.length - 1 ? value : cond(binary("eq", tag, constant(variant)), value, rest);
    }, ZERO),
  );
  const copy = placeOfLeaves(cursor, { kind: "leaves", domain, leaves });
  const variants = having.map((i) => ({ tag: i, place: part(place, shape.variants[i]![name]!) }));
  return { ...copy, merged: { union: place, variants, copy } };
}

/** After a write to (a part of) a copy that `mergedField` made: the active variant's own cells take it over. */
export function writeBack(cursor: Cursor, { merged }: Location): void {
  if (merged === undefined || merged.union.shape.kind !== "union") return;
  const values = cellsOf(merged.copy).map(read);
  const tag = read(cellAt(merged.union, merged.union.shape.tag.storage, merged.union.index));
  for (const variant of merged.variants) {
    const before = cursor.env;
    cursor.env = before?.copy() ?? null;
    const then = collect(cursor, () => {
      cellsOf(variant.place).forEach((cell, i) => {
        emitSet(cursor, cell, values[i]!);
      });
    });
    const after = cursor.env;
    cursor.env = before;
    emit(cursor, { kind: "if", test: binary("eq", tag, constant(variant.tag)), then, else: [] });
    cursor.env = joinEnvironments(before, after);
  }
}

/** Truth of a value as a condition. */
export function truthOf(cursor: Cursor, val: Val, node: Extent): Expr {
  switch (val.kind) {
    case "bool": {
      const now = interval(cursor, val.expr);
      return now.lo === now.hi ? constant(now.lo) : val.expr;
    }
    case "int": {
      if (val.lo > 0 || val.hi < 0) return constant(1);
      if (val.lo === 0 && val.hi === 0) return ZERO;
      return val.lo === 0 && val.hi === 1 ? val.expr : binary("ne", val.expr, ZERO);
    }
    case "known":
      if (val.value === undefined || val.value === null) return ZERO;
      return refuse(cursor, node, `${describe(val)} as a condition`, "compare it with something");
    default:
      return refuse(cursor, node, `${describe(val)} as a condition`, "compare it with something");
  }
}

export function truth(cursor: Cursor, val: Val, node: Extent): Val {
  return bool(truthOf(cursor, val, node));
}
