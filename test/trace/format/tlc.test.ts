// TLC's JSON: states by level, and actions between them.

import { expect, test } from "vitest";
import { writeTlc } from "../../../src/trace/format/tlc.ts";
import { pollCancel } from "../../report/poll-cancel.ts";
import { traceOf } from "../../report/trace-of.ts";
import { HOSTILE_DOCUMENT, longDocument } from "./documents.ts";

interface Tlc {
  readonly counterexample: {
    readonly state: [number, Record<string, unknown>][];
    readonly action: [[number, object], { name: string; location: Record<string, unknown> }, [number, object]][];
  };
  readonly vars: string[];
}

function read(text: string): Tlc {
  const trace = JSON.parse(text) as Tlc;
  const { state, action } = trace.counterexample;
  expect(state.map(([level]) => level)).toEqual(state.map((_, i) => i + 1));
  for (const [, values] of state) expect(Object.keys(values)).toEqual(trace.vars);
  expect(action).toHaveLength(state.length - 1);
  action.forEach(([before, , after], i) => expect([before, after]).toEqual([state[i], state[i + 1]]));
  return trace;
}

test("has states and the actions that lead from one to the next", async () => {
  const { counterexample, vars } = read(writeTlc(await traceOf(pollCancel())));
  expect(vars).toEqual(["req", "pc", "locals"]);
  expect(counterexample.state[5]).toEqual([
    6,
    {
      req: { refs: 1, cancelled: true, queued: 0, completions: 0 },
      pc: { "cancel[0]": "queue task_work", taskWork: "read poll_refs" },
      locals: { "cancel[0]": {}, taskWork: {} },
    },
  ]);
  expect(counterexample.action[4]![1]).toMatchObject({
    name: "get ownership",
    location: { beginLine: 6, beginColumn: 9, module: "specs/poll-cancel.ts" },
  });
});

test("keeps hostile texts; a step that failed has no state", () => {
  const { counterexample } = read(writeTlc(HOSTILE_DOCUMENT));
  expect(counterexample.state).toHaveLength(HOSTILE_DOCUMENT.steps.length);
  expect(counterexample.action.map(([, { name }]) => name)).toEqual(
    HOSTILE_DOCUMENT.steps.slice(0, -1).map(({ label }) => label),
  );
});

test("of 10,000 steps is written in seconds", () => {
  const began = performance.now();
  writeTlc(longDocument(10_000));
  expect(performance.now() - began).toBeLessThan(10_000);
});
