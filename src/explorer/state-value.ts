// Values out of cells: the inverse of how the lowering lays a domain out. What comes in is a Shape and the cells of a state;
// what goes out is a value of the shape's domain. The invariant: only what a value means is read, never the cells of
// unused slots, absent keys or inactive variants.

import type { Value } from "../spec/program/domain.ts";
import { tagOf, valueAt } from "../spec/program/enumerate.ts";
import type { Process, Shape, Variable } from "../spec/program/program.ts";
import { unreachable } from "../spec/source/diagnostic.ts";
import type { State } from "./state.ts";

/** Reads a cell: storage id (a column, or a local of one process) and index. */
export type Cells = (storage: number, index: number) => number;

/** The author's locals that have a value where the process stands; a variable lives as a whole or not at all. */
export function liveVariables(process: Process, state: State): readonly Variable[] {
  const live = state.locals.get(process.id)!;
  return process.variables.filter(({ locals }) => locals.length > 0 && locals.every((id) => live.has(id)));
}

export function sharedCells(state: State): Cells {
  return (storage, index) => state.shared.get(storage)!.get(index)!;
}

export function localCells(state: State, process: number): Cells {
  return (storage, index) => state.locals.get(process)!.get(storage)!.get(index)!;
}

/** The value of a shape whose cells are read at this index (0 for one that no array surrounds). */
export function decode(shape: Shape, cells: Cells, index: number): Value {
  switch (shape.kind) {
    case "scalar":
      return decodeScalar(shape, cells(shape.storage, index));
    case "record":
      return decodeFields(shape.fields, cells, index);
    case "union": {
      const { variant, tag } = activeVariant(shape, cells, index);
      return { ...tag, ...decodeFields(variant, cells, index) };
    }
    case "array":
      return sequence(shape.length, (i) => decode(shape.element, cells, index * shape.length + i));
    case "list": {
      const length = cells(shape.length.storage, index);
      return sequence(length, (i) => decode(shape.element, cells, index * shape.capacity + i));
    }
    case "set":
      return new Set(memberPositions(shape, cells, index).map((i) => elementOf(shape, i)));
    case "map":
      return new Map(
        memberPositions(shape, cells, index).map((i) => [
          elementOf(shape, i),
          decode(shape.value, cells, index * shape.size + i),
        ]),
      );
    default:
      return unreachable(shape);
  }
}

/** The fields of the variant that a union holds, and its tag as a field. */
export function activeVariant(
  shape: Shape & { kind: "union" },
  cells: Cells,
  index: number,
): { readonly variant: Readonly<Record<string, Shape>>; readonly tag: Readonly<Record<string, Value>> } {
  const { domain, tag, variants } = shape;
  if (domain.kind !== "union") throw new Error("a union's shape without its domain; please report this");
  const active = cells(tag.storage, index);
  const variant = domain.variants[active];
  if (variant === undefined) throw new Error(`a union has no variant ${active}; please report this`);
  return { variant: variants[active]!, tag: { [domain.tag]: tagOf(domain, variant) } };
}

/** Positions, in domain order, of the members of a set or of the keys of a map. */
export function memberPositions(shape: Shape & { kind: "set" | "map" }, cells: Cells, index: number): number[] {
  const storage = shape.kind === "set" ? shape.member : shape.present;
  return sequence(shape.size, (i) => i).filter((i) => cells(storage, index * shape.size + i) !== 0);
}

/** The ith value of a set's elements or of a map's keys. */
export function elementOf(shape: Shape & { kind: "set" | "map" }, position: number): Value {
  const { domain } = shape;
  if (domain.kind === "set") return valueAt(domain.element, position);
  if (domain.kind === "map") return valueAt(domain.key, position);
  throw new Error(`a ${shape.kind}'s shape without its domain; please report this`);
}

function decodeScalar({ domain }: Shape & { kind: "scalar" }, cell: number): Value {
  switch (domain.kind) {
    case "int":
      return cell;
    case "bool":
      return cell !== 0;
    case "oneOf": {
      const value = domain.values[cell];
      if (value === undefined) throw new Error(`no value ${cell} of "${domain.values}"; please report this`);
      return value;
    }
    default:
      return unreachable(domain);
  }
}

function decodeFields(fields: Readonly<Record<string, Shape>>, cells: Cells, index: number): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, decode(shape, cells, index)]));
}

function sequence<T>(length: number, at: (index: number) => T): T[] {
  return Array.from({ length }, (_, i) => at(i));
}
