// Chrome's trace events, which Perfetto and chrome://tracing open: in, a document; out, a track for each process with a slice for
// each of its steps. A step takes a millisecond of a time that stands for nothing but the order; what it changed and the state
// after it are the slice's arguments.

import { changeWords, flattenState, placeWords, type TraceDocument } from "../document.ts";
import { printable } from "../printable.ts";

/** Microseconds. */
const STEP = 1000;

export function writeChrome(document: TraceDocument): string {
  const tracks = new Map<string, number>();
  for (const { process } of document.initial.processes) tracks.set(process, tracks.size + 1);
  for (const { process } of document.steps) if (!tracks.has(process)) tracks.set(process, tracks.size + 1);
  const names = [...tracks].map(([process, tid]) => ({
    name: "thread_name",
    ph: "M",
    pid: 1,
    tid,
    args: { name: printable(process) },
  }));
  const slices = document.steps.map((step) => ({
    name: printable(step.label),
    cat: step.state === null ? "failure" : "step",
    ph: "X",
    ts: step.number * STEP,
    dur: STEP,
    pid: 1,
    tid: tracks.get(step.process)!,
    args: {
      step: step.number,
      path: step.path.map((name) => printable(name)).join(" > "),
      at: printable(placeWords(step.location)),
      choices: step.choices.map(({ name, value }) => printable(`${name} = ${value}`)).join(", "),
      changes: changeWords(step).map((words) => printable(words)),
      state: step.state && flattenState(step.state).map(({ name, value }) => printable(`${name} = ${value}`)),
    },
  }));
  const title = { name: "process_name", ph: "M", pid: 1, args: { name: printable(document.spec) } };
  return `${JSON.stringify({ displayTimeUnit: "ms", traceEvents: [title, ...names, ...slices] })}\n`;
}
