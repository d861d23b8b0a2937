// Branches and jumps: if, switch, labelled blocks, break, continue, return. What comes in is a scope; what goes out is lines.

import { writeBlock } from "./block.ts";
import type { Made } from "./made.ts";
import { writeInt } from "./number.ts";
import { findPlace } from "./place.ts";
import {
  braces,
  freshName,
  indent,
  localName,
  type Name,
  readOnly,
  type Scope,
  someDepth,
  withNames,
} from "./scope.ts";
import { writeDelegation } from "./step.ts";
import { writeBool } from "./truth.ts";
import { type Type, tag } from "./types.ts";
import { writeValue } from "./value.ts";

export function writeIf(scope: Scope): Made {
  const { draw } = scope;
  const narrowed = draw.chance(25) ? narrow(scope) : null;
  const test = narrowed?.test ?? (draw.chance(10) ? writeInt(scope, 1) : writeBool(scope, someDepth(scope)));
  const then = writeBlock(withNames(scope, narrowed?.names ?? []), 3);
  return { lines: withElse(scope, test, then) };
}

/** An if with or without an else. */
export function withElse(scope: Scope, test: string, then: readonly string[]): readonly string[] {
  if (scope.draw.chance(50)) return braces(`if (${test})`, then);
  return [...braces(`if (${test})`, then, "} else {"), ...indent(writeBlock(scope, 3)), "}"];
}

/** A test under which something risky is there, and names for it. */
function narrow(scope: Scope): { test: string; names: readonly Name[] } | null {
  const { draw } = scope;
  const kinds = ["union", "list", "map"];
  const source = findPlace(scope, ({ type, root }) => kinds.includes(type.kind) && root.kind !== "fixed", 1);
  // An index that has effects, or may change, does not name the same place again.
  if (source === null || !/^[\w.[\]]+$/.test(source.text) || /\[[a-z]/.test(source.text)) return null;
  const { text } = source;
  const { type, root } = source.path;
  const name = (path: string, of: Type): Name =>
    localName(path, of, scope, {
      kind: root.kind === "local" ? "local" : "alias",
      loose: true,
      assignable: !path.endsWith(")"),
      declared: true,
    });
  if (type.kind === "union") {
    const variant = draw.pick(Object.keys(type.variants));
    const names = Object.entries(type.variants[variant]!).map(([field, of]) => name(`${text}.${field}`, of));
    return { test: `${text}.${tag} === "${variant}"`, names };
  }
  if (type.kind === "list") {
    const at = draw.below(type.capacity);
    return { test: `${text}.length > ${at}`, names: [name(`${text}[${at}]`, type.of)] };
  }
  if (type.kind !== "map") return null;
  const key = writeValue(readOnly(scope), type.key, 0);
  return key === null ? null : { test: `${text}.has(${key})`, names: [name(`${text}.get(${key})`, type.of)] };
}

export function writeSwitch(scope: Scope): Made {
  const { draw } = scope;
  const source = draw.chance(50) ? findPlace(scope, ({ type }) => type.kind === "text", 1) : null;
  const label = draw.chance(30) ? freshName(scope, "L") : null;
  const texts = source?.path.type.kind === "text" ? source.path.type.values : null;
  const subject = source?.text ?? `${writeInt(scope, someDepth(scope))} % 3`;
  const values = texts?.map((value) => JSON.stringify(value)) ?? ["0", "1", "2"];
  const inner: Scope = { ...scope, jumps: [...scope.jumps, { label, kind: "switch" }] };
  const heads = values.slice(draw.below(2)).map((value) => {
    const computed = texts === null && draw.chance(10);
    return `case ${computed ? writeInt(draw.chance(50) ? scope : readOnly(scope), 1) : value}:`;
  });
  if (draw.chance(70)) heads.splice(draw.below(heads.length + 1), 0, "default:");
  const lines = heads.flatMap((head) => {
    if (draw.chance(15)) return [head];
    const own = writeBlock(inner, 2);
    const leaves = /^(break|continue|return)\b/.test(own.at(-1) ?? "");
    return braces(head, [...own, ...(leaves || draw.chance(30) ? [] : ["break;"])]);
  });
  return { lines: braces(`${label === null ? "" : `${label}: `}switch (${subject})`, lines) };
}

export function writeLabelledBlock(scope: Scope): Made {
  const label = freshName(scope, "L");
  const inner: Scope = { ...scope, jumps: [...scope.jumps, { label, kind: "block" }] };
  return { lines: braces(`${label}:`, writeBlock(inner, 3)) };
}

export function writeJump(scope: Scope): Made | null {
  const { draw, jumps } = scope;
  const isPlain = ({ kind }: Scope["jumps"][number]): boolean => kind !== "block";
  return draw.oneOf<Made>([
    [jumps.some(isPlain) ? 3 : 0, () => ({ lines: ["break;"], leaves: true })],
    [jumps.some(({ kind }) => kind === "loop") ? 3 : 0, () => ({ lines: ["continue;"], leaves: true })],
    [
      5,
      () => {
        const labelled = jumps.filter(({ label }) => label !== null);
        if (labelled.length === 0) return null;
        const { label, kind } = draw.pick(labelled);
        return { lines: [`${kind === "loop" && draw.chance(50) ? "continue" : "break"} ${label};`], leaves: true };
      },
    ],
    [2, () => writeReturn(scope)],
  ]);
}

function writeReturn(scope: Scope): Made | null {
  const { result } = scope;
  if (result === undefined) return null;
  if (result === null) return { lines: ["return;"], leaves: true };
  if (scope.yields && scope.draw.chance(30)) {
    const call = writeDelegation(scope, result.kind);
    if (call !== null) return { lines: [`return ${call};`], leaves: true };
  }
  const given = writeResult(scope, result);
  return given === null ? null : { lines: [`return ${given};`], leaves: true };
}

/** What a function gives back. */
export function writeResult(scope: Scope, type: Type): string | null {
  return type.kind === "int" ? writeInt(scope, someDepth(scope)) : writeValue(scope, type, someDepth(scope));
}
