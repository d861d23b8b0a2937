// What a process could do at some point of a run, asked of the author's own functions: in, a trace and a number of its
// steps; out, every outcome there is. A guard that is false ends a generator, so each way is tried in a run of its own
// that goes the same steps again. The invariant: the shared records are left as they were.

import type { Trace, TraceStep } from "../explorer/exploration.ts";
import type { LoadedSpec } from "../spec/definition.ts";
import { restore, snapshot } from "../spec/runtime/shared.ts";
import { NativeRun, type Outcome } from "./native.ts";

/** The option numbers a step took, in order. */
export function optionsOf({ choices }: TraceStep): number[] {
  return choices.map(({ option }) => option);
}

/** Every way a process can step after so many steps of the trace, in the order of its choices. */
export function probeProcess(loaded: LoadedSpec, trace: Trace, count: number, process: number): readonly Outcome[] {
  const kept = loaded.shared.map(({ object }) => snapshot(object));
  const outcomes: Outcome[] = [];
  try {
    for (let options: readonly number[] | null = []; options !== null; ) {
      const run = new NativeRun(loaded);
      run.start(trace.initialChoices);
      for (const step of trace.steps.slice(0, count)) run.step(step.process, optionsOf(step));
      const outcome = run.step(process, options);
      outcomes.push(outcome);
      options = nextOptions(options, outcome.choices);
    }
  } finally {
    loaded.shared.forEach(({ object }, i) => {
      restore(object, kept[i]!);
    });
  }
  return outcomes;
}

/** The options to try after these, where each choice met had so many; the last counts fastest. Null: all were tried. */
function nextOptions(options: readonly number[], offered: readonly number[]): readonly number[] | null {
  for (let last = offered.length - 1; last >= 0; last--) {
    const option = options[last] ?? 0;
    if (option + 1 < offered[last]!) return [...offered.slice(0, last).map((_, i) => options[i] ?? 0), option + 1];
  }
  return null;
}
