// Expressions with effects: assignments, counters, calls, elements taken from lists, choices. What comes in is a scope that
// allows them; what goes out is text whose order of evaluation matters.

import { writeFitted, writeInt, writeLiteral } from "./number.ts";
import { findPlace, isInferred, isWide } from "./place.ts";
import { type Callable, isAssignable, type Scope } from "./scope.ts";
import { writeBool } from "./truth.ts";
import { isScalar, type Type } from "./types.ts";
import { copyOf, writeValue } from "./value.ts";

export function writeIntEffect(scope: Scope, depth: number): string | null {
  const { draw } = scope;
  return draw.oneOf<string>([
    [3, () => writeCounter(scope, depth)],
    [
      3,
      () => {
        const target = findPlace(scope, (path) => isAssignable(path) && path.type.kind === "int", depth);
        if (target?.path.type.kind !== "int") return null;
        const { lo, hi } = target.path.type;
        const inferred = isInferred(target.path.root.text === target.text, target.path.root);
        const given = inferred
          ? `${writeInt(scope, depth - 1)} % ${2 + draw.below(6)}`
          : writeFitted(scope, lo, hi, depth - 1);
        return `(${target.text} = ${given})`;
      },
    ],
    [
      2,
      () => {
        const target = findPlace(scope, (path) => isAssignable(path) && isWide(path, scope), depth);
        return target && `(${target.text} ${draw.pick(["+=", "-="])} ${writeInt(scope, depth - 1)} % 4)`;
      },
    ],
    [
      2,
      () => {
        const target = findPlace(
          scope,
          (path) => isAssignable(path) && path.type.kind === "int" && path.type.lo <= 0 && path.type.hi >= 1,
          depth,
        );
        if (target === null) return null;
        return draw.pick([
          () => `(${target.text} &= ${writeInt(scope, depth - 1)})`,
          () => `(${target.text} %= ${2 + draw.below(3)})`,
          () => `(${target.text} >>= ${draw.below(3)})`,
          () => `(${target.text} *= ${draw.pick([0, 1])})`,
        ])();
      },
    ],
    [2, () => writeTake(scope, "int", depth)],
    [
      1,
      () => {
        const target = findPlace(scope, (path) => path.type.kind === "list" && path.writable, depth);
        if (target?.path.type.kind !== "list") return null;
        const item = writeValue(scope, target.path.type.of, depth - 1);
        if (item === null) return null;
        const grow = `${target.text}.${draw.pick(["push", "unshift"])}(${item})`;
        if (draw.chance(15)) return grow;
        return `(${target.text}.length < ${target.path.type.capacity} ? ${grow} : ${writeInt(scope, 0)})`;
      },
    ],
  ]);
}

/** `x++` and its like. */
export function writeCounter(scope: Scope, depth: number): string | null {
  const target = findPlace(scope, (path) => isAssignable(path) && isWide(path, scope), depth);
  if (target === null) return null;
  return scope.draw.pick([`${target.text}++`, `${target.text}--`, `++${target.text}`, `--${target.text}`]);
}

export function writeBoolEffect(scope: Scope, depth: number): string | null {
  return scope.draw.oneOf<string>([
    [
      2,
      () => {
        const target = findPlace(scope, (path) => isAssignable(path) && path.type.kind === "bool", depth);
        return target && `(${target.text} = ${writeBool(scope, depth - 1)})`;
      },
    ],
    [
      2,
      () => {
        const found = findPlace(
          scope,
          ({ type, writable }) => (type.kind === "map" || type.kind === "set") && writable,
          depth,
        );
        const type = found?.path.type;
        if (found === null || (type?.kind !== "map" && type?.kind !== "set")) return null;
        const member = writeValue(scope, type.kind === "map" ? type.key : type.of, depth - 1);
        return member && `${found.text}.delete(${member})`;
      },
    ],
    [1, () => writeTake(scope, "bool", depth)],
  ]);
}

/** An element taken from a list, if it has one. */
function writeTake(scope: Scope, kind: Type["kind"], depth: number): string | null {
  const { draw, profile } = scope;
  const target = findPlace(
    scope,
    ({ type, writable }) => type.kind === "list" && writable && type.of.kind === kind,
    depth,
  );
  if (target?.path.type.kind !== "list") return null;
  const take = `${target.text}.${draw.pick(["pop", "shift"])}()`;
  if (draw.chance(8 * profile.risks)) return take;
  return `(${target.text}.length > 0 ? ${take} : ${writeValue(scope, target.path.type.of, 0)})`;
}

/** A call of a helper whose result is of this kind (null: whatever it is). */
export function writeHelperCall(scope: Scope, kind: Type["kind"] | null, depth: number): string | null {
  const fits = scope.callables.filter(
    (fn) =>
      fn.kind === "helper" &&
      !fn.guards &&
      (kind === null || fn.result?.kind === kind) &&
      (scope.effects || !fn.effects) &&
      (scope.choices || !fn.chooses),
  );
  return fits.length === 0 ? null : writeCall(scope, scope.draw.pick(fits), depth);
}

export function writeCall(scope: Scope, fn: Callable, depth: number): string | null {
  const args: string[] = [];
  for (const type of fn.parameters) {
    const argument = isScalar(type) ? writeValue(scope, type, depth - 1) : writePlaceArgument(scope, fn, type, depth);
    if (argument === null) return null;
    args.push(argument);
  }
  return `${fn.name}(${args.join(", ")})`;
}

function writePlaceArgument(scope: Scope, fn: Callable, type: Type, depth: number): string | null {
  const isPlace = fn.kind === "helper" ? ["shared", "alias", "local"] : ["shared", "alias"];
  const place = findPlace(scope, (path) => path.type === type && isPlace.includes(path.root.kind), depth);
  return place !== null && scope.draw.chance(85) ? place.text : copyOf(scope, type, depth);
}

export function writeChosen(scope: Scope, kind: Type["kind"], depth: number): string | null {
  const { draw } = scope;
  return draw.oneOf<string>([
    [
      2,
      () => {
        const from = findPlace(
          scope,
          ({ type }) => (type.kind === "array" || type.kind === "list" || type.kind === "set") && type.of.kind === kind,
          depth,
        );
        return from && `choose(${from.text})`;
      },
    ],
    [kind === "int" ? 2 : 0, () => `choose([${[writeLiteral(scope), writeLiteral(scope)].join(", ")}])`],
    [kind === "int" ? 1 : 0, () => `choose([${writeInt(scope, 0)}, ${writeInt(scope, 0)}])`],
    [kind === "int" ? 1 : 0, () => `choose(int(${draw.pick(["0, 1", "-1, 1", "1, 3"])}))`],
    [kind === "bool" ? 2 : 0, () => draw.pick(["choose(bool())", "choose([false, true])"])],
  ]);
}
