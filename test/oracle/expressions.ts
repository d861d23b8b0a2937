// Random expressions of each type. What comes in is decisions and a scope; what goes out is text that JavaScript evaluates
// to a value of the type, mostly without failing. The invariant: effects and choices occur only where the scope allows
// them, and every number stays far inside int32.

import type { Draw } from "./draw.ts";
import { type Callable, isAssignable, type Path, pathsOf, type Scope } from "./scope.ts";
import { isScalar, type Named, sizeOf, type Type, tag, textOf } from "./types.ts";

export interface Expressions {
  int(scope: Scope, depth: number): string;
  bool(scope: Scope, depth: number): string;
  /** One of these strings. */
  text(scope: Scope, values: readonly string[], depth: number): string;
  /** A composite: a place, a literal, a copy, a choice. Null if the scope has nothing to make it from. */
  composite(scope: Scope, type: Named, depth: number): string | null;
  /** Any value that a place of the type takes; numbers are brought into the domain, or only sometimes outside. */
  value(scope: Scope, type: Type, depth: number): string | null;
  /** An index of an array or a list, a key of a map. */
  index(scope: Scope, type: Type, depth: number): string | null;
  /** A path with its holes filled; null if there is none. */
  place(scope: Scope, wanted: (path: Path) => boolean, depth: number): { text: string; path: Path } | null;
  call(scope: Scope, fn: Callable, depth: number): string | null;
}

export function makeExpressions(draw: Draw): Expressions {
  const literal = (): string => {
    const value = draw.pick([0, 1, 2, 3, 1, 2, -1, -2, 4, 5, 7]);
    return value < 0 ? `(${value})` : `${value}`;
  };

  const place: Expressions["place"] = (scope, wanted, depth) => {
    const allowRisk = draw.chance(6);
    const paths = pathsOf(scope.names).filter((path) => (allowRisk || !path.risky) && wanted(path));
    if (paths.length === 0) return null;
    const path = draw.pick(paths);
    const indices = path.holes.map((hole) => index(scope, hole, depth - 1));
    if (indices.includes(null)) return null;
    let hole = 0;
    return { text: path.text.replace(/#/g, () => indices[hole++]!), path };
  };

  const read = (scope: Scope, kind: Type["kind"], depth: number): string | null =>
    place(scope, (path) => path.type.kind === kind, depth)?.text ?? null;

  const index: Expressions["index"] = (scope, type, depth) => {
    if (type.kind === "map") return value(scope, type.key, depth - 1);
    const n = type.kind === "array" ? type.length : type.kind === "list" ? type.capacity : 1;
    const top = type.kind === "list" ? 1 + draw.below(n) : n;
    return (
      draw.oneOf<string>([
        [4, () => `${draw.below(top)}`],
        [3, () => namedWithin(scope, 0, top - 1)],
        [depth > 0 ? 2 : 0, () => `${int(scope, depth - 1)} & ${top > 3 ? 3 : top > 1 ? 1 : 0}`],
        [depth > 0 ? 1 : 0, () => `Math.abs(${int(scope, depth - 1)}) % ${top}`],
        [depth > 0 && scope.effects && scope.choices && draw.chance(30) ? 1 : 0, () => `choose(int(0, ${top - 1}))`],
        // A constant array is JavaScript's own: reading outside it gives undefined natively, and nothing can notice.
        [!isScalar(type) && type.name !== "" && draw.chance(10) ? 1 : 0, () => int(scope, depth - 1)],
      ]) ?? "0"
    );
  };

  /** A place whose domain lies inside the bounds. */
  const namedWithin = (scope: Scope, lo: number, hi: number): string | null =>
    place(scope, ({ type }) => type.kind === "int" && type.lo >= lo && type.hi <= hi, 0)?.text ?? null;

  const fitted = (scope: Scope, lo: number, hi: number, depth: number): string => {
    const within = hi - lo + 1;
    return (
      draw.oneOf<string>([
        [
          3,
          () =>
            lo + draw.below(within) < 0
              ? `${lo + draw.below(-lo)}`
              : `${Math.max(lo, 0) + draw.below(hi - Math.max(lo, 0) + 1)}`,
        ],
        [3, () => namedWithin(scope, lo, hi)],
        [depth > 0 && lo === 0 && (within & (within - 1)) === 0 ? 4 : 0, () => `${int(scope, depth - 1)} & ${hi}`],
        [depth > 0 ? 2 : 0, () => `Math.max(${lo}, Math.min(${hi}, ${int(scope, depth - 1)}))`],
        [depth > 0 && lo === 0 ? 3 : 0, () => `Math.abs(${int(scope, depth - 1)}) % ${within}`],
        [
          depth > 0 && lo !== 0 ? 2 : 0,
          () => `Math.abs(${int(scope, depth - 1)} % ${within}) ${lo < 0 ? "-" : "+"} ${Math.abs(lo)}`,
        ],
        [
          depth > 0 ? 1 : 0,
          () => `(${bool(scope, depth - 1)} ? ${fitted(scope, lo, hi, depth - 1)} : ${fitted(scope, lo, hi, 0)})`,
        ],
        [scope.choices && depth > 1 && within <= 4 ? 1 : 0, () => `choose(int(${lo}, ${hi}))`],
        [depth > 0 && draw.chance(8) ? 1 : 0, () => int(scope, depth - 1)],
      ]) ?? `${lo}`
    );
  };

  const isWide = ({ type, root, text }: Path, scope: Scope): boolean =>
    type.kind === "int" &&
    (root.text === text && root.kind === "local" && !root.declared
      ? root.loops === scope.loops
      : type.hi - type.lo > 20);

  const intEffect = (scope: Scope, depth: number): string | null => {
    if (!scope.effects) return null;
    return draw.oneOf<string>([
      [
        3,
        () => {
          const target = place(scope, (path) => isAssignable(path) && isWide(path, scope), depth);
          if (target === null) return null;
          return draw.pick([`${target.text}++`, `${target.text}--`, `++${target.text}`, `--${target.text}`]);
        },
      ],
      [
        3,
        () => {
          const target = place(scope, (path) => isAssignable(path) && path.type.kind === "int", depth);
          if (target?.path.type.kind !== "int") return null;
          const { lo, hi } = target.path.type;
          const raw =
            target.path.root.kind === "local" &&
            target.path.text === target.path.root.text &&
            !target.path.root.declared;
          const bounded = raw ? `${int(scope, depth - 1)} % ${2 + draw.below(6)}` : fitted(scope, lo, hi, depth - 1);
          return `(${target.text} = ${bounded})`;
        },
      ],
      [
        2,
        () => {
          const target = place(scope, (path) => isAssignable(path) && isWide(path, scope), depth);
          return target && `(${target.text} ${draw.pick(["+=", "-="])} ${int(scope, depth - 1)} % 4)`;
        },
      ],
      [
        2,
        () => {
          const target = place(
            scope,
            (path) => isAssignable(path) && path.type.kind === "int" && path.type.lo <= 0 && path.type.hi >= 1,
            depth,
          );
          if (target?.path.type.kind !== "int") return null;
          return draw.oneOf<string>([
            [1, () => `(${target.text} &= ${int(scope, depth - 1)})`],
            [1, () => `(${target.text} %= ${2 + draw.below(3)})`],
            [1, () => `(${target.text} >>= ${draw.below(3)})`],
            [1, () => `(${target.text} *= ${draw.pick([0, 1])})`],
          ]);
        },
      ],
      [4, () => helperCall(scope, "int", depth)],
      [2, () => listTake(scope, "int", depth)],
      [
        1,
        () => {
          const target = place(scope, (path) => path.type.kind === "list" && path.writable, depth);
          if (target?.path.type.kind !== "list") return null;
          const item = value(scope, target.path.type.of, depth - 1);
          if (item === null) return null;
          const grow = `${target.text}.${draw.pick(["push", "unshift"])}(${item})`;
          return draw.chance(85)
            ? `(${target.text}.length < ${target.path.type.capacity} ? ${grow} : ${int(scope, 0)})`
            : grow;
        },
      ],
    ]);
  };

  const listTake = (scope: Scope, kind: Type["kind"], depth: number): string | null => {
    const target = place(
      scope,
      (path) => path.type.kind === "list" && path.writable && path.type.of.kind === kind,
      depth,
    );
    if (target?.path.type.kind !== "list") return null;
    const take = `${target.text}.${draw.pick(["pop", "shift"])}()`;
    if (draw.chance(10)) return take;
    const other = value(scope, target.path.type.of, 0);
    return `(${target.text}.length > 0 ? ${take} : ${other})`;
  };

  const helperCall = (scope: Scope, kind: Type["kind"], depth: number): string | null => {
    const fits = scope.functions.filter(
      (fn) =>
        fn.kind === "helper" &&
        !fn.guards &&
        fn.result?.kind === kind &&
        (scope.effects || !fn.effects) &&
        (scope.choices || !fn.chooses),
    );
    return fits.length === 0 ? null : call(scope, draw.pick(fits), depth);
  };

  const call: Expressions["call"] = (scope, fn, depth) => {
    const args: string[] = [];
    for (const type of fn.parameters) {
      const argument = isScalar(type)
        ? value(scope, type, depth - 1)
        : (place(scope, (path) => path.type === type && path.root.kind !== "local" && path.root.kind !== "fixed", depth)
            ?.text ?? (fn.kind === "helper" && draw.chance(50) ? null : copyOf(scope, type, depth)));
      if (argument === null) return null;
      args.push(argument);
    }
    return `${fn.name}(${args.join(", ")})`;
  };

  const copyOf = (scope: Scope, type: Type, depth: number): string | null => {
    const source = place(scope, (path) => path.type === type, depth);
    return source && `copy(${source.text})`;
  };

  const sequence = (scope: Scope, depth: number): { text: string; of: Type; kind: Type["kind"] } | null => {
    const found = place(
      scope,
      ({ type }) => type.kind === "array" || type.kind === "list" || type.kind === "set",
      depth,
    );
    if (found === null) return null;
    const { type } = found.path;
    return type.kind === "array" || type.kind === "list" || type.kind === "set"
      ? { text: found.text, of: type.of, kind: type.kind }
      : null;
  };

  /** The scope of a callback: one more name, and no effects of its own. */
  const callback = (scope: Scope, name: string, type: Type): Scope => ({
    ...scope,
    effects: false,
    choices: false,
    names: [
      ...scope.names,
      { text: name, type, kind: "fixed", assignable: false, loose: false, loops: scope.loops, declared: false },
    ],
  });

  const wideInt: Type = { kind: "int", lo: -99, hi: 99 };

  const int: Expressions["int"] = (scope, depth) => {
    if (depth <= 0)
      return draw.oneOf<string>([
        [2, literal],
        [5, () => read(scope, "int", 0)],
      ])!;
    const sub = (): string => int(scope, depth - 1);
    return draw.oneOf<string>([
      [3, literal],
      [8, () => read(scope, "int", depth)],
      [8, () => `(${sub()} ${draw.pick(["+", "-", "+", "-", "*"])} ${sub()})`],
      [2, () => `(${sub()} % ${draw.chance(75) ? draw.pick(["2", "3", "4", "(-3)"]) : sub()})`],
      [1, () => `Math.trunc(${sub()} / ${draw.chance(75) ? draw.pick(["2", "3", "(-2)"]) : sub()})`],
      [1, () => `((${sub()} / ${draw.chance(75) ? draw.pick(["2", "3"]) : sub()}) | 0)`],
      [2, () => `(${sub()} ${draw.pick(["&", "|", "^"])} ${sub()})`],
      [1, () => `((${sub()} % 8) << ${draw.below(3)})`],
      [1, () => `(${sub()} >> ${draw.below(4)})`],
      [1, () => `((${sub()} & 15) >>> ${draw.below(3)})`],
      [1, () => `(${draw.pick(["-", "~", "+"])}(${sub()}))`],
      [1, () => `Math.${draw.pick(["min", "max"])}(${sub()}, ${sub()})`],
      [1, () => `Math.${draw.pick(["abs", "sign"])}(${sub()})`],
      [1, () => `Number(${bool(scope, depth - 1)})`],
      [2, () => `(${bool(scope, depth - 1)} ? ${sub()} : ${sub()})`],
      [scope.effects ? 7 : 0, () => intEffect(scope, depth)],
      [scope.effects ? 0 : 2, () => helperCall(scope, "int", depth)],
      [
        2,
        () =>
          draw.oneOf<string>([
            [1, () => suffixed(scope, "list", ".length", depth)],
            [1, () => suffixed(scope, "set", ".size", depth)],
            [1, () => suffixed(scope, "map", ".size", depth)],
          ]),
      ],
      [
        1,
        () => {
          const over = sequence(scope, depth);
          if (over === null || over.kind === "set") return null;
          if (draw.chance(40)) {
            const sought = value(scope, over.of, depth - 1);
            return sought && `${over.text}.indexOf(${sought})`;
          }
          return `${over.text}.findIndex((e) => ${bool(callback(scope, "e", over.of), depth - 1)})`;
        },
      ],
      [
        1,
        () => {
          const over = sequence(scope, depth);
          if (over === null || over.kind === "set") return null;
          const inner = callback(callback(scope, "sum", wideInt), "e", over.of);
          return `${over.text}.reduce((sum, e) => (sum + ${int(inner, depth - 1)}) % 16, ${int(scope, 0)})`;
        },
      ],
      [scope.choices && scope.effects && depth > 1 ? 1 : 0, () => chosen(scope, "int", depth)],
    ])!;
  };

  const suffixed = (scope: Scope, kind: Type["kind"], suffix: string, depth: number): string | null => {
    const found = read(scope, kind, depth);
    return found && found + suffix;
  };

  const chosen = (scope: Scope, kind: Type["kind"], depth: number): string | null =>
    draw.oneOf<string>([
      [
        2,
        () => {
          const from = place(
            scope,
            ({ type }) =>
              (type.kind === "array" || type.kind === "list" || type.kind === "set") && type.of.kind === kind,
            depth,
          );
          return from && `choose(${from.text})`;
        },
      ],
      [kind === "int" ? 2 : 0, () => `choose([${[literal(), literal()].join(", ")}])`],
      [kind === "int" ? 1 : 0, () => `choose([${int(scope, 0)}, ${int(scope, 0)}])`],
      [kind === "int" ? 1 : 0, () => `choose(int(${draw.pick(["0, 1", "-1, 1", "1, 3"])}))`],
      [kind === "bool" ? 2 : 0, () => draw.pick(["choose(bool())", "choose([false, true])"])],
    ]);

  /** Part of the state, compared with a number it can have. */
  const compared = (scope: Scope): string | null => {
    const found = place(scope, ({ type, root }) => type.kind === "int" && root.kind !== "fixed", 1);
    if (found?.path.type.kind !== "int") return null;
    const { lo, hi } = found.path.type;
    const near = hi - lo > 20 ? draw.below(5) - 1 : lo + draw.below(hi - lo + 1);
    return `(${found.text} ${draw.pick(["<", ">", "<=", ">=", "!==", "==="])} ${near})`;
  };

  const bool: Expressions["bool"] = (scope, depth) => {
    if (depth <= 0) {
      return draw.oneOf<string>([
        [draw.chance(10) ? 2 : 0, () => draw.pick(["true", "false"])],
        [4, () => read(scope, "bool", 0)],
        [5, () => compared(scope)],
        [1, () => `${int(scope, 0)} ${draw.pick(["<", ">", "<=", ">="])} ${int(scope, 0)}`],
        [1, () => "true"],
      ])!;
    }
    const sub = (): string => bool(scope, depth - 1);
    return draw.oneOf<string>([
      [draw.chance(10) ? 2 : 0, () => draw.pick(["true", "false"])],
      [6, () => read(scope, "bool", depth)],
      [6, () => compared(scope)],
      [3, () => `!${wrap(sub())}`],
      [4, () => `(${sub()} && ${sub()})`],
      [4, () => `(${sub()} || ${sub()})`],
      [6, () => `(${int(scope, depth - 1)} ${draw.pick(["<", ">", "<=", ">="])} ${int(scope, depth - 1)})`],
      [3, () => `((${int(scope, depth - 1)} & 3) === ${draw.below(4)})`],
      [2, () => `(${int(scope, depth - 1)} ${draw.pick(["===", "!=="])} ${int(scope, depth - 1)})`],
      [
        3,
        () => {
          const found = place(scope, ({ type }) => type.kind === "text", depth);
          if (found?.path.type.kind !== "text") return null;
          const other = draw.chance(70)
            ? JSON.stringify(draw.pick(found.path.type.values))
            : text(scope, found.path.type.values, depth - 1);
          const left = draw.chance(30) ? `load(${found.text})` : found.text;
          return `(${left} ${draw.pick(["===", "!=="])} ${other})`;
        },
      ],
      [1, () => `(${bool(scope, depth - 1)} ${draw.pick(["===", "!=="])} ${bool(scope, depth - 1)})`],
      [
        3,
        () => {
          const over = sequence(scope, depth);
          if (over === null) return null;
          if (draw.chance(50)) {
            const inner = bool(callback(scope, "e", over.of), depth - 1);
            return `${over.text}.${draw.pick(["some", "every"])}((e) => ${inner})`;
          }
          const sought = value(scope, over.of, depth - 1);
          return sought && `${over.text}.${over.kind === "set" ? "has" : "includes"}(${sought})`;
        },
      ],
      [
        2,
        () => {
          const found = place(scope, ({ type }) => type.kind === "map", depth);
          if (found?.path.type.kind !== "map") return null;
          const key = value(scope, found.path.type.key, depth - 1);
          return key && `${found.text}.has(${key})`;
        },
      ],
      [
        2,
        () => {
          const left = place(scope, ({ type }) => !isScalar(type) && type.name !== "", depth);
          if (left === null) return null;
          const right = composite(scope, left.path.type as Named, depth - 1);
          return right && `same(${left.text}, ${right})`;
        },
      ],
      [1, () => `(${sub()} ? ${sub()} : ${sub()})`],
      [1, () => `Boolean(${int(scope, depth - 1)})`],
      [1, () => `!${int(scope, depth - 1)}`],
      [4, () => helperCall(scope, "bool", depth)],
      [
        scope.effects ? 2 : 0,
        () => {
          const target = place(scope, (path) => isAssignable(path) && path.type.kind === "bool", depth);
          return target && `(${target.text} = ${sub()})`;
        },
      ],
      [
        scope.effects ? 2 : 0,
        () => {
          const found = place(
            scope,
            ({ type, writable }) => (type.kind === "map" || type.kind === "set") && writable,
            depth,
          );
          if (found === null) return null;
          const { type } = found.path;
          const member = value(scope, type.kind === "map" ? type.key : type.kind === "set" ? type.of : type, depth - 1);
          return member && `${found.text}.delete(${member})`;
        },
      ],
      [scope.effects ? 1 : 0, () => listTake(scope, "bool", depth)],
      [scope.effects && scope.choices ? 1 : 0, () => chosen(scope, "bool", depth)],
    ])!;
  };

  const wrap = (inner: string): string => (/^[\w.]+$/.test(inner) ? inner : `(${inner})`);

  const text: Expressions["text"] = (scope, values, depth) =>
    draw.oneOf<string>([
      [3, () => JSON.stringify(draw.pick(values))],
      [
        3,
        () =>
          place(
            scope,
            ({ type }) => type.kind === "text" && type.values.every((value) => values.includes(value)),
            depth,
          )?.text ?? null,
      ],
      [
        depth > 0 ? 2 : 0,
        () => `(${bool(scope, depth - 1)} ? ${text(scope, values, depth - 1)} : ${text(scope, values, 0)})`,
      ],
      [
        depth > 0 && scope.effects ? 1 : 0,
        () => {
          const target = place(
            scope,
            (path) =>
              isAssignable(path) && path.type.kind === "text" && path.type.values.every((v) => values.includes(v)),
            depth,
          );
          if (target?.path.type.kind !== "text") return null;
          return `(${target.text} = ${text(scope, target.path.type.values, depth - 1)})`;
        },
      ],
      [
        scope.choices && depth > 0 ? 1 : 0,
        () => `choose(${draw.pick(["oneOf(@)", "[@]"]).replace("@", values.map((v) => JSON.stringify(v)).join(", "))})`,
      ],
    ])!;

  const composite: Expressions["composite"] = (scope, type, depth) =>
    draw.oneOf<string>([
      [4, () => place(scope, (path) => path.type === type, depth)?.text ?? null],
      [depth > -2 ? 4 : 0, () => written(scope, type, depth)],
      [1, () => copyOf(scope, type, depth)],
      [
        depth > 0 ? 1 : 0,
        () => {
          const [a, b] = [composite(scope, type, depth - 1), copyOf(scope, type, 0)];
          return a && b && `(${bool(scope, depth - 1)} ? ${a} : ${b})`;
        },
      ],
      [scope.choices && sizeOf(type) <= 6 ? 2 : 0, () => `choose(${type.name})`],
      [
        scope.choices && scope.effects && depth > 0 ? 2 : 0,
        () => {
          const from = place(
            scope,
            ({ type: over }) =>
              (over.kind === "array" || over.kind === "list" || over.kind === "set") && over.of === type,
            depth,
          );
          return from && `choose(${from.text})`;
        },
      ],
      [
        scope.effects && depth > 0 ? 1 : 0,
        () => {
          const from = place(
            scope,
            ({ type: over, writable }) => over.kind === "list" && over.of === type && writable,
            depth,
          );
          if (from === null) return null;
          const other = copyOf(scope, type, 0);
          return other && `(${from.text}.length > 0 ? ${from.text}.${draw.pick(["pop", "shift"])}() : ${other})`;
        },
      ],
    ]);

  /** A literal. */
  const written = (scope: Scope, type: Named, depth: number): string | null => {
    const all = (values: readonly (string | null)[]): readonly string[] | null =>
      values.every((v) => v !== null) ? (values as readonly string[]) : null;
    const record = (fields: Readonly<Record<string, Type>>, ...first: readonly string[]): string | null => {
      const values = all(Object.values(fields).map((field) => value(scope, field, depth - 1)));
      if (values === null) return null;
      return `{ ${[...first, ...Object.keys(fields).map((name, i) => `${name}: ${values[i]}`)].join(", ")} }`;
    };
    switch (type.kind) {
      case "record":
        return record(type.fields);
      case "union": {
        const variant = draw.pick(Object.keys(type.variants));
        return record(type.variants[variant]!, `${tag}: "${variant}"`);
      }
      case "array":
      case "list": {
        const length = type.kind === "array" ? type.length : draw.below(type.capacity + 1);
        const items = all(Array.from({ length }, () => value(scope, type.of, depth - 1)));
        return items && `[${items.join(", ")}]`;
      }
      default:
        return null;
    }
  };

  const value: Expressions["value"] = (scope, type, depth) => {
    switch (type.kind) {
      case "int":
        return fitted(scope, type.lo, type.hi, depth);
      case "bool":
        return bool(scope, depth);
      case "text":
        return text(scope, type.values, depth);
      default:
        return composite(scope, type, depth);
    }
  };

  return { int, bool, text, composite, value, index, place, call };
}

export { textOf };
