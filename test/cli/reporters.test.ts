// Several reporters at once, as CI asks for them: which speaks on stdout, and what lies in files afterwards.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { allways, ensureBuilt, makeFolder } from "./bin.ts";
import { ENDINGS, LOST_UPDATE } from "./specs.ts";

let folder = "";

beforeAll(async () => {
  await ensureBuilt();
  folder = makeFolder({
    "lost-update.ts": LOST_UPDATE,
    "endings.ts": ENDINGS,
    "broken/syntax.ts": "import { spec } from 'allways';\nexport default spec(\n",
  });
});

/** A file of the folder. */
function read(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

test("files are written beside the report for people", async () => {
  const options = ["--reporter", "junit=check.xml", "--reporter", "sarif=check.sarif", "--reporter", "tap=check.tap"];
  const { code, stdout } = await allways(folder, ["check", "lost-update.ts", ...options]);
  expect(code).toBe(12);
  expect(stdout).toContain("violated at rest: nothing lost");
  expect(read("check.xml")).toContain('<testsuites tests="5" failures="1" errors="0" skipped="3">');
  expect(JSON.parse(read("check.sarif")).runs[0].results).toMatchObject([{ ruleId: "quiescent/nothing lost" }]);
  expect(read("check.tap")).toContain("not ok 2 - lost update: nothing lost\n");
});

test("one reporter may have stdout to itself", async () => {
  const { stdout } = await allways(folder, ["check", "lost-update.ts", "--reporter", "tap"]);
  expect(stdout).toMatch(/^TAP version 14\n1\.\.5\n/);
  const sarif = await allways(folder, ["test", "lost-update.ts", "--reporter", "sarif"]);
  expect(JSON.parse(sarif.stdout).runs[0].results).toEqual([]);
});

test("a test's cases are scenarios: what is as expected passes, whatever the verdict", async () => {
  const options = ["--reporter", "junit=test.xml", "--reporter", "tap=test.tap"];
  const { code } = await allways(folder, ["test", "lost-update.ts", "endings.ts", ...options]);
  expect(code).toBe(1);
  expect(read("test.xml")).toContain('<testsuites tests="6" failures="1" errors="0" skipped="0">');
  expect(read("test.tap")).toContain(
    'not ok 6 - endings: wrongly expected\n  ---\n  severity: "fail"\n  message: "verdict: expected holds, came violates \\"small\\""',
  );
});

test("GitHub gets annotations on stdout and the summary in its file", async () => {
  const env = { GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
  const { stdout } = await allways(folder, ["check", "lost-update.ts", "--reporter", "github"], { env });
  expect(stdout).toMatch(/^✗ lost update/);
  expect(stdout).toMatch(/^::error file=lost-update\.ts,line=\d+,col=\d+,title=lost update%3A nothing lost::violated/m);
  expect(read("summary.md")).toContain("| ✗ failed | lost update | nothing lost | violated at rest after 4 steps");
});

test("a spec that is refused is an error in every report, on its line", async () => {
  const options = ["--reporter", "junit=refused.xml", "--reporter", "github", "--reporter", "sarif=refused.sarif"];
  for (const command of ["check", "test"]) {
    const { code, stdout } = await allways(folder, [command, "broken/syntax.ts", ...options]);
    expect(code).toBe(150);
    expect(stdout).toContain("::error file=broken/syntax.ts,line=3,col=1,title=broken/syntax.ts%3A is a spec::");
    expect(read("refused.xml")).toContain('errors="1"');
    expect(JSON.parse(read("refused.sarif")).runs[0].results).toHaveLength(1);
  }
});

test.each([
  [["--reporter", "tap", "--reporter", "junit"], "tap and junit cannot both have stdout"],
  [["--json", "--reporter", "tap"], "--json and --reporter tap cannot both have stdout"],
  [["--reporter", "xml"], "reporters are pretty, ascii, json, junit, sarif, tap, github"],
  [["--reporter", "junit="], "the name of the file is missing"],
  [["--reporter", "github=x"], "github has no file"],
  [["--reporter", "junit=nowhere/x.xml"], "nowhere/x.xml cannot be written: ENOENT"],
])("%j is wrong usage", async (options, message) => {
  const { code, stderr } = await allways(folder, ["check", "lost-update.ts", ...options]);
  expect(stderr).toContain(message);
  expect(code).toBe(151);
  expect(existsSync(join(folder, "nowhere"))).toBe(false);
});
