// Cells by the author's names: in, the shape of a value and which of its cells are wanted; out, the places they lie in, each
// with its path, `req.refs`, and how to show what it holds. The invariant: every wanted cell lies in one of the places, and
// where a place is smaller than the value around it, something beside it is not wanted.

import type { Value } from "../spec/program/domain.ts";
import type { Shape } from "../spec/program/program.ts";
import { showInside, showValue } from "../spec/program/value-text.ts";
import { unreachable } from "../spec/source/diagnostic.ts";
import { type Cells, decode, elementOf } from "./state-value.ts";

export interface NamedPlace {
  readonly path: string;
  /** What it holds. */
  readonly show: (cells: Cells) => string;
}

/** Whether a cell is wanted: storage and index. */
export type Wanted = (storage: number, index: number) => boolean;

interface Part {
  readonly places: readonly NamedPlace[];
  /** All of it is wanted. */
  readonly whole: boolean;
}

/** The wanted places of a value at this path, in order of declaration. */
export function placesOf(shape: Shape, path: string, wanted: Wanted): readonly NamedPlace[] {
  return partOf(shape, path, 0, wanted).places;
}

/** The wanted places of a shared record, which is never shown as a whole. */
export function fieldsOf(shape: Shape, path: string, wanted: Wanted): readonly NamedPlace[] {
  if (shape.kind !== "record") return placesOf(shape, path, wanted);
  return Object.entries(shape.fields).flatMap(([name, field]) => placesOf(field, `${path}.${name}`, wanted));
}

function partOf(shape: Shape, path: string, index: number, wanted: Wanted): Part {
  const all: NamedPlace = { path, show: (cells) => showValue(decode(shape, cells, index)) };
  switch (shape.kind) {
    case "scalar":
      return wanted(shape.storage, index) ? { places: [all], whole: true } : NOTHING;
    case "record":
      return join(
        all,
        Object.entries(shape.fields).map(([name, field]) => partOf(field, `${path}.${name}`, index, wanted)),
      );
    case "union": {
      const { domain, tag, variants } = shape;
      const fields = variants.flatMap((variant) => Object.values(variant));
      if (fields.some((field) => touches(field, index, wanted))) return { places: [all], whole: true };
      const name = domain.kind === "union" ? domain.tag : "kind";
      return { places: partOf(tag, `${path}.${name}`, index, wanted).places, whole: false };
    }
    case "array":
      return join(
        all,
        sequence(shape.length).map((i) => partOf(shape.element, `${path}[${i}]`, index * shape.length + i, wanted)),
      );
    case "list": {
      // Reading an element asks for the length, too: what was meant is the list.
      const elements = sequence(shape.capacity).some((i) => touches(shape.element, index * shape.capacity + i, wanted));
      if (elements) return { places: [all], whole: true };
      return { places: partOf(shape.length, `${path}.length`, index, wanted).places, whole: false };
    }
    case "set":
      return members(shape, all, (i) => {
        if (!wanted(shape.member, index * shape.size + i)) return NOTHING;
        const key = showInside(elementOf(shape, i));
        const show = (cells: Cells): string => String(cells(shape.member, index * shape.size + i) !== 0);
        return { places: [{ path: `${path}.has(${key})`, show }], whole: true };
      });
    case "map":
      return members(shape, all, (i) => {
        const at = index * shape.size + i;
        if (!wanted(shape.present, at) && !touches(shape.value, at, wanted)) return NOTHING;
        const key = showInside(elementOf(shape, i));
        const show = (cells: Cells): string =>
          cells(shape.present, at) === 0 ? "none" : showValue(decode(shape.value, cells, at) as Value);
        return { places: [{ path: `${path}[${key}]`, show }], whole: true };
      });
    default:
      return unreachable(shape);
  }
}

const NOTHING: Part = { places: [], whole: false };

/** More than these are shown as the set or map they belong to. */
const MOST_MEMBERS = 3;

function members(shape: Shape & { kind: "set" | "map" }, all: NamedPlace, part: (i: number) => Part): Part {
  const joined = join(all, sequence(shape.size).map(part));
  return joined.places.length > MOST_MEMBERS ? { places: [all], whole: joined.whole } : joined;
}

function join(all: NamedPlace, parts: readonly Part[]): Part {
  const whole = parts.length > 0 && parts.every((part) => part.whole);
  return { places: whole ? [all] : parts.flatMap(({ places }) => places), whole };
}

/** Whether any cell of a value is wanted. */
function touches(shape: Shape, index: number, wanted: Wanted): boolean {
  return partOf(shape, "", index, wanted).places.length > 0;
}

function sequence(length: number): readonly number[] {
  return Array.from({ length }, (_, i) => i);
}
