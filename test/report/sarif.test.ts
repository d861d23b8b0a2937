// SARIF 2.1.0: its types are checked by the compiler where it is written; here, what GitHub asks for beyond them.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv } from "ajv";
import type { Location, Log } from "sarif";
import { expect, test } from "vitest";
import { writeSarif } from "../../src/report/sarif.ts";
import { HOSTILE } from "../trace/format/documents.ts";
import { FOLDER } from "./poll-cancel.ts";
import { comparedSuite, hostileSuite, violatedSuite } from "./suites.ts";

/** The schema that OASIS publishes, in draft 4 of JSON Schema, whose `id` is `$id` since. */
function readSchema(): object {
  const file = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/package.json");
  const text = readFileSync(join(file, "..", "lib", "schemas", "sarif-2.1.0-rtm.5.json"), "utf8");
  const { $schema: _, id: __, ...schema } = JSON.parse(text) as Record<string, unknown>;
  return schema;
}

const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(readSchema());

function read(sarif: string): Log {
  const log = JSON.parse(sarif) as Log;
  expect(validate(log), JSON.stringify(validate.errors?.[0])).toBe(true);
  const [run] = log.runs;
  const rules = run!.tool.driver.rules!.map(({ id }) => id);
  expect(new Set(rules).size).toBe(rules.length);
  for (const { ruleId, locations } of run!.results!) {
    expect(rules).toContain(ruleId);
    // GitHub refuses a result without a place, and finds none by an absolute one.
    const [{ physicalLocation }] = locations as [Location];
    expect(physicalLocation!.artifactLocation!.uri).toMatch(/^([A-Za-z0-9._~!'()*/-]|%[0-9A-F]{2})+$/);
    expect(physicalLocation!.region!.startLine).toBeGreaterThan(0);
  }
  return log;
}

test("has a thread flow for each process, in the order of execution", async () => {
  const log = read(writeSarif([await violatedSuite()], FOLDER, "1.2.3"));
  const [result, ...others] = log.runs[0]!.results!;
  expect(others).toEqual([]);
  expect(result).toMatchObject({
    ruleId: "always/completed once",
    level: "error",
    message: { text: "poll_refs against cancellation: completed once: violated after 9 steps: req.completions <= 1" },
    partialFingerprints: { "allwaysTrace/v1": expect.stringMatching(/^[0-9a-f]{32}$/) },
  });
  const flows = result!.codeFlows![0]!.threadFlows;
  const orders = flows.map(({ id, locations }) => [id, locations.map(({ executionOrder }) => executionOrder)]);
  expect(orders).toEqual([
    ["taskWork", [1, 2, 4, 7, 8, 9]],
    ["cancel[0]", [3, 5, 6]],
  ]);
  expect(flows[1]!.locations[1]!.location).toMatchObject({
    physicalLocation: { artifactLocation: { uri: "specs/poll-cancel.ts" }, region: { startLine: 6, startColumn: 9 } },
    message: { text: "cancel[0]: get ownership | req.refs 0 → 1" },
  });
});

test("is valid, whatever texts hold", async () => {
  const log = read(writeSarif([await hostileSuite()], FOLDER, "1.2.3"));
  expect(log.runs[0]!.results).toHaveLength(11);
});

test("is valid beside a baseline: what is known is suppressed, what is gone is absent", async () => {
  const { results } = read(writeSarif([await comparedSuite()], FOLDER, "1.2.3")).runs[0]!;
  const states = results!.map(({ baselineState, suppressions = [] }) => `${baselineState} ${suppressions.length}`);
  expect(states.filter((state) => state === "new 0")).toHaveLength(11);
  expect(states.filter((state) => state === "unchanged 1")).toHaveLength(5);
  expect(states.filter((state) => state === "absent 1")).toHaveLength(HOSTILE.length);
});

test("has no results where nothing failed", () => {
  expect(read(writeSarif([], FOLDER, "1.2.3")).runs[0]!.results).toEqual([]);
});
