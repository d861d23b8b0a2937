// The types of ITF's variables, without which Apalache does not read a trace: in, the states as they are written; out, for each
// variable its type as Apalache writes types. The invariant: a type fits the variable in every state; a variable whose values have no
// type in common, as those of a union, has none.

import { type Expr, isOption } from "./itf-expression.ts";

type Type =
  | { readonly kind: "Int" | "Str" | "Bool" }
  /** Of the elements of what is empty. */
  | { readonly kind: "open" }
  | { readonly kind: "Seq" | "Set" | "option"; readonly of: Type }
  | { readonly kind: "map"; readonly key: Type; readonly value: Type }
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, Type> };

const OPEN: Type = { kind: "open" };

export function typesOf(
  variables: readonly string[],
  states: readonly { readonly [name: string]: Expr | undefined }[],
): Record<string, string> {
  const entries = variables.flatMap((name): [string, string][] => {
    const type = states.reduce<Type | null>((all, state) => all && unify(all, typeOf(state[name]!)), OPEN);
    return type === null ? [] : [[name, print(type, { next: 1 })]];
  });
  return Object.fromEntries(entries);
}

/** Null if it has none. */
function typeOf(value: Expr): Type | null {
  if (typeof value === "boolean") return { kind: "Bool" };
  if (typeof value === "string") return { kind: "Str" };
  if (typeof value === "number") return { kind: "Int" };
  if (Array.isArray(value)) return ofAll("Seq", value);
  const { "#bigint": digits, "#set": members, "#map": pairs, ...rest } = value as { readonly [name: string]: Expr };
  if (digits !== undefined) return { kind: "Int" };
  if (members !== undefined) return ofAll("Set", members as readonly Expr[]);
  if (pairs !== undefined) {
    const both = pairs as readonly (readonly [Expr, Expr])[];
    const key = common(both.map(([one]) => one));
    const held = common(both.map(([, one]) => one));
    return key && held && { kind: "map", key, value: held };
  }
  if (isOption(rest)) {
    const of = rest.tag === "None" ? OPEN : typeOf(rest.value);
    return of && { kind: "option", of };
  }
  const fields = new Map<string, Type>();
  for (const [name, held] of Object.entries(rest)) {
    const type = typeOf(held);
    if (type === null || !/^[A-Za-z_]\w*$/.test(name)) return null;
    fields.set(name, type);
  }
  return fields.size === 0 ? null : { kind: "record", fields };
}

function ofAll(kind: "Seq" | "Set", values: readonly Expr[]): Type | null {
  const of = common(values);
  return of && { kind, of };
}

function common(values: readonly Expr[]): Type | null {
  return values.reduce<Type | null>((all, value) => all && unify(all, typeOf(value)), OPEN);
}

function unify(a: Type, b: Type | null): Type | null {
  if (b === null || a.kind === "open") return b;
  if (b.kind === "open") return a;
  if ("of" in a && "of" in b && a.kind === b.kind) {
    const of = unify(a.of, b.of);
    return of && { kind: a.kind, of };
  }
  if (a.kind === "map" && b.kind === "map") {
    const [key, value] = [unify(a.key, b.key), unify(a.value, b.value)];
    return key && value && { kind: "map", key, value };
  }
  if (a.kind === "record" && b.kind === "record") {
    if (a.fields.size !== b.fields.size) return null;
    const fields = new Map<string, Type>();
    for (const [name, type] of a.fields) {
      const both = unify(type, b.fields.get(name) ?? null);
      if (both === null) return null;
      fields.set(name, both);
    }
    return { kind: "record", fields };
  }
  return a.kind === b.kind ? a : null;
}

/** What is open is a variable of its own each time. */
function print(type: Type, fresh: { next: number }): string {
  switch (type.kind) {
    case "open":
      return `t${fresh.next++}`;
    case "Seq":
    case "Set":
      return `${type.kind}(${print(type.of, fresh)})`;
    case "option":
      return `None(UNIT) | Some(${print(type.of, fresh)})`;
    case "map":
      return `(${print(type.key, fresh)} -> ${print(type.value, fresh)})`;
    case "record":
      return `{ ${[...type.fields].map(([name, of]) => `${name}: ${print(of, fresh)}`).join(", ")} }`;
    default:
      return type.kind;
  }
}
