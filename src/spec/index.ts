// What a spec imports from "allways": domains, shared state and parameters; the steps of processes; what properties ask.

export type { AuthorFunction, Definition } from "./definition.ts";
export { array, bool, int, list, map, oneOf, record, set, union } from "./runtime/domains.ts";
export { each } from "./runtime/each.ts";
export { strong, unfair, weak } from "./runtime/fairness.ts";
export { params, since } from "./runtime/params.ts";
export { shared } from "./runtime/shared.ts";
export { spec } from "./runtime/spec.ts";
export { at, by, enabled, ended, old } from "./runtime/standing.ts";
export { assert, choose, disabled, idleUntil, note, optional, when } from "./runtime/steps.ts";
export {
  always,
  and,
  eventually,
  eventuallyAlways,
  implies,
  infinitelyOften,
  leadsTo,
  not,
  or,
  type TemporalFormula,
  taken,
  terminates,
  until,
} from "./runtime/temporal.ts";
export type { BoundedList, DomainOf, FiniteMap, FiniteSet, FixedArray, ValueOf } from "./runtime/types.ts";
export { copy, load, local, same } from "./runtime/view.ts";
