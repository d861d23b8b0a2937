import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AuthorFunction, LoadedSpec } from "../../../src/spec/definition.ts";
import { loadSpec } from "../../../src/spec/source/load.ts";
import { freeValue, functionKey, mutableVariables, originOf } from "../../../src/spec/source/origin.ts";
import { enterFolder, refusal } from "./folder.ts";

const header = 'import { bool, int, shared, spec } from "allways";\nconst s = shared({ n: int(0, 9) });\n';
const footer =
  '\nfunction* run(): Generator<string> {}\nexport default spec("found", { processes: { run }, always });\n';

/** A spec with these declarations, of which `always` is one, and further files. */
async function load(declarations: string, files: Readonly<Record<string, string>> = {}): Promise<LoadedSpec> {
  const folder = enterFolder({ "spec.ts": header + declarations + footer, ...files });
  return loadSpec(join(folder, "spec.ts"), {});
}

function property(loaded: LoadedSpec, name: string): AuthorFunction {
  return loaded.definition.always.get(name)!;
}

/** File, line and text of the origin of each property. */
function originsOf(loaded: LoadedSpec): string {
  const lines = [...loaded.definition.always].map(([name, fn]) => {
    const origin = originOf(loaded, fn);
    if (origin === null) return `${name}: none`;
    const { module, node } = origin;
    const line = module.text.slice(0, node.start).split("\n").length;
    return `${name}: ${origin.name || "-"} ${module.file.split("/").at(-1)}:${line} ${module.text.slice(node.start, node.end)}`;
  });
  return lines.join("\n");
}

describe("the origin of a function", () => {
  it("is found for every way to write one", async () => {
    const loaded = await load(`
function declared(): boolean { return s.n > 0; }
const arrow = (): boolean => s.n > 1;
const expression = function inner(): boolean { return s.n > 2; } as () => boolean;
const holder = { method(): boolean { return s.n > 3; }, "quoted name"(): boolean { return s.n > 4; } };
const always = {
  declared, arrow, expression,
  method: holder.method, quoted: holder["quoted name"],
  inline: () => (s.n as number) > 5,
  "inline method"(): boolean { return s.n! > 6; },
  ["computed" + 1]: (): boolean => s.n > 7,
  "typed at its end": () => (s.n > 8) as boolean,
  "with a comment": () => s.n > 9 /* types follow */ satisfies boolean
};`);
    expect(originsOf(loaded)).toMatchInlineSnapshot(`
      "declared: declared spec.ts:4 function declared(): boolean { return s.n > 0; }
      arrow: arrow spec.ts:5 (): boolean => s.n > 1
      expression: expression spec.ts:6 function inner(): boolean { return s.n > 2; }
      method: method spec.ts:7 (): boolean { return s.n > 3; }
      quoted: quoted name spec.ts:7 (): boolean { return s.n > 4; }
      inline: inline spec.ts:11 () => (s.n as number) > 5
      inline method: inline method spec.ts:12 (): boolean { return s.n! > 6; }
      computed1: computed1 spec.ts:13 (): boolean => s.n > 7
      typed at its end: typed at its end spec.ts:14 () => (s.n > 8) as boolean
      with a comment: with a comment spec.ts:15 () => s.n > 9 /* types follow */ satisfies boolean"
    `);
  });

  it("is found in an imported file, under any name", async () => {
    const loaded = await load('import lib, { small as tiny } from "./lib.ts";\nconst always = { tiny, lib };', {
      "lib.ts": "export const small = (): boolean => true;\nexport default function (): boolean { return false; }\n",
    });
    expect(originsOf(loaded)).toMatchInlineSnapshot(`
      "tiny: small lib.ts:1 (): boolean => true
      lib: default lib.ts:2 function (): boolean { return false; }"
    `);
  });

  it("is none for functions from elsewhere", async () => {
    const loaded = await load('import { join } from "node:path";\nconst bound = join.bind(null);\nconst always = {};');
    expect(originOf(loaded, loaded.modules[0]!.scope().join as AuthorFunction)).toBeNull();
    expect(originOf(loaded, loaded.modules[0]!.scope().bound as AuthorFunction)).toBeNull();
    expect(originOf(loaded, loaded.modules[0]!.scope().spec as AuthorFunction)).toBeNull();
  });

  it("is told by identity among functions of the same text", async () => {
    const loaded = await load("const a = () => s.n > 0;\nconst b = () => s.n > 0;\nconst always = { b, a };");
    expect(originsOf(loaded)).toMatchInlineSnapshot(`
      "b: b spec.ts:4 () => s.n > 0
      a: a spec.ts:3 () => s.n > 0"
    `);
  });

  it("is the first of several inline functions of the same text, which mean the same", async () => {
    const loaded = await load(
      'import { other } from "./lib.ts";\nconst always = { a: () => true, b: () => true, other };',
      {
        "lib.ts": "export const { other } = { other: () => true };\n",
      },
    );
    expect(originsOf(loaded)).toMatchInlineSnapshot(`
      "a: a spec.ts:4 () => true
      b: b spec.ts:4 () => true
      other: other spec.ts:4 () => true"
    `);
  });

  it("is found for a function made by another that it does not depend on", async () => {
    const loaded = await load("const make = () => () => s.n > 0;\nconst always = { made: make() };");
    expect(originsOf(loaded)).toMatchInlineSnapshot(`"made: - spec.ts:3 () => s.n > 0"`);
  });

  it("has the same key in every evaluation, and another for every function", async () => {
    const first = await load("const always = { a: () => s.n > 0, b: () => s.n > 1 };");
    const again = await loadSpec(first.file, {});
    const keys = [first, again].map((loaded) => ["a", "b"].map((name) => functionKey(loaded, property(loaded, name))));
    expect(keys[0]).toEqual(keys[1]);
    expect(new Set(keys[0]).size).toBe(2);
  });
});

describe("a function is refused", () => {
  async function refusalOf(declarations: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
    const loaded = await load(declarations, files);
    return refusal(() => originsOf(loaded));
  }

  it("when it captures parameters or locals of the function around it", async () => {
    const text =
      "const above = (n: number) => {\n  const m = n + 1;\n  return () => s.n > n + m;\n};\nconst always = { a: above(1) };";
    expect(await refusalOf(text)).toMatchInlineSnapshot(`
      "spec.ts:5:10: error: this function uses n, m of the code around it
         5 |   return () => s.n > n + m;
           |          ^^^^^^^^^^^^^^^^^
      hint: declare it at module level, with n, m as its parameters or at module level too"
    `);
  });

  it("when it captures the variable of a loop at module level", async () => {
    const text =
      "const always: Record<string, () => boolean> = {};\nfor (const i of [1, 2]) always[i] = () => s.n > i;";
    expect(await refusalOf(text)).toMatchInlineSnapshot(`
      "spec.ts:4:37: error: this function uses i of the code around it
         4 | for (const i of [1, 2]) always[i] = () => s.n > i;
           |                                     ^^^^^^^^^^^^^
      hint: declare it at module level, with i as its parameters or at module level too"
    `);
  });

  it("when the same text means something else in another file", async () => {
    const files = { "lib.ts": "const limit = 2;\nexport const lib = { a: () => limit > 1 };\n" };
    const text = 'import { lib } from "./lib.ts";\nconst limit = 1;\nconst always = { a: lib.a, b: () => limit > 1 };';
    expect(await refusalOf(text, files)).toMatchInlineSnapshot(`
      "spec.ts:5:31: error: several functions have this very text, and their names mean different things
         5 | const always = { a: lib.a, b: () => limit > 1 };
           |                               ^^^^^^^^^^^^^^^
      hint: declare each as a function with a name of its own, at module level

      lib.ts:2:25: error: another one with the same text
         2 | export const lib = { a: () => limit > 1 };
           |                         ^^^^^^^^^^^^^^^"
    `);
  });
});

describe("the free names of a module", () => {
  it("have the values of its top-level bindings, imports included", async () => {
    const loaded = await load("const { a, b: [c = 3] } = { a: 1, b: [] as number[] };\nclass D {}\nconst always = {};");
    const [main] = loaded.modules;
    expect(freeValue(main!, "a")).toEqual({ found: true, value: 1 });
    expect(freeValue(main!, "c")).toEqual({ found: true, value: 3 });
    expect(freeValue(main!, "D")).toMatchObject({ found: true });
    expect(freeValue(main!, "bool")).toMatchObject({ found: true });
    expect(freeValue(main!, "Math")).toEqual({ found: false });
    expect(freeValue(main!, "toString")).toEqual({ found: false });
  });

  it("that can be assigned to are known, hoisted ones included", async () => {
    const text =
      "let a = 1, [b] = [2];\nvar c = 3;\nif (a) { var d = 4; let e = 5; }\nfor (var f of [1]);\nfunction g() { var h = 1; }\nconst always = {};";
    const loaded = await load(text);
    expect([...mutableVariables(loaded.modules[0]!)]).toEqual(["a", "b", "c", "d", "f"]);
    expect(freeValue(loaded.modules[0]!, "d")).toEqual({ found: true, value: 4 });
  });
});
