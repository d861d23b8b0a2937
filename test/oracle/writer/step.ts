// Steps: yields, the guards after them, and calls of procedures. What comes in is a scope in which a yield may stand; what
// goes out is lines. The invariant: between a yield and a guard nothing is written.

import { writeBlock } from "./block.ts";
import { withElse } from "./branch.ts";
import { writeConstant } from "./declaration.ts";
import { writeCall } from "./effect.ts";
import type { Made } from "./made.ts";
import { writeInt } from "./number.ts";
import { findPlace, isInferred } from "./place.ts";
import {
  afterYield,
  braces,
  freshLabel,
  freshName,
  isAssignable,
  localName,
  type Name,
  type Scope,
  someDepth,
  wide,
  withNames,
} from "./scope.ts";
import { writeBool } from "./truth.ts";
import type { Type } from "./types.ts";

/** A yield, what may come before effects, and a block. */
export function writeStep(scope: Scope, most: number): string[] {
  const start = `yield ${JSON.stringify(freshLabel(scope))};`;
  const before = scope.draw.chance(40) ? writeGuards(scope) : { lines: [], names: [] };
  return [start, ...before.lines, ...writeBlock(withNames(scope, before.names), most)];
}

/** What may stand after a yield and before the step has effects: constants, choices and guards, on branches too. */
export function writeGuards(scope: Scope): { lines: string[]; names: readonly Name[] } {
  const { draw } = scope;
  const lines: string[] = [];
  const names: Name[] = [];
  const here = (): Scope => withNames({ ...scope, effects: false }, names);
  const parts = draw.chance(60) ? 1 : 2 + draw.below(2);
  for (let i = 0; i < parts; i++) {
    const made = draw.oneOf<Made>([
      [4, () => ({ lines: [writeGuard(here())] })],
      [2, () => writeConstant(here())],
      [2, () => writeGuardedBranch(here())],
      [
        2,
        () => {
          const fits = scope.callables.filter((fn) => fn.guards);
          const call = fits.length === 0 ? null : writeCall(here(), draw.pick(fits), 1);
          return call === null ? null : { lines: [`${call};`] };
        },
      ],
    ]);
    lines.push(...(made?.lines ?? []));
    names.push(...(made?.names ?? []));
  }
  return { lines, names };
}

function writeGuard(scope: Scope): string {
  const { draw } = scope;
  const test = (): string => writeBool(scope, someDepth(scope));
  return draw.oneOf<string>([
    [5, () => `when(${test()});`],
    [3, () => `idleUntil(${test()});`],
    [2, () => `optional(${draw.chance(50) ? "" : test()});`],
    [1, () => `when(${writeInt(scope, 1)});`],
    [draw.chance(20) ? 1 : 0, () => "disabled();"],
  ])!;
}

function writeGuardedBranch(scope: Scope): Made {
  const { draw } = scope;
  const inner = (): readonly string[] => {
    const made = draw.chance(25) ? writeConstant(scope) : null;
    return [...(made?.lines ?? []), writeGuard(withNames(scope, made?.names ?? []))];
  };
  const test = writeBool(scope, someDepth(scope));
  if (draw.chance(50)) return { lines: braces(`if (${test})`, inner()) };
  return { lines: [...braces(`if (${test})`, inner(), "} else {"), ...inner().map((line) => `  ${line}`), "}"] };
}

/** `yield* f(…)`, or null if there is no such procedure. */
export function writeDelegation(scope: Scope, kind: Type["kind"] | null): string | null {
  const fits = scope.callables.filter((fn) => fn.kind === "procedure" && (kind === null || fn.result?.kind === kind));
  if (fits.length === 0) return null;
  const call = writeCall(scope, scope.draw.pick(fits), 2);
  return call && `yield* ${call}`;
}

/** A call of a procedure, wherever one may stand in a statement. */
export function writeProcedureCall(scope: Scope): Made | null {
  if (!scope.yields) return null;
  const { draw } = scope;
  const after = afterYield(scope);
  const line = (text: string | null, names: readonly Name[] = []): Made | null =>
    text === null ? null : { lines: [`${text};`], names };
  return draw.oneOf<Made>([
    [3, () => line(writeDelegation(scope, null))],
    [
      4,
      () => {
        const kind = draw.pick(["int", "int", "bool"] as const);
        const call = writeDelegation(scope, kind);
        const word = draw.pick(["const", "let"]);
        const name = freshName(scope, kind === "int" ? "v" : "b");
        const type: Type = kind === "int" ? wide : { kind };
        return call === null
          ? null
          : line(`${word} ${name} = ${call}`, [localName(name, type, scope, { assignable: false })]);
      },
    ],
    [
      2,
      () => {
        const kind = draw.pick(["int", "bool"] as const);
        const target = findPlace(after, (path) => isAssignable(path) && path.type.kind === kind, 0);
        if (target === null || (kind === "int" && !isInferred(target.path.root.text === target.text, target.path.root)))
          return null;
        if (kind === "int" && target.path.root.loops !== scope.loops) return null;
        const call = writeDelegation(scope, kind);
        return call === null ? null : line(`${target.text} = ${call}`);
      },
    ],
    [
      2,
      () => {
        const call = writeDelegation(scope, draw.pick(["bool", "int"]));
        return call === null ? null : { lines: withElse(after, call, writeBlock(after, 2)) };
      },
    ],
  ]);
}
