// The package as it is installed: packed, unpacked into another project, used there by its bin, by its types, and by a
// spec that imports it. Its dependencies are linked from here, so that nothing is fetched.

import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { ensureBuilt, ROOT } from "./cli/bin.ts";
import { LOST_UPDATE } from "./cli/specs.ts";

let project = "";

function run(
  command: string,
  args: readonly string[],
  cwd: string,
): { code: number | null; stdout: string; stderr: string } {
  const { PATH, HOME } = process.env;
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", env: { PATH, HOME } });
  return { code: status, stdout, stderr };
}

beforeAll(async () => {
  await ensureBuilt();
  project = realpathSync(mkdtempSync(join(tmpdir(), "allways-project-")));
  const packed = run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", project], ROOT);
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  const installed = join(project, "node_modules", "allways");
  mkdirSync(installed, { recursive: true });
  expect(run("tar", ["-xzf", join(project, filename), "--strip-components=1"], installed).code).toBe(0);
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { dependencies: object };
  for (const name of Object.keys(dependencies)) {
    const link = join(project, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), link);
  }
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", type: "module", private: true }));
  mkdirSync(join(project, "specs"));
  writeFileSync(join(project, "specs", "lost-update.ts"), LOST_UPDATE);
  const options = {
    target: "es2023",
    module: "nodenext",
    lib: ["es2023"],
    types: [],
    strict: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    noEmit: true,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["specs"] }));
});

test("the package has what it needs and nothing of its making", () => {
  const entries = readdirSync(join(project, "node_modules", "allways")).sort();
  const expected = ["README.md", "bin", "dist", "package.json", "schema", "specs"];
  expect(entries).toEqual(expect.arrayContaining(expected));
  for (const unwanted of ["src", "test", "node_modules", ".ci"]) expect(entries).not.toContain(unwanted);
});

test("its bin checks a spec of the project", () => {
  const bin = join(project, "node_modules", "allways", "bin", "allways.js");
  const { code, stdout, stderr } = run(process.execPath, [bin, "check", "specs/lost-update.ts"], project);
  expect({ code, stderr }).toEqual({ code: 12, stderr: "" });
  expect(stdout).toContain("violated at rest: nothing lost  memory.counter === threads");
  expect(stdout).toContain("12 states, 15 generated, depth 5");
});

test("its own specs are checked where they are installed", () => {
  const folder = join(project, "node_modules", "allways");
  const { code, stdout } = run(process.execPath, ["bin/allways.js", "test", "specs/peterson.ts"], folder);
  expect(code).toBe(0);
  expect(stdout).toContain("all as expected");
});

test("its types are those the spec is written in", () => {
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  expect(existsSync(join(project, "node_modules", "allways", "dist", "spec", "index.d.ts"))).toBe(true);
  expect(run(process.execPath, [tsc, "-p", "."], project)).toEqual({ code: 0, stdout: "", stderr: "" });
  writeFileSync(
    join(project, "specs", "wrong.ts"),
    `import { int, shared } from "allways";\nshared({ n: int("a", 3) });\n`,
  );
  expect(run(process.execPath, [tsc, "-p", "."], project).stdout).toContain("specs/wrong.ts(2,17): error TS2345");
});
