// The number of an instance that a property computes: of one that there is, the answer; of another, a failure like that of an index
// outside an array, in both engines and as the spec's own functions run.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareExplorations } from "../../../src/explorer/reference/cross-check.ts";
import { exploreReference } from "../../../src/explorer/reference/explore.ts";
import { explore } from "../../../src/explorer/search/explore.ts";
import { lowerSpec } from "../../../src/spec/lower/index.ts";
import { loadSpec } from "../../../src/spec/source/load.ts";
import { replayTrace } from "../../../src/trace/replay.ts";
import { fillTemplate } from "../../../src/trace/view.ts";
import { plain } from "../summary.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "allways-instances-"));
let files = 0;

/** What checking finds, in one line: two workers, whose owner becomes 1, then 2. */
async function outcome(property: string, workers = "2"): Promise<string> {
  const file = join(FOLDER, `spec${files++}.ts`);
  writeFileSync(
    file,
    `import { at, by, each, enabled, ended, int, old, shared, spec } from "allways";
const s = shared({ owner: int(0, 3) });
function* worker() {
  yield "work";
  s.owner++;
}
export default spec("owners", { processes: { worker: each(worker, ${workers}) }, ${property} });
`,
  );
  const loaded = await loadSpec(file, {});
  const program = lowerSpec(loaded);
  const [slow, fast] = [await exploreReference(program, plain), await explore(program, plain)];
  expect(compareExplorations(slow, fast, false)).toEqual([]);
  const [finding] = fast.findings;
  if (finding === undefined) return "holds";
  expect(replayTrace(loaded, program, finding.trace, finding)).toEqual({ kind: "agrees" });
  if (!("site" in finding)) return `${finding.kind} after ${finding.trace.steps.length}`;
  const { message, values } = program.sites[finding.site]!;
  return `${finding.kind} after ${finding.trace.steps.length}: ${fillTemplate(message, values, finding.values)}`;
}

test.each([
  [
    'always: { p: () => !at(worker, s.owner, "work") || s.owner < 3 }',
    "error after 2: worker has no instance 2: its instances are 0 to 1",
  ],
  ["always: { p: () => s.owner > 1 || !ended(worker, s.owner) || s.owner > 0 }", "holds"],
  ['always: { p: () => s.owner < 2 && !at(worker, s.owner, "work") }', "always after 0"],
  [
    "always: { p: () => enabled(worker, s.owner + 1) || true }",
    "error after 1: worker has no instance 2: its instances are 0 to 1",
  ],
  ["step: { p: () => by(worker, old(() => s.owner)) || true }", "holds"],
  [
    "step: { p: () => by(worker, s.owner) || true }",
    "error after 2: worker has no instance 2: its instances are 0 to 1",
  ],
])("%s: %s", async (property, expected) => {
  expect(await outcome(property)).toBe(expected);
});

test("instances go by their argument", async () => {
  const property = 'always: { p: () => !at(worker, s.owner + 1, "work") || true }';
  expect(await outcome(property, "int(1, 2)")).toBe(
    "error after 2: worker has no instance 3: its instances are 1 to 2",
  );
});
