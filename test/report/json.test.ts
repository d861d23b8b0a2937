// Reports for machines: one object, as the schema in the repository says.

import { describe, expect, test } from "vitest";
import { verdictToJson } from "../../src/report/json.ts";
import type { Json } from "../../src/report/verdict-object.ts";
import { FOLDER, pollCancel, verdictOn } from "./poll-cancel.ts";
import { readSchema, validate } from "./schema.ts";

const schema = readSchema();

/** As it arrives: text and back. */
function received(json: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(json)) as Record<string, unknown>;
}

describe("a verdict as JSON", () => {
  test.each([
    ["violated", pollCancel(), {}],
    ["error", pollCancel({ room: 1, limit: 2 }), {}],
    ["holds", pollCancel({ cancellers: 0 }), {}],
    ["inconclusive", pollCancel(), { maxDepth: 4 }],
  ] as const)("%s is as the schema says", async (verdict, program, options) => {
    const json = received(verdictToJson(await verdictOn(program, options), FOLDER));
    expect(validate(schema, json)).toEqual([]);
    expect(json.verdict).toBe(verdict);
  });

  test("the schema is strict: a name more, a name less, or another type is noticed", async () => {
    const json = received(verdictToJson(await verdictOn(pollCancel()), FOLDER));
    const { spec: _, ...less } = json;
    expect(validate(schema, { ...json, more: 1 })).toEqual(["$: unknown more"]);
    expect(validate(schema, less)).toHaveLength(1);
    expect(validate(schema, { ...json, exitCode: "12" })).toEqual(['$.exitCode: not type "integer"']);
    expect(validate(schema, { ...json, states: { ...(json.states as object), depth: 1.5 } })).toEqual([
      '$.states.depth: not type "integer"',
    ]);
  });

  test("it says what was found, step by step", async () => {
    const json = verdictToJson(await verdictOn(pollCancel(), {}, { scenario: "one canceller" }), FOLDER);
    const { counterexamples, ...rest } = json as unknown as Record<string, Json>;
    expect(rest).toMatchInlineSnapshot(`
      {
        "completeness": {
          "bounds": [
            {
              "cut": 1,
              "limit": null,
              "name": "violation",
            },
          ],
          "kind": "stopped",
        },
        "exitCode": 12,
        "fairness": [],
        "file": "specs/poll-cancel.ts",
        "parameters": {},
        "properties": [
          {
            "kind": "always",
            "location": {
              "column": 11,
              "file": "specs/poll-cancel.ts",
              "line": 33,
            },
            "name": "completed once",
            "verdict": "violated",
            "witness": null,
          },
        ],
        "remarks": [],
        "scenario": "one canceller",
        "search": "bfs",
        "spec": "poll_refs against cancellation",
        "states": {
          "depth": 10,
          "distinct": 25,
          "generated": 31,
          "initial": 1,
        },
        "statistics": {
          "bitsPerState": 14,
          "bytesPerState": 8,
          "engine": "reference",
          "milliseconds": 3,
          "peakBytes": 4096,
        },
        "vacuous": [],
        "verdict": "violated",
        "version": 1,
      }
    `);
    const [{ steps, ...counterexample }] = counterexamples as [Record<string, Json>];
    expect(counterexample).toMatchInlineSnapshot(`
      {
        "because": {
          "changes": [
            {
              "before": "1",
              "name": "req.completions",
              "value": "2",
            },
          ],
          "since": 9,
          "values": [
            {
              "before": null,
              "name": "req.completions",
              "value": "2",
            },
          ],
          "waiting": [],
        },
        "blocked": [],
        "conjunct": {
          "number": 1,
          "of": 1,
        },
        "fairness": [],
        "final": {
          "processes": [
            {
              "label": null,
              "locals": {},
              "path": [],
              "process": "cancel[0]",
            },
            {
              "label": "run task_work",
              "locals": {},
              "path": [
                "taskWork",
              ],
              "process": "taskWork",
            },
          ],
          "shared": {
            "req.cancelled": "true",
            "req.completions": "2",
            "req.queued": "0",
            "req.refs": "1",
          },
        },
        "fingerprint": "2221334eb9469340fb28bdf553c303ff",
        "initialChoices": [],
        "kind": "always",
        "location": {
          "column": 35,
          "file": "specs/poll-cancel.ts",
          "line": 33,
        },
        "loop": null,
        "property": "completed once",
        "replay": {
          "kind": "agrees",
        },
        "schedule": "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3",
        "text": "req.completions <= 1",
      }
    `);
    expect((steps as Json[])[2]).toMatchInlineSnapshot(`
      {
        "changes": [
          {
            "after": "true",
            "before": "false",
            "kind": "changed",
            "path": "req.cancelled",
          },
        ],
        "choices": [],
        "failed": false,
        "label": "mark cancelled",
        "location": {
          "column": 9,
          "file": "specs/poll-cancel.ts",
          "line": 2,
        },
        "notes": [],
        "number": 3,
        "path": [
          "cancel",
        ],
        "process": "cancel[0]",
      }
    `);
  });
});
