// The eraser against one that does the same on other ground: it must leave the same program wherever a text has no trap,
// and a program that means the same wherever it has one.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "@swc/wasm-typescript";
import fc from "fast-check";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { refuseSyntax } from "../../../src/spec/source/erasable.ts";
import { eraseTypes } from "../../../src/spec/source/erase.ts";
import { tidyTypescript, untidyTypescript } from "./typescript-text.ts";

const root = join(import.meta.dirname, "../../..");

function parse(text: string, lang: "ts" | "js") {
  return parseSync(`file.${lang}`, text, { lang, sourceType: "module", astType: "ts", preserveParens: false });
}

/** Null for a text that is no TypeScript, or none that types alone make of JavaScript. */
function eraseIfErasable(text: string): string | null {
  const { program, errors } = parse(text, "ts");
  return errors.length > 0 || refuseSyntax("file.ts", program).length > 0 ? null : eraseTypes(text, program);
}

function erase(text: string): string {
  const erased = eraseIfErasable(text);
  if (erased === null) throw new Error(`not erasable: ${text}`);
  return erased;
}

function eraseByLibrary(text: string): string | null {
  try {
    const { code } = transformSync(text, { mode: "strip-only", module: true });
    return parse(code, "js").errors.length > 0 ? null : code;
  } catch {
    return null;
  }
}

type Tree = { readonly [key: string]: unknown; readonly type: string };

/** The program that a text is, whatever its places and empty statements are. */
function meaning(text: string): string {
  const { program, errors } = parse(text, "js");
  expect(errors, text).toEqual([]);
  return JSON.stringify(withoutTypes(program));
}

/** The program that TypeScript means, told from its tree alone: what `meaning` must be once the types have gone. */
function intended(text: string): string {
  return JSON.stringify(withoutTypes(parse(text, "ts").program));
}

const notForRunning = new Set(
  "start end raw typeAnnotation returnType typeParameters typeArguments superTypeArguments implements definite declare abstract accessibility override readonly importKind exportKind directive".split(
    " ",
  ),
);

function withoutTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => !isForTypes(each)).map(withoutTypes);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null || value instanceof RegExp) return value;
  const node = value as Tree;
  if (/^TS(As|Satisfies|NonNull|Instantiation)Expression$/.test(node.type)) return withoutTypes(node.expression);
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !notForRunning.has(key) && !(key === "optional" && !/^(Member|Call)/.test(node.type)))
      .map(([key, part]) => [key, withoutTypes(part)]),
  );
}

function isForTypes(item: unknown): boolean {
  if (typeof item !== "object" || item === null) return false;
  const node = item as Tree & { declaration?: unknown; value?: Tree | null };
  if (node.type === "EmptyStatement" || node.declare === true || node.abstract === true) {
    return node.type !== "ClassDeclaration" || node.declare === true;
  }
  if (node.importKind === "type" || node.exportKind === "type") return true;
  if (node.type === "Identifier") return node.name === "this";
  if (node.type === "MethodDefinition") return node.value?.type === "TSEmptyBodyFunctionExpression";
  return (
    /^TS(TypeAlias|Interface|Module|Index|Abstract|DeclareFunction)/.test(node.type) || isForTypes(node.declaration)
  );
}

function typescriptIn(directory: string): string[] {
  return readdirSync(join(root, directory), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts") && !name.includes("node_modules"))
    .map((name) => join(directory, name));
}

/** What is left stands where it stood: a place holds what the author wrote, a blank, or what a blank became. */
function expectSamePlaces(erased: string, text: string): void {
  expect(erased.length, text).toBe(text.length);
  for (let i = 0; i < text.length; i++) {
    if (erased[i] !== text[i] && !" ;()".includes(erased[i]!)) throw new Error(`moved: ${text.slice(i)}`);
    if (/[\n\r\u2028\u2029]/.test(text[i]!) && erased[i] !== text[i]) throw new Error(`lost a line: ${text.slice(i)}`);
  }
}

describe("eraseTypes", () => {
  it.each(["specs", "src/spec", "test"])(
    "agrees with another eraser on every file of %s, to the place",
    (directory) => {
      let compared = 0;
      for (const file of typescriptIn(directory)) {
        const text = readFileSync(join(root, file), "utf8");
        const ours = eraseIfErasable(text);
        const theirs = eraseByLibrary(text);
        // Files that neither takes: refusals are what they are for.
        if (ours === null || theirs === null) continue;
        expectSamePlaces(ours, text);
        if (ours !== theirs) expect(meaning(ours), file).toBe(meaning(theirs));
        compared++;
      }
      expect(compared).toBeGreaterThan(40);
    },
  );

  it("agrees with another eraser on random programs", () => {
    fc.assert(
      fc.property(tidyTypescript, (text) => {
        const ours = eraseIfErasable(text);
        const theirs = eraseByLibrary(text);
        fc.pre(ours !== null && theirs !== null);
        expectSamePlaces(ours, text);
        expect(meaning(ours), text).toBe(meaning(theirs));
      }),
      { numRuns: 300, seed: 1, maxSkipsPerRun: 20 },
    );
  });

  it("leaves the program that was meant, wherever lines end", () => {
    fc.assert(
      fc.property(untidyTypescript, (text) => {
        const ours = eraseIfErasable(text);
        fc.pre(ours !== null);
        expectSamePlaces(ours, text);
        expect(meaning(ours), text).toBe(intended(text));
      }),
      { numRuns: 1000, seed: 1, maxSkipsPerRun: 20 },
    );
  });

  it.each([
    ["a type of a variable", "let x: number = 1;", "let x         = 1;"],
    ["one that is set later", "let x!: number;", "let x         ;"],
    ["parameters", "f((a: T, b?: U, ...c: V[]) => a);", "f((a   , b    , ...c     ) => a);"],
    ["a destructured parameter", "f(({ a }: { a: 1 } = z) => a);", "f(({ a }           = z) => a);"],
    ["a receiver", "function f(this: T, a: U) {}", "function f(         a   ) {}"],
    ["type parameters", "function f<T>(a: T): a is T {}", "function f   (a   )         {}"],
    ["type arguments", "f<T>(new M<K, V>(), g<T>, t<U>`x`);", "f   (new M      (), g   , t   `x`);"],
    ["as", "f(x as T, (y) as (A | B));", "f(x     , (y)           );"],
    ["as, twice, with comments", "f(x /* as */ as /* ) */ A as B);", "f(x /* as */                  );"],
    ["satisfies", "f({ a: 1 } satisfies T);", "f({ a: 1 }            );"],
    ["!", "f(a!.b![0]!);", "f(a .b [0] );"],
    ["! behind parentheses", "f((a)!);", "f((a) );"],
    ["an import of a type", 'import { type A, b } from "x";', 'import {         b } from "x";'],
    ["the last import of a type", 'import { b, type A } from "x";', 'import { b,        } from "x";'],
    ["a whole import", 'import type { A } from "x";', ";                          "],
    ["an export of a type", "export { type A, b };", "export {         b };"],
    ["a caught value", "try {} catch (e: unknown) {}", "try {} catch (e         ) {}"],
    ["a signature", "function f(): 1;\nfunction f(a?: 1) {}", ";               \nfunction f(a    ) {}"],
    ["a heritage", "class A<T> extends B<T> implements C, D {}", "class A    extends B                    {}"],
    ["a heritage with arguments", "class A extends B implements C<T>, D {}", "class A extends B                    {}"],
    ["an abstract class", "abstract class A { abstract x: 1; }", "         class A { ;              }"],
    ["fields", "class A { private x?: T = 1; readonly y!: U; }", "class A { ;       x     = 1; ;        y    ; }"],
    ["methods", "class A { protected m?(): void {} }", "class A { ;         m ()       {} }"],
    ["a declared field", "class A { declare x: 1; [k: string]: 1 }", "class A { ;             ;              }"],
    ["letters beyond the first plane", 'let x: "\u{1d4d0}" = y;', "let x       = y;"],
    ["a byte order mark", "\uFEFFlet x: T;", "\uFEFFlet x   ;"],
  ])("blanks out %s", (_, text, erased) => {
    expect(erase(text)).toBe(erased);
    expect(erased.length).toBe(text.length);
  });

  it.each([
    ["a type alias between lines without semicolons", "a\ntype T = 1\n(b)()", "a; (b)()"],
    ["an annotated variable before a bracket", "let x: T\n[a].b()", "let x; [a].b()"],
    ["an assertion before a parenthesis", "x = y as T\n(z)()", "x = y; (z)()"],
    ["a returned assertion before a bracket", "() => { return y as T\n[a].b() }", "() => { return y; [a].b() }"],
    ["type arguments at the end of a line", "x = f<T>\nb()", "x = f; b()"],
    ["an arrow whose type is on a line of its own", "f((a):\n T => a)", "f((a) => a)"],
    [
      "a returned arrow with type parameters over lines",
      "() => { return <\nT\n>(a: T) => a }",
      "() => { return (a) => a }",
    ],
    ["an async arrow with type parameters over lines", "f(async <\nT\n>(a: T) => a)", "f(async (a) => a)"],
    ["a field before a computed name", "class A { x: T\n[y] = 1 }", "class A { x; [y] = 1 }"],
    ["a modifier before a computed name", "class A { x = 1\nprivate [y] = 2 }", "class A { x = 1; [y] = 2 }"],
    ["an annotated head of a loop", "for (let i: number = 0 as number; i < 1; i++);", "for (let i = 0; i < 1; i++);"],
    ["a value of for … of", "for (const k of x as T[]) f(k)", "for (const k of x) f(k)"],
    ["if and else", "if (a) b = c as T\nelse d", "if (a) b = c; else d"],
    ["a default export", "export default x as T\n(y)", "export default x; (y)"],
    ["a default interface", "export default interface I {}\n(y)", "(y)"],
    ["a field called get", "class A { get: T\n f() {} }", "class A { get; f() {} }"],
    ["an optional field called static", "class A { static?\n f() {} }", "class A { static; f() {} }"],
    ["an arrow with a parenthesis in a comment", "f((a) /* ) */:\n T => a)", "f((a) => a)"],
    ["an arrow with a parenthesis around a default", "f((a = (b), ): T\n | U => a)", "f((a = (b)) => a)"],
    ["an arrow without parameters", "f(async /* ) */ ():\n T => 1)", "f(async () => 1)"],
    ["patterns that are optional", "f(({ a /* ? */ }?: T, [b,]?) => a)", "f(({ a }, [b,]) => a)"],
  ])("keeps the meaning of %s", (_, text, plain) => {
    expect(meaning(erase(text))).toBe(meaning(plain));
    expect(intended(text)).toBe(meaning(plain));
  });
});
