// Chrome's trace events: tracks, slices that do not overlap, and arguments.

import { expect, test } from "vitest";
import { writeChrome } from "../../../src/trace/format/chrome.ts";
import { pollCancel } from "../../report/poll-cancel.ts";
import { traceOf } from "../../report/trace-of.ts";
import { HOSTILE_DOCUMENT } from "./documents.ts";

interface Event {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args: Record<string, unknown>;
}

function read(text: string): { tracks: Map<number, unknown>; slices: Event[] } {
  const { traceEvents } = JSON.parse(text) as { traceEvents: Event[] };
  const named = traceEvents.filter(({ name, ph }) => ph === "M" && name === "thread_name");
  const tracks = new Map(named.map(({ tid, args }) => [tid, args.name]));
  const slices = traceEvents.filter(({ ph }) => ph === "X");
  slices.forEach((slice, i) => {
    expect(tracks.has(slice.tid)).toBe(true);
    if (i > 0) expect(slice.ts).toBe(slices[i - 1]!.ts + slices[i - 1]!.dur);
  });
  return { tracks, slices };
}

test("has a track for each process and a slice for each step", async () => {
  const { tracks, slices } = read(writeChrome(await traceOf(pollCancel())));
  expect([...tracks.values()]).toEqual(["cancel[0]", "taskWork"]);
  expect(slices.map(({ tid, name }) => `${tracks.get(tid)}: ${name}`).slice(0, 3)).toEqual([
    "taskWork: run task_work",
    "taskWork: read poll_refs",
    "cancel[0]: mark cancelled",
  ]);
  expect(slices[1]!.args).toEqual({
    step: 2,
    path: "taskWork",
    at: "specs/poll-cancel.ts:21",
    choices: "",
    changes: ["v = 1"],
    state: [
      "req.refs = 1",
      "req.cancelled = false",
      "req.queued = 0",
      "req.completions = 0",
      "cancel[0] = mark cancelled",
      "taskWork = put poll_refs",
      "taskWork.v = 1",
    ],
  });
});

test("shows hostile texts as text", () => {
  const text = writeChrome(HOSTILE_DOCUMENT);
  const { slices } = read(text);
  expect(slices).toHaveLength(HOSTILE_DOCUMENT.steps.length);
  expect(slices[4]!.name).toBe("</script><script>alert(1)</script><img src=x onerror=alert(1)>");
  expect(slices[5]!.name).toBe("\\u0000\\u0007\\u001b[31m\\u007f\\u0085");
});
