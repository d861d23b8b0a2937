// What an exploration has proven (docs/language.md, Properties). What comes in is the bounds that were met and what was
// found; what goes out is the completeness to report and a verdict per property. The invariant: only an exhaustive search denies
// that a state is reachable, and a bound that cut nothing is no bound.

import type { Program } from "../../spec/program/program.ts";
import type { Bound, BoundName, Completeness, Exploration } from "../exploration.ts";
import { propertyOf } from "./order.ts";

/** The bounds that cut something, in a fixed order. */
export function completenessOf(bounds: readonly Bound[]): Completeness {
  return {
    bounds: bounds
      .filter((bound) => bound.cut > 0)
      .sort((a, b) => boundNames.indexOf(a.name) - boundNames.indexOf(b.name)),
  };
}

const boundNames: readonly BoundName[] = [
  "violation",
  "within",
  "depth",
  "states",
  "time",
  "memory",
  "interrupt",
  "walks",
];

/**
 * `bounded`: nothing was found, and only the spec's own `within` cut anything. `unchecked`: the search was asked for
 * other properties. `error`: it failed to evaluate.
 */
export type PropertyVerdict = "holds" | "bounded" | "violated" | "error" | "inconclusive" | "unchecked";

/** The verdict on a property (index into Program.properties) after a search. */
export function verdictOf(
  program: Program,
  exploration: Exploration,
  checked: ReadonlySet<string> | null,
  property: number,
): PropertyVerdict {
  const { name, kind } = program.properties[property]!;
  if (checked !== null && !checked.has(name)) return "unchecked";
  const finding = exploration.findings.find((f) => propertyOf(f) === property);
  if (finding !== undefined) return finding.kind === "error" || finding.kind === "assert" ? "error" : "violated";
  const { bounds } = exploration.completeness;
  if (kind === "reachable") {
    if (exploration.witnesses.get(property)) return "holds";
    return bounds.length === 0 ? "violated" : "inconclusive";
  }
  if (bounds.length === 0) return "holds";
  return bounds.every((bound) => bound.name === "within") ? "bounded" : "inconclusive";
}
