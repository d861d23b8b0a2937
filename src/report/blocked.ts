// Who waits in a deadlock, and for what: in, a program and the state it is stuck in; out, for each blocked process where
// it stands and the guards that hold it there, as their author wrote them: under any of its choices, each once.

import type { Finding } from "../explorer/exploration.ts";
import { runStep } from "../explorer/reference/interpreter.ts";
import { nextOptions } from "../explorer/reference/statement.ts";
import type { State } from "../explorer/state.ts";
import type { Program } from "../spec/program/program.ts";
import type { Span } from "../spec/source/diagnostic.ts";
import { viewPlace, viewStanding } from "../trace/view.ts";
import type { BlockedView } from "./verdict.ts";

export function viewBlocked(program: Program, finding: Finding & { readonly kind: "deadlock" }): BlockedView[] {
  const { trace } = finding;
  const state = trace.steps.at(-1)?.state ?? trace.initial;
  return finding.blocked.map((id) => {
    const location = program.processes[id]!.locations[state.locations.get(id)!]!;
    const guards = guardsAgainst(program, state, id).map((span) => ({
      text: (program.sources.get(span.file) ?? "").slice(span.start, span.end).replace(/\s+/g, " ").trim(),
      place: viewPlace(span, program.sources),
    }));
    return { ...viewStanding(program, state, id), guards, place: viewPlace(location.place.span, program.sources) };
  });
}

/** Where the guards stand that hold a process, under any of its choices. */
export function guardsAgainst(program: Program, state: State, process: number): readonly Span[] {
  const found = new Map<string, Span>();
  for (let options: readonly number[] | null = []; options !== null; ) {
    const outcome = runStep(program, state, process, options);
    if (outcome.kind === "disabled") {
      const { span } = outcome.place;
      found.set(`${span.start} ${span.file}`, span);
    }
    options = nextOptions(outcome.taken);
  }
  return [...found.values()];
}
