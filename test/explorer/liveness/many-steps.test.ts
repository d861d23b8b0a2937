// Temporal properties of programs whose states have dozens of steps each: the steps of the states that are expanded together are
// then more than are looked up in one go (src/explorer/compile/listing.ts). The fast search against the one by definition.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareExplorations } from "../../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import { exploreBreadthFirst } from "../../../src/explorer/search/breadth-first.ts";
import { lowerSpec } from "../../../src/spec/lower/index.ts";
import type { Program } from "../../../src/spec/program/program.ts";
import { loadSpec } from "../../../src/spec/source/load.ts";
import { plain } from "../summary.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "allways-"));

/** Two numbers that grow, by any amount, but for one step back; `wide`: with copies of one, so that a state takes several words. */
async function growing(name: string, wide: boolean, temporal: string): Promise<Program> {
  const file = join(FOLDER, `${name}.ts`);
  writeFileSync(
    file,
    `
import { array, choose, eventually, infinitelyOften, int, leadsTo, shared, spec, when } from "allways";
const Small = int(0, 23);
const s = shared({ a: Small, b: Small${wide ? ", rest: array(8, int(0, 2000))" : ""} });
function copy() {
  ${wide ? "for (let i = 0; i < 8; i++) s.rest[i] = s.a * 80;" : ""}
}
function growA() {
  const a = choose(Small);
  when(a > s.a);
  s.a = a;
  copy();
}
function growB() {
  const b = choose(Small);
  when(b > s.b);
  s.b = b;
}
function turn() {
  when(s.a === 23 && s.b < 23);
  s.a = 22;
  copy();
}
export default spec("growing", { actions: { growA, growB, turn }, mayEnd: true, temporal: { ${temporal} } });
`,
  );
  return lowerSpec(await loadSpec(file, {}));
}

describe("temporal properties of programs with dozens of steps a state", () => {
  it.each([
    ["narrow", false],
    ["of several words", true],
  ] as const)("come out alike in both explorers: %s", async (name, wide) => {
    const program = await growing(
      name,
      wide,
      `"a moves on": leadsTo(() => s.a === 3, () => s.a !== 3),
       "all is grown": eventually(() => s.a === 23 && s.b === 23),
       "b is grown": leadsTo(() => s.a === 23, () => s.b === 23),
       "a is grown again and again": infinitelyOften(() => s.a === 23)`,
    );
    const options = { ...plain, all: true };
    const slow = await exploreReference(program, options);
    const fast = await exploreBreadthFirst(program, options);
    expect(compareExplorations(slow, fast, false)).toEqual([]);
    expect(fast.counts).toMatchObject({ distinct: 576, generated: 13_272 });
    expect([...fast.live!]).toEqual([0, 3]);
    expect(fast.findings.map((finding) => "property" in finding && finding.property)).toEqual([1, 2]);
  });
});
