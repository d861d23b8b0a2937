// `spec(name, { … })`: what the author declares, checked as a whole and made a Definition. Everything that can be wrong
// without looking at code is refused here, all of it in one SpecError; code is the lowering's business.

import type { AuthorFunction, Definition, Family, Scenario } from "../definition.ts";
import type { Expectation } from "../program/program.ts";
import { type Diagnostic, SpecError } from "../source/diagnostic.ts";
import { suggestions } from "../source/suggest.ts";
import { rememberFile } from "./declared-in.ts";
import { type Instances, isInstances, makeFamily } from "./each.ts";
import { currentParameters, isEvaluating } from "./evaluation.ts";
import { currentExecution } from "./execution.ts";
import { argumentError, declarationError } from "./fault.ts";
import { plain } from "./plain.ts";
import { formulaNode, type TemporalFormula } from "./temporal.ts";

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

export interface SpecDeclaration<
  A extends string,
  Q extends string,
  R extends string,
  S extends string,
  T extends string,
> {
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
  /** What holds of every run that is fair; made by `eventually`, `leadsTo` and their like. */
  readonly temporal?: Readonly<Record<T, TemporalFormula>>;
  /** Confines the exploration: states outside are not expanded. */
  readonly within?: Property;
  /** Where ending is no deadlock; `true` turns the check for deadlock off. */
  readonly mayEnd?: true | Property;
  readonly scenarios?: Readonly<Record<string, ScenarioDeclaration<NoInfer<A | Q | R | S | T>>>>;
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
  T extends string = never,
>(name: string, declaration: SpecDeclaration<A, Q, R, S, T>): Definition {
  if (currentExecution() !== null) {
    throw declarationError("spec(…) inside a step or a property", "a spec is declared at module level");
  }
  const definition = new Declaration(name, declaration as Loose).finish();
  if (!isEvaluating()) rememberFile(definition, spec);
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
  "temporal",
  "within",
  "mayEnd",
  "scenarios",
] as const;
const SCENARIO_KEYS = ["set", "check", "expect", "states", "steps", "slow"] as const;
const EXPECTATIONS = '"holds", "deadlocks", { violates: "a property" } or { fails: "a label" }';

type Path = readonly (string | number)[];

/** A part of the declaration in words, and the keys that lead to it. */
interface Where {
  readonly what: string;
  readonly path: readonly string[];
}

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
      throw argumentError([0], "spec(…): its first argument is its name, a string", 'write spec("name", { … })');
    }
    if (!isRecord(this.#given)) {
      throw argumentError([1], "spec(name, { … }): its second argument is missing", "write { processes: { worker } }");
    }
    this.#checkKeys("spec", this.#given, KEYS, []);
    const processes = this.#families("processes");
    const actions = this.#families("actions");
    for (const { name } of actions) {
      if (!processes.some((process) => process.name === name)) continue;
      this.#refuseKey(["actions", name], `"${name}" is both a process and an action`, "rename one");
    }
    if (processes.length + actions.length === 0 && this.#faults.length === 0) {
      this.#refuse([], "a spec needs processes or actions", "processes: { worker } or actions: { step }");
    }
    const always = this.#properties("always");
    const quiescent = this.#properties("quiescent");
    const reachable = this.#properties("reachable");
    const step = this.#properties("step");
    const temporal = this.#temporal();
    const properties = new Set<string>();
    for (const [group, declared] of Object.entries({ always, quiescent, reachable, step, temporal })) {
      for (const name of declared.keys()) {
        if (properties.has(name)) this.#refuseKey([group, name], `two properties are called "${name}"`, "rename one");
        properties.add(name);
      }
    }
    // A scenario may name one that was refused: that is one mistake, not two.
    for (const group of ["always", "quiescent", "reachable", "step", "temporal"]) {
      for (const name of Object.keys(this.#given[group] ?? {})) properties.add(name);
    }
    const { mayEnd } = this.#given;
    const definition: Definition = {
      name: this.#name,
      processes,
      actions,
      init: this.#optionalFunction("init"),
      ...{ always, quiescent, reachable, step, temporal },
      within: this.#optionalFunction("within"),
      mayEnd: mayEnd === true ? true : this.#optionalFunction("mayEnd"),
      scenarios: this.#scenarios([...properties]),
    };
    if (this.#faults.length > 0) throw new SpecError(this.#faults);
    return definition;
  }

  /** A fault of the value at a path of keys in the declaration. */
  #refuse(path: Path, message: string, ...hints: readonly string[]): void {
    this.#faults.push({ message, hints, argument: { path: path.length === 0 ? [] : [1, ...path] } });
  }

  /** A fault of the key at the end of the path. */
  #refuseKey(path: Path, message: string, ...hints: readonly string[]): void {
    this.#faults.push({ message, hints, argument: { path: [1, ...path], key: true } });
  }

  #checkKeys(where: string, given: Loose, keys: readonly string[], path: Path): void {
    for (const key of Object.keys(given)) {
      if (keys.includes(key)) continue;
      this.#refuseKey([...path, key], `${where}: there is no "${key}"`, ...suggestions(key, keys));
    }
  }

  /** The entries of a group such as `always`; none if it is left out. */
  #group(key: string): readonly (readonly [string, unknown])[] {
    const group = this.#given[key];
    if (group === undefined) return [];
    if (isRecord(group)) return Object.entries(group);
    this.#refuse([key], `${key} is not an object`, `${key}: { name: … }`);
    return [];
  }

  #families(key: "processes" | "actions"): Family[] {
    const families: Family[] = [];
    const what = key === "processes" ? "process" : "action";
    for (const [name, given] of this.#group(key)) {
      if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) {
        this.#refuseKey(
          [key, name],
          `the name of the ${what} "${name}" is no identifier`,
          "schedules are words made of these names",
        );
        continue;
      }
      const fn: unknown = isInstances(given) ? given.fn : given;
      if (!this.#isFunction(fn, key === "processes", `the ${what} ${name}`, [key, name])) continue;
      const family = makeFamily(name, isInstances(given) ? given : fn, key === "processes" ? "weak" : "none");
      const taken = family.instances[0]?.length ?? fn.length;
      if (fn.length > taken) {
        this.#refuse(
          [key, name],
          `the ${what} ${name} takes ${count(fn.length, "parameter")} and is given ${taken}`,
          taken === 0 ? `each(${name}, 2) numbers two instances` : `each(${name}, …) takes a domain for each parameter`,
        );
      }
      families.push(family);
    }
    return families;
  }

  #isFunction(given: unknown, isGenerator: boolean, what: string, path: Path): given is AuthorFunction {
    if (typeof given !== "function") {
      const [group] = path;
      const form = isGenerator
        ? "name a generator function: function* worker() { … }"
        : group === "actions" || group === "init"
          ? "name a function: function step() { … }"
          : `write ${group === "mayEnd" ? "true, or " : ""}a condition: () => …`;
      this.#refuse(path, `${what} is not a function`, form);
      return false;
    }
    const tag = Object.prototype.toString.call(given);
    if (tag.includes("Async")) {
      this.#refuse(path, `${what} is async`, "waiting is yield and when(…)");
    } else if (isGenerator && tag !== "[object GeneratorFunction]") {
      this.#refuse(path, `${what} is no generator function`, "write function*, or move it to actions");
    } else if (!isGenerator && tag === "[object GeneratorFunction]") {
      this.#refuse(
        path,
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
      if (name.trim() === "") this.#refuseKey([key, name], `${key}: a property has no name`, "write a sentence");
      if (this.#isPlain(given, `${key}: "${name}"`, [key, name])) properties.set(name, given);
    }
    return properties;
  }

  #temporal(): ReadonlyMap<string, TemporalFormula> {
    const properties = new Map<string, TemporalFormula>();
    for (const [name, given] of this.#group("temporal")) {
      const path = ["temporal", name];
      if (name.trim() === "") this.#refuseKey(path, "temporal: a property has no name", "write a sentence");
      if (typeof given === "object" && formulaNode(given) !== null) properties.set(name, given as TemporalFormula);
      else {
        const hint = "write eventually(() => …), leadsTo(() => …, () => …), or what else sentences are made of";
        this.#refuse(path, `temporal: "${name}" is no temporal formula`, hint);
      }
    }
    return properties;
  }

  #isPlain(given: unknown, what: string, path: Path): given is AuthorFunction {
    if (!this.#isFunction(given, false, what, path)) return false;
    if (given.length > 0) this.#refuse(path, `${what} takes a parameter`, "it is called without arguments");
    return true;
  }

  #optionalFunction(key: string): AuthorFunction | null {
    const given = this.#given[key];
    return given !== undefined && this.#isPlain(given, key, [key]) ? given : null;
  }

  #scenarios(properties: readonly string[]): ReadonlyMap<string, Scenario> {
    const scenarios = new Map<string, Scenario>();
    for (const [name, given] of this.#group("scenarios")) {
      const at: Where = { what: `scenario "${name}"`, path: ["scenarios", name] };
      if (!isRecord(given)) {
        this.#refuse(at.path, `${at.what} is not an object`, 'write { expect: "holds" }');
        continue;
      }
      const faults = this.#faults.length;
      this.#checkKeys(at.what, given, SCENARIO_KEYS, at.path);
      // A misspelt key may well be the one that is missing.
      const misspelt = this.#faults.length > faults && given.expect === undefined;
      const check = this.#checked(at, given.check, properties);
      scenarios.set(name, {
        name,
        set: this.#settings(at, given.set),
        check,
        expect: misspelt ? { kind: "holds" } : this.#expectation(at, given.expect, properties, check),
        states: this.#count(at, "states", given.states),
        steps: this.#count(at, "steps", given.steps),
        slow: given.slow === true,
      });
    }
    return scenarios;
  }

  /** Values are judged when the scenario is loaded: their domains may depend on one another. */
  #settings(at: Where, given: unknown): Scenario["set"] {
    if (given === undefined) return {};
    if (!isRecord(given)) {
      this.#refuse([...at.path, "set"], `${at.what}: set is not an object`, "set: { parameter: value }");
      return {};
    }
    const names = currentParameters().map((parameter) => parameter.name);
    for (const name of Object.keys(given)) {
      if (!isEvaluating() || names.includes(name)) continue;
      const hints = names.length === 0 ? ["the spec has no parameters"] : suggestions(name, names);
      this.#refuseKey([...at.path, "set", name], `${at.what}: there is no parameter ${name}`, ...hints);
    }
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, plain(value)]));
  }

  #checked(at: Where, given: unknown, properties: readonly string[]): readonly string[] | null {
    if (given === undefined) return null;
    const path = [...at.path, "check"];
    if (!Array.isArray(given)) {
      this.#refuse(path, `${at.what}: check is not an array of names`, 'check: ["a property"]');
      return null;
    }
    for (const [i, name] of given.entries()) this.#requireProperty(at.what, [...path, i], name, properties);
    return given.map(String);
  }

  #requireProperty(where: string, path: Path, name: unknown, properties: readonly string[]): void {
    if (typeof name === "string" && properties.includes(name)) return;
    const hints = properties.length === 0 ? ["the spec has no properties"] : suggestions(String(name), properties);
    if (typeof name === "string") this.#refuse(path, `${where}: there is no property "${name}"`, ...hints);
    else this.#refuse(path, `${where}: a property is named by a string`, ...hints);
  }

  #expectation(
    { what, path }: Where,
    given: unknown,
    properties: readonly string[],
    check: readonly string[] | null,
  ): Expectation {
    if (given === "holds" || given === "deadlocks") return { kind: given };
    if (isRecord(given) && Object.keys(given).length === 1) {
      const { violates, fails } = given;
      if (typeof fails === "string") return { kind: "fails", label: fails };
      if (typeof violates === "string") {
        const at = [...path, "expect", "violates"];
        this.#requireProperty(what, at, violates, properties);
        if (check !== null && properties.includes(violates) && !check.includes(violates)) {
          const message = `${what}: it expects to violate "${violates}", which it does not check`;
          this.#refuse(at, message, "add it to check, or leave check out");
        }
        return { kind: "violates", property: violates };
      }
    }
    if (given === undefined) this.#refuseKey(path, `${what} expects nothing`, `expect: ${EXPECTATIONS}`);
    else this.#refuse([...path, "expect"], `${what}: unknown expectation`, `expect: ${EXPECTATIONS}`);
    return { kind: "holds" };
  }

  #count({ what, path }: Where, key: string, given: unknown): number | null {
    if (given === undefined) return null;
    if (typeof given === "number" && Number.isInteger(given) && given >= 0) return given;
    this.#refuse([...path, key], `${what}: ${key} is not a count`, "it is an integer from 0 on");
    return null;
  }
}

function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
