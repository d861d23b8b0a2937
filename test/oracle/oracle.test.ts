import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import { specText } from "./writer/spec-text.ts";

test("random specs mean the same natively, interpreted and compiled", { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "allways-"));
  const count = { refused: 0, unseen: 0, large: 0, compared: 0 };
  const outcomes = { moved: 0, disabled: 0, failed: 0 };
  let run = 0;
  await fc.assert(
    fc.asyncProperty(specText, async (text) => {
      const result = await compare(folder, `s${run++}.ts`, text);
      count[result.kind]++;
      if (result.kind !== "compared") return;
      for (const kind of ["moved", "disabled", "failed"] as const) outcomes[kind] += result.lockstep.compared[kind];
    }),
    // A counterexample is made smaller by `node scripts/oracle.js`, which knows the language; fast-check does not.
    { seed: 1, numRuns: 400, endOnFailure: true },
  );
  expect(count.compared).toBeGreaterThan(300);
  expect(Math.min(outcomes.moved, outcomes.disabled, outcomes.failed)).toBeGreaterThan(100);
});
