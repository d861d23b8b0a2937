// Names and what can be reached from them. What comes in is the names in scope where the writer stands; what goes out is
// paths to values of a wanted type. The invariant: a path exists unless it is risky, and then it exists in some states.

import type { Draw } from "./draw.ts";
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

/** How often some things are written, as factors: specs differ in character. */
export interface Profile {
  /** Effects inside expressions. */
  readonly effects: number;
  readonly yields: number;
  readonly aliases: number;
  readonly calls: number;
  readonly risks: number;
  /** Added to the depth of expressions. */
  readonly depth: number;
}

/** What the statements of one function share. */
export interface Body {
  labels: number;
  names: number;
  /** Statements still to be written. */
  budget: number;
}

/** Where the writer stands. */
export interface Scope {
  readonly draw: Draw;
  readonly profile: Profile;
  readonly body: Body;
  readonly names: readonly Name[];
  readonly callables: readonly Callable[];
  /** What kind of function this is; `setup` is a process before its first yield. */
  readonly inside: "process" | "procedure" | "helper" | "action" | "init" | "property" | "setup";
  /** Shared state and locals may be written here. */
  readonly effects: boolean;
  readonly choices: boolean;
  /** Whether this is where a yield may stand. */
  readonly yields: boolean;
  /** What can be left, innermost last, and whether it can be continued. */
  readonly jumps: readonly Jump[];
  readonly loops: number;
  /** What `return` gives; undefined where nothing may be returned. */
  readonly result: Type | null | undefined;
}

export interface Jump {
  readonly label: string | null;
  readonly kind: "loop" | "switch" | "block";
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
    const writable = path.root.kind !== "fixed";
    const into = (part: string, of: Type, extra: Partial<Path> = {}): void =>
      walk({ ...path, writable, text: text + part, type: of, ...extra }, depth + 1);
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
          writable: writable && !isScalar(type.of),
        });
        break;
      default:
        break;
    }
  };
  for (const root of names) {
    walk({ text: root.text, type: root.type, root, holes: [], risky: false, writable: root.assignable }, 0);
  }
  return found;
}

/** A `.get(…)` cannot be assigned, but what it gives can be changed. */
export function isAssignable(path: Path): boolean {
  return path.writable && !path.text.endsWith(")");
}

/** A name of the function's own. */
export function localName(text: string, type: Type, scope: Scope, extra: Partial<Name> = {}): Name {
  const { loops } = scope;
  return { text, type, kind: "local", assignable: true, loose: false, loops, declared: false, ...extra };
}

export function withNames(scope: Scope, names: readonly Name[]): Scope {
  return names.length === 0 ? scope : { ...scope, names: [...scope.names, ...names] };
}

/** What is still in scope once others have run. */
export function afterYield(scope: Scope): Scope {
  return { ...scope, names: scope.names.filter(({ loose }) => !loose) };
}

/** The same point where nothing may be written or chosen. */
export function readOnly(scope: Scope): Scope {
  return { ...scope, effects: false, choices: false };
}

export function freshName(scope: Scope, prefix: string): string {
  return `${prefix}${scope.body.names++}`;
}

/** A label that the function has not used. */
export function freshLabel(scope: Scope): string {
  const n = scope.body.labels++;
  return String.fromCharCode(97 + (n % 26)) + (n < 26 ? "" : Math.floor(n / 26));
}

/** A depth for an expression. */
export function someDepth(scope: Scope): number {
  return 1 + scope.draw.below(3) + scope.profile.depth;
}

export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

export function braces(head: string, lines: readonly string[], tail = "}"): string[] {
  return [`${head} {`, ...indent(lines), tail];
}

export const wide: Type = { kind: "int", lo: -99, hi: 99 };
