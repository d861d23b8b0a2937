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

  it("brings its types along", () => {
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const flags = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2023",
      "--skipLibCheck",
      "--types",
      "",
    ];
    const { status, stdout } = spawnSync(process.execPath, [tsc, ...flags, "lights.ts"], {
      cwd: app,
      encoding: "utf8",
    });
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
