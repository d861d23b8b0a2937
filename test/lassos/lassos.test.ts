// Every lasso that a scenario of specs/ ends in, replayed from its JSON by functions that share nothing with src; and lassos
// that are tampered with are found out.

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { DEFAULT_SEARCH } from "../../src/check/run.ts";
import { findSpecFiles } from "../../src/check/spec-files.ts";
import { check } from "../../src/cli/commands/check.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { loadSpec } from "../../src/spec/source/load.ts";
import { type Definition, language } from "./language.ts";
import { type Evaluate, type LassoJson, whatIsWrongWith } from "./replay.ts";

const SPECS = join(import.meta.dirname, "..", "..", "specs");
const FOLDER = mkdtempSync(join(tmpdir(), "allways-lassos-"));

vi.doMock("allways", () => language);
afterAll(() => vi.resetModules());

const silent: Terminal = {
  print() {},
  complain() {},
  clear() {},
  width: 80,
  colors: false,
  errorColors: false,
  interactive: false,
  closed: () => false,
};

let written = 0;

/** The JSON that `allways check --trace FILE` writes. */
async function printed(file: string, scenario: string): Promise<LassoJson> {
  const trace = join(FOLDER, `${written++}.json`);
  await check(silent, [file], { set: [], ...DEFAULT_SEARCH, scenario, trace, reporter: [], quiet: true } as never);
  return JSON.parse(readFileSync(trace, "utf8")) as LassoJson;
}

/** Evaluates a spec and what it imports anew, with "allways" being language.ts. */
function evaluating(file: string): Evaluate {
  return async () => {
    vi.resetModules();
    return ((await import(/* @vite-ignore */ file)) as { default: Definition }).default;
  };
}

const lassos: { file: string; spec: string; name: string }[] = [];
for (const file of await findSpecFiles([SPECS])) {
  const { scenarios, temporal } = (await loadSpec(file, {})).definition;
  for (const { name, expect: expected, slow } of scenarios.values()) {
    if (slow || expected.kind !== "violates" || !temporal.has(expected.property)) continue;
    lassos.push({ file, spec: relative(SPECS, file), name });
  }
}

describe("lassos", () => {
  test("there are many", () => {
    expect(lassos.length).toBeGreaterThan(20);
  });

  test.each(lassos)("$spec, $name", async ({ file, name }) => {
    expect(await whatIsWrongWith(await printed(file, name), evaluating(file))).toBe(null);
  });

  test("that are tampered with are found out", async () => {
    const file = join(SPECS, "liveness", "semaphore.ts");
    const lasso = await printed(file, "weak");
    const wrong = (changed: Partial<LassoJson>): Promise<string | null> =>
      whatIsWrongWith({ ...lasso, ...changed }, evaluating(file));
    expect(await wrong({})).toBe(null);
    expect(await wrong({ steps: lasso.steps.slice(0, 1) })).toMatch("does not stand");
    expect(await wrong({ steps: lasso.steps.slice(0, 0) })).toMatch("stays, though worker");
    expect(await wrong({ steps: [...lasso.steps].reverse() })).toMatch("does not stand");
    const elsewhere = lasso.steps.map((step) => ({ ...step, state: lasso.initial }));
    expect(await wrong({ steps: elsewhere })).toBe("step 1 leads elsewhere");
    const strong = lasso.parameters.map(({ name, value }) =>
      name === "fairness" ? { name, value: "2" } : { name, value },
    );
    expect(await wrong({ parameters: strong })).toMatch("is not fair to worker");
  });
});
