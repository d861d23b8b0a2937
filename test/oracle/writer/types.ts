// Domains of random specs: what they look like and how they are written. What comes in is decisions; what goes out is types
// with their text. The invariant: a composite type has a name, a constant of the module, so that it can be used again.

import type { Draw } from "./draw.ts";

export type Fields = Readonly<Record<string, Type>>;

export type Type =
  | { readonly kind: "int"; readonly lo: number; readonly hi: number }
  | { readonly kind: "bool" }
  | { readonly kind: "text"; readonly values: readonly string[] }
  | { readonly kind: "record"; readonly name: string; readonly fields: Fields }
  | { readonly kind: "union"; readonly name: string; readonly variants: Readonly<Record<string, Fields>> }
  | { readonly kind: "array"; readonly name: string; readonly length: number; readonly of: Type }
  | { readonly kind: "list"; readonly name: string; readonly capacity: number; readonly of: Type }
  | { readonly kind: "set"; readonly name: string; readonly of: Type }
  | { readonly kind: "map"; readonly name: string; readonly key: Type; readonly of: Type };

export type Named = Exclude<Type, { readonly kind: "int" | "bool" | "text" }>;

export const tag = "kind";

export function isScalar(type: Type): type is Exclude<Type, Named> {
  return type.kind === "int" || type.kind === "bool" || type.kind === "text";
}

/** How many values there are. */
export function sizeOf(type: Type): number {
  const product = (fields: Fields): number => Object.values(fields).reduce((all, field) => all * sizeOf(field), 1);
  switch (type.kind) {
    case "int":
      return type.hi - type.lo + 1;
    case "bool":
      return 2;
    case "text":
      return type.values.length;
    case "record":
      return product(type.fields);
    case "union":
      return Object.values(type.variants).reduce((sum, fields) => sum + product(fields), 0);
    case "array":
      return sizeOf(type.of) ** type.length;
    case "list":
      return (sizeOf(type.of) + 1) ** type.capacity;
    case "set":
      return 2 ** sizeOf(type.of);
    case "map":
      return (sizeOf(type.of) + 1) ** sizeOf(type.key);
  }
}

/** `T3`, or the whole expression for scalars. */
export function textOf(type: Type): string {
  if (!isScalar(type)) return type.name;
  if (type.kind === "bool") return "bool()";
  if (type.kind === "int") return `int(${type.lo}, ${type.hi})`;
  return `oneOf(${type.values.map((value) => JSON.stringify(value)).join(", ")})`;
}

/** The expression that a named type is declared with. */
export function declarationOf(type: Named): string {
  const record = (fields: Fields, ...first: readonly string[]): string =>
    `record({ ${[...first, ...Object.entries(fields).map(([name, field]) => `${name}: ${textOf(field)}`)].join(", ")} })`;
  switch (type.kind) {
    case "record":
      return record(type.fields);
    case "union":
      return `union(${Object.entries(type.variants)
        .map(([name, fields]) => record(fields, `${tag}: "${name}"`))
        .join(", ")})`;
    case "array":
      return `array(${type.length}, ${textOf(type.of)})`;
    case "list":
      return `list(${type.capacity}, ${textOf(type.of)})`;
    case "set":
      return `set(${textOf(type.of)})`;
    case "map":
      return `map(${textOf(type.key)}, ${textOf(type.of)})`;
  }
}

/** The TypeScript type of a value. */
export function annotationOf(type: Type): string {
  if (type.kind === "int") return "number";
  if (type.kind === "bool") return "boolean";
  return isScalar(type)
    ? type.values.map((value) => JSON.stringify(value)).join(" | ")
    : `ValueOf<typeof ${type.name}>`;
}

/** Makes types; those with names are remembered in order. */
export interface Types {
  readonly named: readonly Named[];
  scalar(): Type;
  /** Any type of at most so many levels, and at most so many values. */
  any(depth: number, most: number): Type;
}

const words = ["red", "green", "blue", "idle", "busy"];

export function makeTypes(draw: Draw): Types {
  const named: Named[] = [];
  const name = <T extends Named>(type: T): T => {
    named.push(type);
    return type;
  };
  const scalar = (): Type => {
    const chosen = draw.below(10);
    if (chosen < 2) return { kind: "bool" };
    if (chosen < 4) {
      const from = draw.below(3);
      return { kind: "text", values: words.slice(from, from + 2 + draw.below(2)) };
    }
    const lo = draw.pick([0, 0, 0, 1, -1, -2]);
    return { kind: "int", lo, hi: lo + 1 + draw.below(3) };
  };
  const fields = (depth: number, most: number, names: readonly string[]): Fields =>
    Object.fromEntries(names.map((field) => [field, any(depth, most)]));
  const small = (most: number): Type => {
    const type = any(draw.chance(30) ? 1 : 0, most);
    return sizeOf(type) <= most ? type : { kind: "bool" };
  };
  const any = (depth: number, most: number): Type => {
    const made = attempt(depth, most);
    return sizeOf(made) <= most ? made : sizeOf({ kind: "bool" }) <= most ? { kind: "bool" } : scalar();
  };
  const attempt = (depth: number, most: number): Type => {
    if (depth <= 0) return scalar();
    const again = named.filter((type) => sizeOf(type) <= most);
    if (again.length > 0 && draw.chance(30)) return draw.pick(again);
    const id = (): string => `T${named.length}`;
    switch (draw.below(9)) {
      case 0:
      case 1: {
        const made = fields(depth - 1, Math.sqrt(most), draw.pick([["x", "y"], ["x"], ["x", "y", "z"]]));
        return name({ kind: "record", name: id(), fields: made });
      }
      case 2: {
        const a = fields(depth - 1, Math.sqrt(most), draw.pick([["x"], ["x", "p"], []]));
        // A field of both variants has one domain: another would be refused wherever the tag is not known.
        const b =
          draw.chance(40) && "x" in a
            ? { q: scalar(), x: a.x! }
            : fields(depth - 1, Math.sqrt(most), draw.pick([["q"], []]));
        return name({ kind: "union", name: id(), variants: { a, b } });
      }
      case 3:
      case 4: {
        const length = 2 + draw.below(2);
        const of = any(depth - 1, most ** (1 / length));
        return name({ kind: "array", name: id(), length, of });
      }
      case 5:
      case 6: {
        const capacity = 2 + draw.below(2);
        const of = any(depth - 1, most ** (1 / capacity) - 1);
        return name({ kind: "list", name: id(), capacity, of });
      }
      case 7: {
        const of = small(4);
        return name({ kind: "set", name: id(), of });
      }
      default: {
        const key = small(4);
        const of = any(depth - 1, 8);
        return name({ kind: "map", name: id(), key, of });
      }
    }
  };
  return { named, scalar, any };
}
