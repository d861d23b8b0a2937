// Parameters: named domains whose values an invocation may set. What comes in are domains, defaults derived from the
// others, and the settings of the evaluation; what goes out are constants. An explicit setting always wins.

import type { Parameter } from "../definition.ts";
import type { Domain, Value } from "../program/domain.ts";
import { canonical, contains, parseValue, showValue } from "../program/enumerate.ts";
import { showDomain } from "../program/value-text.ts";
import { SpecError } from "../source/diagnostic.ts";
import { suggestions } from "../source/suggest.ts";
import { asDomain, bool, fieldsOf } from "./domains.ts";
import { currentParameters, currentSettings, isEvaluating, recordFault, recordParameter } from "./evaluation.ts";
import { currentExecution } from "./execution.ts";
import { argumentError, declarationError } from "./fault.ts";
import { plain } from "./plain.ts";
import type { DomainOf, ValueOf } from "./types.ts";
import { rootPlace } from "./view.ts";

type Domains = Readonly<Record<string, DomainOf<unknown>>>;
type Values<D> = { readonly [K in keyof D]: ValueOf<D[K]> };
type Widened<T> = T extends boolean ? boolean : T extends number ? number : T extends string ? string : T;
type Derived<D, E> = Values<D> & { readonly [K in Exclude<keyof E, keyof D>]: Widened<E[K]> };

/**
 * Declares parameters by their domains; a domain's initial value is the default. `derive` computes defaults from the
 * others, for parameters declared before it or, if they are true or false, for new ones.
 */
export function params<const D extends Domains>(domains: D): { readonly [K in keyof D]: ValueOf<D[K]> };
export function params<const D extends Domains, const E extends Readonly<Record<string, unknown>>>(
  domains: D,
  derive: (values: Values<D>) => E,
): { readonly [K in keyof Derived<D, E>]: Derived<D, E>[K] };
export function params(domains: Domains, derive?: (values: never) => Readonly<Record<string, unknown>>): unknown {
  if (currentExecution() !== null) {
    throw declarationError("params(…) inside a step or a property", "parameters are declared at module level");
  }
  const declared = new Map<string, Parameter>();
  for (const [name, domain] of Object.entries(fieldsOf("params", domains))) {
    declared.set(name, { name, domain, value: setting(name, domain) ?? domain.initial });
  }
  if (derive !== undefined) {
    const basis = [...declared.values()];
    const defaults = deriving(basis, () => derive(constants(basis) as never));
    for (const [name, given] of Object.entries(defaults)) {
      const domain = declared.get(name)?.domain ?? newDomain(name, given);
      const value = setting(name, domain) ?? defaultOf(name, domain, given);
      declared.set(name, { name, domain, value });
    }
  }
  const known = currentParameters().map((parameter) => parameter.name);
  for (const parameter of declared.values()) {
    if (isEvaluating() && known.includes(parameter.name)) {
      const { name } = parameter;
      const argument = { path: [0, name], key: true };
      const hints = ["import it from the module that declares it, or rename one"];
      throw new SpecError([{ message: `the parameter "${name}" is declared twice`, hints, argument }]);
    }
    recordParameter(parameter);
  }
  return constants([...declared.values()]);
}

/** What the invocation asks for; null if it does not, or if it cannot be had (which is recorded). */
function setting(name: string, domain: Domain): Value | null {
  const settings = currentSettings();
  if (!Object.hasOwn(settings, name)) return null;
  const given = settings[name]!;
  if (typeof given === "string") {
    const parsed = parseValue(domain, given);
    if (parsed.ok) return parsed.value;
    recordFault({ message: `${name}: ${parsed.message}`, hints: parsed.hints });
    return null;
  }
  const value = shaped(domain, plain(given));
  if (contains(domain, value)) return canonical(domain, value);
  recordFault({ message: `${name}: ${showValue(value)} is not ${showDomain(domain)}`, hints: [] });
  return null;
}

/** Sets and maps may be given by arrays of what is in them, as where a domain is declared. */
function shaped(domain: Domain, value: Value): Value {
  if (!Array.isArray(value)) return value;
  if (domain.kind === "set") return new Set(value);
  const isPairs = value.every((pair) => Array.isArray(pair) && pair.length === 2);
  return domain.kind === "map" && isPairs ? new Map(value as [Value, Value][]) : value;
}

function newDomain(name: string, given: unknown): Domain {
  if (typeof given === "boolean") return asDomain(bool());
  throw argumentError(
    [1],
    `params(…): the derived parameter "${name}" has no domain`,
    `declare it beside the others, as in params({ ${name}: int(0, 3) }, …)`,
  );
}

function defaultOf(name: string, domain: Domain, given: unknown): Value {
  const value = shaped(domain, plain(given));
  if (contains(domain, value)) return canonical(domain, value);
  throw argumentError(
    [1],
    `params(…): the derived default of "${name}", ${showValue(value)}, is not ${showDomain(domain)}`,
    "derive a value of its domain",
  );
}

function constants(parameters: readonly Parameter[]): Readonly<Record<string, unknown>> {
  const values = parameters.map(({ name, domain, value }) => {
    const refuse = (): never => {
      throw declarationError(`${name} is a parameter and cannot be written`, "copy(…) gives a value to work on");
    };
    return [name, rootPlace(domain, { read: () => value, write: refuse }).view()] as const;
  });
  return Object.freeze(Object.fromEntries(values));
}

let basisOfDefaults: readonly Parameter[] = [];

/** While defaults are derived, `since` knows the parameters they are derived from. */
function deriving<T>(basis: readonly Parameter[], derive: () => T): T {
  basisOfDefaults = basis;
  try {
    return derive();
  } finally {
    basisOfDefaults = [];
  }
}

/** Whether a parameter's value is `first` or listed after it: `since(p.kernel, "6.1")`, by the order of its `oneOf`. */
export function since<T extends string>(value: T, first: NoInfer<T>): boolean {
  const parameters = currentExecution()?.parameters ?? [...basisOfDefaults, ...currentParameters()];
  return isSince(parameters, value, first);
}

/** `since` among given parameters: for whoever folds it after the evaluation has ended. */
export function isSince(parameters: readonly Parameter[], value: string, first: string): boolean {
  const orders = parameters.flatMap(({ domain }) =>
    domain.kind === "oneOf" && domain.values.includes(value) ? [domain.values] : [],
  );
  if (orders.length === 0) {
    throw declarationError(`since("${value}", …): no parameter takes this value`, "its first argument is a parameter");
  }
  const answers = new Set<boolean>();
  for (const values of orders) {
    if (values.includes(first)) answers.add(values.indexOf(value) >= values.indexOf(first));
  }
  if (answers.size === 0) {
    throw argumentError(
      [1],
      `since(…, "${first}"): the parameter has no such value`,
      ...suggestions(first, orders.flat()),
    );
  }
  if (answers.size === 2) {
    throw declarationError(
      `since("${value}", "${first}"): two parameters list these in different order`,
      "give the values of one parameter other names",
    );
  }
  return answers.has(true);
}
