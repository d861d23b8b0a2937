// SARIF 2.1.0: its types are checked by the compiler where it is written; here, what GitHub asks for beyond them.

import { Ajv2020 } from "ajv/dist/2020.js";
import type { Log } from "sarif";
import { expect, test } from "vitest";
import { writeSarif } from "../../src/report/sarif.ts";
import { FOLDER } from "./poll-cancel.ts";
import { hostileSuite, violatedSuite } from "./suites.ts";

/** What GitHub's code scanning needs: rules that are declared, places with relative URIs, stable fingerprints. */
const text = { type: "object", required: ["text"], properties: { text: { type: "string" } } };
const location = {
  type: "object",
  required: ["physicalLocation"],
  properties: {
    message: text,
    physicalLocation: {
      type: "object",
      required: ["artifactLocation", "region"],
      properties: {
        artifactLocation: {
          type: "object",
          required: ["uri"],
          properties: { uri: { type: "string", pattern: "^([A-Za-z0-9._~!'()*/-]|%[0-9A-F]{2})+$" } },
        },
        region: {
          type: "object",
          required: ["startLine"],
          properties: { startLine: { type: "integer", minimum: 1 }, startColumn: { type: "integer", minimum: 1 } },
        },
      },
    },
  },
};
const SCHEMA = {
  type: "object",
  required: ["version", "runs"],
  properties: {
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: {
        type: "object",
        required: ["tool", "results"],
        properties: {
          results: {
            type: "array",
            items: {
              type: "object",
              required: ["ruleId", "message", "locations"],
              properties: {
                ruleId: { type: "string", minLength: 1 },
                message: text,
                locations: { type: "array", minItems: 1, items: location },
                partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
                codeFlows: {
                  type: "array",
                  items: {
                    type: "object",
                    required: ["threadFlows"],
                    properties: {
                      threadFlows: {
                        type: "array",
                        minItems: 1,
                        items: {
                          type: "object",
                          required: ["locations"],
                          properties: {
                            locations: {
                              type: "array",
                              minItems: 1,
                              items: {
                                type: "object",
                                required: ["executionOrder", "location"],
                                properties: { executionOrder: { type: "integer", minimum: 1 }, location },
                              },
                            },
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

const validate = new Ajv2020().compile(SCHEMA);

function read(sarif: string): Log {
  const log = JSON.parse(sarif) as Log;
  expect(validate(log), JSON.stringify(validate.errors?.[0])).toBe(true);
  const [run] = log.runs;
  const rules = run!.tool.driver.rules!.map(({ id }) => id);
  expect(new Set(rules).size).toBe(rules.length);
  for (const { ruleId } of run!.results!) expect(rules).toContain(ruleId);
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
  expect(log.runs[0]!.results).toHaveLength(9);
});

test("has no results where nothing failed", () => {
  expect(read(writeSarif([], FOLDER, "1.2.3")).runs[0]!.results).toEqual([]);
});
