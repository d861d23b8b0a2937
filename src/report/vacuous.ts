// What held for want of a case: steps nobody ever took, sides of branches nobody ever took, parts of a property that were
// never asked, an invariant over what never changes, a trigger that never happened, a constraint that cut nothing, or
// everything. Said only after a search that kept everything inside `within`, since a search that ended early has not seen
// the rest.

import type { Exploration } from "../explorer/exploration.ts";
import { firstAtom, premisesOf, wordsOf } from "../explorer/liveness/premises.ts";
import { isExhaustive } from "../explorer/property/completeness.ts";
import type { Branch, Program, Property } from "../spec/program/program.ts";
import type { Span } from "../spec/source/diagnostic.ts";
import { viewPlace } from "../trace/view.ts";
import type { PropertyVerdict, Vacuity } from "./verdict.ts";

/** `properties` has a verdict for each property of the program, in order. */
export function findVacuities(
  program: Program,
  exploration: Exploration,
  properties: readonly PropertyVerdict[],
): Vacuity[] {
  if (exploration.search === "random" || !isExhaustive(exploration.completeness)) return [];
  const kept = (property: string | null): boolean =>
    property === null || properties.some(({ name, verdict }) => name === property && isKept(verdict));
  return [
    ...untakenSteps(program, exploration),
    ...untakenSides(program, exploration, kept),
    ...program.properties
      .filter(({ name, kind }) => kept(name) && (kind === "always" || kind === "quiescent"))
      .flatMap((property) => unmoved(program, exploration, property)),
    ...unmetPremises(program, exploration),
    ...idleFairness(program, exploration),
    ...idleConstraint(program, exploration),
  ];
}

function isKept(verdict: PropertyVerdict["verdict"]): boolean {
  return verdict === "holds" || verdict === "bounded";
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

/** Branches that were met and always went the same way. One that was never met is part of something that is named itself. */
function untakenSides(
  program: Program,
  { branches }: Exploration,
  kept: (property: string | null) => boolean,
): Vacuity[] {
  return program.branches.flatMap((branch, id): Vacuity[] => {
    const sides = branches[id]!;
    const missing = sides[0] === 0 ? 0 : 1;
    if (sides[missing] > 0 || sides[1 - missing] === 0 || !kept(branch.property) || !matters(branch, missing))
      return [];
    const text = `${textOf(program, branch.span)} was never ${missing === 0 ? "true" : "false"}`;
    const place = viewPlace(branch.span, program.sources);
    return branch.property === null
      ? [{ kind: "branch never taken", text, place }]
      : [{ kind: "property partly untested", text: `${branch.property}: ${text}`, place }];
  });
}

/**
 * In a step both sides matter. In a property only sides with something to evaluate: the right one of && and ||, and those of ?: and
 * if that are not simply `true` or `false`.
 */
function matters({ kind, property, plain }: Branch, side: 0 | 1): boolean {
  if (plain[side]) return false;
  if (property === null) return true;
  return kind === "&&" ? side === 0 : kind === "||" ? side === 1 : true;
}

/** A property all of whose conjuncts read only what is the same in every state. */
function unmoved(program: Program, { changed }: Exploration, { name, conjuncts, place }: Property): Vacuity[] {
  if (changed === null) return [];
  const moves = conjuncts.some(
    ({ footprint }) =>
      footprint.reads.some((id) => changed.columns.includes(id)) ||
      footprint.locations.some((id) => changed.processes.includes(id) || program.processes[id]!.kind === "action"),
  );
  if (moves) return [];
  const reads = conjuncts.some(({ footprint }) => footprint.reads.length + footprint.locations.length > 0);
  const kind = reads ? "nothing it reads ever changes" : "holds by its domains alone";
  return [{ kind, text: name, place: viewPlace(place.span, program.sources) }];
}

/** What a temporal property that holds says nothing about: a trigger that never happened, a left side that never held. */
function unmetPremises(program: Program, { unmet = [] }: Exploration): Vacuity[] {
  return unmet.map(({ property, premise }) => {
    const { name, temporal } = program.properties[property]!;
    const { formula, atoms } = temporal!;
    const { left } = premisesOf(formula)[premise]!;
    const { place } = atoms[firstAtom(left)]!.predicate;
    const text = `${name}: ${wordsOf(left, atoms)}`;
    return { kind: "premise never held", text, place: viewPlace(place.span, program.sources) };
  });
}

/** Fairness that a temporal property relied on and that is owed to nobody: no instance of the family ever moves. */
function idleFairness(program: Program, { coverage, live }: Exploration): Vacuity[] {
  if (live === undefined || live.size === 0) return [];
  const families = new Map<string, Program["processes"][number][]>();
  for (const process of program.processes) {
    families.set(process.family, [...(families.get(process.family) ?? []), process]);
  }
  return [...families].flatMap(([family, instances]): Vacuity[] => {
    const kinds = new Set(instances.map(({ fairness }) => fairness));
    const moves = instances.some(({ id }) => coverage[id]!.some((count) => count > 0));
    if (moves || (kinds.size === 1 && kinds.has("none"))) return [];
    const { locations } = instances[0]!;
    const { span } = (locations[1] ?? locations[0]!).place;
    return [{ kind: "fairness on what never moves", text: family, place: viewPlace(span, program.sources) }];
  });
}

function idleConstraint(program: Program, { counts, completeness }: Exploration): Vacuity[] {
  if (program.within === null) return [];
  const place = viewPlace(program.within.place.span, program.sources);
  if (completeness.bounds.length === 0) return [{ kind: "within cut nothing", text: "", place }];
  return counts.distinct === counts.initial ? [{ kind: "within cut everything", text: "", place }] : [];
}

/** The author's text of a span on one line. */
export function textOf({ sources }: Program, { file, start, end }: Span): string {
  const text = (sources.get(file) ?? "").slice(start, end);
  return text.replace(/\s+/g, " ").trim();
}
