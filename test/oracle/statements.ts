// Random statements. What comes in is decisions, expressions and a scope; what goes out is lines of text. The invariant: a
// loop without a bound has a yield on every path through it, guards stand before everything their step does, and labels
// are unique within their function.

import type { Draw } from "./draw.ts";
import type { Expressions } from "./expressions.ts";
import { type Callable, isAssignable, type Name, type Scope } from "./scope.ts";
import { isScalar, type Named, sizeOf, type Type, tag, textOf } from "./types.ts";

/** What the statements of one function share. */
export interface Body {
  /** Number of labels given so far. */
  labels: number;
  /** Number of names given so far. */
  names: number;
  /** Statements still to be written. */
  budget: number;
}

export interface Statements {
  /** Statements for a block: they declare names for each other only. */
  block(scope: Scope, body: Body, most: number): string[];
  /** What may stand after a yield and before the step has effects: consts, choices and guards. */
  guards(scope: Scope, body: Body): { lines: string[]; names: readonly Name[] };
  nextLabel(body: Body): string;
}

interface Made {
  readonly lines: readonly string[];
  /** Names the rest of the block sees as well. */
  readonly names?: readonly Name[];
  /** What follows is never reached. */
  readonly leaves?: boolean;
}

const wide: Type = { kind: "int", lo: -99, hi: 99 };

export function makeStatements(draw: Draw, on: Expressions): Statements {
  const depth = (): number => 1 + draw.below(3);
  const resumable = (scope: Scope): boolean => scope.inside === "process" || scope.inside === "procedure";
  const nextLabel = (body: Body): string => {
    const n = body.labels++;
    return String.fromCharCode(97 + (n % 26)) + (n < 26 ? "" : Math.floor(n / 26));
  };
  const fresh = (body: Body, prefix: string): string => `${prefix}${body.names++}`;
  const local = (text: string, type: Type, scope: Scope, extra: Partial<Name> = {}): Name => ({
    text,
    type,
    kind: "local",
    assignable: true,
    loose: false,
    loops: scope.loops,
    declared: false,
    ...extra,
  });
  const afterYield = (scope: Scope): Scope => ({ ...scope, names: scope.names.filter(({ loose }) => !loose) });
  const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
  const braces = (head: string, lines: readonly string[], tail = "}"): string[] => [
    `${head} {`,
    ...indent(lines),
    tail,
  ];

  // ------------------------------------------------------------------------------------------------- single statements

  const assignment = (scope: Scope): Made | null => {
    const target = on.place(scope, isAssignable, 2);
    if (target === null) return null;
    const { type, root } = target.path;
    const inferred = root.kind === "local" && root.text === target.text && !root.declared;
    const line = (text: string | null): Made | null => (text === null ? null : { lines: [`${text};`] });
    if (type.kind === "int") {
      const d = depth();
      const isWide = inferred ? root.loops === scope.loops : type.hi - type.lo > 20;
      return draw.oneOf<Made>([
        [
          4,
          () =>
            line(
              `${target.text} = ${inferred ? `${on.int(scope, d)} % ${2 + draw.below(6)}` : on.value(scope, type, d)}`,
            ),
        ],
        [
          isWide ? 4 : 0,
          () => line(draw.pick([`${target.text}++`, `${target.text}--`, `++${target.text}`, `--${target.text}`])),
        ],
        [isWide ? 2 : 0, () => line(`${target.text} ${draw.pick(["+=", "-="])} ${on.int(scope, d)} % 8`)],
        [!inferred && type.lo === 0 ? 4 : 0, () => line(`${target.text} = (${target.text} + 1) % ${type.hi + 1}`)],
        [type.lo <= 0 && type.hi >= 1 ? 1 : 0, () => line(`${target.text} &= ${on.int(scope, d)}`)],
        [
          type.lo <= 0 && type.hi >= 1 ? 1 : 0,
          () => line(`${target.text} ${draw.pick(["%= 2", "%= 3", ">>= 1", "*= 0"])}`),
        ],
        [draw.chance(10) ? 1 : 0, () => line(`${target.text} ${draw.pick(["|=", "^="])} ${on.int(scope, d)} & 3`)],
        [draw.chance(10) && !inferred ? 1 : 0, () => line(draw.pick([`${target.text}++`, `${target.text}--`]))],
        [
          !inferred ? 2 : 0,
          () => {
            const step = draw.chance(50);
            const test = step ? `${target.text} < ${type.hi}` : `${target.text} > ${type.lo}`;
            return line(`if (${test}) ${target.text}${step ? "++" : "--"}`);
          },
        ],
      ]);
    }
    const given = on.value(scope, type, depth());
    return given === null ? null : line(`${target.text} = ${given}`);
  };

  const collection = (scope: Scope): Made | null => {
    const target = on.place(
      scope,
      ({ type, writable }) =>
        writable && (type.kind === "list" || type.kind === "set" || type.kind === "map" || type.kind === "array"),
      2,
    );
    if (target === null) return null;
    const { text } = target;
    const { type } = target.path;
    const d = depth();
    const line = (made: string): Made => ({ lines: [`${made};`] });
    const unless = (test: string, made: string): Made => line(draw.chance(92) ? `if (${test}) ${made}` : made);
    switch (type.kind) {
      case "array": {
        const given = on.value(scope, type.of, d);
        return given === null ? null : line(`${text}.fill(${given})`);
      }
      case "list":
        return draw.oneOf<Made>([
          [
            5,
            () => {
              const item = on.value(scope, type.of, d);
              return item === null
                ? null
                : unless(
                    `${text}.length < ${type.capacity}`,
                    `${text}.${draw.pick(["push", "push", "unshift"])}(${item})`,
                  );
            },
          ],
          [3, () => unless(`${text}.length > 0`, `${text}.${draw.pick(["pop", "shift"])}()`)],
          [
            3,
            () => {
              const at = draw.below(2);
              const item = on.value(scope, type.of, d);
              return item === null ? null : unless(`${text}.length > ${at}`, `${text}[${at}] = ${item}`);
            },
          ],
          [1, () => line(`${text}.clear()`)],
        ]);
      case "set": {
        const member = on.value(scope, type.of, d);
        return draw.oneOf<Made>([
          [4, () => (member === null ? null : line(`${text}.add(${member})`))],
          [3, () => (member === null ? null : line(`${text}.delete(${member})`))],
          [1, () => line(`${text}.clear()`)],
        ]);
      }
      case "map": {
        const key = on.value(scope, type.key, d);
        if (key === null) return null;
        return draw.oneOf<Made>([
          [
            5,
            () => {
              const held = on.value(scope, type.of, d);
              return held === null ? null : line(`${text}.set(${key}, ${held})`);
            },
          ],
          [2, () => line(`${text}.delete(${key})`)],
          [1, () => line(`${text}.clear()`)],
        ]);
      }
      default:
        return null;
    }
  };

  const helperCall = (scope: Scope): Made | null => {
    const fits = scope.functions.filter(
      (fn) => fn.kind === "helper" && !fn.guards && (scope.effects || !fn.effects) && (scope.choices || !fn.chooses),
    );
    if (fits.length === 0) return null;
    const call = on.call(scope, draw.pick(fits), 2);
    return call === null ? null : { lines: [`${call};`] };
  };

  const declaration = (scope: Scope, body: Body): Made | null => {
    const d = depth();
    const kept = resumable(scope);
    return draw.oneOf<Made>([
      [
        4,
        () => {
          const name = fresh(body, "v");
          const word = draw.pick(["let", "const", "let"]);
          const names = [local(name, wide, scope, { assignable: word === "let" })];
          return { lines: [`${word} ${name} = ${on.int(scope, d)};`], names };
        },
      ],
      [
        2,
        () => {
          const name = fresh(body, "b");
          const word = draw.pick(["let", "const"]);
          const names = [local(name, { kind: "bool" }, scope, { assignable: word === "let" })];
          return { lines: [`${word} ${name} = ${on.bool(scope, d)};`], names };
        },
      ],
      [
        1,
        () => {
          const source = on.place(scope, ({ type }) => type.kind === "text", 1);
          if (source === null) return null;
          const name = fresh(body, "t");
          const word = draw.pick(["let", "const"]);
          return {
            lines: [`${word} ${name} = ${source.text};`],
            names: [local(name, source.path.type, scope, { assignable: word === "let" })],
          };
        },
      ],
      [
        2,
        () => {
          const name = fresh(body, "d");
          const lo = draw.pick([0, -1, -30]);
          const hi = lo === -30 ? 30 : lo + 1 + draw.below(3);
          const names = [local(name, { kind: "int", lo, hi }, scope, { declared: true })];
          return { lines: [`let ${name} = local(int(${lo}, ${hi}));`], names };
        },
      ],
      [
        2,
        () => {
          const source = on.place(scope, ({ type, root }) => !isScalar(type) && root.kind === "shared", 1);
          if (source === null) return null;
          const type = source.path.type as Named;
          const name = fresh(body, "c");
          const made = draw.pick([
            `let ${name} = local(${type.name})`,
            `const ${name} = copy(${source.text})`,
            `let ${name} = copy(${source.text})`,
          ]);
          return {
            lines: [`${made};`],
            names: [local(name, type, scope, { assignable: made.startsWith("let"), declared: true })],
          };
        },
      ],
      [
        4,
        () => {
          const source = on.place(
            scope,
            ({ type, root, text }) =>
              !isScalar(type) && (root.kind === "shared" || root.kind === "alias") && text !== root.text,
            2,
          );
          if (source === null) return null;
          const name = fresh(body, "p");
          const loose = source.path.risky || source.path.root.loose;
          const names = [local(name, source.path.type, scope, { kind: "alias", assignable: false, loose })];
          return { lines: [`const ${name} = ${source.text};`], names };
        },
      ],
      [
        kept ? 1 : 2,
        () => {
          const name = fresh(body, "o");
          const fields = { x: wide, y: { kind: "bool" } as Type };
          const type: Type = { kind: "record", name: "", fields };
          const names = [local(name, type, scope, { kind: "fixed", assignable: false })];
          return { lines: [`const ${name} = { x: ${on.int(scope, d)}, y: ${on.bool(scope, d)} };`], names };
        },
      ],
      [
        scope.choices ? 3 : 0,
        () => {
          const name = fresh(body, "k");
          const source = on.place(
            scope,
            ({ type }) =>
              (type.kind === "array" || type.kind === "list" || type.kind === "set") && sizeOf(type.of) <= 8,
            1,
          );
          const [from, type] =
            source !== null && draw.chance(70)
              ? [source.text, (source.path.type as Extract<Type, { of: Type }>).of]
              : draw.pick([
                  ["int(0, 2)", { kind: "int", lo: 0, hi: 2 }],
                  ["[1, 3]", { kind: "int", lo: 1, hi: 3 }],
                  ["bool()", { kind: "bool" }],
                ] as [string, Type][]);
          const fixed = !isScalar(type);
          return {
            lines: [`const ${name} = choose(${from});`],
            names: [local(name, type, scope, { assignable: false, kind: fixed ? "fixed" : "local" })],
          };
        },
      ],
    ]);
  };

  // ----------------------------------------------------------------------------------------------------------- branches

  const conditional = (scope: Scope, body: Body): Made => {
    const narrowed = draw.chance(25) ? narrowing(scope) : null;
    const test = narrowed?.test ?? on.bool(scope, depth());
    const inner = { ...scope, names: [...scope.names, ...(narrowed?.names ?? [])] };
    const then = block(inner, body, 3);
    if (draw.chance(50)) return { lines: braces(`if (${test})`, then) };
    return { lines: [...braces(`if (${test})`, then, "} else {"), ...indent(block(scope, body, 3)), "}"] };
  };

  /** A test under which something risky is there, and names for it. */
  const narrowing = (scope: Scope): { test: string; names: readonly Name[] } | null => {
    const source = on.place(
      scope,
      ({ type, root }) =>
        (type.kind === "union" || type.kind === "list" || type.kind === "map") && root.kind !== "fixed",
      1,
    );
    if (source === null) return null;
    const { type } = source.path;
    const { text } = source;
    const stable = /^[\w.[\]]+$/.test(text) && !/\[[a-z]/.test(text);
    if (!stable) return null;
    const name = (path: string, of: Type): Name =>
      local(path, of, scope, {
        kind: source.path.root.kind === "local" ? "local" : "shared",
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
    if (type.kind === "map") {
      const key = on.value({ ...scope, effects: false, choices: false }, type.key, 0);
      if (key === null) return null;
      return {
        test: `${text}.has(${key})`,
        names: isScalar(type.of) ? [name(`${text}.get(${key})`, type.of)] : [name(`${text}.get(${key})`, type.of)],
      };
    }
    return null;
  };

  const choiceOfCases = (scope: Scope, body: Body): Made | null => {
    const source = draw.chance(50) ? on.place(scope, ({ type }) => type.kind === "text", 1) : null;
    const label = draw.chance(20) ? fresh(body, "L") : null;
    const texts = source?.path.type.kind === "text" ? source.path.type.values : null;
    const subject = source?.text ?? `${on.int(scope, depth())} % 3`;
    const values = texts?.map((value) => JSON.stringify(value)) ?? ["0", "1", "2"];
    const inner: Scope = { ...scope, jumps: [...scope.jumps, { label, loop: false }] };
    const cases: string[][] = values
      .slice(draw.below(2))
      .map((value) => [`case ${draw.chance(8) && texts === null ? on.int({ ...scope, effects: false }, 1) : value}:`]);
    if (draw.chance(70)) cases.splice(draw.below(cases.length + 1), 0, ["default:"]);
    const lines = cases.flatMap((head) => {
      if (draw.chance(15)) return head;
      const own = block(inner, body, 2);
      const last = own.at(-1) ?? "";
      const leaves = /^(break|continue|return)\b/.test(last);
      const text = [...own, ...(leaves || draw.chance(30) ? [] : ["break;"])];
      return [`${head[0]} {`, ...indent(text), "}"];
    });
    return { lines: braces(`${label === null ? "" : `${label}: `}switch (${subject})`, lines) };
  };

  const jump = (scope: Scope): Made | null => {
    const makers: (readonly [number, () => Made | null])[] = [
      [scope.jumps.length > 0 ? 3 : 0, () => ({ lines: ["break;"], leaves: true })],
      [scope.jumps.some(({ loop }) => loop) ? 3 : 0, () => ({ lines: ["continue;"], leaves: true })],
      [
        2,
        () => {
          const labelled = scope.jumps.filter(({ label }) => label !== null);
          if (labelled.length === 0) return null;
          const target = draw.pick(labelled);
          return { lines: [`${target.loop && draw.chance(50) ? "continue" : "break"} ${target.label};`], leaves: true };
        },
      ],
      [2, () => returning(scope)],
    ];
    return draw.oneOf<Made>(makers);
  };

  const returning = (scope: Scope): Made | null => {
    if (scope.result === undefined) return null;
    if (scope.result === null) return { lines: ["return;"], leaves: true };
    if (scope.inside === "procedure" && draw.chance(25)) {
      const call = delegation(scope, scope.result.kind);
      if (call !== null) return { lines: [`return ${call};`], leaves: true };
    }
    const given = resultOf(scope, scope.result);
    return given === null ? null : { lines: [`return ${given};`], leaves: true };
  };

  const resultOf = (scope: Scope, type: Type): string | null =>
    type.kind === "int" ? on.int(scope, depth()) : on.value(scope, type, depth());

  // -------------------------------------------------------------------------------------------------------------- loops

  /** The scope inside a loop. */
  const looping = (scope: Scope, label: string | null, names: readonly Name[] = []): Scope => ({
    ...scope,
    names: [...scope.names, ...names],
    loops: scope.loops + 1,
    jumps: [...scope.jumps, { label, loop: true }],
  });

  const quiet = (scope: Scope): Scope => ({
    ...scope,
    inside: scope.inside === "process" || scope.inside === "procedure" ? "helper" : scope.inside,
  });

  const boundedLoop = (scope: Scope, body: Body): Made | null => {
    const label = draw.chance(25) ? fresh(body, "L") : null;
    const head = label === null ? "" : `${label}: `;
    const yields = resumable(scope) && draw.chance(40);
    const base = yields ? afterYield(scope) : quiet(scope);
    const content = (inner: Scope): string[] => {
      const lines = yields ? [...block(inner, body, 1), ...yielded(afterYield(inner), body, 3)] : block(inner, body, 3);
      return lines;
    };
    return draw.oneOf<Made>([
      [
        4,
        () => {
          const i = fresh(body, "i");
          const n = 1 + draw.below(3);
          const [from, test, next] = draw.pick([
            ["0", `${i} < ${n}`, `${i}++`],
            [`${n}`, `${i} > 0`, `${i}--`],
            ["0", `${i} <= ${n}`, `${i} += 2`],
          ]);
          const counter = local(i, { kind: "int", lo: 0, hi: n }, scope, { assignable: false });
          return {
            lines: braces(
              `${head}for (let ${i} = ${from}; ${test}; ${next})`,
              content(looping(base, label, [counter])),
            ),
          };
        },
      ],
      [
        5,
        () => {
          const source = on.place(
            base,
            ({ type }) => type.kind === "array" || type.kind === "list" || type.kind === "set" || type.kind === "map",
            yields ? 0 : 1,
          );
          if (source === null) return null;
          const { type } = source.path;
          const e = fresh(body, "e");
          const inShared = source.path.root.kind === "shared" || source.path.root.kind === "alias";
          const element = (name: string, of: Type, loose: boolean): Name =>
            local(
              name,
              of,
              scope,
              isScalar(of) ? { assignable: false } : { kind: inShared ? "alias" : "fixed", assignable: false, loose },
            );
          if (type.kind === "map") {
            const k = fresh(body, "k");
            return draw.pick([
              () => ({
                lines: braces(
                  `${head}for (const [${k}, ${e}] of ${source.text})`,
                  content(looping(base, label, [element(k, type.key, false), element(e, type.of, true)])),
                ),
              }),
              () => ({
                lines: braces(
                  `${head}for (const ${k} of ${source.text}.keys())`,
                  content(looping(base, label, [element(k, type.key, false)])),
                ),
              }),
              () => ({
                lines: braces(
                  `${head}for (const ${e} of ${source.text}.values())`,
                  content(looping(base, label, [element(e, type.of, true)])),
                ),
              }),
            ])();
          }
          if (type.kind !== "array" && type.kind !== "list" && type.kind !== "set") return null;
          const name =
            type.kind === "set" && !isScalar(type.of)
              ? local(e, type.of, scope, { kind: "fixed", assignable: false })
              : element(e, type.of, type.kind === "list");
          return { lines: braces(`${head}for (const ${e} of ${source.text})`, content(looping(base, label, [name]))) };
        },
      ],
      [
        2,
        () => {
          const e = fresh(body, "e");
          const [from, hi] = draw.pick([
            ["int(0, 2)", 2],
            ["[2, 0, 1]", 2],
            ["TABLE", 3],
            ["int(-1, 1)", 1],
          ] as [string, number][]);
          const name = local(e, { kind: "int", lo: from.includes("-1") ? -1 : 0, hi }, scope, { assignable: false });
          return { lines: braces(`${head}for (const ${e} of ${from})`, content(looping(base, label, [name]))) };
        },
      ],
      [
        1,
        () => {
          const n = fresh(body, "n");
          const counter = local(n, { kind: "int", lo: 0, hi: 3 }, scope, { assignable: false });
          const inner = looping(base, label, [counter]);
          // The count comes first, so that `continue` cannot skip it.
          const lines = [`${n}--;`, ...content(inner)];
          const isDo = draw.chance(40);
          const loop = isDo
            ? braces(`${head}do`, lines, `} while (${n} > 0);`)
            : braces(`${head}while (${n} > 0)`, lines);
          return { lines: [`let ${n} = ${2 + draw.below(2)};`, ...loop] };
        },
      ],
    ]);
  };

  /** Loops that may run for ever: every round begins with a yield. */
  const endlessLoop = (scope: Scope, body: Body): Made | null => {
    if (!resumable(scope)) return null;
    const label = draw.chance(25) ? fresh(body, "L") : null;
    const head = label === null ? "" : `${label}: `;
    const inner = afterYield(looping(scope, label));
    const lines = yielded(inner, body, 4);
    const test = afterYield(looping(scope, null));
    const condition = (): string => delegation(test, "bool") ?? on.bool(test, depth());
    return draw.oneOf<Made>([
      [3, () => ({ lines: braces(`${head}while (${draw.chance(35) ? condition() : on.bool(test, depth())})`, lines) })],
      [
        3,
        () => ({
          lines: braces(`${head}do`, lines, `} while (${draw.chance(35) ? condition() : on.bool(test, depth())});`),
        }),
      ],
      [scope.inside === "process" ? 2 : 1, () => ({ lines: braces(`${head}while (true)`, lines) })],
      [1, () => ({ lines: braces(`${head}for (;;)`, lines) })],
    ]);
  };

  // ---------------------------------------------------------------------------------------------------- yields, yield*

  /** A yield, what may come before effects, and a block. */
  const yielded = (scope: Scope, body: Body, most: number): string[] => {
    const start = `yield ${JSON.stringify(nextLabel(body))};`;
    const before = draw.chance(40) ? guards(scope, body) : { lines: [], names: [] };
    return [start, ...before.lines, ...block({ ...scope, names: [...scope.names, ...before.names] }, body, most)];
  };

  const delegation = (scope: Scope, kind: Type["kind"] | null): string | null => {
    const fits = scope.functions.filter((fn) => fn.kind === "procedure" && (kind === null || fn.result?.kind === kind));
    if (fits.length === 0) return null;
    const call = on.call(scope, draw.pick(fits), 2);
    return call && `yield* ${call}`;
  };

  const procedureCall = (scope: Scope, body: Body): Made | null => {
    if (!resumable(scope)) return null;
    const after = afterYield(scope).names;
    const line = (text: string | null, names: readonly Name[] = []): Made | null =>
      text === null ? null : { lines: [`${text};`], names };
    return draw.oneOf<Made>([
      [3, () => line(delegation(scope, null))],
      [
        3,
        () => {
          const call = delegation(scope, "int");
          const name = fresh(body, "v");
          return call === null
            ? null
            : line(`${draw.pick(["const", "let"])} ${name} = ${call}`, [
                local(name, wide, scope, { assignable: false }),
              ]);
        },
      ],
      [
        1,
        () => {
          const call = delegation(scope, "bool");
          const name = fresh(body, "b");
          return call === null
            ? null
            : line(`const ${name} = ${call}`, [local(name, { kind: "bool" }, scope, { assignable: false })]);
        },
      ],
      [
        2,
        () => {
          const kind = draw.pick(["int", "bool"] as const);
          const targets = { ...scope, names: after };
          const target = on.place(
            targets,
            (path) => isAssignable(path) && path.type.kind === kind && path.holes.length === 0,
            0,
          );
          if (
            target === null ||
            (kind === "int" &&
              (target.path.root.kind !== "local" ||
                target.path.root.declared ||
                target.path.root.loops !== scope.loops))
          )
            return null;
          const call = delegation(scope, kind);
          return call === null ? null : line(`${target.text} = ${call}`);
        },
      ],
      [
        2,
        () => {
          const call = delegation(scope, draw.pick(["bool", "int"]));
          if (call === null) return null;
          const inner = afterYield(scope);
          const then = block(inner, body, 2);
          return {
            lines: draw.chance(60)
              ? braces(`if (${call})`, then)
              : [...braces(`if (${call})`, then, "} else {"), ...indent(block(inner, body, 2)), "}"],
          };
        },
      ],
    ]);
  };

  const guards: Statements["guards"] = (scope, body) => {
    const pure: Scope = { ...scope, effects: false };
    const lines: string[] = [];
    const names: Name[] = [];
    const here = (): Scope => ({ ...pure, names: [...scope.names, ...names] });
    const guard = (at: Scope): string =>
      draw.oneOf<string>([
        [5, () => `when(${on.bool(at, depth())});`],
        [3, () => `idleUntil(${on.bool(at, depth())});`],
        [2, () => `optional(${draw.chance(50) ? "" : on.bool(at, depth())});`],
        [1, () => `when(${on.int(at, 1)});`],
        [draw.chance(20) ? 1 : 0, () => "disabled();"],
      ])!;
    const some = draw.chance(65) ? 1 : 2;
    for (let i = 0; i < some; i++) {
      const made = draw.oneOf<Made>([
        [4, () => ({ lines: [guard(here())] })],
        [2, () => constant(here(), body)],
        [
          2,
          () => {
            const test = on.bool(here(), depth());
            const then = braces(`if (${test})`, [guard(here())], draw.chance(50) ? "}" : "} else {");
            return { lines: then.at(-1) === "}" ? then : [...then, `  ${guard(here())}`, "}"] };
          },
        ],
        [
          2,
          () => {
            const fits = scope.functions.filter((fn) => fn.guards);
            if (fits.length === 0) return null;
            const call = on.call(here(), draw.pick(fits), 1);
            return call === null ? null : { lines: [`${call};`] };
          },
        ],
      ]);
      if (made === null) continue;
      lines.push(...made.lines);
      names.push(...(made.names ?? []));
    }
    return { lines, names };
  };

  const constant = (scope: Scope, body: Body): Made | null => {
    for (let i = 0; i < 4; i++) {
      const made = declaration(scope, body);
      if (made !== null && made.lines[0]!.startsWith("const")) return made;
    }
    return null;
  };

  // -------------------------------------------------------------------------------------------------------------- blocks

  const statement = (scope: Scope, body: Body): Made | null =>
    draw.oneOf<Made>([
      [scope.effects ? 8 : 0, () => assignment(scope)],
      [scope.effects ? 5 : 0, () => collection(scope)],
      [5, () => declaration(scope, body)],
      [4, () => helperCall(scope)],
      [5, () => conditional(scope, body)],
      [2, () => choiceOfCases(scope, body)],
      [3, () => boundedLoop(scope, body)],
      [scope.loops < 2 ? 3 : 0, () => endlessLoop(scope, body)],
      [resumable(scope) ? 8 : 0, () => ({ lines: yielded(afterYield(scope), body, 2) })],
      [4, () => procedureCall(scope, body)],
      [scope.jumps.length > 0 || draw.chance(15) ? 2 : 0, () => jump(scope)],
      [draw.chance(25) ? 1 : 0, () => ({ lines: [`assert(${on.bool(scope, depth())}, "claim ${body.names++}");`] })],
      [
        1,
        () => ({
          lines: [
            `note("seen", ${draw.chance(50) ? on.int({ ...scope, effects: false, choices: false }, 1) : on.bool({ ...scope, effects: false, choices: false }, 1)});`,
          ],
        }),
      ],
    ]);

  const block: Statements["block"] = (scope, body, most) => {
    const lines: string[] = [];
    let here = scope;
    const count = 1 + draw.below(most);
    for (let i = 0; i < count && body.budget > 0; i++) {
      body.budget--;
      const made = statement(here, body);
      if (made === null) continue;
      lines.push(...made.lines);
      if (made.lines.some((text) => text.includes("yield"))) here = afterYield(here);
      here = { ...here, names: [...here.names, ...(made.names ?? [])] };
      if (made.leaves) break;
    }
    return lines;
  };

  return { block, guards, nextLabel };
}

export type { Callable };
export { textOf };
