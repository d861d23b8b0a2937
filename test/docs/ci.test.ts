// What docs/ci.md tells people to run does what it says.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { allways, ensureBuilt, makeFolder, ROOT } from "../cli/bin.ts";

beforeAll(ensureBuilt);

test("every command of docs/ci.md runs, and its files are there afterwards", async () => {
  const page = readFileSync(join(ROOT, "docs", "ci.md"), "utf8");
  const commands = [...page.matchAll(/npx allways (.*?)(?: \| jq .*)?$/gm)].map(([, words]) => words!.split(" "));
  expect(commands).toHaveLength(10);
  const spec = readFileSync(join(ROOT, "specs", "poll-cancel.ts"), "utf8");
  const folder = makeFolder({ "specs/poll-cancel.ts": spec });
  const codes: (number | null)[] = [];
  for (const words of commands) codes.push((await allways(folder, words)).code);
  expect(codes).toEqual([0, 0, 12, 0, 0, 12, 0, 12, 0, 0]);
  for (const name of [
    "specs.xml",
    "specs.sarif",
    "counterexample.json",
    "counterexample.html",
    "report/index.html",
    "specs/baseline.json",
  ])
    expect(existsSync(join(folder, name))).toBe(true);
});
