// The table of poll bugs that people read says what the scenarios say: every command in it names a scenario, with the
// verdict and the numbers that the scenario states (and scenarios.test.ts holds against the checker); and no row of the
// scenarios is missing from it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Scenario } from "../../src/spec/definition.ts";
import type { Settings } from "../../src/spec/runtime/evaluation.ts";
import { loadSpec } from "../../src/spec/source/load.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const README = readFileSync(join(ROOT, "specs", "io-uring-poll", "README.md"), "utf8");
const SPECS = ["before-rework", "rework", "linked-timeout", "rearm"].map((name) => `specs/io-uring-poll/${name}.ts`);

const scenarios = new Map<string, ReadonlyMap<string, Scenario>>();
for (const spec of SPECS) scenarios.set(spec, (await loadSpec(join(ROOT, spec), {})).definition.scenarios);

/** What the table has to say of a scenario. */
function outcome(scenario: Scenario | undefined): string {
  if (scenario === undefined) return "no such scenario";
  const { expect: expected, states, steps } = scenario;
  if (expected.kind === "violates") return `violates ${expected.property}, ${states} states, ${steps} steps`;
  return `${expected.kind}, ${states} states`;
}

describe("the table of poll bugs", () => {
  const shown = [...README.matchAll(/`allways check (\S+) --scenario "([^"]+)"`: (.+?)(?=<br>| \|)/g)];

  test("has a command in every row", () => {
    const table = README.split("\n").filter((line) => /^\| \w*\d/.test(line));
    expect(table.filter((line) => !line.includes("`allways check ")).map((line) => line.slice(0, 20))).toEqual([]);
    expect(table.length).toBeGreaterThan(30);
  });

  test.each(shown.map(([, spec, name, result]) => ({ spec: spec!, name: name!, result: result! })))(
    "$name",
    ({ spec, name, result }) => {
      expect(result).toBe(outcome(scenarios.get(spec)?.get(name)));
    },
  );

  test.each(["before-rework", "rework"])("%s shows of each invariant that it can fail", async (name) => {
    const { definition } = await loadSpec(join(ROOT, "specs", "io-uring-poll", `${name}.ts`), {});
    const broken = [...definition.scenarios.values()].map(({ expect: expected }) =>
      expected.kind === "violates" ? expected.property : null,
    );
    const all = [...definition.always.keys(), ...definition.quiescent.keys()];
    expect(all.filter((property) => !broken.includes(property))).toEqual([]);
  });

  test("has a row for every number that scenarios carry", () => {
    const numbered = [...scenarios.values()].flatMap((all) =>
      [...all.keys()].map((name) => /^\d+b?(?= )/.exec(name)?.[0]),
    );
    const missing = new Set(numbered.filter((row) => row !== undefined && !README.includes(`\n| ${row} | `)));
    expect([...missing]).toEqual([]);
  });
});

describe("settings of the rework that would mean nothing", () => {
  test.each<[string, Settings]>([
    ["queues: queue 2 takes entries=2", { queues: [2] }],
    ["keys, queues: there are more of them than wakes", { keys: ["none", "none", "none"] }],
    ["arming=false: a request that waits has one or two entries", { arming: false, entries: 3 }],
    ["ioWq: says who arms, but arming=false", { arming: false, ioWq: true }],
    ["operation: a multishot one is all there is here", { operation: true, multishot: false }],
    ["operation: what it posts always finds room here", { operation: true, cqEntries: 1 }],
    ["operation: a ring is only polled", { operation: true, ownRing: true }],
    ["reads, leaves: they say what an operation does, but operation=false", { leaves: 1 }],
    ["ownRing: completions go on until the queue is full, so it takes cqEntries=1 or more", { ownRing: true }],
    ["endless: completions go on, so it takes cqEntries=1 or more and a reaper", { endless: true, cqEntries: 1 }],
    ["fairLocks: without endless=true every lock is free in the end", { fairLocks: true }],
    ["armRelease: nobody sets RETRY to look at, as retry=none", { armRelease: "dec and look at RETRY" }],
  ])("%s", async (why, settings) => {
    await expect(loadSpec(join(ROOT, "specs", "io-uring-poll", "rework.ts"), settings)).rejects.toThrow(why);
  });
});
