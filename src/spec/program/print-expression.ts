// Expressions of the program as text, in the author's syntax with as few parentheses as JavaScript needs. In: an expression
// and the names of its process; out: one line. The invariant: read as JavaScript, the text has the operators, the grouping
// and the order of the expression. `&&` and `||` stand for the conditions that they were lowered to.

import { unreachable } from "../source/diagnostic.ts";
import type { ScalarDomain } from "./domain.ts";
import { type Storage, showCell, showNumber } from "./print-cell.ts";
import type { Binary, Cell, Expr, Process } from "./program.ts";

/** What the ids in a body mean. */
export interface Names {
  readonly columns: ReadonlyMap<number, Storage>;
  readonly locals: ReadonlyMap<number, Storage>;
  readonly processes: readonly Process[];
}

interface Text {
  readonly text: string;
  /** How tightly the outermost operator binds; more is tighter. */
  readonly binds: number;
}

const ATOM = 20;
const UNARY = 15;

const OPERATORS: Readonly<Record<Binary, readonly [symbol: string, binds: number]>> = {
  mul: ["*", 13],
  div: ["/", 13],
  rem: ["%", 13],
  add: ["+", 12],
  sub: ["-", 12],
  shl: ["<<", 11],
  shr: [">>", 11],
  shru: [">>>", 11],
  lt: ["<", 10],
  le: ["<=", 10],
  gt: [">", 10],
  ge: [">=", 10],
  eq: ["===", 9],
  ne: ["!==", 9],
  and: ["&", 8],
  xor: ["^", 7],
  or: ["|", 6],
};
const AND = 5;
const OR = 4;
const CONDITION = 3;

/** Operators for which (a ∘ b) ∘ c and a ∘ (b ∘ c) are the same. */
const ASSOCIATIVE: ReadonlySet<Binary> = new Set(["add", "mul", "and", "or", "xor"]);

/** An expression as text; constants in it are shown as values of `domain`. */
export function showExpr(expr: Expr, names: Names, domain: ScalarDomain | null = null): string {
  return print(expr, names, domain).text;
}

/** What the numbers of a cell are. */
export function domainOf(cell: Cell, names: Names): ScalarDomain | null {
  return storageFor(cell, names)?.domain ?? null;
}

export function showPlace(cell: Cell, names: Names): string {
  const storage = storageFor(cell, names) ?? {
    name: `${cell.store}#${cell.id}`,
    dimensions: [],
    count: 1,
    domain: null,
  };
  return showCell(storage, cell.index, (index) => showExpr(index, names));
}

function storageFor(cell: Cell, names: Names): Storage | undefined {
  return (cell.store === "state" ? names.columns : names.locals).get(cell.id);
}

function atLeast({ text, binds }: Text, needed: number): string {
  return binds < needed ? `(${text})` : text;
}

function print(expr: Expr, names: Names, domain: ScalarDomain | null): Text {
  switch (expr.kind) {
    case "const":
      return { text: showNumber(expr.value, domain), binds: expr.value < 0 ? UNARY : ATOM };
    case "read": {
      const text = showPlace(expr.cell, names);
      const old = expr.cell.store === "state" && expr.cell.old === true;
      return { text: old ? `old(${text})` : text, binds: ATOM };
    }
    case "unary": {
      const operand = atLeast(print(expr.operand, names, null), UNARY);
      const symbol = expr.op === "not" ? "!" : expr.op === "neg" ? "-" : "~";
      return { text: symbol + (symbol === "-" && operand.startsWith("-") ? `(${operand})` : operand), binds: UNARY };
    }
    case "binary":
      return printBinary(expr, names);
    case "cond":
      return printCondition(expr, names, domain);
    case "table": {
      const values = expr.values.map((value) => showNumber(value, domain));
      return { text: `[${values.join(", ")}][${showExpr(expr.index, names)}]`, binds: ATOM };
    }
    case "at":
    case "enabled":
    case "by": {
      const text = showStanding(expr, names);
      return { text: expr.kind === "at" && expr.old === true ? `old(${text})` : text, binds: ATOM };
    }
    default:
      return unreachable(expr);
  }
}

function printBinary({ op, left, right }: Expr & { kind: "binary" }, names: Names): Text {
  const [symbol, binds] = OPERATORS[op];
  const compared = op === "eq" || op === "ne" ? (comparedAs(left, names) ?? comparedAs(right, names)) : null;
  const group = right.kind === "binary" && right.op === op && ASSOCIATIVE.has(op) ? binds : binds + 1;
  const a = atLeast(print(left, names, compared), binds);
  const b = atLeast(print(right, names, compared), group);
  return { text: `${a} ${symbol} ${b}`, binds };
}

/** The domain by which the other side of a comparison is shown. */
function comparedAs(expr: Expr, names: Names): ScalarDomain | null {
  if (expr.kind === "read") return domainOf(expr.cell, names);
  return expr.kind === "cond" ? (comparedAs(expr.then, names) ?? comparedAs(expr.else, names)) : null;
}

function printCondition(expr: Expr & { kind: "cond" }, names: Names, domain: ScalarDomain | null): Text {
  const test = print(expr.test, names, null);
  const then = print(expr.then, names, domain);
  const otherwise = print(expr.else, names, domain);
  if (expr.else.kind === "const" && expr.else.value === 0) {
    return { text: `${atLeast(test, AND)} && ${atLeast(then, AND)}`, binds: AND };
  }
  if (expr.then.kind === "const" && expr.then.value === 1) {
    return { text: `${atLeast(test, OR)} || ${atLeast(otherwise, OR)}`, binds: OR };
  }
  const text = `${atLeast(test, OR)} ? ${atLeast(then, CONDITION)} : ${atLeast(otherwise, CONDITION)}`;
  return { text, binds: CONDITION };
}

function showStanding(expr: Expr & { kind: "at" | "enabled" | "by" }, names: Names): string {
  const process = names.processes[expr.process];
  const who = process?.name ?? `process ${expr.process}`;
  if (expr.locations === null) return `by(${who})`;
  const labels = expr.locations.map((id) => {
    const label = process?.locations[id]?.label;
    return id === 0 && process?.kind === "process" ? "ended" : JSON.stringify(label ?? `location ${id}`);
  });
  if (expr.kind === "at" && labels.length === 1 && labels[0] === "ended") return `ended(${who})`;
  return `${expr.kind}(${[who, ...new Set(labels)].join(", ")})`;
}
