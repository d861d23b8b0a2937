// Arithmetic, comparison and logic over scalar values: types checked, intervals computed, what could leave int32 or divide
// by zero refused or guarded. The invariant: wherever a lowered operation is evaluated, it gives what JavaScript gives for
// the same operands (language.md, rule 15).

import type { Extent } from "../analysis/syntax.ts";
import type { Binary, Expr } from "../program/program.ts";
import { suggestions } from "../source/suggest.ts";
import { condLeaves, domainOf } from "./composite.ts";
import { failUnless } from "./condition.ts";
import { addSite, type Cursor, interval, refuse, textOf } from "./context.ts";
import { binary, cond, constant, literal, not, table, unary, ZERO } from "./expr.ts";
import { apply, INT32, type Interval, inside, join, only, showInterval } from "./interval.ts";
import { pickScalar, refuseNumber } from "./scalar.ts";
import { bool, describe, int, type Strings, type Val } from "./value.ts";

const SYMBOLS: Readonly<Record<string, Binary>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "%": "rem",
  "&": "and",
  "|": "or",
  "^": "xor",
  "<<": "shl",
  ">>": "shr",
  ">>>": "shru",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
};

/** One of several known scalars becomes a scalar; everything else stays. */
export function scalarOf(cursor: Cursor, val: Val, node: Extent): Val {
  return val.kind === "pick" && val.values.every((v) => typeof v !== "object" && typeof v !== "function")
    ? pickScalar(cursor, val, node)
    : val;
}

export function intOf(cursor: Cursor, val: Val, node: Extent, what: string): Val & { kind: "int" } {
  const scalar = scalarOf(cursor, val, node);
  if (scalar.kind === "int") return scalar;
  const hint =
    scalar.kind === "bool"
      ? "write Number(…) to count a boolean"
      : isText(scalar)
        ? "strings are only assigned and compared with ==="
        : "operators take numbers";
  refuseNumber(cursor, scalar, node);
  return refuse(cursor, node, `${describe(scalar)} ${what}`, hint);
}

/** Operators that are refused whatever they are applied to. */
const REFUSED: Readonly<Record<string, readonly [string, string]>> = {
  "==": ["== converts its operands", "write ==="],
  "!=": ["!= converts its operands", "write !=="],
  "/": ["/ gives fractions", "write Math.trunc(a / b) or (a / b) | 0"],
  "**": ["** is not part of the language", "multiply, or shift 1 << n"],
  in: ["the operator in is not part of the language", "has(…) asks a set or a map; every record has all its fields"],
  instanceof: [
    "the operator instanceof is not part of the language",
    "ask for the field that tells a union's records apart",
  ],
  typeof: ["typeof is not part of the language", "the domain of a value says what it is"],
  delete: ["delete is not part of the language", "sets and maps have delete(…); fields of records are always there"],
  void: ["void is not part of the language", "leave it out"],
};

export function refuseOperator(cursor: Cursor, symbol: string, node: Extent): void {
  const refused = Object.hasOwn(REFUSED, symbol) ? REFUSED[symbol] : undefined;
  if (refused !== undefined) refuse(cursor, node, ...refused);
}

/** `a op b` for every operator but the logical ones; `operands` are where a and b are written. */
export function binaryOperator(
  cursor: Cursor,
  symbol: string,
  left: Val,
  right: Val,
  node: Extent,
  operands: readonly [Extent, Extent] = [node, node],
): Val {
  refuseOperator(cursor, symbol, node);
  const a = scalarOf(cursor, left, node);
  const b = scalarOf(cursor, right, node);
  if (symbol === "===" || symbol === "!==") {
    const equal = strictEqual(cursor, a, b, node, operands);
    return bool(symbol === "===" ? equal : not(equal));
  }
  const op = SYMBOLS[symbol];
  if (op === undefined) return refuse(cursor, node, `the operator ${symbol} is not part of the language`);
  if (symbol === "+" && (isText(a) || isText(b))) {
    return refuse(cursor, node, "strings cannot be added", "a oneOf holds whole strings");
  }
  const x = intOf(cursor, a, operands[0], `as an operand of ${symbol}`);
  const y = intOf(cursor, b, operands[1], `as an operand of ${symbol}`);
  if (op === "rem") return divide(cursor, "rem", x, y, node, operands[1]);
  return arithmetic(cursor, op, x, y, node, operands);
}

function isText(val: Val): boolean {
  return val.kind === "enum" || (val.kind === "known" && typeof val.value === "string");
}

function isComparison(op: Binary): boolean {
  return op === "lt" || op === "le" || op === "gt" || op === "ge";
}

function arithmetic(
  cursor: Cursor,
  op: Binary,
  a: Val & Interval & { expr: Expr },
  b: Val & Interval & { expr: Expr },
  node: Extent,
  operands: readonly [Extent, Extent],
): Val {
  const result = apply(op, a, b);
  const expr = binary(op, a.expr, b.expr);
  if (isComparison(op)) {
    const now = interval(cursor, expr);
    return bool(result.lo === result.hi ? constant(result.lo) : now.lo === now.hi ? constant(now.lo) : expr);
  }
  if (op === "shl" || op === "shr" || op === "shru") {
    if (b.lo < 0 || b.hi > 31) {
      return refuse(
        cursor,
        operands[1],
        b.lo === b.hi ? `the shift count is ${b.lo}` : `the shift count lies in ${showInterval(b)}`,
        "a shift count lies in 0…31: narrow its domain, or write n & 31",
      );
    }
    if (op === "shl" && result.lo === INT32.lo && result.hi === INT32.hi && !(a.lo === a.hi && b.lo === b.hi)) {
      return refuse(
        cursor,
        node,
        `this shift can leave int32: ${showInterval(a)} << ${showInterval(b)}`,
        "narrow the domains of its operands",
      );
    }
  }
  if (!inside(result, INT32)) return refuseOverflow(cursor, node, result);
  return int(expr, result);
}

export function refuseOverflow(cursor: Cursor, node: Extent, result: Interval): never {
  return refuse(
    cursor,
    node,
    `this can leave int32: its value lies in ${showInterval(result)}`,
    "narrow the domains of its operands, or bound a local with local(int(lo, hi))",
  );
}

/** Truncating division and remainder; a divisor that may be zero fails the run there. */
export function divide(
  cursor: Cursor,
  op: "div" | "rem",
  a: Val & { kind: "int" },
  b: Val & { kind: "int" },
  node: Extent,
  divisor: Extent,
): Val {
  if (/^0+$/.test(textOf(cursor, divisor))) refuse(cursor, divisor, "division by zero", "divide by another number");
  if (b.lo <= 0 && b.hi >= 0) {
    const site = addSite(cursor, { kind: "divide", message: "division by zero", values: [], unnoticed: true }, node);
    failUnless(cursor, binary("ne", b.expr, ZERO), site);
  }
  const result = apply(op, a, b);
  if (!inside(result, INT32)) return refuseOverflow(cursor, node, result);
  return int(binary(op, a.expr, b.expr), result);
}

/** `===` as 0 or 1. Comparing with a value that can never occur is a mistake in the spec, not a constant. */
function strictEqual(cursor: Cursor, a: Val, b: Val, node: Extent, operands: readonly [Extent, Extent]): Expr {
  if (a.kind === "int" && b.kind === "int") {
    const decided = apply("eq", a, b);
    if (decided.hi === 0 && (literal(a.expr) !== null) !== (literal(b.expr) !== null))
      outsideComparison(cursor, a, b, operands);
    return decided.lo === decided.hi ? constant(decided.lo) : binary("eq", a.expr, b.expr);
  }
  if (a.kind === "bool" && b.kind === "bool") {
    const x = literal(a.expr);
    const y = literal(b.expr);
    if (y !== null) return y === 1 ? a.expr : not(a.expr);
    return x !== null ? (x === 1 ? b.expr : not(b.expr)) : binary("eq", a.expr, b.expr);
  }
  if (isText(a) && isText(b)) return textEqual(cursor, a, b, operands);
  refuseNumber(cursor, a, operands[0]);
  refuseNumber(cursor, b, operands[1]);
  if (a.kind === "known" && b.kind === "known") return constant(Number(a.value === b.value));
  if (domainOf(a) !== null || domainOf(b) !== null || a.kind === "object" || b.kind === "object") {
    return refuse(cursor, node, "=== on composites compares nothing useful", "write same(a, b)");
  }
  const isNothing = (val: Val): boolean => val.kind === "known" && (val.value === undefined || val.value === null);
  const hint =
    isNothing(a) || isNothing(b)
      ? "every value is there: a parameter has a default (n = 0), a map is asked with has(…)"
      : "the two are never equal";
  return refuse(cursor, node, `${describe(a)} is compared with ${describe(b)}`, hint);
}

/** Only a constant outside the *declared* values is refused: what the step happens to know may make any comparison moot. */
function outsideComparison(
  cursor: Cursor,
  a: Val & { kind: "int" },
  b: Val & { kind: "int" },
  operands: readonly [Extent, Extent],
): void {
  const [value, other, node] = literal(a.expr) !== null ? [a, b, operands[0]] : [b, a, operands[1]];
  const declared = declaredInterval(cursor, other.expr);
  if (declared !== null && (value.lo < declared.lo || value.hi > declared.hi)) {
    refuse(
      cursor,
      node,
      `${value.lo} is outside the domain ${showInterval(declared)} of what it is compared with`,
      `compare with a value in ${showInterval(declared)}`,
    );
  }
}

function declaredInterval(cursor: Cursor, expr: Expr): Interval | null {
  if (expr.kind !== "read") return null;
  if (expr.cell.store === "state") return cursor.program.columns[expr.cell.id]!;
  return cursor.process.locals.get(expr.cell.id)?.interval ?? null;
}

function textEqual(cursor: Cursor, a: Val, b: Val, operands: readonly [Extent, Extent]): Expr {
  if (a.kind === "known" && b.kind === "known") return constant(Number(a.value === b.value));
  if (a.kind === "known") return textEqual(cursor, b, a, [operands[1], operands[0]]);
  if (a.kind !== "enum") throw new Error("not a string; please report this");
  if (b.kind === "known") {
    const text = b.value as string;
    const at = indexOfText(a.strings, text);
    if (at < 0) {
      const hints = suggestions(text, a.strings.values);
      return refuse(
        cursor,
        operands[1],
        `"${text}" is not one of ${a.strings.values.map((v) => `"${v}"`).join(", ")}`,
        ...hints,
      );
    }
    const decided = apply("eq", interval(cursor, a.expr), only(at));
    return decided.lo === decided.hi ? constant(decided.lo) : binary("eq", a.expr, constant(at));
  }
  if (b.kind !== "enum") throw new Error("not a string; please report this");
  const mapping = b.strings.values.map((s) => a.strings.values.indexOf(s));
  if (!a.strings.open && !b.strings.open && mapping.every((at) => at < 0)) {
    const [one, other] = [a, b].map(({ strings }) => strings.values.map((value) => `"${value}"`).join(", "));
    refuse(cursor, operands[1], "these two have no string in common, and are never equal", `${one} and ${other}`);
  }
  return binary("eq", a.expr, mapping.every((to, from) => to === from) ? b.expr : table(mapping, b.expr));
}

/** The number of a string; an inferred enumeration learns a string it has not seen. */
export function indexOfText(strings: Strings, text: string): number {
  const at = strings.values.indexOf(text);
  if (at >= 0 || !strings.open) return at;
  return strings.values.push(text) - 1;
}

export function unaryOperator(cursor: Cursor, symbol: string, operand: Val, node: Extent): Val {
  const x = intOf(cursor, operand, node, `as the operand of ${symbol}`);
  if (symbol === "+") return x;
  if (symbol === "~") return int(unary("bitnot", x.expr), { lo: ~x.hi, hi: ~x.lo });
  const result: Interval = { lo: -x.hi + 0, hi: -x.lo + 0 };
  if (!inside(result, INT32)) return refuseOverflow(cursor, node, result);
  return int(unary("neg", x.expr), result);
}

/** `test ? a : b` where neither branch has effects. */
export function choice(cursor: Cursor, test: Expr, left: Val, right: Val, node: Extent): Val {
  const decided = literal(test);
  if (decided !== null) return decided !== 0 ? left : right;
  const a = scalarOf(cursor, left, node);
  const b = scalarOf(cursor, right, node);
  if (a.kind === "int" && b.kind === "int") return int(cond(test, a.expr, b.expr), join(a, b));
  if (a.kind === "bool" && b.kind === "bool") return bool(cond(test, a.expr, b.expr));
  if (isText(a) && isText(b)) {
    const [x, y, strings] = unifyTexts(a, b);
    return { kind: "enum", expr: cond(test, x, y), strings };
  }
  if (a.kind === "known" && b.kind === "known") {
    return a.value === b.value ? a : { kind: "pick", values: [a.value, b.value], index: cond(test, ZERO, constant(1)) };
  }
  if (domainOf(a) !== null || domainOf(b) !== null) return condLeaves(cursor, test, a, b, node);
  return refuse(cursor, node, `the branches are ${describe(a)} and ${describe(b)}`, "both must be values of one kind");
}

/** Two strings as numbers of one enumeration. */
function unifyTexts(a: Val, b: Val): [Expr, Expr, Strings] {
  const own = (val: Val): readonly string[] =>
    val.kind === "enum" ? val.strings.values : [(val as { value: string }).value];
  const values = [...new Set([...own(a), ...own(b)])];
  const number = (val: Val): Expr => {
    if (val.kind !== "enum") return constant(values.indexOf((val as { value: string }).value));
    const mapping = val.strings.values.map((s) => values.indexOf(s));
    return mapping.every((to, from) => to === from) ? val.expr : table(mapping, val.expr);
  };
  return [number(a), number(b), { values, open: true }];
}

export function textVal(val: Val): Val {
  if (val.kind !== "known" || typeof val.value !== "string") return val;
  return { kind: "enum", expr: ZERO, strings: { values: [val.value], open: true } };
}
