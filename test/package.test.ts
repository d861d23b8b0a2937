// The package as others get it: packed, unpacked somewhere else, and used there by a spec that knows only its name.

import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt } from "./cli/bin.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const app = mkdtempSync(join(tmpdir(), "allways-app-"));
const modules = join(app, "node_modules");

/** Packages that an installation of allways brings along, which here come from the checkout. */
function linkDependencies(names: readonly string[], seen: Set<string> = new Set()): void {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    const from = join(root, "node_modules", name);
    const to = join(modules, name);
    mkdirSync(join(to, ".."), { recursive: true });
    symlinkSync(from, to);
    const manifest = JSON.parse(readFileSync(join(from, "package.json"), "utf8")) as { dependencies?: object };
    linkDependencies(Object.keys(manifest.dependencies ?? {}), seen);
  }
}

beforeAll(async () => {
  await ensureBuilt();
  mkdirSync(modules);
  // The build is the checkout's: packing must not rebuild what other tests are running.
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", app], { cwd: root });
  const tarball = readdirSync(app).find((file) => file.endsWith(".tgz"))!;
  execFileSync("tar", ["-xzf", tarball], { cwd: app });
  renameSync(join(app, "package"), join(modules, "allways"));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object };
  linkDependencies(Object.keys(manifest.dependencies));
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "app", type: "module", private: true }));
  writeFileSync(
    join(app, "lights.ts"),
    `import { oneOf, shared, spec } from "allways";
const light = shared({ colour: oneOf("red", "green", "amber") });
function* lamp() {
  while (true) {
    yield "change";
    light.colour = light.colour === "red" ? "green" : light.colour === "green" ? "amber" : "red";
  }
}
export default spec("a traffic light", { processes: { lamp }, always: { "never amber": () => light.colour !== "amber" } });
`,
  );
});

afterAll(() => rmSync(app, { recursive: true, force: true }));

describe("the packed package", () => {
  it("checks a spec that imports it by name", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(modules, "allways", "bin", "allways.js"), "check", "lights.ts", "--json"],
      { cwd: app, encoding: "utf8" },
    );
    expect(stderr).toBe("");
    const verdict = JSON.parse(stdout) as { verdict: string; states: object; counterexamples: { schedule: string }[] };
    expect(status).toBe(12);
    expect(verdict.states).toEqual({ distinct: 3, generated: 3, initial: 1, depth: 3 });
    expect(verdict.counterexamples.map(({ schedule }) => schedule)).toEqual(["lamp*2"]);
  });

  it("checks from a program, by path and by what the spec's module exports", () => {
    writeFileSync(
      join(app, "program.mjs"),
      `import { check, SpecError } from "allways/check";
import lights from "./lights.mjs";
const byPath = await check("lights.ts");
const byModule = await check(lights);
const refused = await check("light.ts").catch((error) => error instanceof SpecError && error.message);
console.log(JSON.stringify([byPath.verdict, byPath.counterexamples[0].trace.steps[1].state.shared, byModule.verdict, refused]));
`,
    );
    writeFileSync(join(app, "lights.mjs"), readFileSync(join(app, "lights.ts"), "utf8"));
    const { stdout, stderr } = spawnSync(process.execPath, ["program.mjs"], { cwd: app, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual([
      "violated",
      { light: { colour: "amber" } },
      "violated",
      "error: light.ts does not exist\nhint: did you mean lights.ts?",
    ]);
  });

  it("has threads, checkpoints and hashes for a program, too", () => {
    writeFileSync(
      join(app, "counters.ts"),
      `import { array, each, int, shared, spec, when } from "allways";
const s = shared({ count: array(7, int(0, 6)) });
function raise(i: number) { when(s.count[i] < 6); s.count[i]++; }
export default spec("counters", { actions: { raise: each(raise, 7) }, mayEnd: true });
`,
    );
    writeFileSync(
      join(app, "options.mjs"),
      `import { check } from "allways/check";
const found = [
  await check("counters.ts", { threads: 2, depth: 30, checkpoint: "kept" }),
  await check("counters.ts", { threads: 2, compact: true, resume: "kept" }),
  await check("counters.ts", { lossy: "hash-compaction" }),
];
console.log(JSON.stringify(found.map(({ verdict, completeness, states }) => [verdict, completeness.kind, states.distinct])));
`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, ["options.mjs"], { cwd: app, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual([
      ["inconclusive", "bounded", 778_699],
      ["holds", "exhaustive", 7 ** 7],
      ["inconclusive", "probabilistic", 7 ** 7],
    ]);
  });

  it("has matchers for Vitest, which fail with the counterexample", () => {
    writeFileSync(
      join(app, "lights.test.ts"),
      `import "allways/vitest";
import { expect, test } from "vitest";
import lights from "./lights.ts";
test("passes", async () => {
  await expect(lights).toViolate("never amber");
  await expect("lights.ts").not.toHold();
  await expect(new URL("./lights.ts", import.meta.url)).not.toDeadlock({ all: true });
});
test("fails", async () => {
  await expect(lights).toHold();
});
`,
    );
    symlinkSync(join(root, "node_modules", "vitest"), join(modules, "vitest"));
    const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
    const run = (pool: string): { stdout: string; stderr: string } =>
      spawnSync(process.execPath, [vitest, "run", "--pool", pool], {
        cwd: app,
        encoding: "utf8",
        env: { PATH: process.env.PATH, NO_COLOR: "1" },
      });
    for (const pool of ["forks", "threads"]) {
      const { stdout, stderr } = run(pool);
      expect(stdout).toContain("Tests  1 failed | 1 passed (2)");
      expect(stderr).toContain('Error: expected "a traffic light" to hold, but it violates "never amber"');
      expect(stderr).toContain("  2  change  light.colour green → amber  :5\n");
      expect(stderr).toContain('  again: allways replay lights.ts "lamp*2"\n');
    }
    expect(run("vmThreads").stderr).toContain(
      'SpecError: error: allways does not run in a vm context\nhint: in Vitest take the pool "forks" or "threads"',
    );
  });

  it("brings the types of every entry along", () => {
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const flags = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2023",
      "--allowImportingTsExtensions",
    ];
    writeFileSync(
      join(app, "typed.ts"),
      `import "allways/vitest";
import { check, type CheckResult, formatTrace } from "allways/check";
import { expect } from "vitest";
import lights from "./lights.ts";
const result: CheckResult = await check(lights, { search: "bfs", time: 1000, set: { n: 1 } });
const kind: "holds" | "violated" | "deadlock" | "error" | "inconclusive" = result.verdict;
const value: number | undefined = result.counterexamples[0]?.trace.steps[0]?.number;
const promise: Promise<void> = expect(lights).toViolate("never amber", { all: true });
const text: Promise<string> = formatTrace(result.counterexamples[0]!.trace, "dot");
// @ts-expect-error: a bound that is none
await check(lights, { maxState: 3 });
// @ts-expect-error: a property is named
await expect(lights).toViolate();
// @ts-expect-error: an unknown search
await check(lights, { search: "best" });
export { kind, promise, text, value };
`,
    );
    linkDependencies(["@types/node"]);
    const words = [tsc, ...flags, "--skipLibCheck", "--types", "node", "typed.ts"];
    const { status, stdout } = spawnSync(process.execPath, words, { cwd: app, encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });

  it("carries the specs, the build and the documents, and no sources or tests", () => {
    const top = readdirSync(join(modules, "allways")).sort();
    expect(top).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "bin",
      "dist",
      "docs",
      "package.json",
      "schema",
      "specs",
    ]);
  });
});

describe("the lock file", () => {
  it("has an entry for every platform's packages, without which `npm ci` fails on all of them", () => {
    type Entry = { readonly optionalDependencies?: Readonly<Record<string, string>>; readonly resolved?: string };
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Readonly<Record<string, Entry>>;
    };
    const missing = Object.values(lock.packages)
      .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
      .filter((name) => lock.packages[`node_modules/${name}`] === undefined);
    expect(missing).toEqual([]);
    expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });
});
