// What is known of the cells at one point of a step: an interval for each scalar cell with a constant index that is known
// more narrowly than its declaration says, and whether the step has already had an effect. Environments are joined where
// paths meet and copied where they part. The invariant: in every run that reaches the point, each cell lies in its interval.

import type { VariableKey } from "../analysis/keys.ts";
import type { Cell, Expr } from "../program/program.ts";
import { literal } from "./expr.ts";
import { type Interval, inside, join } from "./interval.ts";

/** Something a step does that no guard may follow. `depth` is how many calls deep what it changes lives; 0 is the state. */
export interface Effect {
  readonly what: string;
  readonly depth: number;
}

export class Environment {
  readonly known: Map<string, Interval>;
  /** The one that lasts longest of what the step has already done that a guard may not follow, or null. */
  effect: Effect | null;
  /** Variables declared without a value that on some path here have none yet. */
  readonly unset: Set<VariableKey>;

  constructor(
    known: Map<string, Interval> = new Map(),
    effect: Effect | null = null,
    unset: Set<VariableKey> = new Set(),
  ) {
    this.known = known;
    this.effect = effect;
    this.unset = unset;
  }

  copy(): Environment {
    return new Environment(new Map(this.known), this.effect, new Set(this.unset));
  }

  /** After a refused `yield`: what follows is another step, begun in any state. */
  restart(): void {
    for (const key of this.known.keys()) if (key.startsWith("state")) this.known.delete(key);
    this.effect = null;
  }

  /** Forgets what was known of every cell of a column, because one of them was written through an index not known. */
  forgetRun(id: number): void {
    const prefix = `state${id}:`;
    for (const key of this.known.keys()) if (key.startsWith(prefix)) this.known.delete(key);
  }
}

/** The key of a cell with a constant index; null where the index is not constant or the cell is an old one. */
export function cellKey(cell: Cell): string | null {
  if (cell.store === "state" && cell.old === true) return null;
  const index = literal(cell.index);
  return index === null ? null : `${cell.store}${cell.id}:${index}`;
}

/** What is known where two paths meet; null is a path that never gets there. */
export function joinEnvironments(a: Environment | null, b: Environment | null): Environment | null {
  if (a === null) return b;
  if (b === null) return a;
  const known = new Map<string, Interval>();
  for (const [key, interval] of a.known) {
    const other = b.known.get(key);
    if (other !== undefined) known.set(key, join(interval, other));
    // A local written on one path only is not read after the paths meet: it is unset there.
    else if (key.startsWith("local")) known.set(key, interval);
  }
  for (const [key, interval] of b.known) if (key.startsWith("local") && !a.known.has(key)) known.set(key, interval);
  return new Environment(known, lasting(a.effect, b.effect), new Set([...a.unset, ...b.unset]));
}

/** Of two effects the one that changes what lives longer, or else the first. */
export function lasting(first: Effect | null, second: Effect | null): Effect | null {
  return first === null || (second !== null && second.depth < first.depth) ? second : first;
}

/** Whether everything known in `wide` is implied by `narrow`, on the cells of `narrow`. */
export function covers(wide: ReadonlyMap<string, Interval>, narrow: ReadonlyMap<string, Interval>): boolean {
  for (const [key, interval] of narrow) {
    const other = wide.get(key);
    if (other === undefined || !inside(interval, other)) return false;
  }
  return true;
}

const MIRRORED = { lt: "gt", le: "ge", gt: "lt", ge: "le", eq: "eq", ne: "ne" } as const;
const OPPOSITE = { lt: "ge", le: "gt", gt: "le", ge: "lt", eq: "ne", ne: "eq" } as const;
type Comparison = keyof typeof OPPOSITE;

function isComparison(op: string): op is Comparison {
  return op in OPPOSITE;
}

function narrow(a: Interval, op: Comparison, b: Interval): Interval {
  switch (op) {
    case "lt":
      return { lo: a.lo, hi: Math.min(a.hi, b.hi - 1) };
    case "le":
      return { lo: a.lo, hi: Math.min(a.hi, b.hi) };
    case "gt":
      return { lo: Math.max(a.lo, b.lo + 1), hi: a.hi };
    case "ge":
      return { lo: Math.max(a.lo, b.lo), hi: a.hi };
    case "eq":
      return { lo: Math.max(a.lo, b.lo), hi: Math.min(a.hi, b.hi) };
    case "ne": {
      const at = b.lo === b.hi ? b.lo : null;
      return { lo: a.lo === at ? a.lo + 1 : a.lo, hi: a.hi === at ? a.hi - 1 : a.hi };
    }
  }
}

/**
 * Narrows an environment by a condition found true or false. Gives false when that cannot happen at all.
 * `interval` gives the present interval of an expression in that environment.
 */
export function assume(env: Environment, test: Expr, truth: boolean, interval: (expr: Expr) => Interval): boolean {
  const now = interval(test);
  if (truth ? now.lo === 0 && now.hi === 0 : now.lo > 0 || now.hi < 0) return false;
  switch (test.kind) {
    case "unary":
      return test.op === "not" ? assume(env, test.operand, !truth, interval) : true;
    case "read":
      return narrowCell(env, test, truth ? "ne" : "eq", { lo: 0, hi: 0 }, interval);
    case "cond":
      if (truth && literal(test.else) === 0) {
        return assume(env, test.test, true, interval) && assume(env, test.then, true, interval);
      }
      if (!truth && literal(test.then) === 1) {
        return assume(env, test.test, false, interval) && assume(env, test.else, false, interval);
      }
      return true;
    case "binary": {
      if (!isComparison(test.op)) return true;
      const op = truth ? test.op : OPPOSITE[test.op];
      return (
        narrowCell(env, test.left, op, interval(test.right), interval) &&
        narrowCell(env, test.right, MIRRORED[op], interval(test.left), interval)
      );
    }
    default:
      return true;
  }
}

function narrowCell(
  env: Environment,
  expr: Expr,
  op: Comparison,
  other: Interval,
  interval: (expr: Expr) => Interval,
): boolean {
  if (expr.kind !== "read") return true;
  const key = cellKey(expr.cell);
  if (key === null) return true;
  const narrowed = narrow(interval(expr), op, other);
  if (narrowed.lo > narrowed.hi) return false;
  env.known.set(key, narrowed);
  return true;
}
