// The constructors of domains: what an author writes in, checked plain data out. The invariant: every domain made here is
// finite and non-empty, its `initial` lies inside it in canonical form, and it is frozen and known to `isDomain`.

import type { Domain, RecordDomain, Value } from "../program/domain.ts";
import { canonical, contains, domainSize, showValue, valueAt } from "../program/enumerate.ts";
import { showDomain } from "../program/value-text.ts";
import { type Diagnostic, SpecError } from "../source/diagnostic.ts";
import { argumentError, declarationError } from "./fault.ts";
import { plain } from "./plain.ts";
import type {
  BoundedList,
  DomainOf,
  Fields,
  FiniteMap,
  FiniteSet,
  FixedArray,
  Given,
  GivenPart,
  RecordOf,
  ValueOf,
} from "./types.ts";
import { detached } from "./view.ts";

const LEAST = -(2 ** 31);
const GREATEST = 2 ** 31 - 1;
/** Elements of a set and keys of a map: each needs a bit of every state. */
const MOST_MEMBERS = 2 ** 20;

const made = new WeakSet<object>();

/** Whether the value came from a constructor of this file. */
export function isDomain(value: unknown): value is Domain {
  return typeof value === "object" && value !== null && made.has(value);
}

/** Integers from `lo` to `hi`, both included; it starts as `initial`, or as `lo`. */
export function int(lo: number, hi: number, initial: number = lo): DomainOf<number> {
  const shown = `int(${[lo, hi, ...(initial === lo ? [] : [initial])].map(showAny).join(", ")})`;
  for (const [i, bound] of [lo, hi, initial].entries()) {
    if (!Number.isInteger(bound)) {
      const message = `${shown}: ${showAny(bound)} is not an integer`;
      throw argumentError([i], message, "write int(lo, hi), with both bounds included, or int(lo, hi, initial)");
    }
    if (bound < LEAST || bound > GREATEST) {
      throw argumentError([i], `${shown}: ${bound} is outside 32 bits`, `integers go from ${LEAST} to ${GREATEST}`);
    }
  }
  if (lo > hi) throw declarationError(`${shown}: the interval is empty`, `did you mean int(${hi}, ${lo})?`);
  if (initial < lo || initial > hi) {
    throw argumentError([2], `${shown}: it starts outside its interval`, `it starts as one of ${lo}…${hi}`);
  }
  return finish<number>({ kind: "int", lo: lo + 0, hi: hi + 0, initial: initial + 0 });
}

/** `false` and `true`; it starts as `initial`, or as `false`. */
export function bool(initial: boolean = false): DomainOf<boolean> {
  if (typeof initial !== "boolean") {
    throw argumentError([0], `bool(${showAny(initial)}): it starts as true or false`, "write bool(), or bool(true)");
  }
  return finish<boolean>({ kind: "bool", initial });
}

/** One of the strings; it starts as the first. */
export function oneOf<const T extends string>(...values: readonly T[]): DomainOf<T> {
  const first = values[0];
  if (first === undefined) throw declarationError("oneOf(): it needs at least one string", 'write oneOf("a", "b")');
  for (const [i, value] of values.entries()) {
    if (typeof value !== "string") {
      const hint = Array.isArray(value) ? "write the strings themselves: oneOf(...strings)" : 'write oneOf("a", "b")';
      throw argumentError([i], `oneOf(…): ${showAny(value)} is not a string`, hint);
    }
    if (values.indexOf(value) !== i) throw argumentError([i], `oneOf(…): "${value}" is listed twice`, "leave it out");
  }
  return finish<T>({ kind: "oneOf", values: Object.freeze([...values]), initial: first });
}

/** Named fields, each a domain, or a string that it always has (the tag of a union). It starts field by field. */
export function record<const F extends Fields>(
  fields: F,
  initial?: GivenPart<RecordOf<F>>,
): DomainOf<{ -readonly [K in keyof F]: ValueOf<F[K]> }> {
  const domains = fieldsOf("record", fields);
  const defaults = Object.fromEntries(Object.entries(domains).map(([name, domain]) => [name, domain.initial]));
  const domain = { kind: "record", fields: Object.freeze(domains), initial: defaults } as const;
  if (initial === undefined) return finish(domain);
  const start = { ...defaults, ...(plain(initial) as Readonly<Record<string, Value>>) };
  return finish({ ...domain, initial: startOf(domain, start, "record", 1) });
}

/** The domains of named fields: all that is wrong with them in one SpecError. */
export function fieldsOf(maker: string, fields: unknown): Record<string, Domain> {
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) {
    const hint = `write ${maker}({ count: int(0, 3) })`;
    throw argumentError([0], `${maker}(${showAny(fields)}): it takes an object with a domain for each name`, hint);
  }
  const faults: Diagnostic[] = [];
  const domains: Record<string, Domain> = {};
  for (const [name, given] of Object.entries(fields)) {
    const argument = { path: [0, name] };
    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) || name === "__proto__") {
      const message = `${maker}({ "${name}": … }): the name of a field is an identifier`;
      faults.push({ message, hints: ["write it without spaces and signs"], argument: { ...argument, key: true } });
    } else if (typeof given === "string" && maker !== "params") domains[name] = literal(given);
    else if (isDomain(given)) domains[name] = given;
    else faults.push({ ...noDomain(given, `${maker}({ ${name}: … })`), argument });
  }
  if (faults.length > 0) throw new SpecError(faults);
  return domains;
}

function literal(value: string): Domain {
  return asDomain(oneOf(value));
}

/** Records told apart by a field that is another string in each. It starts as the first. */
export function union<const V extends readonly [DomainOf<object>, ...DomainOf<object>[]]>(
  ...variants: V
): DomainOf<ValueOf<V[number]>> {
  const records = variants.map((variant, i) => {
    const domain = domainOf(variant, "union(…)", [i]);
    if (domain.kind !== "record") {
      const message = `union(…): variant ${i + 1} is ${showDomain(domain)}, not a record`;
      throw argumentError([i], message, 'write record({ kind: "commit", … })');
    }
    return domain;
  });
  if (records.length === 0) {
    throw declarationError("union(): it needs at least one record", 'write union(record({ kind: "commit", … }), …)');
  }
  const tag = findTag(records);
  if (tag === null) {
    throw declarationError(
      "union(…): no field tells its records apart",
      'give each record a field that is another string in each, as in record({ kind: "commit" })',
    );
  }
  return finish({ kind: "union", tag, variants: Object.freeze(records), initial: records[0]!.initial });
}

/** The first field that is a literal in every record, another in each. */
function findTag(records: readonly RecordDomain[]): string | null {
  for (const name of Object.keys(records[0]!.fields)) {
    const literals = new Set<string>();
    for (const { fields } of records) {
      const field = fields[name];
      if (field?.kind === "oneOf" && field.values.length === 1) literals.add(field.values[0]!);
    }
    if (literals.size === records.length) return name;
  }
  return null;
}

/** Exactly `length` elements. It starts with each as the element's domain says, or as given. */
export function array<T>(
  length: number,
  element: DomainOf<T>,
  initial?: readonly Given<NoInfer<T>>[],
): DomainOf<FixedArray<T>> {
  checkCount("array", "length", length);
  const of = domainOf(element, "array(…)", [1]);
  const domain = { kind: "array", length, element: of, initial: new Array<Value>(length).fill(of.initial) } as const;
  return finish(initial === undefined ? domain : { ...domain, initial: startOf(domain, initial, "array", 2) });
}

/** Up to `capacity` elements in order. It starts empty, or as given. */
export function list<T>(
  capacity: number,
  element: DomainOf<T>,
  initial: readonly Given<NoInfer<T>>[] = [],
): DomainOf<BoundedList<T>> {
  checkCount("list", "capacity", capacity);
  const domain = { kind: "list", capacity, element: domainOf(element, "list(…)", [1]), initial: [] } as const;
  return finish({ ...domain, initial: startOf(domain, initial, "list", 2) });
}

/** Any of the element's values, each at most once. It starts empty, or as given. */
export function set<T>(element: DomainOf<T>, initial: Iterable<Given<NoInfer<T>>> = []): DomainOf<FiniteSet<T>> {
  const domain = { kind: "set", element: membersOf(element, "set", "element"), initial: new Set<Value>() } as const;
  return finish({ ...domain, initial: startOf(domain, new Set(iterable("set", initial, 1)), "set", 1) });
}

/** At most one value for each key. It starts empty, or as given. */
export function map<K, V>(
  key: DomainOf<K>,
  value: DomainOf<V>,
  initial: Iterable<readonly [Given<NoInfer<K>>, Given<NoInfer<V>>]> = [],
): DomainOf<FiniteMap<K, V>> {
  const domain = {
    kind: "map",
    key: membersOf(key, "map", "key"),
    value: domainOf(value, "map(…)", [1]),
    initial: new Map<Value, Value>(),
  } as const;
  const entries = [...iterable("map", initial, 2)];
  if (!entries.every((entry) => Array.isArray(entry) && entry.length === 2)) {
    throw argumentError([2], "map(…): it starts with pairs of a key and a value", "write [[key, value], …]");
  }
  return finish({ ...domain, initial: startOf(domain, new Map(entries), "map", 2) });
}

function iterable<T>(maker: string, given: Iterable<T>, at: number): Iterable<T> {
  if (typeof given === "object" && given !== null && Symbol.iterator in given) return given;
  throw argumentError(
    [at],
    `${maker}(…): it does not start as ${showAny(given)}`,
    maker === "map" ? "write an array of pairs: [[key, value], …]" : "write an array of what is in it",
  );
}

function checkCount(maker: string, what: string, count: number): void {
  if (!Number.isInteger(count) || count < 0 || count > MOST_MEMBERS) {
    const message = `${maker}(${showAny(count)}, …): its ${what} must be an integer from 0 to ${MOST_MEMBERS}`;
    throw argumentError([0], message, `write ${maker}(${what}, domain)`);
  }
}

/** The domain behind an argument, or an error that names the mistake. */
export function domainOf(value: unknown, where: string, path: readonly (string | number)[] = []): Domain {
  if (isDomain(value)) return value;
  throw new SpecError([{ ...noDomain(value, where), argument: { path } }]);
}

function noDomain(value: unknown, where: string): Diagnostic {
  const isMaker = typeof value === "function" && MAKERS.includes(value.name);
  const hint = isMaker
    ? `call it: ${value.name}(…)`
    : "domains are int, bool, oneOf, record, union, array, list, set and map";
  return { message: `${where}: ${showAny(value)} is not a domain`, hints: [hint] };
}

const MAKERS: readonly string[] = ["int", "bool", "oneOf", "record", "union", "array", "list", "set", "map"];

/** The same object under its plain type. */
export function asDomain(domain: DomainOf<unknown>): Domain {
  return domain as unknown as Domain;
}

function membersOf(value: unknown, maker: string, what: string): Domain {
  const domain = domainOf(value, `${maker}(…)`, [0]);
  const size = domainSize(domain);
  if (size > MOST_MEMBERS) {
    throw argumentError(
      [0],
      `${maker}(…): its ${what} has ${Number.isFinite(size) ? size : "more than 2^31"} values`,
      `every one of them takes room in every state; at most ${MOST_MEMBERS} are possible`,
    );
  }
  return domain;
}

function startOf(domain: Domain, initial: unknown, maker: string, at: number): Value {
  const value = plain(initial);
  if (!contains(domain, value)) {
    throw argumentError(
      [at],
      `${maker}(…): it starts as ${showValue(value)}, which is not ${showDomain(domain)}`,
      "give an initial value of the domain, or leave it out",
    );
  }
  return canonical(domain, value);
}

function showAny(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (Array.isArray(value)) return "an array";
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** Makes a domain iterable in domain order, without the iterator being part of its data. */
function finish<T>(domain: Domain): DomainOf<T> {
  Object.defineProperty(domain, Symbol.iterator, {
    *value(): Generator<unknown> {
      const size = domainSize(domain);
      if (size === Number.POSITIVE_INFINITY) {
        throw declarationError(
          `${showDomain(domain)}: more than 2^31 values cannot be listed`,
          "loop over a smaller domain",
        );
      }
      for (let i = 0; i < size; i++) yield detached(domain, valueAt(domain, i));
    },
  });
  made.add(Object.freeze(domain));
  return domain as unknown as DomainOf<T>;
}
