// Conditions: expressions that are true or false. What comes in is a scope and a depth; what goes out is text.

import { writeBoolEffect, writeChosen, writeHelperCall } from "./effect.ts";
import { writeInt } from "./number.ts";
import { findPlace, readPlace } from "./place.ts";
import type { Scope } from "./scope.ts";
import { isScalar, type Named } from "./types.ts";
import { callbackScope, findSequence, writeComposite, writeText, writeValue } from "./value.ts";

export function writeBool(scope: Scope, depth: number): string {
  const { draw, profile } = scope;
  const less = (): string => draw.pick(["<", ">", "<=", ">="]);
  if (depth <= 0) {
    return draw.oneOf<string>([
      [draw.chance(10) ? 2 : 0, () => draw.pick(["true", "false"])],
      [4, () => readPlace(scope, "bool", 0)],
      [5, () => writeCompared(scope)],
      [1, () => `(${writeInt(scope, 0)} ${less()} ${writeInt(scope, 0)})`],
      [1, () => "true"],
    ])!;
  }
  const sub = (): string => writeBool(scope, depth - 1);
  const num = (): string => writeInt(scope, depth - 1);
  return draw.oneOf<string>([
    [draw.chance(10) ? 2 : 0, () => draw.pick(["true", "false"])],
    [6, () => readPlace(scope, "bool", depth)],
    [6, () => writeCompared(scope)],
    [3, () => `!${sub()}`],
    [4, () => `(${sub()} && ${sub()})`],
    [4, () => `(${sub()} || ${sub()})`],
    [6, () => `(${num()} ${less()} ${num()})`],
    [3, () => `((${num()} & 3) === ${draw.below(4)})`],
    [2, () => `(${num()} ${draw.pick(["===", "!=="])} ${num()})`],
    [3, () => writeTextComparison(scope, depth)],
    [1, () => `(${sub()} ${draw.pick(["===", "!=="])} ${sub()})`],
    [3, () => writeMembership(scope, depth)],
    [2, () => writeSame(scope, depth)],
    [1, () => `(${sub()} ? ${sub()} : ${sub()})`],
    [1, () => `Boolean(${num()})`],
    [1, () => `!${num()}`],
    [2 * profile.calls, () => writeHelperCall(scope, "bool", depth)],
    [scope.effects ? 3 * profile.effects : 0, () => writeBoolEffect(scope, depth)],
    [scope.effects && scope.choices ? 1 : 0, () => writeChosen(scope, "bool", depth)],
  ])!;
}

/** Part of the state, compared with a number it can have. */
function writeCompared(scope: Scope): string | null {
  const { draw } = scope;
  const found = findPlace(scope, ({ type, root }) => type.kind === "int" && root.kind !== "fixed", 1);
  if (found?.path.type.kind !== "int") return null;
  const { lo, hi } = found.path.type;
  const near = hi - lo > 20 ? draw.below(5) - 1 : lo + draw.below(hi - lo + 1);
  return `(${found.text} ${draw.pick(["<", ">", "<=", ">=", "!==", "==="])} ${near})`;
}

function writeTextComparison(scope: Scope, depth: number): string | null {
  const { draw } = scope;
  const found = findPlace(scope, ({ type }) => type.kind === "text", depth);
  if (found?.path.type.kind !== "text") return null;
  const { values } = found.path.type;
  const other = draw.chance(70) ? JSON.stringify(draw.pick(values)) : writeText(scope, values, depth - 1);
  const left = draw.chance(30) ? `load(${found.text})` : found.text;
  return `(${left} ${draw.pick(["===", "!=="])} ${other})`;
}

function writeMembership(scope: Scope, depth: number): string | null {
  const { draw } = scope;
  if (draw.chance(35)) {
    const found = findPlace(scope, ({ type }) => type.kind === "map", depth);
    if (found?.path.type.kind !== "map") return null;
    const key = writeValue(scope, found.path.type.key, depth - 1);
    return key && `${found.text}.has(${key})`;
  }
  const over = findSequence(scope, depth);
  if (over === null) return null;
  if (draw.chance(50)) {
    const inner = writeBool(callbackScope(scope, "e", over.of), depth - 1);
    return `${over.text}.${draw.pick(["some", "every"])}((e) => ${inner})`;
  }
  const sought = writeValue(scope, over.of, depth - 1);
  return sought && `${over.text}.${over.kind === "set" ? "has" : "includes"}(${sought})`;
}

function writeSame(scope: Scope, depth: number): string | null {
  const left = findPlace(scope, ({ type }) => !isScalar(type) && type.name !== "", depth);
  if (left === null) return null;
  const right = writeComposite(scope, left.path.type as Named, depth - 1);
  return right && `same(${left.text}, ${right})`;
}
