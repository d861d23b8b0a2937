// Who waits in a deadlock, and for what: in, a program and the state it is stuck in; out, for each blocked process where
// it stands and its guards as their author wrote them.

import type { Finding } from "../explorer/exploration.ts";
import type { Guard, Program, Statement } from "../spec/program/program.ts";
import { viewPlace, viewStanding } from "../trace/view.ts";
import type { BlockedView } from "./verdict.ts";

export function viewBlocked(program: Program, finding: Finding & { readonly kind: "deadlock" }): BlockedView[] {
  const { trace } = finding;
  const state = trace.steps.at(-1)?.state ?? trace.initial;
  return finding.blocked.map((id) => {
    const location = program.processes[id]!.locations[state.locations.get(id)!]!;
    const guards = guardsOf(location.step.body).filter(({ waits }) => waits === "blocked");
    return {
      ...viewStanding(program, state, id),
      guards: distinctGuards(program, guards),
      place: viewPlace(location.place.span, program.sources),
    };
  });
}

/** A loop unrolled or a helper inlined gives the same guard several times; people wrote it once. */
function distinctGuards(program: Program, guards: readonly Guard[]): BlockedView["guards"] {
  const known = new Map<number, BlockedView["guards"][number]>();
  for (const { place } of guards) {
    const { span } = place;
    if (known.has(span.start)) continue;
    const text = (program.sources.get(span.file) ?? "").slice(span.start, span.end).replace(/\s+/g, " ").trim();
    known.set(span.start, { text, place: viewPlace(span, program.sources) });
  }
  return [...known.values()];
}

function guardsOf(body: readonly Statement[]): Guard[] {
  return body.flatMap((statement): Guard[] => {
    switch (statement.kind) {
      case "guard":
        return [statement];
      case "if":
        return [...guardsOf(statement.then), ...guardsOf(statement.else)];
      case "block":
        return guardsOf(statement.body);
      default:
        return [];
    }
  });
}
