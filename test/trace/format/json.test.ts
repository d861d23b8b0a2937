// Our own format: what is written is read again, and nothing else is.

import { describe, expect, test } from "vitest";
import { readJson, writeJson } from "../../../src/trace/format/json.ts";
import { pollCancel } from "../../report/poll-cancel.ts";
import { traceOf } from "../../report/trace-of.ts";
import { HOSTILE_DOCUMENT, longDocument } from "./documents.ts";

describe("a trace as JSON", () => {
  test("is read as it was written, and is as the schema says", async () => {
    const document = await traceOf(pollCancel());
    expect(readJson(JSON.parse(writeJson(document)))).toEqual(document);
    expect(document.steps).toHaveLength(9);
    expect(document.steps[4]).toMatchInlineSnapshot(`
      {
        "action": false,
        "changes": [
          {
            "after": "1",
            "before": "0",
            "kind": "changed",
            "path": "req.refs",
          },
        ],
        "choices": [],
        "label": "get ownership",
        "location": {
          "column": 9,
          "file": "specs/poll-cancel.ts",
          "line": 6,
        },
        "notes": [],
        "number": 5,
        "path": [
          "cancel",
        ],
        "process": "cancel[0]",
        "state": {
          "processes": [
            {
              "label": "queue task_work",
              "locals": [],
              "location": {
                "column": 11,
                "file": "specs/poll-cancel.ts",
                "line": 8,
              },
              "path": [
                "cancel",
              ],
              "process": "cancel[0]",
            },
            {
              "label": "read poll_refs",
              "locals": [],
              "location": {
                "column": 13,
                "file": "specs/poll-cancel.ts",
                "line": 21,
              },
              "path": [
                "taskWork",
              ],
              "process": "taskWork",
            },
          ],
          "shared": {
            "req": {
              "cancelled": true,
              "completions": 0,
              "queued": 0,
              "refs": 1,
            },
          },
        },
      }
    `);
  });

  test("keeps hostile texts", () => {
    expect(readJson(JSON.parse(writeJson(HOSTILE_DOCUMENT)))).toEqual(HOSTILE_DOCUMENT);
  });

  test.each([
    ["null", null, "it must be object"],
    ["a list", [], "it must be object"],
    ["something else", {}, "it must have required property 'format'"],
    ["another version", { ...HOSTILE_DOCUMENT, version: 2 }, "version must be equal to constant 1"],
    ["steps that are none", { ...HOSTILE_DOCUMENT, steps: [1] }, "steps/0 must be object"],
    [
      "a set that is none",
      { ...HOSTILE_DOCUMENT, initial: { shared: { s: { "#set": 1 } }, processes: [] } },
      "initial/",
    ],
  ])("%s is refused", (_, value, message) => {
    expect(() => readJson(value)).toThrow(SyntaxError);
    expect(() => readJson(value)).toThrow(message);
  });

  test("of 10,000 steps is written and read in seconds", () => {
    const document = longDocument(10_000);
    const began = performance.now();
    expect(readJson(JSON.parse(writeJson(document))).steps).toHaveLength(10_000);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
