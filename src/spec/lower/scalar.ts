// Scalars on their way into cells: as the number a cell of a domain holds, checked where they could leave the domain, and
// back. The invariant: a check is left out only where the interval of the value shows that it can never fail.

import type { Extent } from "../analysis/syntax.ts";
import type { ScalarDomain } from "../program/domain.ts";
import type { Cell, Expr } from "../program/program.ts";
import { showDomain } from "../program/value-text.ts";
import { suggestions } from "../source/suggest.ts";
import { failUnless } from "./condition.ts";
import { addSite, type Cursor, cellInterval, emitSet, interval, refuse, spill, textOf } from "./context.ts";
import { and, binary, constant, read, table } from "./expr.ts";
import { type Interval, inside, showInterval } from "./interval.ts";
import { scalarInterval } from "./shape.ts";
import { bool, describe, describeDomain, int, isInt32, type Val } from "./value.ts";

/** Reads a scalar cell of a place as a value. */
export function readScalar(cursor: Cursor, cell: Cell, domain: ScalarDomain): Val {
  const expr = read(cell);
  const now = cellInterval(cursor, cell);
  const folded = now.lo === now.hi ? constant(now.lo) : expr;
  if (domain.kind === "bool") return bool(folded);
  if (domain.kind === "oneOf")
    return { kind: "enum", expr: folded, strings: { values: [...domain.values], open: false } };
  // An unused slot holds 0 even where the domain does not have it; what is read here is in use.
  const lo = Math.max(now.lo, domain.lo);
  const hi = Math.min(now.hi, domain.hi);
  return lo <= hi ? int(folded, { lo, hi }) : int(folded, domain);
}

/** A scalar as the number its domain's cell holds, and the interval it lies in; refuses what can never be in the domain. */
export function scalarIn(cursor: Cursor, val: Val, domain: ScalarDomain, node: Extent): { expr: Expr } & Interval {
  switch (domain.kind) {
    case "int":
      if (val.kind === "int") return { expr: val.expr, lo: val.lo, hi: val.hi };
      break;
    case "bool":
      if (val.kind === "bool") return { expr: val.expr, lo: 0, hi: 1 };
      break;
    case "oneOf":
      if (val.kind === "known" && typeof val.value === "string") {
        const at = domain.values.indexOf(val.value);
        if (at < 0) outside(cursor, node, val.value, domain.values);
        return { expr: constant(at), lo: at, hi: at };
      }
      if (val.kind === "enum") return enumIn(cursor, val, domain.values);
      if (val.kind === "pick" && val.values.every((v) => typeof v === "string")) {
        return enumIn(cursor, pickedStrings(val), domain.values);
      }
      break;
  }
  if (val.kind === "pick") return scalarIn(cursor, pickScalar(cursor, val, node), domain, node);
  refuseNumber(cursor, val, node);
  return refuse(
    cursor,
    node,
    `${describe(val)} where ${describeDomain(domain)} belongs`,
    ...conversions(cursor, val, domain, node),
  );
}

/** Refuses a constant number that is not an int32. */
export function refuseNumber(cursor: Cursor, val: Val, node: Extent): void {
  if (val.kind !== "known" || typeof val.value !== "number") return;
  refuse(cursor, node, `${val.value} is not a 32-bit integer`, "numbers are int32; scale fractions to integers");
}

function conversions(cursor: Cursor, val: Val, domain: ScalarDomain, node: Extent): string[] {
  if (val.kind === "bool" && domain.kind === "int") return ["write Number(…) to count a boolean"];
  if (val.kind === "int" && domain.kind === "bool") return ["compare it with a number"];
  if (val.kind === "known" && val.value === undefined) {
    const text = textOf(cursor, node);
    return [
      Object.hasOwn(cursor.frame.module.scope(), text)
        ? `${text} is undefined once the modules are evaluated: is its name spelt right?`
        : "does the function return a value on every path?",
    ];
  }
  return [`a value of this domain is ${showDomain(domain)}`];
}

export function outside(cursor: Cursor, node: Extent, text: string, values: readonly string[]): never {
  return refuse(
    cursor,
    node,
    `"${text}" is not one of ${values.map((v) => `"${v}"`).join(", ")}`,
    ...suggestions(text, values),
  );
}

/** An enumeration's number among `values`; -1 for a string that is none of them. */
function enumIn(cursor: Cursor, val: Val & { kind: "enum" }, values: readonly string[]): { expr: Expr } & Interval {
  const mapping = val.strings.values.map((s) => values.indexOf(s));
  const expr = mapping.every((to, from) => to === from) ? val.expr : table(mapping, val.expr);
  const now = interval(cursor, expr);
  return { expr, lo: now.lo, hi: now.hi };
}

function pickedStrings(val: Val & { kind: "pick" }): Val & { kind: "enum" } {
  const strings = [...new Set(val.values as readonly string[])];
  const expr = table(
    val.values.map((v) => strings.indexOf(v as string)),
    val.index,
  );
  return { kind: "enum", expr, strings: { values: strings, open: true } };
}

/** One of several known scalars as a scalar. */
export function pickScalar(cursor: Cursor, val: Val & { kind: "pick" }, node: Extent): Val {
  if (val.values.every((v) => typeof v === "string")) return pickedStrings(val);
  if (val.values.every((v) => typeof v === "boolean")) return bool(table(val.values.map(Number), val.index));
  if (val.values.every(isInt32)) {
    const expr = table(val.values as number[], val.index);
    return int(expr, interval(cursor, expr));
  }
  return refuse(
    cursor,
    node,
    "these constants are not all integers, all booleans or all strings",
    "give a table elements of one kind",
  );
}

/**
 * Stores a scalar in a cell of a domain, with a check where it could leave the domain. `unnoticed`: the cell is a variable
 * of the author's, and JavaScript checks no domain there.
 */
export function storeScalar(
  cursor: Cursor,
  cell: Cell,
  domain: ScalarDomain,
  val: Val,
  node: Extent,
  name: string,
  unnoticed = false,
): void {
  const { expr, ...now } = scalarIn(cursor, val, domain, node);
  const allowed = scalarInterval(domain);
  if (inside(now, allowed)) {
    emitSet(cursor, cell, expr);
    return;
  }
  const fixed = spill(cursor, expr);
  const site = leavingSite(cursor, domain, fixed, node, name, unnoticed);
  emitSet(cursor, cell, fixed, { lo: allowed.lo, hi: allowed.hi, site });
}

function leavingSite(
  cursor: Cursor,
  domain: ScalarDomain,
  value: Expr,
  node: Extent,
  name: string,
  unnoticed: boolean,
): number {
  const message =
    domain.kind === "oneOf"
      ? `${name} leaves its domain ${domain.values.map((v) => `"${v}"`).join(" | ")}`
      : `${name} = {0} leaves its domain ${showInterval(scalarInterval(domain))}`;
  return addSite(
    cursor,
    { kind: "domain", message, values: [{ expr: value, domain: null }], ...(unnoticed && { unnoticed }) },
    node,
  );
}

/** A scalar's number, with a failure emitted if it lies outside the domain, unless it is only asked about. */
export function checked(cursor: Cursor, val: Val, domain: ScalarDomain, node: Extent, name: string): Expr {
  const { expr, ...now } = scalarIn(cursor, val, domain, node);
  const allowed = scalarInterval(domain);
  if (inside(now, allowed)) return expr;
  const within = (value: Expr): Expr =>
    and(binary("ge", value, constant(allowed.lo)), binary("le", value, constant(allowed.hi)));
  if (cursor.asked !== null) {
    cursor.asked.push(within(expr));
    return expr;
  }
  const fixed = spill(cursor, expr);
  failUnless(cursor, within(fixed), leavingSite(cursor, domain, fixed, node, name, false));
  return fixed;
}
