// A TLA+ module: its text, and that hostile texts stay inside their strings and comments.

import { expect, test } from "vitest";
import { writeTla } from "../../../src/trace/format/tla.ts";
import { pollCancel } from "../../report/poll-cancel.ts";
import { traceOf } from "../../report/trace-of.ts";
import { HOSTILE_DOCUMENT } from "./documents.ts";

test("has the states and a behaviour through them", async () => {
  const text = writeTla(await traceOf(pollCancel()));
  expect(text.replace(/(\n {2}, [\s\S]*?)(?=\n>>)/, "\n  …")).toMatchInlineSnapshot(`
    "---- MODULE Trace ----
    \\* poll_refs against cancellation: violated: completed once: req.completions <= 1
    EXTENDS Integers, Sequences, TLC

    States == <<
        \\* initially
        ("shared" :> ("req" :> ("refs" :> 1 @@ "cancelled" :> FALSE @@ "queued" :> 1 @@ "completions" :> 0)) @@ "pc" :> ("cancel[0]" :> "mark cancelled" @@ "taskWork" :> "run task_work") @@ "locals" :> ("cancel[0]" :> <<>> @@ "taskWork" :> <<>>))
      …
    >>

    VARIABLES level, state
    vars == <<level, state>>
    Init == level = 1 /\\ state = States[1]
    Next == level < Len(States) /\\ level' = level + 1 /\\ state' = States[level']
    Spec == Init /\\ [][Next]_vars
    ====
    "
  `);
});

test("is ASCII, and without its strings and comments only brackets, operators and names are left", () => {
  const text = writeTla(HOSTILE_DOCUMENT);
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  const states = /\nStates == <<\n([\s\S]*)\n>>\n/.exec(text)![1]!;
  const bare = states.replace(/^ {2}[ ,] \\\* .*$/gm, "").replace(/"(?:[^"\\]|\\["\\])*"/g, "S");
  expect(bare).toMatch(/^(S| :> | @@ |, |[()<>{}\s]|-?\d+|TRUE|FALSE)*$/);
  for (const [open, close] of [
    ["(", ")"],
    ["{", "}"],
    ["<<", ">>"],
  ] as const) {
    expect(bare.split(open).length).toBe(bare.split(close).length);
  }
});

test("the module is called as its file is", async () => {
  const document = await traceOf(pollCancel());
  expect(writeTla(document, "traces/Lost_1.tla")).toMatch(/^---- MODULE Lost_1 ----\n/);
  expect(writeTla(document, "traces/lost-1.tla")).toMatch(/^---- MODULE Trace ----\n/);
});
