// What is handed to Node as a module of its own: the text with its imports moved to its end, or nothing.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { standAlone } from "../../../src/spec/source/lone-module.ts";
import { readSource } from "../../../src/spec/source/parse.ts";
import { allways, ensureBuilt } from "../../cli/bin.ts";
import { enterFolder } from "./folder.ts";

function alone(text: string): ReturnType<typeof standAlone> {
  const folder = enterFolder({});
  const file = join(folder, `spec${++files}.ts`);
  writeFileSync(file, text);
  return standAlone(readSource(file), "language:");
}
let files = 0;

describe("a module that stands alone", () => {
  it.each([
    ['import { int, "bool" as b, type Spec } from "allways";', 'import { int as int, "bool" as b } from "language:";'],
    ['import * as allways from "allways"; f();', 'import * as allways from "language:";'],
    ['import "allways";', 'import {  } from "language:";'],
    ['f();\nimport {\n  int, // a\n  set } from "allways"', 'import { int as int, set as set } from "language:";'],
    ['import type { Spec } from "allways"; f();', ""],
  ])("imports at its end what %j does", (text, imports) => {
    const found = alone(text)!;
    expect(found.imports).toBe(imports);
    expect(found.text.length).toBe(text.length);
    expect(found.text.replace(/[ ;]/g, "").trim()).toBe(text.includes("f();") ? "f()" : "");
    expect(found.text.split("\n").length).toBe(text.split("\n").length);
  });

  it.each([
    ["another file", 'import { a } from "./a.ts"; import { int } from "allways";'],
    ["a module of Node's", 'import { cpus } from "node:os";'],
    ["names passed on", 'export { int } from "allways";'],
    ["all names passed on", 'export * from "allways";'],
    ["its own address", "const here = import.meta.url;"],
  ])("does not, with %s", (_, text) => {
    expect(alone(text)).toBeNull();
  });

  it("runs as the file it is, with its places, wherever its imports stand", { timeout: 60_000 }, async () => {
    await ensureBuilt();
    const folder = enterFolder({
      "spec.ts": `\uFEFFconst s = shared({ "café": language.int(0, 3) as any }); import { // "x" }
  shared, spec as define, type ValueOf } from "allways";
function* count() { while (true) { yield "go"; s.café++; } } import * as language from "allways";
export default define("counts", { processes: { count } })
import { when } from 'allways'`,
      "throws.ts": 'import { int } from "allways"; import { bool } from "allways"; null!.x;\n',
    });
    const { code, stdout } = await allways(folder, ["check", "spec.ts"]);
    expect(code).toBe(75);
    expect(stdout).toContain(":3:48");
  });

  // The second file takes it the other way.
  it.each([
    ["what it throws", 'import { int } from "allways"; import { bool } from "allways"; null!.x;\n', ":1:70: "],
    ["what a call throws", 'import { int } from "allways";\nconst n =\n  int(3, 1);\n', "spec.ts:3:3: "],
    ["an unknown name", 'import { shared } from "allways";\nshared({ n: int(0, 1) });\n', "spec.ts:2:13: "],
    ["what only Node finds unreadable", "const a = 1;\n\nconst b = /(/;\n", "by spec.ts: "],
    ["a pattern made at run time", 'const b: RegExp = new RegExp("(");\n', "spec.ts:1:19: "],
  ])("is refused in the same words as one of several: %s", { timeout: 60_000 }, async (_, text, place) => {
    await ensureBuilt();
    const folder = enterFolder({ "spec.ts": text });
    const other = enterFolder({ "spec.ts": `${text}import "./other.ts";\n`, "other.ts": "export {};\n" });
    const [alone, beside] = await Promise.all([folder, other].map((each) => allways(each, ["check", "spec.ts"])));
    expect(alone!.code).toBe(150);
    expect(alone!.stderr).toContain(place);
    expect(alone).toEqual(beside);
  });

  it("is handed over without hooks, and stops at breakpoints in its file", { timeout: 60_000 }, async () => {
    await ensureBuilt();
    const text = `import { int, shared, spec } from "allways";
const s = shared({ n: int(0, 1) });
function* count(): Generator<string> {
  yield "go";
  const before: number = s.n;
  s.n = before + 1;
}
export default spec("counts", { processes: { count }, always: { never: () => s.n < 1 } });
`;
    const folder = enterFolder({
      "spec.ts": text,
      // What a debugger does, from inside.
      "debugger.mjs": `import { Session } from "node:inspector";
import { pathToFileURL } from "node:url";
const session = new Session();
session.connect();
session.on("Debugger.scriptParsed", ({ params }) => {
  if (params.url === pathToFileURL("spec.ts").href) console.error("given as", params.embedderName.slice(0, 5));
});
session.on("Debugger.paused", ({ params }) => {
  const { location, functionName } = params.callFrames[0];
  console.error("paused in", functionName, "at", location.lineNumber + 1);
});
session.post("Debugger.enable");
session.post("Debugger.setBreakpointByUrl", { url: pathToFileURL("spec.ts").href, lineNumber: 5 });
`,
    });
    const checked = await allways(folder, ["check", "spec.ts"]);
    const schedule = /again: allways replay spec.ts (.*)/.exec(checked.stdout)?.[1];
    const { stderr, code } = await allways(folder, ["replay", "spec.ts", schedule!], {
      env: { NODE_OPTIONS: "--import ./debugger.mjs" },
    });
    expect(code).toBe(12);
    expect(new Set(stderr.trim().split("\n"))).toEqual(new Set(["given as data:", "paused in count at 6"]));
  });
});
