// ITF as Apalache and Quint define it, and read back for a replay.

import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { writeItf } from "../../../src/trace/format/itf.ts";
import { readItf } from "../../../src/trace/format/itf-reading.ts";
import { typesOf } from "../../../src/trace/format/itf-types.ts";
import { pollCancel } from "../../report/poll-cancel.ts";
import { traceOf } from "../../report/trace-of.ts";
import { HOSTILE_DOCUMENT, longDocument } from "./documents.ts";

/** Apalache's ADR-015, in the words of JSON Schema: no plain numbers, and no field that begins with #. */
const SCHEMA = {
  type: "object",
  required: ["vars", "states"],
  properties: {
    vars: { type: "array", items: { type: "string" }, uniqueItems: true },
    states: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        properties: { "#meta": { type: "object" } },
        additionalProperties: { $ref: "#/$defs/expr" },
      },
    },
  },
  $defs: {
    expr: {
      anyOf: [
        { type: ["boolean", "string"] },
        { type: "array", items: { $ref: "#/$defs/expr" } },
        only("#bigint", { type: "string", pattern: "^-?[0-9]+$" }),
        only("#tup", { type: "array", items: { $ref: "#/$defs/expr" } }),
        only("#set", { type: "array", items: { $ref: "#/$defs/expr" } }),
        only("#map", {
          type: "array",
          items: { type: "array", minItems: 2, maxItems: 2, items: { $ref: "#/$defs/expr" } },
        }),
        {
          type: "object",
          propertyNames: { pattern: "^[^#]|^$" },
          additionalProperties: { $ref: "#/$defs/expr" },
        },
      ],
    },
  },
};

function only(name: string, schema: object): object {
  return { type: "object", required: [name], properties: { [name]: schema }, additionalProperties: false };
}

interface Itf {
  readonly vars: string[];
  readonly states: Record<string, unknown>[];
}

const validate = new Ajv2020({ allowUnionTypes: true, strict: false }).compile<Itf>(SCHEMA);

describe("a trace as ITF", () => {
  test.each([
    ["of poll-cancel", async () => traceOf(pollCancel())],
    ["with hostile texts", async () => HOSTILE_DOCUMENT],
  ])("%s has every variable in every state, and only values of the format", async (_, make) => {
    const itf = JSON.parse(writeItf(await make())) as Itf;
    expect(validate(itf), JSON.stringify(validate.errors?.[0])).toBe(true);
    for (const { "#meta": _meta, ...state } of itf.states)
      expect(Object.keys(state).sort()).toEqual([...itf.vars].sort());
  });

  test("says which action was taken, and what was picked", async () => {
    const itf = JSON.parse(writeItf(await traceOf(pollCancel()))) as Itf;
    expect(itf.states[5]).toMatchInlineSnapshot(`
      {
        "#meta": {
          "index": 5,
        },
        "allways::at": {
          "#map": [
            [
              "cancel[0]",
              "queue task_work",
            ],
            [
              "taskWork",
              "read poll_refs",
            ],
          ],
        },
        "mbt::actionTaken": "get ownership",
        "mbt::nondetPicks": {
          "process": {
            "tag": "Some",
            "value": "cancel[0]",
          },
        },
        "req": {
          "cancelled": true,
          "completions": {
            "#bigint": "0",
          },
          "queued": {
            "#bigint": "0",
          },
          "refs": {
            "#bigint": "1",
          },
        },
        "taskWork::v": {
          "tag": "None",
          "value": {
            "#tup": [],
          },
        },
      }
    `);
  });

  test("is read as it was written", async () => {
    const document = await traceOf(pollCancel());
    const read = readItf(JSON.parse(writeItf(document)));
    expect(read.schedule).toBe(document.schedule);
    expect(read.steps.map(({ process, label }) => [process, label])).toEqual(
      document.steps.map(({ process, label }) => [process, label]),
    );
    expect(read.steps.map(({ state }) => state?.shared)).toEqual(document.steps.map(({ state }) => state?.shared));
    expect(readItf(JSON.parse(writeItf(HOSTILE_DOCUMENT))).schedule).toBe(HOSTILE_DOCUMENT.schedule);
  });

  test.each([
    [
      "of another tool",
      { "#meta": { format: "ITF" }, vars: ["x"], states: [{ x: true }] },
      "only ITF written by allways",
    ],
    ["without #meta", { vars: [], states: [] }, "#meta must be object"],
    ["without states", { "#meta": { allways: {} }, vars: [], states: [] }, "states is empty"],
    [
      "with a number",
      { "#meta": { allways: {} }, vars: [], states: [{ x: 1.5, "allways::at": { "#map": [] } }] },
      "states/0/x is 1.5",
    ],
    [
      "with an integer that is none",
      { "#meta": { allways: {} }, vars: [], states: [{ x: { "#bigint": "1e3" }, "allways::at": { "#map": [] } }] },
      "states/0/x has a #bigint that is no integer",
    ],
  ])("%s is refused", (_, value, message) => {
    expect(() => readItf(value)).toThrow(SyntaxError);
    expect(() => readItf(value)).toThrow(message);
  });

  test("of 10,000 steps is written and read in seconds", () => {
    const began = performance.now();
    expect(readItf(JSON.parse(writeItf(longDocument(10_000)))).steps).toHaveLength(10_000);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe("the types of its variables", () => {
  test("are those that Apalache asks for", async () => {
    const itf = JSON.parse(writeItf(await traceOf(pollCancel()))) as { "#meta": { varTypes: unknown } };
    expect(itf["#meta"].varTypes).toEqual({
      req: "{ refs: Int, cancelled: Bool, queued: Int, completions: Int }",
      "allways::at": "(Str -> Str)",
      "taskWork::v": "None(UNIT) | Some(Int)",
      "mbt::actionTaken": "Str",
      "mbt::nondetPicks": "{ process: None(UNIT) | Some(Str) }",
    });
  });

  test("fit every state, and are left out where the values have none in common", () => {
    const states = [
      { a: [], b: { "#set": [] }, c: { "#map": [] }, d: { kind: "x" }, e: [{ "#bigint": "1" }, true], f: {} },
      {
        a: [[{ "#bigint": "1" }]],
        b: { "#set": [{ p: "q" }] },
        c: { "#map": [[{ "#bigint": "1" }, []]] },
        d: { kind: "y", z: true },
        e: [],
        f: {},
      },
    ];
    expect(typesOf(["a", "b", "c", "d", "e", "f"], states)).toEqual({
      a: "Seq(Seq(Int))",
      b: "Set({ p: Str })",
      c: "(Int -> Seq(t1))",
    });
  });
});
