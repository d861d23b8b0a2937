// Loops. What comes in is a scope; what goes out is lines. The invariant: a loop without a bound that can be seen has a yield
// on every path through it.

import { writeBlock } from "./block.ts";
import type { Made } from "./made.ts";
import { findPlace } from "./place.ts";
import { afterYield, braces, freshName, localName, type Name, type Scope, someDepth, withNames } from "./scope.ts";
import { writeDelegation, writeStep } from "./step.ts";
import { writeBool } from "./truth.ts";
import { isScalar, type Type } from "./types.ts";

function looping(scope: Scope, label: string | null, names: readonly Name[] = []): Scope {
  return withNames({ ...scope, loops: scope.loops + 1, jumps: [...scope.jumps, { label, kind: "loop" }] }, names);
}

export function writeBoundedLoop(scope: Scope): Made | null {
  const { draw, profile } = scope;
  const label = draw.chance(35) ? freshName(scope, "L") : null;
  const yields = scope.yields && draw.chance(25 * profile.yields);
  const loop: Loop = {
    head: label === null ? "" : `${label}: `,
    yields,
    // A loop that yields sees what is still there in the next round.
    inner: looping(yields ? afterYield(scope) : { ...scope, yields: false }, label),
  };
  return draw.oneOf<Made>([
    [4, () => writeFor(loop)],
    [5, () => writeForOf(loop)],
    [2, () => writeForOfConstant(loop)],
    [1, () => writeCountdown(loop)],
  ]);
}

interface Loop {
  readonly head: string;
  readonly yields: boolean;
  readonly inner: Scope;
}

function content({ yields, inner }: Loop, names: readonly Name[]): string[] {
  const scope = withNames(inner, names);
  if (!yields) return writeBlock(scope, 3);
  return [...writeBlock(scope, 1), ...writeStep(afterYield(scope), 3)];
}

function writeFor(loop: Loop): Made {
  const { head, inner } = loop;
  const { draw } = inner;
  const i = freshName(inner, "i");
  const n = 1 + draw.below(3);
  const [from, test, next] = draw.pick([
    ["0", `${i} < ${n}`, `${i}++`],
    [`${n}`, `${i} > 0`, `${i}--`],
    ["0", `${i} <= ${n}`, `${i} += 2`],
  ]);
  const counter = localName(i, { kind: "int", lo: 0, hi: n }, inner, { assignable: false });
  return { lines: braces(`${head}for (let ${i} = ${from}; ${test}; ${next})`, content(loop, [counter])) };
}

function writeForOf(loop: Loop): Made | null {
  const { head, inner, yields } = loop;
  const kinds = ["array", "list", "set", "map"];
  const source = findPlace(inner, ({ type }) => kinds.includes(type.kind), yields ? 0 : 1);
  if (source === null) return null;
  const { type, root } = source.path;
  const isShared = root.kind === "shared" || root.kind === "alias";
  const named = (name: string, of: Type, loose: boolean): Name =>
    localName(
      name,
      of,
      inner,
      isScalar(of) ? { assignable: false } : { kind: isShared ? "alias" : "fixed", assignable: false, loose },
    );
  const e = freshName(inner, "e");
  const made = (pattern: string, over: string, names: readonly Name[]): Made => ({
    lines: braces(`${head}for (const ${pattern} of ${over})`, content(loop, names)),
  });
  switch (type.kind) {
    case "map": {
      const k = freshName(inner, "k");
      const key = localName(k, type.key, inner, { assignable: false, kind: isScalar(type.key) ? "local" : "fixed" });
      const value = named(e, type.of, true);
      switch (inner.draw.below(3)) {
        case 0:
          return made(`[${k}, ${e}]`, source.text, [key, value]);
        case 1:
          return made(k, `${source.text}.keys()`, [key]);
        default:
          return made(e, `${source.text}.values()`, [value]);
      }
    }
    case "set":
      return made(e, source.text, [
        localName(e, type.of, inner, { assignable: false, kind: isScalar(type.of) ? "local" : "fixed" }),
      ]);
    case "array":
    case "list":
      return made(e, source.text, [named(e, type.of, type.kind === "list")]);
    default:
      return null;
  }
}

function writeForOfConstant(loop: Loop): Made {
  const { head, inner } = loop;
  const e = freshName(inner, "e");
  const [from, lo, hi] = inner.draw.pick([
    ["int(0, 2)", 0, 2],
    ["[2, 0, 1]", 0, 2],
    ["TABLE", 0, 3],
    ["int(-1, 1)", -1, 1],
  ] as [string, number, number][]);
  const name = localName(e, { kind: "int", lo, hi }, inner, { assignable: false });
  return { lines: braces(`${head}for (const ${e} of ${from})`, content(loop, [name])) };
}

/** Counts down in the first statement of its body, so that `continue` cannot skip it. */
function writeCountdown(loop: Loop): Made {
  const { head, inner } = loop;
  const n = freshName(inner, "n");
  const counter = localName(n, { kind: "int", lo: 0, hi: 3 }, inner, { assignable: false });
  const lines = [`${n}--;`, ...content(loop, [counter])];
  const start = `let ${n} = ${2 + inner.draw.below(2)};`;
  return inner.draw.chance(40)
    ? { lines: [start, ...braces(`${head}do`, lines, `} while (${n} > 0);`)] }
    : { lines: [start, ...braces(`${head}while (${n} > 0)`, lines)] };
}

/** Loops that may run for ever: every round begins with a yield. */
export function writeEndlessLoop(scope: Scope): Made | null {
  if (!scope.yields) return null;
  const { draw } = scope;
  const label = draw.chance(35) ? freshName(scope, "L") : null;
  const head = label === null ? "" : `${label}: `;
  const lines = writeStep(afterYield(looping(scope, label)), 4);
  const test = afterYield(looping(scope, null));
  const condition = (): string => {
    const call = draw.chance(35) ? writeDelegation(test, "bool") : null;
    return call ?? writeBool(test, someDepth(test));
  };
  switch (draw.below(8)) {
    case 0:
    case 1:
    case 2:
      return { lines: braces(`${head}while (${condition()})`, lines) };
    case 3:
    case 4:
    case 5:
      return { lines: braces(`${head}do`, lines, `} while (${condition()});`) };
    case 6:
      return { lines: braces(`${head}while (true)`, lines) };
    default:
      return { lines: braces(`${head}for (;;)`, lines) };
  }
}
