// The examples of README.md and docs/language.md are real: the specs can be checked as they stand, and what is printed
// beside them is what comes out.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { allways, ensureBuilt, makeFolder, ROOT } from "../cli/bin.ts";

beforeAll(ensureBuilt);

/** The fenced blocks of a page: language and text. */
function blocks(page: string): { language: string; text: string }[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, text]) => ({
    language: language!,
    text: text!,
  }));
}

test("README's spec prints README's counterexample", async () => {
  const [spec, output] = blocks("README.md");
  const folder = makeFolder({ "lost-update.ts": spec!.text });
  const { code, stdout } = await allways(folder, ["check", "lost-update.ts"]);
  const steady = (text: string): string => text.replace(/\w+ ms · \w+ bits/, "N ms · N bits");
  expect(`$ allways check lost-update.ts\n${steady(stdout).trimEnd()}\n`).toBe(steady(output!.text));
  expect(code).toBe(12);
});

test("the language page's spec meets its scenarios, and is specs/poll-cancel.ts in essence", async () => {
  const spec = blocks("docs/language.md").find(({ text }) => text.includes("export default spec("));
  const folder = makeFolder({ "poll-cancel.ts": spec!.text });
  const { code, stdout } = await allways(folder, ["test", "poll-cancel.ts"]);
  expect(code, stdout).toBe(0);
  const again = await allways(folder, ["check", "poll-cancel.ts", "--json"]);
  expect(JSON.parse(again.stdout).states).toMatchObject({ distinct: 25, generated: 31, depth: 10 });
});
