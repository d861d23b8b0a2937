// Cells as their author would write them: `req.refs`, `s.rm[self]`, `s.heard{2}`. In: the shapes of shared records and of
// locals; out: the text of a cell with a given index, and the text of a value in it. A run's name has a mark for each
// dimension, `[]` for positions and `{}` for values of a domain, and its index is taken apart accordingly. The invariant:
// where it cannot be taken apart, the text says so (`s.grid[][]@(i + j)`) instead of guessing.

import { unreachable } from "../source/diagnostic.ts";
import type { Domain, ScalarDomain } from "./domain.ts";
import { showValue, valueAt } from "./enumerate.ts";
import type { Expr, Shape } from "./program.ts";

/** One dimension of a run; `values` is the domain whose values its positions stand for, if it has one. */
interface Dimension {
  readonly size: number;
  readonly values: Domain | null;
}

export interface Storage {
  /** With `[]` and `{}` where indices go. */
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  /** How many cells there are. */
  readonly count: number;
  /** How its numbers are shown; null for plain numbers. */
  readonly domain: ScalarDomain | null;
}

const MEMBERSHIP: ScalarDomain = { kind: "bool", initial: false };

/** What is stored where, by storage id, for shapes that share an id space. `runs` gives the runs' names. */
export function storageOf(
  runs: readonly { readonly id: number; readonly name: string; readonly count: number }[],
  shapes: readonly Shape[],
): ReadonlyMap<number, Storage> {
  const shaped = new Map(shapes.flatMap((shape) => leavesOf(shape, [])));
  const bare = { dimensions: [], domain: null };
  return new Map(runs.map(({ id, name, count }) => [id, { name, count, ...(shaped.get(id) ?? bare) }]));
}

type Leaf = readonly [id: number, storage: Omit<Storage, "name" | "count">];

function leavesOf(shape: Shape, dimensions: readonly Dimension[]): Leaf[] {
  const inside = (size: number, values: Domain | null): Dimension[] => [...dimensions, { size, values }];
  switch (shape.kind) {
    case "scalar":
      return [[shape.storage, { dimensions, domain: shape.domain }]];
    case "record":
      return Object.values(shape.fields).flatMap((field) => leavesOf(field, dimensions));
    case "union": {
      const fields = [shape.tag, ...shape.variants.flatMap((variant) => Object.values(variant))];
      return fields.flatMap((field) => leavesOf(field, dimensions));
    }
    case "array":
      return leavesOf(shape.element, inside(shape.length, null));
    case "list":
      return [...leavesOf(shape.length, dimensions), ...leavesOf(shape.element, inside(shape.capacity, null))];
    case "set": {
      const values = shape.domain.kind === "set" ? shape.domain.element : null;
      return [[shape.member, { dimensions: inside(shape.size, values), domain: MEMBERSHIP }]];
    }
    case "map": {
      const around = inside(shape.size, shape.domain.kind === "map" ? shape.domain.key : null);
      return [[shape.present, { dimensions: around, domain: MEMBERSHIP }], ...leavesOf(shape.value, around)];
    }
    default:
      return unreachable(shape);
  }
}

/** A cell's name with its index in place of the marks; `show` prints an index. */
export function showCell(storage: Storage, index: Expr, show: (expr: Expr) => string): string {
  const { name, dimensions, count } = storage;
  if (dimensions.length === 0) return count === 1 ? name : `${name}[${show(index)}]`;
  const indices = takeApart(index, dimensions);
  if (indices === null) return `${name}@${inBrackets(show(index))}`;
  let next = 0;
  return name.replace(/\[\]|\{\}/g, (mark) => {
    const dimension = dimensions[next];
    const at = indices[next++];
    if (dimension === undefined || at === undefined) return mark;
    return mark === "[]" ? `[${show(at)}]` : `{${showPosition(dimension.values, at, show)}}`;
  });
}

function inBrackets(text: string): string {
  return /^[\w.]+$/.test(text) ? text : `(${text})`;
}

function isZero(expr: Expr): boolean {
  return expr.kind === "const" && expr.value === 0;
}

/** Which value of a domain a position stands for. */
function showPosition(values: Domain | null, at: Expr, show: (expr: Expr) => string): string {
  if (values === null) return show(at);
  if (at.kind === "const") {
    const text = showValue(valueAt(values, at.value));
    return text.startsWith("{") ? text.slice(1, -1) : text;
  }
  // A position is written as a value where the two are numbers that differ by a constant.
  if (values.kind !== "int") return `#${inBrackets(show(at))}`;
  if (values.lo === 0) return show(at);
  const undone = at.kind === "binary" && at.right.kind === "const" && at.right.value === values.lo;
  if (undone && at.op === "sub") return show(at.left);
  return show({ kind: "binary", op: "add", left: at, right: { kind: "const", value: values.lo } });
}

/** Indices of each dimension, outermost first; null where the flat index does not show them. */
function takeApart(index: Expr, dimensions: readonly Dimension[]): readonly Expr[] | null {
  const last = dimensions.at(-1);
  if (last === undefined) return isZero(index) ? [] : null;
  if (dimensions.length === 1) return [index];
  const split = splitIndex(index, last.size);
  if (split === null) return null;
  const outer = takeApart(split.outer, dimensions.slice(0, -1));
  return outer === null ? null : [...outer, split.inner];
}

/** outer * size + inner */
function splitIndex(index: Expr, size: number): { outer: Expr; inner: Expr } | null {
  const constant = (value: number): Expr => ({ kind: "const", value });
  if (index.kind === "const") {
    return { outer: constant(Math.floor(index.value / size)), inner: constant(index.value % size) };
  }
  if (size === 1) return { outer: index, inner: constant(0) };
  if (index.kind !== "binary") return null;
  const { op, left, right } = index;
  if (op === "mul" && right.kind === "const" && right.value === size) return { outer: left, inner: constant(0) };
  if (op !== "add") return null;
  if (left.kind === "binary" && left.op === "mul" && left.right.kind === "const" && left.right.value === size) {
    return { outer: left.left, inner: right };
  }
  // A constant outer index has been multiplied already.
  const base = left.kind === "const" ? left : right.kind === "const" ? right : null;
  if (base === null || base.value % size !== 0) return null;
  return { outer: constant(base.value / size), inner: base === left ? right : left };
}

/** A number as its domain shows it: `true`, `"prepared"`, `3`. */
export function showNumber(value: number, domain: ScalarDomain | null): string {
  if (domain?.kind === "bool" && (value === 0 || value === 1)) return String(value === 1);
  const name = domain?.kind === "oneOf" ? domain.values[value] : undefined;
  return name === undefined ? String(value) : JSON.stringify(name);
}
