// Names and what can be reached from them. What comes in is the names in scope where the generator stands; what goes out is
// paths to values of a wanted type. The invariant: a path exists unless it is risky, and then it exists in some states.

import { type Fields, isScalar, type Type, tag } from "./types.ts";

export interface Name {
  readonly text: string;
  readonly type: Type;
  /** `shared` and `alias` are places of the state, `local` and `fixed` belong to the function. */
  readonly kind: "shared" | "alias" | "local" | "fixed";
  /** The whole can be assigned. */
  readonly assignable: boolean;
  /** An alias of an element of a list or a map, or of a field of a union: not to be used after a yield. */
  readonly loose: boolean;
  /** How many loops were around its declaration. */
  readonly loops: number;
  /** Its domain was declared, so it is checked and may be counted up in a loop. */
  readonly declared: boolean;
}

export interface Callable {
  readonly name: string;
  readonly kind: "helper" | "procedure";
  readonly parameters: readonly Type[];
  /** Null for none. */
  readonly result: Type | null;
  /** May write the shared state. */
  readonly effects: boolean;
  /** Begins with a guard, or consists of one. */
  readonly guards: boolean;
  readonly chooses: boolean;
}

/** Where the generator stands. */
export interface Scope {
  readonly names: readonly Name[];
  readonly functions: readonly Callable[];
  /** What kind of function this is. */
  readonly inside: "process" | "procedure" | "helper" | "action" | "init" | "property";
  /** Shared state and locals may be written here. */
  readonly effects: boolean;
  readonly choices: boolean;
  /** Loops around this point, innermost last: their labels, and whether they can be continued. */
  readonly jumps: readonly { readonly label: string | null; readonly loop: boolean }[];
  readonly loops: number;
  /** What `return` gives; `undefined` where nothing is returned. */
  readonly result: Type | null | undefined;
}

export interface Path {
  /** With `#` where an index belongs. */
  readonly text: string;
  readonly type: Type;
  readonly root: Name;
  /** What the holes index, in order. */
  readonly holes: readonly Type[];
  /** May fail where it is read. */
  readonly risky: boolean;
  readonly writable: boolean;
}

const deepest = 4;

/** All paths from the names in scope. */
export function pathsOf(names: readonly Name[]): Path[] {
  const found: Path[] = [];
  const walk = (path: Path, depth: number): void => {
    found.push(path);
    if (depth === deepest) return;
    const { type, text } = path;
    const into = (part: string, of: Type, extra: Partial<Path> = {}): void =>
      walk({ ...path, writable: path.root.kind !== "fixed", text: text + part, type: of, ...extra }, depth + 1);
    const fieldsOf = (fields: Fields, extra: Partial<Path>): void => {
      for (const [name, of] of Object.entries(fields)) into(`.${name}`, of, extra);
    };
    switch (type.kind) {
      case "record":
        fieldsOf(type.fields, {});
        break;
      case "union":
        into(`.${tag}`, { kind: "text", values: Object.keys(type.variants) }, { writable: false });
        for (const fields of Object.values(type.variants)) fieldsOf(fields, { risky: true });
        break;
      case "array":
        into("[#]", type.of, { holes: [...path.holes, type] });
        break;
      case "list":
        into("[#]", type.of, { holes: [...path.holes, type], risky: true });
        break;
      case "map":
        into(".get(#)", type.of, {
          holes: [...path.holes, type],
          risky: true,
          writable: !isScalar(type.of) && path.root.kind !== "fixed",
        });
        break;
      default:
        break;
    }
  };
  for (const root of names) {
    const writable = root.assignable;
    walk({ text: root.text, type: root.type, root, holes: [], risky: false, writable }, 0);
  }
  return found;
}

/** A `.get(…)` cannot be assigned, but what it gives can be changed. */
export function isAssignable(path: Path): boolean {
  return path.writable && !path.text.endsWith(")");
}

export function sameType(a: Type, b: Type): boolean {
  if (!isScalar(a) || !isScalar(b)) return a === b;
  return a.kind === b.kind;
}
