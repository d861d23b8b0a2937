// What an exploration has proven (docs/language.md, Properties). What comes in is the bounds that were met and what was
// found; what goes out is the completeness to report and a verdict per property. The invariant: only an exhaustive search denies
// that a state is reachable, and a bound that cut nothing is no bound.

import type { Program } from "../../spec/program/program.ts";
import type { Bound, BoundName, Completeness, Exploration, Omission } from "../exploration.ts";
import { propertyOf } from "./order.ts";

/** The bounds that cut something, in a fixed order; and what a lossy search may have missed. */
export function completenessOf(bounds: readonly Bound[], omission: Omission | null = null): Completeness {
  return {
    ...(omission !== null && { omission }),
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

/** Whether all states inside `within` were kept and expanded. */
export function isExhaustive({ bounds, omission }: Completeness): boolean {
  return omission === undefined && bounds.every(({ name }) => name === "within");
}

type Sides = readonly [number, number];

/**
 * Counts of branches as an exploration reports them. Properties are evaluated as often as it suits an engine, and no more once
 * they are known to fail, so of their branches only an exhaustive search without findings says whether each side was taken.
 */
export function branchCounts(
  program: Program,
  counts: readonly Sides[],
  { completeness, findings }: Pick<Exploration, "completeness" | "findings">,
): readonly Sides[] {
  const isKnown = isExhaustive(completeness) && findings.length === 0;
  return counts.map(([yes, no], branch) => {
    if (program.branches[branch]!.property === null) return [yes, no];
    return isKnown ? [Math.min(1, yes), Math.min(1, no)] : [0, 0];
  });
}

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
  if (kind === "temporal") return exploration.live?.has(property) ? "holds" : "inconclusive";
  const { bounds, omission } = exploration.completeness;
  if (kind === "reachable" && exploration.witnesses.get(property)) return "holds";
  if (omission !== undefined) return "inconclusive";
  if (kind === "reachable") return bounds.length === 0 ? "violated" : "inconclusive";
  if (bounds.length === 0) return "holds";
  return bounds.every((bound) => bound.name === "within") ? "bounded" : "inconclusive";
}
