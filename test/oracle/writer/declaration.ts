// Declarations: constants and variables, aliases, copies, choices. What comes in is a scope; what goes out is a line and the
// name it declares.

import { writeChosen } from "./effect.ts";
import type { Made } from "./made.ts";
import { writeInt } from "./number.ts";
import { findPlace } from "./place.ts";
import { freshName, localName, type Name, type Scope, someDepth, wide } from "./scope.ts";
import { writeBool } from "./truth.ts";
import { isScalar, type Named, sizeOf, type Type } from "./types.ts";

export function writeDeclaration(scope: Scope): Made | null {
  const { draw, profile } = scope;
  return draw.oneOf<Made>([
    [4, () => writeScalar(scope)],
    [1, () => writeLate(scope)],
    [2, () => writeDeclared(scope)],
    [2, () => writeCopy(scope)],
    [4 * profile.aliases, () => writeAlias(scope)],
    [1, () => writeObject(scope)],
    [scope.choices ? 3 : 0, () => writeChoice(scope)],
  ]);
}

/** One that starts with `const`; null if there was none in a few attempts. */
export function writeConstant(scope: Scope): Made | null {
  for (let i = 0; i < 4; i++) {
    const made = writeDeclaration(scope);
    if (made?.lines.length === 1 && made.lines[0]!.startsWith("const")) return made;
  }
  return null;
}

function writeScalar(scope: Scope): Made | null {
  const { draw } = scope;
  const depth = someDepth(scope);
  const word = draw.pick(["let", "const", "let"]);
  const assignable = word === "let";
  switch (draw.below(6)) {
    case 0:
    case 1: {
      const name = freshName(scope, "b");
      const names = [localName(name, { kind: "bool" }, scope, { assignable })];
      return { lines: [`${word} ${name} = ${writeBool(scope, depth)};`], names };
    }
    case 2: {
      const source = findPlace(scope, ({ type }) => type.kind === "text", 1);
      if (source === null) return null;
      const name = freshName(scope, "t");
      return {
        lines: [`${word} ${name} = ${source.text};`],
        names: [localName(name, source.path.type, scope, { assignable })],
      };
    }
    default: {
      const name = freshName(scope, "v");
      return {
        lines: [`${word} ${name} = ${writeInt(scope, depth)};`],
        names: [localName(name, wide, scope, { assignable })],
      };
    }
  }
}

/** `let v: number;`, given a value on either branch. */
function writeLate(scope: Scope): Made {
  const name = freshName(scope, "v");
  const value = (): string => `${writeInt(scope, 1)}`;
  const lines = [
    `let ${name}: number;`,
    `if (${writeBool(scope, 1)}) ${name} = ${value()};`,
    `else ${name} = ${value()};`,
  ];
  return { lines, names: [localName(name, wide, scope)] };
}

function writeDeclared(scope: Scope): Made {
  const { draw } = scope;
  const name = freshName(scope, "d");
  const lo = draw.pick([0, -1, -30]);
  const hi = lo === -30 ? 30 : lo + 1 + draw.below(3);
  const names = [localName(name, { kind: "int", lo, hi }, scope, { declared: true })];
  return { lines: [`let ${name} = local(int(${lo}, ${hi}));`], names };
}

function writeCopy(scope: Scope): Made | null {
  const source = findPlace(scope, ({ type, root }) => !isScalar(type) && root.kind === "shared", 1);
  if (source === null) return null;
  const type = source.path.type as Named;
  const name = freshName(scope, "c");
  const made = scope.draw.pick([
    `let ${name} = local(${type.name})`,
    `const ${name} = copy(${source.text})`,
    `let ${name} = copy(${source.text})`,
  ]);
  const names = [localName(name, type, scope, { assignable: made.startsWith("let"), declared: true })];
  return { lines: [`${made};`], names };
}

function writeAlias(scope: Scope): Made | null {
  const source = findPlace(
    scope,
    ({ type, root, text }) =>
      !isScalar(type) && (root.kind === "shared" || root.kind === "alias") && text !== root.text,
    2,
  );
  if (source === null) return null;
  const name = freshName(scope, "p");
  const loose = source.path.risky || source.path.root.loose;
  const names = [localName(name, source.path.type, scope, { kind: "alias", assignable: false, loose })];
  return { lines: [`const ${name} = ${source.text};`], names };
}

function writeObject(scope: Scope): Made {
  const { draw } = scope;
  const depth = someDepth(scope);
  const value = `{ x: ${writeInt(scope, depth)}, y: ${writeBool(scope, depth)} }`;
  const kind = "fixed";
  if (draw.chance(30)) {
    const [x, y] = [freshName(scope, "v"), freshName(scope, "b")];
    const names = [
      localName(x, wide, scope, { assignable: false }),
      localName(y, { kind: "bool" }, scope, { assignable: false }),
    ];
    const o = freshName(scope, "o");
    return { lines: [`const ${o} = ${value};`, `const { x: ${x}, y: ${y} } = ${o};`], names };
  }
  const name = freshName(scope, "o");
  const type: Type = { kind: "record", name: "", fields: { x: wide, y: { kind: "bool" } } };
  return { lines: [`const ${name} = ${value};`], names: [localName(name, type, scope, { kind, assignable: false })] };
}

function writeChoice(scope: Scope): Made | null {
  const { draw } = scope;
  const name = freshName(scope, "k");
  const fixed = (type: Type): readonly Name[] => [
    localName(name, type, scope, { assignable: false, kind: isScalar(type) ? "local" : "fixed" }),
  ];
  if (draw.chance(25)) {
    const made = writeChosen(scope, "int", 1);
    return made === null ? null : { lines: [`const ${name} = ${made};`], names: fixed(wide) };
  }
  const source = findPlace(
    scope,
    ({ type }) => (type.kind === "array" || type.kind === "list" || type.kind === "set") && sizeOf(type.of) <= 8,
    1,
  );
  const sequence = source?.path.type;
  if (sequence?.kind === "array" || sequence?.kind === "list" || sequence?.kind === "set") {
    return { lines: [`const ${name} = choose(${source!.text});`], names: fixed(sequence.of) };
  }
  return draw.pick<() => Made>([
    () => ({ lines: [`const ${name} = choose(int(0, 2));`], names: fixed({ kind: "int", lo: 0, hi: 2 }) }),
    () => ({ lines: [`const ${name} = choose([1, 3]);`], names: fixed({ kind: "int", lo: 1, hi: 3 }) }),
    () => ({ lines: [`const ${name} = choose(bool());`], names: fixed({ kind: "bool" }) }),
  ])();
}
