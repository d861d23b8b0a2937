// How scenarios are written: what is set, what comes out, exact numbers of distinct states (of the complete levels, where a
// violation ends the search) and of the steps of the shortest counterexample.

import type { always, quiescent } from "./invariants.ts";
import type { temporal } from "./promises.ts";

export type Property = keyof typeof always | keyof typeof quiescent | keyof typeof temporal;

/** A scenario that breaks the property, whatever else it breaks. */
export function violates<const Settings, const P extends Property>(
  set: Settings,
  property: P,
  states: number,
  steps: number,
): {
  readonly set: Settings;
  readonly check: readonly [P];
  readonly expect: { readonly violates: P };
  readonly states: number;
  readonly steps: number;
} {
  return { set, check: [property], expect: { violates: property }, states, steps };
}

export function holds<const Settings>(
  set: Settings,
  states: number,
): { readonly set: Settings; readonly expect: "holds"; readonly states: number } {
  return { set, expect: "holds", states };
}

/** A scenario in which at least these hold. */
export function holdsFor<const Settings>(
  set: Settings,
  check: readonly Property[],
  states: number,
): {
  readonly set: Settings;
  readonly check: readonly Property[];
  readonly expect: "holds";
  readonly states: number;
} {
  return { set, check, expect: "holds", states };
}
