import { mkdirSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { LoadedSpec } from "../../../src/spec/definition.ts";
import { loadSpec } from "../../../src/spec/source/load.ts";
import { enterFolder, refusal } from "./folder.ts";

type Settings = Parameters<typeof loadSpec>[1];

const header = 'import { bool, each, int, params, record, shared, spec, when } from "allways";\n';
const footer = 'export default spec("counting", { processes: { count } });\n';
const counting = `${header}
const { limit } = params({ limit: int(1, 9, 2) });
const s = shared({ n: int(0, limit) });
function* count(): Generator<string> {
  while (true) {
    yield "add";
    when(s.n < limit);
    s.n++;
  }
}
${footer}`;

function load(files: Readonly<Record<string, string>> | string, settings: Settings = {}): Promise<LoadedSpec> {
  const folder = enterFolder(typeof files === "string" ? { "spec.ts": files } : files);
  return loadSpec(join(folder, "spec.ts"), settings);
}

const refusalOf = (files: Readonly<Record<string, string>> | string, settings: Settings = {}): Promise<string> =>
  refusal(() => load(files, settings));

describe("a loaded spec", () => {
  it("has its definition, parameters, shared records and modules", async () => {
    const loaded = await load({
      "spec.ts": counting.replace(header, `${header}import { unused } from "./lib.ts";\n`),
      "lib.ts": "export const unused = 1;\n",
    });
    expect(loaded.definition.name).toBe("counting");
    expect(loaded.parameters.map(({ name, value }) => [name, value])).toEqual([["limit", 2]]);
    expect(loaded.shared.map(({ name }) => name)).toEqual(["s"]);
    expect(loaded.modules.map(({ file }) => file.split("/").at(-1))).toEqual(["spec.ts", "lib.ts"]);
    const [main] = loaded.modules;
    expect(Object.keys(main!.scope())).toEqual([
      ...["bool", "each", "int", "params", "record", "shared", "spec", "when"],
      ...["unused", "limit", "s", "count"],
    ]);
    expect(main!.scope().s).toBe(loaded.shared[0]!.object);
    expect(main!.scope().count).toBe(loaded.definition.processes[0]!.fn);
  });

  it("is another one for other parameters, with functions and state of its own", async () => {
    const folder = enterFolder({ "spec.ts": counting });
    const [two, five] = await Promise.all([
      loadSpec(join(folder, "spec.ts"), {}),
      loadSpec(join(folder, "spec.ts"), { limit: "5" }),
    ]);
    expect(two.modules[0]!.scope().limit).toBe(2);
    expect(five.modules[0]!.scope().limit).toBe(5);
    expect(two.definition.processes[0]!.fn).not.toBe(five.definition.processes[0]!.fn);
    expect(two.shared[0]!.object).not.toBe(five.shared[0]!.object);
    expect(two.modules[0]!.program).toBe(five.modules[0]!.program);
  });

  it("takes settings as text and as values", async () => {
    expect((await load(counting, { limit: "7" })).parameters[0]!.value).toBe(7);
    expect((await load(counting, { limit: 8 })).parameters[0]!.value).toBe(8);
  });

  it("may be a JavaScript file, and may import packages of Node", async () => {
    const text = `${header}import { basename } from "node:path";\n${basenameSpec}`;
    const folder = enterFolder({ "spec.mjs": text });
    expect((await loadSpec(join(folder, "spec.mjs"), {})).definition.name).toBe("b");
  });

  it("may lie in a folder and in files of any name", async () => {
    const folder = enterFolder({});
    const odd = join(folder, "my (specs) ~[1] é%#");
    mkdirSync(odd);
    writeFileSync(join(odd, "s~1?.ts"), 'import { n } from "./l~[b] %25.ts";\nif (n > 0) throw new Error("found");\n');
    writeFileSync(join(odd, "l~[b] %.ts"), "export const n: number = 1;\n");
    expect(await refusal(() => loadSpec(join(odd, "s~1?.ts"), {}))).toMatchInlineSnapshot(`
      "my (specs) ~[1] é%#/s~1?.ts:2:18: error: found
         2 | if (n > 0) throw new Error("found");
           |                  ^^^^^^^^^^^^^^^^^^
      hint: the spec itself says so: it throws this while it is loaded"
    `);
  });

  it("is found by breakpoints in its file", async () => {
    const folder = enterFolder({ "spec.ts": counting });
    const file = pathToFileURL(join(folder, "spec.ts")).href;
    const session = new Session();
    session.connect();
    const lineNumber = counting.split("\n").indexOf("    s.n++;");
    const places: unknown[] = [];
    session.on("Debugger.breakpointResolved", ({ params }) => places.push(params.location.lineNumber));
    session.post("Debugger.enable");
    session.post("Debugger.setBreakpointByUrl", { url: file, lineNumber });
    await loadSpec(join(folder, "spec.ts"), {});
    await loadSpec(join(folder, "spec.ts"), { limit: 3 });
    session.disconnect();
    expect(places).toEqual([lineNumber, lineNumber]);
  });

  it("has records named where they are declared, not where they are imported", async () => {
    const loaded = await load({
      "spec.ts": `${header}import { inner as outer } from "./lib.ts";\nconst again = outer;\nfunction* count() {}\n${footer}`,
      "lib.ts": 'import { bool, shared } from "allways";\nexport const inner = shared({ up: bool() });\n',
    });
    expect(loaded.shared.map(({ name }) => name)).toEqual(["inner"]);
  });

  it("is evaluated anew when its file has changed", async () => {
    const folder = enterFolder({ "spec.ts": counting });
    await loadSpec(join(folder, "spec.ts"), {});
    enterFolder({});
    writeFileSync(join(folder, "spec.ts"), counting.replace('"counting"', '"counting on"'));
    expect((await loadSpec(join(folder, "spec.ts"), {})).definition.name).toBe("counting on");
  });
});

const basenameSpec = `function* count() {}\nexport default spec(basename("a/b"), { processes: { count } });\n`;

describe("settings", () => {
  it("of unknown parameters and outside the domain are refused together", async () => {
    expect(await refusalOf(counting, { limt: "3", limit: "12" })).toMatchInlineSnapshot(`
      "exit code 151
      error: limit: "12" is not an integer from 1 to 9

      error: there is no parameter limt
      hint: did you mean "limit"?"
    `);
  });

  it("of a spec without parameters are refused", async () => {
    expect(await refusalOf(`${header}function* count() {}\n${footer}`, { limit: 3 })).toMatchInlineSnapshot(`
      "exit code 151
      error: there is no parameter limit
      hint: the spec has no parameters"
    `);
  });
});

describe("a spec's default export", () => {
  it("is missing", async () => {
    expect(await refusalOf(`${header}function* count() {}\n`)).toMatchInlineSnapshot(`
      "error: spec.ts has no default export
      hint: write export default spec("name", { … })"
    `);
    expect(await refusalOf(counting.replace("default", "const checked ="))).toMatchInlineSnapshot(`
      "spec.ts:12:14: error: spec.ts has no default export
        12 | export const checked = spec("counting", { processes: { count } });
           |              ^^^^^^^
      hint: write export default checked"
    `);
  });

  it("is something else", async () => {
    expect(await refusalOf(`${header}export default { processes: {} };\n`)).toMatchInlineSnapshot(`
      "spec.ts:2:1: error: the default export is not what spec() gives
         2 | export default { processes: {} };
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      hint: write export default spec("name", { … })"
    `);
    expect(await refusalOf(`const a = 1;\nexport { a as default };\n`)).toMatchInlineSnapshot(`
      "error: the default export is not what spec() gives
      hint: write export default spec("name", { … })"
    `);
  });
});

describe("a shared record", () => {
  it("without a name is refused", async () => {
    const text = `${header}const { n } = shared({ n: int(0, 1) });\nconst all = [shared({ up: bool() })];\nfunction* count() {}\n${footer}`;
    expect(await refusalOf(text)).toMatchInlineSnapshot(`
      "spec.ts:2:9: error: shared state is neither read nor written at module level
         2 | const { n } = shared({ n: int(0, 1) });
           |         ^
      hint: name the whole record, const s = shared({ … }), and use s.x in steps, in init and in properties"
    `);
  });

  it("of the same name as another is refused", async () => {
    const files = {
      "spec.ts": `${header}import "./lib.ts";\nconst s = shared({ n: int(0, 1) });\nfunction* count() {}\n${footer}`,
      "lib.ts": 'import { bool, shared } from "allways";\nconst s = shared({ up: bool() });\n',
    };
    expect(await refusalOf(files)).toMatchInlineSnapshot(`
      "spec.ts:3:7: error: two shared records are called s
         3 | const s = shared({ n: int(0, 1) });
           |       ^
      hint: the other one is at lib.ts:2; traces tell records by their names: rename one"
    `);
  });
});

describe("what a spec throws while it is loaded", () => {
  it("is shown at the author's line", async () => {
    expect(
      await refusalOf(`${header}const limit = 3;\nif (limit > 2) throw new Error("too many");\n`),
    ).toMatchInlineSnapshot(`
      "spec.ts:3:22: error: too many
         3 | if (limit > 2) throw new Error("too many");
           |                      ^^^^^^^^^^^^^^^^^^^^^
      hint: the spec itself says so: it throws this while it is loaded"
    `);
    expect(
      await refusalOf(`${header}const a = {} as { b: { c: number } };\nconst d = a.b.c;\n`),
    ).toMatchInlineSnapshot(`
      "spec.ts:3:15: error: thrown while loading: TypeError: Cannot read properties of undefined (reading 'c')
         3 | const d = a.b.c;
           |               ^"
    `);
    expect(await refusalOf(`${header}const s = shred({ a: bool() });\n`)).toMatchInlineSnapshot(`
      "spec.ts:2:11: error: thrown while loading: ReferenceError: shred is not defined
         2 | const s = shred({ a: bool() });
           |           ^^^^^^^^^^^^^^^^^^^^
      hint: did you mean "shared"?"
    `);
  });

  it("may be a name that is not imported", async () => {
    expect(await refusalOf("int(0, 1);\n")).toMatchInlineSnapshot(`
      "spec.ts:1:1: error: thrown while loading: ReferenceError: int is not defined
         1 | int(0, 1);
           | ^^^^^^^^^
      hint: write import { int } from "allways""
    `);
  });

  it("is shown with the calls that led there, across files", async () => {
    const files = {
      "spec.ts": `${header}import { positive } from "./lib.ts";\nconst a =\n  positive(-1);\n`,
      "lib.ts": 'export function positive(n: number) {\n  if (n < 0) throw new RangeError("not positive");\n}\n',
    };
    expect(await refusalOf(files)).toMatchInlineSnapshot(`
      "lib.ts:2:20: error: thrown while loading: RangeError: not positive
         2 |   if (n < 0) throw new RangeError("not positive");
           |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      called from spec.ts:4:3"
    `);
  });

  it("is shown at the call of ours that refuses its arguments", async () => {
    expect(
      await refusalOf(`${header}const s = shared({\n  ok: bool(),\n  n: int(5, 2),\n});\n`),
    ).toMatchInlineSnapshot(`
      "spec.ts:4:6: error: int(5, 2): the interval is empty
         4 |   n: int(5, 2),
           |      ^^^^^^^^^
      hint: did you mean int(2, 5)?"
    `);
    expect(await refusalOf(`${header}const s = shared({ n: 5 });\n`)).toMatchInlineSnapshot(`
      "spec.ts:2:23: error: shared({ n: … }): 5 is not a domain
         2 | const s = shared({ n: 5 });
           |                       ^
      hint: domains are int, bool, oneOf, record, union, array, list, set and map"
    `);
    expect(await refusalOf(`${header}export default spec("", { processes: {} });\n`)).toMatchInlineSnapshot(`
      "spec.ts:2:21: error: spec(…): its first argument is its name, a string
         2 | export default spec("", { processes: {} });
           |                     ^^
      hint: write spec("name", { … })"
    `);
  });

  it("may be no error at all", async () => {
    expect(await refusalOf('throw "a text";\n')).toMatchInlineSnapshot(
      `"error: thrown while loading by spec.ts: 'a text'"`,
    );
  });

  it("may come from endless recursion", async () => {
    expect(await refusalOf("function f() {\n  f();\n}\nf();\n")).toMatchInlineSnapshot(`
      "spec.ts:2:3: error: thrown while loading: RangeError: Maximum call stack size exceeded
         2 |   f();
           |   ^^^
      called from spec.ts:2:3
      called from spec.ts:2:3
      called from spec.ts:2:3
      called from spec.ts:2:3
      called from spec.ts:2:3
      called from spec.ts:2:3
      called from spec.ts:2:3
      called from spec.ts:2:3
      called from 91 more places"
    `);
  });

  it("may be thrown after an await", async () => {
    expect(
      await refusalOf('await null;\nconst wait = () => { throw new Error("late"); };\nwait();\n'),
    ).toMatchInlineSnapshot(`
      "spec.ts:2:28: error: late
         2 | const wait = () => { throw new Error("late"); };
           |                            ^^^^^^^^^^^^^^^^^
      hint: the spec itself says so: it throws this while it is loaded
      called from spec.ts:3:1"
    `);
  });

  it("may be Node's word on an import", async () => {
    expect(await refusalOf('import { a } from "no-such-package";\n')).toMatchInlineSnapshot(`
      "spec.ts:1:19: error: Cannot find package 'no-such-package'
         1 | import { a } from "no-such-package";
           |                   ^^^^^^^^^^^^^^^^^
      hint: specs import from "allways" and from files beside them: "./name.ts""
    `);
    expect(await refusalOf('import { joyn } from "node:path";\n')).toMatchInlineSnapshot(`
      "spec.ts:1:22: error: The requested module 'node:path' does not provide an export named 'joyn'
         1 | import { joyn } from "node:path";
           |                      ^^^^^^^^^^^
      hint: specs import from "allways" and from files beside them: "./name.ts""
    `);
    expect(await refusalOf('import "node:nothing";\n')).toMatchInlineSnapshot(
      `
      "spec.ts:1:8: error: No such built-in module: node:nothing
         1 | import "node:nothing";
           |        ^^^^^^^^^^^^^^
      hint: specs import from "allways" and from files beside them: "./name.ts""
    `,
    );
    expect(await refusalOf({ "spec.ts": 'import { a } from "lib.ts";\n', "lib.ts": "1" })).toMatchInlineSnapshot(`
      "spec.ts:1:19: error: Cannot find package 'lib.ts'
         1 | import { a } from "lib.ts";
           |                   ^^^^^^^^
      hint: write "./lib.ts" for the file beside this one"
    `);
    expect(await refusalOf('import "@no/such/file.js";\n')).toMatchInlineSnapshot(`
      "spec.ts:1:8: error: Cannot find package '@no/such'
         1 | import "@no/such/file.js";
           |        ^^^^^^^^^^^^^^^^^^
      hint: specs import from "allways" and from files beside them: "./name.ts""
    `);
    expect(await refusalOf('import "/no/such/file.js";\n')).toMatchInlineSnapshot(`
      "spec.ts:1:8: error: Cannot find module '/no/such/file.js'
         1 | import "/no/such/file.js";
           |        ^^^^^^^^^^^^^^^^^^
      hint: specs import from "allways" and from files beside them: "./name.ts""
    `);
  });
});
