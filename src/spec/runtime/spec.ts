// `spec(name, { … })`: what the author declares, checked as a whole and made a Definition. Everything that can be wrong
// without looking at code is refused here, all of it in one SpecError; code is the lowering's business.

import type { AuthorFunction, Definition, Family, Scenario } from "../definition.ts";
import type { Expectation } from "../program/program.ts";
import { type Diagnostic, SpecError } from "../source/diagnostic.ts";
import { suggestions } from "../source/suggest.ts";
import { type Instances, isInstances, makeFamily } from "./each.ts";
import { currentParameters, isEvaluating } from "./evaluation.ts";
import { currentExecution } from "./execution.ts";
import { declarationError } from "./fault.ts";
import { plain } from "./plain.ts";

/** A process: a generator function without parameters, or `each` of one with. It yields the labels of its steps. */
export type Process = (() => Generator<string, unknown, undefined>) | Instances<Generator<string, unknown, undefined>>;
/** An action: a plain function, one atomic step. */
export type Action = (() => void) | Instances<void>;
export type Property = () => boolean | number;
/** A value of a parameter as a scenario gives it. */
export type Setting = number | boolean | string | object;

export interface ScenarioDeclaration<P extends string> {
  /** Parameters that differ from their defaults. */
  readonly set?: Readonly<Record<string, Setting>>;
  /** Properties to check; all by default. Deadlock, errors and assertions are always checked. */
  readonly check?: readonly P[];
  /** What checking must find. */
  readonly expect: "holds" | "deadlocks" | { readonly violates: P } | { readonly fails: string };
  /** Exact number of distinct states. */
  readonly states?: number;
  /** Exact number of steps of the counterexample. */
  readonly steps?: number;
  /** Left out of quick runs. */
  readonly slow?: boolean;
}

export interface SpecDeclaration<A extends string, Q extends string, R extends string, S extends string> {
  readonly processes?: Readonly<Record<string, Process>>;
  readonly actions?: Readonly<Record<string, Action>>;
  /** Runs once on the initial values, before everything else; may `choose`. */
  readonly init?: () => void;
  /** What holds in every state. */
  readonly always?: Readonly<Record<A, Property>>;
  /** What holds wherever nothing but optional steps is left to do. */
  readonly quiescent?: Readonly<Record<Q, Property>>;
  /** What holds in some state. */
  readonly reachable?: Readonly<Record<R, Property>>;
  /** What holds of every step; `old` and `by` speak of it. */
  readonly step?: Readonly<Record<S, Property>>;
  /** Confines the exploration: states outside are not expanded. */
  readonly within?: Property;
  /** Where ending is no deadlock; `true` turns the check for deadlock off. */
  readonly mayEnd?: true | Property;
  readonly scenarios?: Readonly<Record<string, ScenarioDeclaration<NoInfer<A | Q | R | S>>>>;
}

const definitions = new WeakSet<object>();

/** Whether the value is what `spec` gives. */
export function isDefinition(value: unknown): value is Definition {
  return typeof value === "object" && value !== null && definitions.has(value);
}

/** Declares the specification; a spec's file exports it as its default. */
export function spec<
  A extends string = never,
  Q extends string = never,
  R extends string = never,
  S extends string = never,
>(name: string, declaration: SpecDeclaration<A, Q, R, S>): Definition {
  if (currentExecution() !== null) throw declarationError("spec(…) inside a step or a property");
  const definition = new Declaration(name, declaration as Loose).finish();
  definitions.add(Object.freeze(definition));
  return definition;
}

type Loose = Readonly<Record<string, unknown>>;

const KEYS = [
  "processes",
  "actions",
  "init",
  "always",
  "quiescent",
  "reachable",
  "step",
  "within",
  "mayEnd",
  "scenarios",
] as const;
const SCENARIO_KEYS = ["set", "check", "expect", "states", "steps", "slow"] as const;
const EXPECTATIONS = '"holds", "deadlocks", { violates: "a property" } or { fails: "a label" }';

/** What has been found wrong so far, with the declaration it is found in. */
class Declaration {
  readonly #name: string;
  readonly #given: Loose;
  readonly #faults: Diagnostic[] = [];

  constructor(name: string, given: Loose) {
    this.#name = name;
    this.#given = given;
  }

  finish(): Definition {
    if (typeof this.#name !== "string" || this.#name.trim() === "") {
      throw declarationError("spec(…): its first argument is its name, a string");
    }
    if (!isRecord(this.#given)) throw declarationError("spec(name, { … }): its second argument is missing");
    this.#checkKeys("spec", this.#given, KEYS);
    const processes = this.#families("processes");
    const actions = this.#families("actions");
    for (const { name } of actions) {
      if (processes.some((process) => process.name === name)) this.#refuse(`"${name}" is both a process and an action`);
    }
    if (processes.length + actions.length === 0 && this.#faults.length === 0) {
      this.#refuse("a spec needs processes or actions", "processes: { worker } or actions: { step }");
    }
    const always = this.#properties("always");
    const quiescent = this.#properties("quiescent");
    const reachable = this.#properties("reachable");
    const step = this.#properties("step");
    const properties = [always, quiescent, reachable, step].flatMap((group) => [...group.keys()]);
    for (const [i, name] of properties.entries()) {
      if (properties.indexOf(name) !== i) this.#refuse(`two properties are called "${name}"`);
    }
    const { mayEnd } = this.#given;
    const definition: Definition = {
      name: this.#name,
      processes,
      actions,
      init: this.#optionalFunction("init"),
      ...{ always, quiescent, reachable, step },
      within: this.#optionalFunction("within"),
      mayEnd: mayEnd === true ? true : this.#optionalFunction("mayEnd"),
      scenarios: this.#scenarios(properties),
    };
    if (this.#faults.length > 0) throw new SpecError(this.#faults);
    return definition;
  }

  #refuse(message: string, ...hints: readonly string[]): void {
    this.#faults.push({ message, hints });
  }

  #checkKeys(where: string, given: Loose, keys: readonly string[]): void {
    for (const key of Object.keys(given)) {
      if (!keys.includes(key)) this.#refuse(`${where}: there is no "${key}"`, ...suggestions(key, keys));
    }
  }

  /** The entries of a group such as `always`; none if it is left out. */
  #group(key: string): readonly (readonly [string, unknown])[] {
    const group = this.#given[key];
    if (group === undefined) return [];
    if (isRecord(group)) return Object.entries(group);
    this.#refuse(`${key} is not an object`, `${key}: { name: … }`);
    return [];
  }

  #families(key: "processes" | "actions"): Family[] {
    const families: Family[] = [];
    const what = key === "processes" ? "process" : "action";
    for (const [name, given] of this.#group(key)) {
      if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) {
        this.#refuse(`the name of the ${what} "${name}" is no identifier`, "schedules are words made of these names");
        continue;
      }
      const fn: unknown = isInstances(given) ? given.fn : given;
      if (!this.#isFunction(fn, key === "processes", `the ${what} ${name}`)) continue;
      const family = makeFamily(name, isInstances(given) ? given : fn);
      const taken = family.instances[0]?.length ?? fn.length;
      if (fn.length > taken) {
        this.#refuse(
          `the ${what} ${name} takes ${count(fn.length, "parameter")} and is given ${taken}`,
          taken === 0 ? `each(${name}, 2) numbers two instances` : `each(${name}, …) takes a domain for each parameter`,
        );
      }
      families.push(family);
    }
    return families;
  }

  #isFunction(given: unknown, isGenerator: boolean, what: string): given is AuthorFunction {
    if (typeof given !== "function") {
      this.#refuse(`${what} is not a function`);
      return false;
    }
    const tag = Object.prototype.toString.call(given);
    if (tag.includes("Async")) {
      this.#refuse(`${what} is async`, "waiting is yield and when(…)");
    } else if (isGenerator && tag !== "[object GeneratorFunction]") {
      this.#refuse(`${what} is no generator function`, "write function*, or move it to actions");
    } else if (!isGenerator && tag === "[object GeneratorFunction]") {
      this.#refuse(
        `${what} is a generator function`,
        what.startsWith("the action") ? "move it to processes" : "write function",
      );
    } else {
      return true;
    }
    return false;
  }

  #properties(key: string): ReadonlyMap<string, AuthorFunction> {
    const properties = new Map<string, AuthorFunction>();
    for (const [name, given] of this.#group(key)) {
      if (name.trim() === "") this.#refuse(`${key}: a property has no name`);
      if (this.#isPlain(given, `${key}: "${name}"`)) properties.set(name, given);
    }
    return properties;
  }

  #isPlain(given: unknown, what: string): given is AuthorFunction {
    if (!this.#isFunction(given, false, what)) return false;
    if (given.length > 0) this.#refuse(`${what} takes a parameter`, "it is called without arguments");
    return true;
  }

  #optionalFunction(key: string): AuthorFunction | null {
    const given = this.#given[key];
    return given !== undefined && this.#isPlain(given, key) ? given : null;
  }

  #scenarios(properties: readonly string[]): ReadonlyMap<string, Scenario> {
    const scenarios = new Map<string, Scenario>();
    for (const [name, given] of this.#group("scenarios")) {
      const where = `scenario "${name}"`;
      if (!isRecord(given)) {
        this.#refuse(`${where} is not an object`, '{ expect: "holds" }');
        continue;
      }
      this.#checkKeys(where, given, SCENARIO_KEYS);
      const check = this.#checked(where, given.check, properties);
      scenarios.set(name, {
        name,
        set: this.#settings(where, given.set),
        check,
        expect: this.#expectation(where, given.expect, properties, check),
        states: this.#count(where, "states", given.states),
        steps: this.#count(where, "steps", given.steps),
        slow: given.slow === true,
      });
    }
    return scenarios;
  }

  /** Values are judged when the scenario is loaded: their domains may depend on one another. */
  #settings(where: string, given: unknown): Scenario["set"] {
    if (given === undefined) return {};
    if (!isRecord(given)) {
      this.#refuse(`${where}: set is not an object`, "set: { parameter: value }");
      return {};
    }
    const names = currentParameters().map((parameter) => parameter.name);
    for (const name of Object.keys(given)) {
      if (!isEvaluating() || names.includes(name)) continue;
      const hints = names.length === 0 ? ["the spec has no parameters"] : suggestions(name, names);
      this.#refuse(`${where}: there is no parameter ${name}`, ...hints);
    }
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, plain(value)]));
  }

  #checked(where: string, given: unknown, properties: readonly string[]): readonly string[] | null {
    if (given === undefined) return null;
    if (!Array.isArray(given)) {
      this.#refuse(`${where}: check is not an array of names`);
      return null;
    }
    for (const name of given) this.#requireProperty(where, name, properties);
    return given.map(String);
  }

  #requireProperty(where: string, name: unknown, properties: readonly string[]): void {
    if (typeof name === "string" && properties.includes(name)) return;
    const hints = properties.length === 0 ? ["the spec has no properties"] : suggestions(String(name), properties);
    this.#refuse(`${where}: there is no property "${String(name)}"`, ...hints);
  }

  #expectation(
    where: string,
    given: unknown,
    properties: readonly string[],
    check: readonly string[] | null,
  ): Expectation {
    if (given === "holds" || given === "deadlocks") return { kind: given };
    if (isRecord(given) && Object.keys(given).length === 1) {
      const { violates, fails } = given;
      if (typeof fails === "string") return { kind: "fails", label: fails };
      if (typeof violates === "string") {
        this.#requireProperty(where, violates, properties);
        if (check !== null && properties.includes(violates) && !check.includes(violates)) {
          this.#refuse(`${where}: it expects to violate "${violates}", which it does not check`);
        }
        return { kind: "violates", property: violates };
      }
    }
    this.#refuse(
      given === undefined ? `${where} expects nothing` : `${where}: unknown expectation`,
      `expect: ${EXPECTATIONS}`,
    );
    return { kind: "holds" };
  }

  #count(where: string, key: string, given: unknown): number | null {
    if (given === undefined) return null;
    if (typeof given === "number" && Number.isInteger(given) && given >= 0) return given;
    this.#refuse(`${where}: ${key} is not a count`);
    return null;
  }
}

function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
