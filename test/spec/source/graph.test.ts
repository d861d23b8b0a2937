import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readGraph } from "../../../src/spec/source/graph.ts";
import { enterFolder, refusal } from "./folder.ts";

const language = ["spec", "shared", "when"];

/** The refusal of `spec.ts` in a folder with these files. */
async function refusalOf(files: Readonly<Record<string, string>>, name = "spec.ts"): Promise<string> {
  const folder = enterFolder(files);
  return refusal(() => readGraph(join(folder, name), language));
}

describe("a spec and its imports", () => {
  it("are read once each, the spec first", async () => {
    const folder = enterFolder({
      "spec.ts": 'import { b } from "./b.ts";\nimport { c } from "./c.mts";\nexport default b + c;\n',
      "b.ts": 'import { c } from "./c.mts";\nexport const b = c;\nexport type B = typeof c;\n',
      "c.mts": 'import type { B } from "./b.ts";\nimport { d } from "./d.js";\nexport const c: B = d;\n',
      "d.js": "export const d = 1;\n",
    });
    const sources = readGraph(join(folder, "spec.ts"), language);
    expect(sources.map(({ file }) => file.slice(folder.length + 1))).toEqual(["spec.ts", "b.ts", "c.mts", "d.js"]);
  });

  it("keep their places when types are erased", async () => {
    const text = [
      "\uFEFFconst a: 'é😀日' | 1 = 1; type Gone = {",
      "  a: number };",
      "(1 as number);\r",
      "const f = <T,>(x?: T): T",
      "  | undefined => x!;",
      "export function g(this: void, a: number): number; export function g(a: number) { return a satisfies number }",
    ].join("\n");
    const folder = enterFolder({ "spec.ts": text });
    const [source] = readGraph(join(folder, "spec.ts"), language);
    expect(source!.erased).toHaveLength(text.length);
    expect(source!.erased.replaceAll(" ", "·")).toMatchInlineSnapshot(`
      "﻿const·a·············=·1;·;············
      ··············
      (1··········);
      const·f·=·····(x········
      ············)·=>·x·;
      ;·················································export·function·g(a········)·{·return·a·;················}"
    `);
    expect(source!.program.end).toBe(text.length);
  });

  it("are not read again until they change", async () => {
    const folder = enterFolder({ "spec.ts": "export default 1;" });
    const [before] = readGraph(join(folder, "spec.ts"), language);
    const [again] = readGraph(join(folder, "spec.ts"), language);
    expect(again).toBe(before);
  });
});

describe("a file that cannot be a spec", () => {
  it("does not exist", async () => {
    expect(await refusalOf({ "specs.ts": "1" })).toMatchInlineSnapshot(`
      "error: spec.ts does not exist
      hint: did you mean specs.ts?"
    `);
    expect(await refusalOf({ "spec.mts": "1", "a.ts": "1" }, "spec")).toMatchInlineSnapshot(`
      "error: spec does not exist
      hint: did you mean spec.mts?"
    `);
    expect(await refusalOf({}, "nowhere/spec.ts")).toMatchInlineSnapshot(`"error: nowhere/spec.ts does not exist"`);
  });

  it("is a directory", async () => {
    expect(await refusalOf({ "b.ts": "1", "a.ts": "1" }, ".")).toMatchInlineSnapshot(`
      "error: . is a directory
      hint: name a file in it: a.ts"
    `);
  });

  it("has another ending", async () => {
    expect(await refusalOf({ "spec.tla": "1" }, "spec.tla")).toMatchInlineSnapshot(`
      "error: spec.tla is not a TypeScript file
      hint: specs end in .ts, .mts, .js, .mjs"
    `);
    expect(await refusalOf({ "spec.d.ts": "1" }, "spec.d.ts")).toMatchInlineSnapshot(`
      "error: spec.d.ts is not a TypeScript file
      hint: specs end in .ts, .mts, .js, .mjs"
    `);
  });

  it("is empty", async () => {
    expect(await refusalOf({ "spec.ts": " \n" })).toMatchInlineSnapshot(`
      "error: spec.ts is empty
      hint: a spec ends in export default spec("name", { … })"
    `);
  });

  it("has syntax errors", async () => {
    expect(await refusalOf({ "spec.ts": "const a = 1;\nlet b = ;\n" })).toMatchInlineSnapshot(`
      "spec.ts:2:9: error: Unexpected token
         2 | let b = ;
           |         ^"
    `);
    expect(await refusalOf({ "spec.ts": "let a = 1;\nlet a = 2;\nlet b = 1;\nlet b = 2;\n" })).toMatchInlineSnapshot(`
      "spec.ts:1:5: error: Identifier \`a\` has already been declared
         1 | let a = 1;
           |     ^
      hint: It can not be redeclared here (line 2)

      spec.ts:3:5: error: Identifier \`b\` has already been declared
         3 | let b = 1;
           |     ^
      hint: It can not be redeclared here (line 4)"
    `);
    expect(await refusalOf({ "spec.ts": "function f() {\n  yield 'a';\n}\n" })).toMatchInlineSnapshot(`
      "spec.ts:2:3: error: A 'yield' expression is only allowed in a generator body
         2 |   yield 'a';
           |   ^^^^^
      hint: Either remove this \`yield\` or change the enclosing function to a generator function (\`function*\`)"
    `);
    expect(await refusalOf({ "spec.ts": "function f() {\n" })).toMatchInlineSnapshot(`
      "spec.ts:2:1: error: Expected \`}\` but found \`EOF\`
         2 |
           | ^
      hint: Opened here (line 1)"
    `);
  });

  it("has TypeScript that does something at run time", async () => {
    const text = `enum State { idle, busy }
namespace Inner { export const a = 1; }
class Process { constructor(private id: number) {} }
const a = <number>1;
import fs = require("node:fs");
@sealed class B {}
await import("./b.ts");
declare enum Fine { a }
declare namespace Too { const b: number; }
`;
    expect(await refusalOf({ "spec.ts": text })).toMatchInlineSnapshot(`
      "spec.ts:1:1: error: an enum is not erasable TypeScript
         1 | enum State { idle, busy }
           | ^^^^^^^^^^
      hint: use oneOf("a", "b") for a domain, or one const for each number

      spec.ts:2:1: error: a namespace is not erasable TypeScript
         2 | namespace Inner { export const a = 1; }
           | ^^^^^^^^^^^^^^^
      hint: put its declarations at module level, or into a file of their own

      spec.ts:3:29: error: a parameter property is not erasable TypeScript
         3 | class Process { constructor(private id: number) {} }
           |                             ^^^^^^^^^^^^^^^^^^
      hint: declare the field, and assign it in the constructor

      spec.ts:4:11: error: <T>x is not erasable TypeScript
         4 | const a = <number>1;
           |           ^^^^^^^^
      hint: write x as T

      spec.ts:5:1: error: import = is not erasable TypeScript
         5 | import fs = require("node:fs");
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      hint: write import { name } from "module"

      spec.ts:6:1: error: decorators are not supported
         6 | @sealed class B {}
           | ^^^^^^^
      hint: call the function yourself

      spec.ts:7:7: error: import() is not supported in a spec
         7 | await import("./b.ts");
           |       ^^^^^^^^^^^^^^^^
      hint: import at the top of the file"
    `);
    expect(await refusalOf({ "spec.ts": "export = 1;\n" })).toMatchInlineSnapshot(`
      "spec.ts:1:1: error: export = is not erasable TypeScript
         1 | export = 1;
           | ^^^^^^^^^^^
      hint: write export default spec("name", { … })"
    `);
  });
});

describe("an import", () => {
  it("of a file that is not there", async () => {
    expect(
      await refusalOf({
        "spec.ts": 'import { a } from "./lib";\nimport "./lib.js";\nimport "./other.ts";',
        "lib.ts": "",
      }),
    ).toMatchInlineSnapshot(`
      "spec.ts:1:19: error: lib does not exist
         1 | import { a } from "./lib";
           |                   ^^^^^^^
      hint: did you mean lib.ts?

      spec.ts:2:8: error: lib.js does not exist
         2 | import "./lib.js";
           |        ^^^^^^^^^^
      hint: did you mean lib.ts?

      spec.ts:3:8: error: other.ts does not exist
         3 | import "./other.ts";
           |        ^^^^^^^^^^^^"
    `);
  });

  it("of a file with errors shows those errors, all files' at once", async () => {
    expect(
      await refusalOf({
        "spec.ts": 'import "./a.ts";\nimport "./b.ts";\nimport "./c.ts"',
        "a.ts": "let 1",
        "b.ts": "let 2",
        "c.ts": "",
      }),
    ).toMatchInlineSnapshot(`
      "a.ts:1:4: error: Expected a semicolon or an implicit semicolon after a statement, but found none
         1 | let 1
           |    ^
      hint: Try inserting a semicolon here

      b.ts:1:4: error: Expected a semicolon or an implicit semicolon after a statement, but found none
         1 | let 2
           |    ^
      hint: Try inserting a semicolon here

      spec.ts:3:8: error: c.ts is empty
         3 | import "./c.ts"
           |        ^^^^^^^^
      hint: a spec ends in export default spec("name", { … })"
    `);
  });

  it("of a name that is not exported", async () => {
    const text = `import { wen, Value } from "allways";
import { helo, type Nothing, T, local } from "./lib.ts";
import lib from "./lib.ts";
export { hello as hi, halo } from "./lib.ts";
`;
    const lib = "export function hello() {}\nexport type T = number;\nconst local = 1;\nlocal;\n";
    expect(await refusalOf({ "spec.ts": text, "lib.ts": lib })).toMatchInlineSnapshot(`
      "spec.ts:1:10: error: allways exports no wen
         1 | import { wen, Value } from "allways";
           |          ^^^
      hint: did you mean "when"?
      hint: if it is a type, write import { type wen }

      spec.ts:1:15: error: allways exports no Value
         1 | import { wen, Value } from "allways";
           |               ^^^^^
      hint: there is "spec", "shared", "when"
      hint: if it is a type, write import { type Value }

      spec.ts:2:10: error: lib.ts exports no helo
         2 | import { helo, type Nothing, T, local } from "./lib.ts";
           |          ^^^^
      hint: did you mean "hello"?

      spec.ts:2:30: error: T is a type
         2 | import { helo, type Nothing, T, local } from "./lib.ts";
           |                              ^
      hint: write import { type T }

      spec.ts:2:33: error: lib.ts exports no local
         2 | import { helo, type Nothing, T, local } from "./lib.ts";
           |                                 ^^^^^
      hint: it is declared there: write export before it

      spec.ts:3:8: error: lib.ts has no default export
         3 | import lib from "./lib.ts";
           |        ^^^

      spec.ts:4:23: error: lib.ts exports no halo
         4 | export { hello as hi, halo } from "./lib.ts";
           |                       ^^^^
      hint: did you mean "hello"?"
    `);
  });

  it("finds names behind export *, also in a circle", async () => {
    const files = {
      "spec.ts": 'import { a, b, c } from "./a.ts";\nexport const d = a + b;',
      "a.ts": 'export * from "./b.ts";\nexport const a = 1;',
      "b.ts": 'export * from "./a.ts";\nexport const b = 1;',
    };
    expect(await refusalOf(files)).toMatchInlineSnapshot(`
      "spec.ts:1:16: error: a.ts exports no c
         1 | import { a, b, c } from "./a.ts";
           |                ^
      hint: there is "a", "b""
    `);
  });

  it("of what is re-exported from a package is Node's to judge", async () => {
    const files = { "spec.ts": 'import { join, x } from "./a.ts";', "a.ts": 'export * from "node:path";' };
    expect(await refusalOf(files)).toBe("no error");
  });
});

it("an exported type needs the word type", async () => {
  expect(await refusalOf({ "spec.ts": "type A = 1;\nexport { A };\n" })).toMatchInlineSnapshot(`
    "spec.ts:2:10: error: A is exported, but is no value of this file
       2 | export { A };
         |          ^
    hint: if it is a type, write export type { A }"
  `);
});
