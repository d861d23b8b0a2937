// Numbers: expressions that stay far inside int32. What comes in is a scope and a depth; what goes out is text.

import { writeChosen, writeHelperCall, writeIntEffect } from "./effect.ts";
import { findPlace, placeWithin, readPlace } from "./place.ts";
import { type Scope, wide } from "./scope.ts";
import { writeBool } from "./truth.ts";
import type { Type } from "./types.ts";
import { callbackScope, findSequence, writeText, writeValue } from "./value.ts";

export function writeLiteral({ draw }: Scope): string {
  const value = draw.pick([0, 1, 2, 3, 1, 2, -1, -2, 4, 5, 7]);
  return value < 0 ? `(${value})` : `${value}`;
}

export function writeInt(scope: Scope, depth: number): string {
  const { draw, profile } = scope;
  const literal = (): string => writeLiteral(scope);
  if (depth <= 0)
    return draw.oneOf<string>([
      [2, literal],
      [5, () => readPlace(scope, "int", 0)],
    ])!;
  const sub = (): string => writeInt(scope, depth - 1);
  const divisor = (...safe: readonly string[]): string => (draw.chance(80) ? draw.pick(safe) : sub());
  return draw.oneOf<string>([
    [3, literal],
    [8, () => readPlace(scope, "int", depth)],
    [8, () => `(${sub()} ${draw.pick(["+", "-", "+", "-", "*"])} ${sub()})`],
    [2, () => `(${sub()} % ${divisor("2", "3", "4", "(-3)")})`],
    [1, () => `Math.trunc(${sub()} / ${divisor("2", "3", "(-2)")})`],
    [1, () => `((${sub()} / ${divisor("2", "3")}) | 0)`],
    [2, () => `(${sub()} ${draw.pick(["&", "|", "^"])} ${sub()})`],
    [1, () => `((${sub()} % 8) << ${draw.below(3)})`],
    [1, () => `(${sub()} >> ${draw.below(4)})`],
    [1, () => `((${sub()} & 15) >>> ${draw.below(3)})`],
    [1, () => `(${draw.pick(["-", "~", "+"])}(${sub()}))`],
    [1, () => `Math.${draw.pick(["min", "max"])}(${sub()}, ${sub()})`],
    [1, () => `Math.${draw.pick(["abs", "sign"])}(${sub()})`],
    [1, () => `Number(${writeBool(scope, depth - 1)})`],
    [2, () => `(${writeBool(scope, depth - 1)} ? ${sub()} : ${sub()})`],
    [scope.effects ? 5 * profile.effects : 0, () => writeIntEffect(scope, depth)],
    [2 * profile.calls, () => writeHelperCall(scope, "int", depth)],
    [2, () => writeSize(scope, depth)],
    [1, () => writeSearch(scope, depth)],
    [1, () => writeSum(scope, depth)],
    [1, () => writeLookup(scope, depth)],
    [scope.choices && scope.effects && depth > 1 ? 1 : 0, () => writeChosen(scope, "int", depth)],
  ])!;
}

function writeSize(scope: Scope, depth: number): string | null {
  const suffixed = (kind: Type["kind"], suffix: string): string | null => {
    const found = readPlace(scope, kind, depth);
    return found && found + suffix;
  };
  return scope.draw.oneOf<string>([
    [1, () => suffixed("list", ".length")],
    [1, () => suffixed("set", ".size")],
    [1, () => suffixed("map", ".size")],
  ]);
}

function writeSearch(scope: Scope, depth: number): string | null {
  const over = findSequence(scope, depth);
  if (over === null || over.kind === "set") return null;
  if (scope.draw.chance(40)) {
    const sought = writeValue(scope, over.of, depth - 1);
    return sought && `${over.text}.indexOf(${sought})`;
  }
  return `${over.text}.findIndex((e) => ${writeBool(callbackScope(scope, "e", over.of), depth - 1)})`;
}

function writeSum(scope: Scope, depth: number): string | null {
  const over = findSequence(scope, depth);
  if (over === null || over.kind === "set") return null;
  const inner = callbackScope(callbackScope(scope, "sum", wide), "e", over.of);
  return `${over.text}.reduce((sum, e) => (sum + ${writeInt(inner, depth - 1)}) % 16, ${writeInt(scope, 0)})`;
}

/** An element of a constant object, by a string of the state. */
function writeLookup(scope: Scope, depth: number): string | null {
  const found = findPlace(scope, ({ type }) => type.kind === "text" && type.values.every((v) => v.length > 1), depth);
  if (found === null || !scope.draw.chance(40)) return null;
  const hue = scope.draw.chance(70) ? found.text : writeText(scope, ["red", "green"], depth - 1);
  return `WEIGHT[${hue}]`;
}

/** A number brought into the bounds, or now and then not. */
export function writeFitted(scope: Scope, lo: number, hi: number, depth: number): string {
  const { draw, profile } = scope;
  const size = hi - lo + 1;
  const deep = (weight: number, make: () => string): readonly [number, () => string] => [depth > 0 ? weight : 0, make];
  const sub = (): string => writeInt(scope, depth - 1);
  return (
    draw.oneOf<string>([
      [3, () => `${lo + draw.below(size)}`],
      [3, () => placeWithin(scope, lo, hi)],
      deep(lo === 0 && (size & (size - 1)) === 0 ? 4 : 0, () => `${sub()} & ${hi}`),
      deep(2, () => `Math.max(${lo}, Math.min(${hi}, ${sub()}))`),
      deep(lo === 0 ? 3 : 0, () => `Math.abs(${sub()}) % ${size}`),
      deep(lo !== 0 ? 2 : 0, () => `Math.abs(${sub()} % ${size}) ${lo < 0 ? "-" : "+"} ${Math.abs(lo)}`),
      deep(
        1,
        () =>
          `(${writeBool(scope, depth - 1)} ? ${writeFitted(scope, lo, hi, depth - 1)} : ${writeFitted(scope, lo, hi, 0)})`,
      ),
      [scope.choices && depth > 1 && size <= 4 ? 1 : 0, () => `choose(int(${lo}, ${hi}))`],
      deep(draw.chance(6 * profile.risks) ? 1 : 0, sub),
    ]) ?? `${lo}`
  );
}
