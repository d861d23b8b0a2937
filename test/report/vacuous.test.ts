// What holds for want of a case, and what was run how often: on specs small enough to count by hand.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ExploreOptions } from "../../src/explorer/exploration.ts";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import { explore } from "../../src/explorer/search/explore.ts";
import { assembleVerdict } from "../../src/report/assemble.ts";
import { layCoverage } from "../../src/report/coverage-listing.ts";
import { makeStyle } from "../../src/report/style.ts";
import type { Verdict } from "../../src/report/verdict.ts";
import { lowerSpec } from "../../src/spec/lower/index.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { loadSpec } from "../../src/spec/source/load.ts";
import { plain } from "../explorer/summary.ts";
import { HOLLOW, LOADED } from "./hollow.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "allways-"));
let files = 0;

async function programOf(text: string, settings: Record<string, string | number> = {}): Promise<Program> {
  const file = join(FOLDER, `spec${files++}.ts`);
  writeFileSync(file, text);
  return lowerSpec(await loadSpec(file, settings), { branches: true });
}

async function check(program: Program, options: Partial<ExploreOptions> = {}, strict = false): Promise<Verdict> {
  const explored = await explore(program, { ...plain, ...options });
  const replays = explored.findings.map(() => ({ kind: "agrees" as const }));
  const circumstances = {
    checked: null,
    scenario: null,
    selection: [],
    interrupted: null,
    remarks: [],
    differs: false,
  };
  return assembleVerdict(program, explored, replays, { ...circumstances, strict, coverage: true });
}

function named({ vacuous }: Verdict): string[] {
  return vacuous.map(({ kind, text, place }) => `${place?.line} ${kind}: ${text}`);
}

describe("vacuous", () => {
  test("is what was never taken, never tested, never changed, never cut, each with its line", async () => {
    expect(named(await check(await programOf(HOLLOW)))).toMatchInlineSnapshot(`
      [
        "25 step never taken: watcher > never",
        "32 property partly untested: nothing idle is odd: !s.idle was never false",
        "38 property partly untested: early: s.idle was never true",
        "33 holds by its domains alone: small",
        "34 nothing it reads ever changes: stays busy",
        "41 within cut nothing: ",
      ]
    `);
  });

  test("is a constraint that lets nobody move", async () => {
    expect(named(await check(await programOf(HOLLOW, { limit: 0 })))).toContain("41 within cut everything: ");
  });

  test("is nothing where every side was taken", async () => {
    expect(named(await check(await programOf(LOADED)))).toEqual([]);
  });

  test("is nothing that a search under a bound has not seen", async () => {
    const verdict = await check(await programOf(HOLLOW), { maxDepth: 3 });
    expect([verdict.verdict, named(verdict)]).toEqual(["inconclusive", []]);
  });

  test("moves the exit code to 4 where that is asked for, and nothing worse was found", async () => {
    const hollow = await programOf(HOLLOW);
    expect((await check(hollow)).exitCode).toBe(0);
    expect((await check(hollow, {}, true)).exitCode).toBe(4);
    expect((await check(await programOf(LOADED), {}, true)).exitCode).toBe(0);
    expect((await check(hollow, { maxDepth: 3 }, true)).exitCode).toBe(3);
  });
});

describe("coverage", () => {
  test("adds up the instances and inlinings of a place; guards and properties are not counted", async () => {
    const { coverage } = await check(await programOf(HOLLOW));
    expect(
      coverage!.branches.map(({ kind, text, onTrue, onFalse }) => `${kind} ${text}: ${onTrue}, ${onFalse}`),
    ).toMatchInlineSnapshot(`
      [
        "if s.n > 3 - 3 && s.n === 2: 2, 3",
        "?: s.odd: 1, 1",
        "loop s.n < 3: 3, 2",
      ]
    `);
    expect(coverage!.steps.map(({ owner, label, taken }) => `${owner} ${label}: ${taken}`)).toMatchInlineSnapshot(`
      [
        "counter count: 5",
        "watcher watch: 1",
        "watcher never: 0",
      ]
    `);
  });

  test("stands beside the author's lines", async () => {
    const program = await programOf(LOADED);
    const { coverage } = await check(program);
    const context = { sources: program.sources, folder: FOLDER, format: null };
    expect(
      layCoverage(coverage!, context, makeStyle({ width: 80 }))
        .join("\n")
        .replace(/spec\d+/, "spec"),
    ).toMatchInlineSnapshot(`
      "  taken  true  false  spec.ts
                             6    do {
            2                7      yield "count";
                  1      1   8      if (s.n % 2 === 0) s.n += 1;
                             9      else s.n += 2;
                  1      1  10    } while (s.n < 3);
                            11  }"
    `);
  });

  test.each(["bfs", "dfs"] as const)("%s counts what the reference explorer counts", async (search) => {
    for (const text of [HOLLOW, LOADED]) {
      const program = await programOf(text);
      const mine = await exploreReference(program, plain);
      const theirs = await explore(program, { ...plain, search });
      expect(theirs.branches).toEqual(mine.branches);
      expect(theirs.changed).toEqual(mine.changed);
    }
  });
});

test("conditions of the same text have each a place of their own", async () => {
  const program = await programOf(`import { int, leadsTo, shared, spec } from "allways";
const s = shared({ x: int(0, 9), y: int(0, 1) });
function* w() {
  yield "a";
  s.x = 1;
}
const apart = leadsTo(() => s.x === 7, () => s.x === 1);
export default spec("same", {
  processes: { w },
  always: {
    low: () => s.y < 2,
    small: () => s.y < 2,
  },
  temporal: {
    apart,
    first: leadsTo(() => s.x === 7, () => s.x === 1),
    second: leadsTo(() => s.x === 7, () => s.x === 1),
  },
});
`);
  const { vacuous } = await check(program);
  expect(vacuous.map(({ text, place }) => `${text} :${place?.line}`)).toEqual([
    "low :11",
    "small :12",
    "apart: s.x === 7 :7",
    "first: s.x === 7 :16",
    "second: s.x === 7 :17",
  ]);
});
