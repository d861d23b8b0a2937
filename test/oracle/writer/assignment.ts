// Statements that write: assignments, counters, what changes collections, and calls of helpers. What comes in is a scope that
// allows effects; what goes out is lines, or null where there is nothing to write to.

import { writeCall, writeCounter } from "./effect.ts";
import type { Made } from "./made.ts";
import { writeInt } from "./number.ts";
import { findPlace, isInferred, isWide } from "./place.ts";
import { isAssignable, type Scope, someDepth } from "./scope.ts";
import { writeBool } from "./truth.ts";
import { writeValue } from "./value.ts";

function line(text: string | null): Made | null {
  return text === null ? null : { lines: [`${text};`] };
}

export function writeAssignment(scope: Scope): Made | null {
  const { draw, profile } = scope;
  const target = findPlace(scope, isAssignable, 2 + profile.depth);
  if (target === null) return null;
  const { text, path } = target;
  const { type } = path;
  const depth = someDepth(scope);
  if (type.kind !== "int") {
    const given = writeValue(scope, type, depth);
    return given === null ? null : line(`${text} = ${given}`);
  }
  const inferred = isInferred(path.root.text === text, path.root);
  const counts = isWide(path, scope);
  const given = (): string =>
    inferred ? `${writeInt(scope, depth)} % ${2 + draw.below(6)}` : writeValue(scope, type, depth)!;
  const hasZero = type.lo <= 0 && type.hi >= 1;
  return draw.oneOf<Made>([
    [4, () => line(`${text} = ${given()}`)],
    [counts ? 4 : 0, () => line(writeCounter(scope, 2))],
    [counts ? 2 : 0, () => line(`${text} ${draw.pick(["+=", "-="])} ${writeInt(scope, depth)} % 8`)],
    [!inferred && type.lo === 0 ? 4 : 0, () => line(`${text} = (${text} + 1) % ${type.hi + 1}`)],
    [hasZero ? 1 : 0, () => line(`${text} &= ${writeInt(scope, depth)}`)],
    [hasZero ? 1 : 0, () => line(`${text} ${draw.pick(["%= 2", "%= 3", ">>= 1", "*= 0"])}`)],
    [
      draw.chance(6 * profile.risks) ? 1 : 0,
      () => line(`${text} ${draw.pick(["|=", "^="])} ${writeInt(scope, depth)} & 3`),
    ],
    [draw.chance(6 * profile.risks) && !inferred ? 1 : 0, () => line(draw.pick([`${text}++`, `${text}--`]))],
    [
      !inferred ? 2 : 0,
      () => {
        const up = draw.chance(50);
        return line(`if (${up ? `${text} < ${type.hi}` : `${text} > ${type.lo}`}) ${text}${up ? "++" : "--"}`);
      },
    ],
  ]);
}

export function writeChange(scope: Scope): Made | null {
  const { draw, profile } = scope;
  const kinds = ["list", "set", "map", "array"];
  const target = findPlace(scope, ({ type, writable }) => writable && kinds.includes(type.kind), 2 + profile.depth);
  if (target === null) return null;
  const { text } = target;
  const { type } = target.path;
  const depth = someDepth(scope);
  const unless = (test: string, made: string | null): Made | null =>
    made === null ? null : line(draw.chance(6 * profile.risks) ? made : `if (${test}) ${made}`);
  const given = (make: (value: string) => string, of = type.kind === "map" ? type.of : null): string | null => {
    const value = of === null ? null : writeValue(scope, of, depth);
    return value === null ? null : make(value);
  };
  switch (type.kind) {
    case "array":
      return line(given((value) => `${text}.fill(${value})`, type.of));
    case "list": {
      const at = draw.below(2);
      return draw.oneOf<Made>([
        [
          5,
          () => {
            const method = draw.pick(["push", "push", "unshift"]);
            return unless(
              `${text}.length < ${type.capacity}`,
              given((value) => `${text}.${method}(${value})`, type.of),
            );
          },
        ],
        [3, () => unless(`${text}.length > 0`, `${text}.${draw.pick(["pop", "shift"])}()`)],
        [
          3,
          () =>
            unless(
              `${text}.length > ${at}`,
              given((value) => `${text}[${at}] = ${value}`, type.of),
            ),
        ],
        [1, () => line(`${text}.clear()`)],
      ]);
    }
    case "set":
      return draw.oneOf<Made>([
        [4, () => line(given((value) => `${text}.add(${value})`, type.of))],
        [3, () => line(given((value) => `${text}.delete(${value})`, type.of))],
        [1, () => line(`${text}.clear()`)],
      ]);
    case "map": {
      const key = writeValue(scope, type.key, depth);
      if (key === null) return null;
      return draw.oneOf<Made>([
        [5, () => line(given((value) => `${text}.set(${key}, ${value})`))],
        [2, () => line(`${text}.delete(${key})`)],
        [1, () => line(`${text}.clear()`)],
      ]);
    }
    default:
      return null;
  }
}

/** A call of a helper for its effects, or after `&&`. */
export function writeHelperStatement(scope: Scope): Made | null {
  const fits = scope.callables.filter(
    (fn) => fn.kind === "helper" && !fn.guards && (scope.effects || !fn.effects) && (scope.choices || !fn.chooses),
  );
  if (fits.length === 0) return null;
  const fn = scope.draw.pick(fits);
  const call = writeCall(scope, fn, 2);
  if (call === null) return null;
  if (fn.result?.kind !== "bool" || scope.draw.chance(80)) return line(call);
  return line(`${writeBool(scope, 1)} ${scope.draw.pick(["&&", "||"])} ${call}`);
}
