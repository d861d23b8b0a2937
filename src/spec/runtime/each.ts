// Instances: one process or action for each number below n, or for each tuple of the domains, in domain order with the
// first domain most significant. `spec` gives them their names.

import type { AuthorFunction, Family } from "../definition.ts";
import type { Domain, Value } from "../program/domain.ts";
import { domainSize, valueAt } from "../program/enumerate.ts";
import type { Fairness } from "../program/program.ts";
import { asDomain, domainOf, int } from "./domains.ts";
import { argumentError, declarationError } from "./fault.ts";
import type { DomainOf } from "./types.ts";
import { detached } from "./view.ts";

/** More than this is a mistake in a domain rather than a wish. */
const MOST_INSTANCES = 2 ** 16;

declare const resultOfEach: unique symbol;

/** What `each` gives: a function and the arguments it is instantiated with. */
export interface Instances<out R = unknown> {
  readonly fn: AuthorFunction;
  readonly instances: readonly (readonly Value[])[];
  readonly [resultOfEach]?: R;
}

/** What is behind instances: the domains of their arguments, and the fairness of each where one was declared. */
interface Behind {
  readonly domains: readonly Domain[];
  readonly fairness: readonly (Fairness | null)[];
}

const known = new WeakMap<object, Behind>();

/** n instances, numbered from 0; the number is the function's first parameter. */
export function each<R>(fn: (self: number) => R, count: number): Instances<R>;
/** One instance for each tuple of values of the domains, which are the function's parameters. */
export function each<A extends readonly unknown[], R>(
  fn: (...values: A) => R,
  ...domains: { readonly [K in keyof A]: DomainOf<A[K]> }
): Instances<R>;
export function each(fn: AuthorFunction, ...over: readonly unknown[]): Instances {
  if (typeof fn !== "function") {
    const hint = "write each(fn, 3): the function itself, and how often";
    throw argumentError([0], "each(…): its first argument is not a function", hint);
  }
  const name = fn.name || "fn";
  if (over.length === 0) {
    throw declarationError(`each(${name}): over what?`, `each(${name}, 3) makes three, each(${name}, bool()) two`);
  }
  if (over.length === 1 && over[0] === 0) return finish(fn, [], []);
  const domains = over.map((item, i) => {
    if (typeof item !== "number") return domainOf(item, `each(${name}, …)`, [i + 1]);
    if (over.length > 1)
      throw argumentError([i + 1], `each(${name}, …): either one number or domains`, "int(0, n - 1) is a domain");
    if (!Number.isInteger(item) || item < 0)
      throw argumentError([i + 1], `each(${name}, ${item}): not a number of instances`, "it is an integer from 0 on");
    return asDomain(int(0, item - 1));
  });
  const count = domains.reduce((product, domain) => product * domainSize(domain), 1);
  if (count > MOST_INSTANCES) {
    throw argumentError(
      [1],
      `each(${name}, …): ${count} instances, at most ${MOST_INSTANCES} are possible`,
      "make fewer, or smaller domains",
    );
  }
  return finish(fn, domains, tuples(domains));
}

function finish(fn: AuthorFunction, domains: readonly Domain[], instances: readonly (readonly Value[])[]): Instances {
  const made = Object.freeze({ fn, instances: Object.freeze(instances) });
  known.set(made, { domains, fairness: instances.map(() => null) });
  return made;
}

function tuples(domains: readonly Domain[]): readonly (readonly Value[])[] {
  return domains.reduce<readonly (readonly Value[])[]>(
    (before, domain) =>
      before.flatMap((tuple) => Array.from({ length: domainSize(domain) }, (_, i) => [...tuple, valueAt(domain, i)])),
    [[]],
  );
}

export function isInstances(value: unknown): value is Instances {
  return typeof value === "object" && value !== null && known.has(value);
}

/** A process or an action with fairness of its own; `which` picks instances by their arguments, and the others stay as they are. */
export function withFairness(
  given: AuthorFunction | Instances,
  which: AuthorFunction | null,
  fairness: Fairness,
): Instances {
  const { fn, instances } = isInstances(given) ? given : { fn: given, instances: [[]] };
  const before = isInstances(given) ? known.get(given)! : { domains: [], fairness: [null] };
  const made = Object.freeze({ fn, instances });
  known.set(made, {
    domains: before.domains,
    fairness: instances.map((values, i) => (which === null || which(...values) ? fairness : before.fairness[i]!)),
  });
  return made;
}

/** Names the instances: a bare function is the only one of its family. */
export function makeFamily(name: string, given: AuthorFunction | Instances, usual: Fairness): Family {
  const { fn, instances } = isInstances(given) ? given : { fn: given, instances: [[]] };
  const { domains, fairness } = isInstances(given) ? known.get(given)! : { domains: [], fairness: [null] };
  const family = { name, fn, instances, fairness: fairness.map((own) => own ?? usual) };
  known.set(family, { domains, fairness });
  return Object.freeze(family);
}

/** The arguments of one instance as its function takes them: composites as views of their own. */
export function argumentsOf(family: Family, instance: number): readonly unknown[] {
  const { domains } = known.get(family) ?? { domains: [] };
  return family.instances[instance]!.map((value, i) => detached(domains[i]!, value));
}
