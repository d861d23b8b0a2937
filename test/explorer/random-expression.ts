// Random expressions of a Program that cannot fail: indices and table reads in range, no zero divisors, only locals that
// have a value. What comes in is a source of random numbers and what may be read; what goes out is an Expr.

import type { Cell, Column, Expr, Local } from "../../src/spec/program/program.ts";
import { add, at, binary, by, cond, enabled, expr, local, not, type Operand, old, sub, wasAt } from "./builder.ts";

/** A uniformly random integer from 0 to `count - 1`. */
export type Pick = (count: number) => number;

/** A process as far as predicates and `at` can see it. */
export interface Standing {
  readonly id: number;
  readonly kind: "process" | "action";
  /** Number of its locations, `ended` included. */
  readonly locations: number;
}

/** What an expression may read. */
export interface Sight {
  readonly pick: Pick;
  readonly columns: readonly Column[];
  readonly locals: readonly Local[];
  /** Locals that have a value here. */
  readonly defined: ReadonlySet<number>;
  readonly processes: readonly Standing[];
  readonly speaks: "step" | "predicate" | "step property";
}

export function between(pick: Pick, lo: number, hi: number): number {
  return lo + pick(hi - lo + 1);
}

export function oneOf<T>(pick: Pick, values: readonly T[]): T {
  return values[pick(values.length)]!;
}

/** True in so many of 100 cases. */
export function chance(pick: Pick, percent: number): boolean {
  return pick(100) >= 100 - percent;
}

/** Any int32; overflow wraps. */
export function integer(sight: Sight, depth = 2): Expr {
  const { pick } = sight;
  if (depth === 0 || chance(pick, 30)) return leaf(sight, depth);
  const operand = (): Expr => integer(sight, depth - 1);
  switch (pick(8)) {
    case 0:
      return { kind: "unary", op: oneOf(pick, ["neg", "bitnot"] as const), operand: operand() };
    case 1:
      return binary(oneOf(pick, ["div", "rem"] as const), operand(), between(pick, 1, 5));
    case 2:
      return binary(oneOf(pick, ["shl", "shr", "shru"] as const), operand(), pick(5));
    case 3:
      return cond(truth(sight, depth - 1), operand(), operand());
    case 4: {
      const values = Array.from({ length: between(pick, 1, 4) }, () => between(pick, -3, 5));
      return { kind: "table", values, index: modulo(operand(), values.length) };
    }
    case 5:
      return truth(sight, depth - 1);
    default: {
      const op = oneOf(pick, ["add", "sub", "mul", "and", "or", "xor", "add", "sub"] as const);
      return binary(op, operand(), operand());
    }
  }
}

/** 0 or 1, often enough both. */
export function truth(sight: Sight, depth = 2): Expr {
  const { pick } = sight;
  const deeper = Math.max(0, depth - 1);
  if (depth === 0 || chance(pick, 50)) {
    const op = oneOf(pick, ["eq", "ne", "lt", "le", "gt", "ge"] as const);
    const left = leaf(sight, 0);
    return binary(op, left, chance(pick, 70) ? near(sight, left) : integer(sight, deeper));
  }
  switch (pick(6)) {
    case 0:
      return not(truth(sight, deeper));
    case 1:
      return binary("and", truth(sight, deeper), truth(sight, deeper));
    case 2:
      return binary("or", truth(sight, deeper), truth(sight, deeper));
    case 3:
      return cond(truth(sight, deeper), truth(sight, deeper), truth(sight, deeper));
    case 4:
      return standing(sight);
    default:
      return judged(sight) ?? binary("ne", integer(sight, deeper), 0);
  }
}

/** 0 to `count - 1`, whatever the operand. */
export function modulo(operand: Expr, count: number): Expr {
  return binary("rem", add(binary("rem", operand, count), count), count);
}

/** An index into a run of `count` cells. */
export function indexInto(sight: Sight, count: number): Expr {
  const { pick } = sight;
  if (count === 1) return expr(0);
  return chance(pick, 50) ? expr(pick(count)) : modulo(integer(sight, 1), count);
}

/** A value from `lo` to `hi` that needs no check. */
export function inside(sight: Sight, lo: number, hi: number): Expr {
  const { pick } = sight;
  if (lo === hi) return expr(lo);
  const size = hi - lo + 1;
  const value = integer(sight, 2);
  if (size > 2 ** 16) {
    if (chance(pick, 30)) return expr(oneOf(pick, [lo, hi, 0 >= lo && 0 <= hi ? 0 : lo]));
    // The value itself where it is inside; the full range needs no question.
    if (size === 2 ** 32) return value;
    return cond(binary("and", binary("ge", value, lo), binary("le", value, hi)), value, oneOf(pick, [lo, hi]));
  }
  if (chance(pick, 25)) return expr(between(pick, lo, hi));
  const zeroBased = modulo(value, size);
  return lo === 0 ? zeroBased : add(zeroBased, lo);
}

function leaf(sight: Sight, depth: number): Expr {
  const { pick, columns, locals, defined } = sight;
  const readable = locals.filter(({ id }) => defined.has(id));
  if (readable.length > 0 && chance(pick, 35)) {
    const { id, count } = oneOf(pick, readable);
    return expr(local(id, depth === 0 ? pick(count) : indexInto({ ...sight, defined: new Set() }, count)));
  }
  if (chance(pick, 75)) {
    const { id, count } = oneOf(pick, columns);
    const cell: Cell = { store: "state", id, index: depth === 0 ? expr(pick(count)) : indexInto(sight, count) };
    return expr(sight.speaks === "step property" && chance(pick, 40) ? old(cell) : cell);
  }
  return expr(chance(pick, 90) ? between(pick, -3, 5) : oneOf(pick, [-(2 ** 31), 2 ** 31 - 1]));
}

/** A constant that a read cell has a fair chance to equal. */
function near(sight: Sight, read: Expr): Operand {
  const { pick, columns } = sight;
  if (read.kind !== "read" || read.cell.store === "local") return between(pick, -1, 3);
  const { lo, hi } = columns[read.cell.id]!;
  return hi - lo > 1000 ? oneOf(pick, [lo, hi, 0, 1, -1]) : between(pick, lo, hi);
}

function standing(sight: Sight): Expr {
  const { pick, speaks } = sight;
  const processes = sight.processes.filter(({ kind }) => kind === "process");
  if (processes.length === 0) return binary("eq", leaf(sight, 0), 0);
  const process = oneOf(pick, processes);
  const locations = someLocations(pick, process);
  return speaks === "step property" && chance(pick, 40)
    ? wasAt(process.id, ...locations)
    : at(process.id, ...locations);
}

/** What only predicates can ask. */
function judged({ pick, processes, speaks }: Sight): Expr | null {
  if (speaks === "step" || processes.length === 0) return null;
  const process = oneOf(pick, processes);
  const locations = someLocations(pick, process);
  if (speaks === "step property" && chance(pick, 60)) {
    return chance(pick, 50) ? by(process.id) : by(process.id, ...locations);
  }
  return enabled(process.id, ...locations);
}

function someLocations(pick: Pick, { locations }: Standing): number[] {
  const all = Array.from({ length: locations }, (_, i) => i);
  const some = all.filter(() => chance(pick, 50));
  return some.length > 0 ? some : [pick(locations)];
}

/** How many options a choice has: up to three, sometimes none. */
export function smallCount(sight: Sight): Expr {
  return chance(sight.pick, 80) ? expr(between(sight.pick, 1, 3)) : sub(modulo(integer(sight, 1), 4), 1);
}
