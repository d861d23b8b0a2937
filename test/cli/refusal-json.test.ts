// What is refused is refused in JSON, too: one object on stdout with every fault, its place and its hints, as its schema says.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { validate } from "../report/schema.ts";
import { allways, ensureBuilt, makeFolder, ROOT } from "./bin.ts";

beforeAll(ensureBuilt);

const schema = JSON.parse(readFileSync(join(ROOT, "schema", "refusal.schema.json"), "utf8"));

const HEAD = `import { int, params, shared, spec } from "allways";\n`;
const FILES = {
  "two.ts": `${HEAD}const s = shared({ n: int(0, 3) });
function* p() { yield "a"; s.m = 2; try { s.n = 1; } catch {} }
export default spec("two", { processes: { p } });
`,
  "setting.ts": `${HEAD}const { a } = params({ a: int(0, 3, 1) });
if (a > 2) throw new Error("a must not exceed 2");
const s = shared({ n: int(0, 3) });
function* p() { yield "a"; s.n = a; }
export default spec("setting", { processes: { p } });
`,
};

async function refusal(...args: string[]): Promise<{ code: number | null; object: Record<string, unknown> }> {
  const { code, stdout } = await allways(makeFolder(FILES), args);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  const object = JSON.parse(stdout) as Record<string, unknown>;
  expect(validate(schema, object)).toEqual([]);
  expect(object.exitCode).toBe(code);
  return { code, object };
}

test.each(["check", "test", "explain", "simulate"])("%s prints every fault with its place", async (command) => {
  const { code, object } = await refusal(command, "two.ts", "--json");
  expect(code).toBe(150);
  expect(object.diagnostics).toEqual([
    { message: "s has no field m", location: { file: "two.ts", line: 3, column: 30 }, hints: ["it has n"], calls: [] },
    {
      message: "try is not part of the language",
      location: { file: "two.ts", line: 3, column: 37 },
      hints: ["nothing is thrown; assert(…) fails the run"],
      calls: [],
    },
  ]);
});

test.each([
  [["check", "no.ts", "--json"], 150, "no.ts does not exist"],
  [["check", "setting.ts", "--set", "a=9", "--json"], 151, 'a: "9" is not an integer from 0 to 3'],
  [["check", "setting.ts", "--jsn", "--reporter=json"], 151, "unknown option '--jsn'"],
] as const)("%j is answered, too", async (args, code, message) => {
  const { object } = await refusal(...args);
  expect(object).toMatchObject({ exitCode: code, diagnostics: [{ message, location: null }] });
});

test("a setting that the spec refuses is refused in the spec's own words", async () => {
  const { code, stderr } = await allways(makeFolder(FILES), ["check", "setting.ts", "--set", "a=3"]);
  expect(code).toBe(150);
  expect(stderr).toBe(`setting.ts:3:18: error: a must not exceed 2
   3 | if (a > 2) throw new Error("a must not exceed 2");
     |                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: the spec itself says so: it throws this while it is loaded
`);
});
