// Strings and composites, and values of any type. What comes in is a scope and a type; what goes out is text for a value
// that a place of the type takes, or null where the scope has nothing to make it from.

import { writeFitted } from "./number.ts";
import { findPlace } from "./place.ts";
import { isAssignable, type Name, type Path, type Scope, withNames } from "./scope.ts";
import { writeBool } from "./truth.ts";
import { type Named, sizeOf, type Type, tag } from "./types.ts";

/** Any value that a place of the type takes; numbers are brought into the domain, or only sometimes outside. */
export function writeValue(scope: Scope, type: Type, depth: number): string | null {
  switch (type.kind) {
    case "int":
      return writeFitted(scope, type.lo, type.hi, depth);
    case "bool":
      return writeBool(scope, depth);
    case "text":
      return writeText(scope, type.values, depth);
    default:
      return writeComposite(scope, type, depth);
  }
}

/** One of these strings. */
export function writeText(scope: Scope, values: readonly string[], depth: number): string {
  const { draw, profile } = scope;
  const isFitting = ({ type }: Path): boolean =>
    type.kind === "text" && type.values.every((value) => values.includes(value));
  return draw.oneOf<string>([
    [3, () => JSON.stringify(draw.pick(values))],
    [3, () => findPlace(scope, isFitting, depth)?.text ?? null],
    [
      depth > 0 ? 2 : 0,
      () =>
        `(${writeBool(scope, depth - 1)} ? ${writeText(scope, values, depth - 1)} : ${writeText(scope, values, 0)})`,
    ],
    [
      depth > 0 && scope.effects ? profile.effects : 0,
      () => {
        const target = findPlace(scope, (path) => isAssignable(path) && isFitting(path), depth);
        if (target?.path.type.kind !== "text") return null;
        return `(${target.text} = ${writeText(scope, target.path.type.values, depth - 1)})`;
      },
    ],
    [
      scope.choices && depth > 0 ? 1 : 0,
      () => {
        const listed = values.map((value) => JSON.stringify(value)).join(", ");
        return draw.pick([`choose(oneOf(${listed}))`, `choose([${listed}])`]);
      },
    ],
  ])!;
}

/** A place, a literal, a copy, a choice, an element taken from a list, an assignment. */
export function writeComposite(scope: Scope, type: Named, depth: number): string | null {
  const { draw, profile } = scope;
  return draw.oneOf<string>([
    [4, () => findPlace(scope, (path) => path.type === type, depth)?.text ?? null],
    [depth > -2 ? 4 : 0, () => writeStructure(scope, type, depth)],
    [1, () => copyOf(scope, type, depth)],
    [
      depth > 0 ? 1 : 0,
      () => {
        const a = writeComposite(scope, type, depth - 1);
        const b = draw.chance(50) ? copyOf(scope, type, 0) : writeComposite(scope, type, 0);
        return a && b && `(${writeBool(scope, depth - 1)} ? ${a} : ${b})`;
      },
    ],
    [scope.choices && sizeOf(type) <= 6 ? 2 : 0, () => `choose(${type.name})`],
    [
      scope.choices && scope.effects && depth > 0 ? 2 : 0,
      () => {
        const from = findPlace(scope, (path) => isSequenceOf(path, type), depth);
        return from && `choose(${from.text})`;
      },
    ],
    [
      scope.effects && depth > 0 ? profile.effects : 0,
      () => {
        const from = findPlace(
          scope,
          (path) => path.type.kind === "list" && path.type.of === type && path.writable,
          depth,
        );
        if (from === null) return null;
        const other = copyOf(scope, type, 0);
        return other && `(${from.text}.length > 0 ? ${from.text}.${draw.pick(["pop", "shift"])}() : ${other})`;
      },
    ],
    [
      scope.effects && depth > 0 ? profile.effects : 0,
      () => {
        const target = findPlace(scope, (path) => isAssignable(path) && path.type === type, depth);
        const given = target && writeComposite(scope, type, depth - 1);
        return given && `(${target.text} = ${given})`;
      },
    ],
  ]);
}

function isSequenceOf({ type }: Path, element: Type): boolean {
  return (type.kind === "array" || type.kind === "list" || type.kind === "set") && type.of === element;
}

/** A literal. */
function writeStructure(scope: Scope, type: Named, depth: number): string | null {
  const { draw } = scope;
  const all = (values: readonly (string | null)[]): readonly string[] | null =>
    values.every((value) => value !== null) ? (values as readonly string[]) : null;
  const record = (fields: Readonly<Record<string, Type>>, ...first: readonly string[]): string | null => {
    const values = all(Object.values(fields).map((field) => writeValue(scope, field, depth - 1)));
    if (values === null) return null;
    return `{ ${[...first, ...Object.keys(fields).map((name, i) => `${name}: ${values[i]}`)].join(", ")} }`;
  };
  switch (type.kind) {
    case "record":
      return record(type.fields);
    case "union": {
      const variant = draw.pick(Object.keys(type.variants));
      return record(type.variants[variant]!, `${tag}: "${variant}"`);
    }
    case "array":
    case "list": {
      const length = type.kind === "array" ? type.length : draw.below(type.capacity + 1);
      const items = all(Array.from({ length }, () => writeValue(scope, type.of, depth - 1)));
      return items && `[${items.join(", ")}]`;
    }
    default:
      return null;
  }
}

export function copyOf(scope: Scope, type: Type, depth: number): string | null {
  const source = findPlace(scope, (path) => path.type === type, depth);
  return source && `copy(${source.text})`;
}

export interface FoundSequence {
  readonly text: string;
  readonly of: Type;
  readonly kind: "array" | "list" | "set";
}

/** Something that `some` and `every` can be asked of. */
export function findSequence(scope: Scope, depth: number): FoundSequence | null {
  const found = findPlace(
    scope,
    ({ type }) => type.kind === "array" || type.kind === "list" || type.kind === "set",
    depth,
  );
  const type = found?.path.type;
  if (found === null || (type?.kind !== "array" && type?.kind !== "list" && type?.kind !== "set")) return null;
  return { text: found.text, of: type.of, kind: type.kind };
}

/** The scope of a callback: one more name; what it writes in the middle of a search is mostly nothing. */
export function callbackScope(scope: Scope, text: string, type: Type): Scope {
  const name: Name = {
    text,
    type,
    kind: "fixed",
    assignable: false,
    loose: false,
    loops: scope.loops,
    declared: false,
  };
  const effects = scope.effects && scope.draw.chance(10 * scope.profile.effects);
  return withNames({ ...scope, effects, choices: false }, [name]);
}
