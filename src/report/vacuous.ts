// What held for want of a case: steps nobody ever took, a constraint that cut nothing. Said only where everything was
// explored, since a search that ended early has not seen the rest.

import type { Exploration } from "../explorer/exploration.ts";
import type { Program } from "../spec/program/program.ts";
import { viewPlace } from "../trace/view.ts";
import type { Vacuity } from "./verdict.ts";

export function findVacuities(program: Program, exploration: Exploration): Vacuity[] {
  const { bounds } = exploration.completeness;
  const complete = exploration.search !== "random" && bounds.every(({ name }) => name === "within");
  if (!complete) return [];
  const cut = bounds.some(({ name }) => name === "within");
  const idle: Vacuity[] =
    program.within && !cut
      ? [{ kind: "within cut nothing", text: "", place: viewPlace(program.within.place.span, program.sources) }]
      : [];
  return [...untakenSteps(program, exploration), ...idle];
}

/** Steps that no instance of their family ever took, once each, in order of declaration. */
function untakenSteps(program: Program, { coverage }: Exploration): Vacuity[] {
  const found = new Map<string, { readonly vacuity: Vacuity; taken: boolean }>();
  for (const { id, kind, family, locations } of program.processes) {
    for (const location of locations) {
      if (kind === "process" && location.id === 0) continue;
      const text = kind === "action" ? family : [family, ...location.path.slice(1), location.label].join(" > ");
      const entry = found.get(text) ?? {
        vacuity: { kind: "step never taken", text, place: viewPlace(location.place.span, program.sources) },
        taken: false,
      };
      entry.taken ||= (coverage[id]?.[location.id] ?? 0) > 0;
      found.set(text, entry);
    }
  }
  return [...found.values()].flatMap(({ vacuity, taken }) => (taken ? [] : [vacuity]));
}
