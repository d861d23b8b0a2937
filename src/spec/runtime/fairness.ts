// Fairness as an author declares it: processes are weakly fair and actions are not, unless they are wrapped in one of
// these. What comes in is a process or an action, or `each` of one; what goes out stands in its place in `spec`.

import type { AuthorFunction } from "../definition.ts";
import type { Fairness } from "../program/program.ts";
import { type Instances, isInstances, withFairness } from "./each.ts";
import { argumentError } from "./fault.ts";

/** A process or an action: its function, or `each` of it. */
type Given<R> = (() => R) | Instances<R>;
// biome-ignore lint/suspicious/noExplicitAny: whatever the domains of `each` give
type Which = (...values: any[]) => boolean;

/** If a step of it is possible again and again, it takes one again and again. `which` picks instances by their arguments. */
export function strong<R>(given: Given<R>, which?: Which): Instances<R> {
  return declare("strong", "strong", given, which);
}

/** If a step of it stays possible, it takes one. What processes are unless something else is declared. */
export function weak<R>(given: Given<R>, which?: Which): Instances<R> {
  return declare("weak", "weak", given, which);
}

/** It may be passed over for ever, as long as somebody moves. What actions are unless something else is declared. */
export function unfair<R>(given: Given<R>, which?: Which): Instances<R> {
  return declare("unfair", "none", given, which);
}

function declare<R>(name: string, fairness: Fairness, given: Given<R>, which: Which | undefined): Instances<R> {
  if (typeof given !== "function" && !isInstances(given)) {
    throw argumentError([0], `${name}(…): no process or action`, `write ${name}(worker), or ${name}(each(worker, 2))`);
  }
  if (which !== undefined && typeof which !== "function") {
    throw argumentError([1], `${name}(…): which instances?`, `write ${name}(each(worker, 2), (i) => i === 0)`);
  }
  return withFairness(given as AuthorFunction | Instances, which ?? null, fairness) as Instances<R>;
}
