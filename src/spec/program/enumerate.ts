// Domain order: the values of a domain as the numbers 0 … size-1, without listing them. Choices, schedules, instances of
// `each`, iteration and the layout of sets and maps all count in this order, so it is defined here once:
//
//   int      ascending from lo
//   bool     false, true
//   oneOf    as listed
//   record   lexicographic, the first field most significant
//   union    by variant as listed, then as its record
//   array    lexicographic, element 0 most significant
//   list     by length, then lexicographic
//   set      by the number whose bit i says whether the i-th value of the element domain is a member
//   map      by the number whose digit i stands for the i-th key (the first key least significant): 0 for absent,
//            else 1 plus the index of the value
//
// The invariant: valueAt(d, indexOf(d, v)) equals v, and indexOf(d, valueAt(d, i)) is i.

import { unreachable } from "../source/diagnostic.ts";
import type { Domain, ListDomain, MapDomain, RecordDomain, SetDomain, UnionDomain, Value } from "./domain.ts";

export { type ParsedValue, parseValue, showValue } from "./value-text.ts";

/** Sizes above this are Infinity: nothing can be counted or chosen from that many values. */
const MOST = 2 ** 31;

const sizes = new WeakMap<Domain, number>();

/** Number of values, or Infinity above 2^31. */
export function domainSize(domain: Domain): number {
  let size = sizes.get(domain);
  if (size === undefined) {
    size = computeSize(domain);
    if (size > MOST) size = Number.POSITIVE_INFINITY;
    sizes.set(domain, size);
  }
  return size;
}

function computeSize(domain: Domain): number {
  switch (domain.kind) {
    case "int":
      return domain.hi - domain.lo + 1;
    case "bool":
      return 2;
    case "oneOf":
      return domain.values.length;
    case "record":
      return Object.values(domain.fields).reduce((product, field) => product * domainSize(field), 1);
    case "union":
      return domain.variants.reduce((sum, variant) => sum + domainSize(variant), 0);
    case "array":
      return domainSize(domain.element) ** domain.length;
    case "list":
      return listsShorterThan(domain, domain.capacity + 1);
    case "set":
      return 2 ** domainSize(domain.element);
    case "map":
      return (domainSize(domain.value) + 1) ** domainSize(domain.key);
    default:
      return unreachable(domain);
  }
}

/** Number of lists with fewer than `length` elements: the index of the first list of that length. */
function listsShorterThan(domain: ListDomain, length: number): number {
  const size = domainSize(domain.element);
  if (size === 1) return length;
  let sum = 0;
  for (let k = 0, power = 1; k < length && sum <= MOST; k++, power *= size) sum += power;
  return sum;
}

/** The value at a position of the domain order. The index must be an integer from 0 to the size less one. */
export function valueAt(domain: Domain, index: number): Value {
  const size = domainSize(domain);
  if (!(Number.isInteger(index) && index >= 0 && index < size)) {
    throw new Error(`no value number ${index} in a domain of ${size}; please report this`);
  }
  return build(domain, index);
}

function build(domain: Domain, index: number): Value {
  switch (domain.kind) {
    case "int":
      return domain.lo + index;
    case "bool":
      return index === 1;
    case "oneOf":
      return domain.values[index]!;
    case "record": {
      const fields = Object.entries(domain.fields);
      const digits = toDigits(
        fields.map(([, field]) => domainSize(field)),
        index,
      );
      return Object.fromEntries(fields.map(([name, field], i) => [name, build(field, digits[i]!)]));
    }
    case "union": {
      let rest = index;
      for (const variant of domain.variants) {
        const size = domainSize(variant);
        if (rest < size) return build(variant, rest);
        rest -= size;
      }
      throw new Error("a union smaller than its size; please report this");
    }
    case "array":
      return buildSequence(domain.element, domain.length, index);
    case "list": {
      let length = 0;
      while (listsShorterThan(domain, length + 1) <= index) length++;
      return buildSequence(domain.element, length, index - listsShorterThan(domain, length));
    }
    case "set": {
      const members = new Set<Value>();
      for (let i = 0; i < domainSize(domain.element); i++) {
        if ((index >>> i) & 1) members.add(build(domain.element, i));
      }
      return members;
    }
    case "map": {
      const radix = domainSize(domain.value) + 1;
      const entries = new Map<Value, Value>();
      for (let i = 0, rest = index; rest > 0; i++, rest = Math.floor(rest / radix)) {
        const digit = rest % radix;
        if (digit > 0) entries.set(build(domain.key, i), build(domain.value, digit - 1));
      }
      return entries;
    }
    default:
      return unreachable(domain);
  }
}

function buildSequence(element: Domain, length: number, index: number): Value[] {
  const size = domainSize(element);
  return toDigits(new Array<number>(length).fill(size), index).map((digit) => build(element, digit));
}

/** Digits of a number in a mixed radix, the most significant first. */
function toDigits(radices: readonly number[], index: number): number[] {
  const digits = new Array<number>(radices.length);
  let rest = index;
  for (let i = radices.length - 1; i >= 0; i--) {
    digits[i] = rest % radices[i]!;
    rest = Math.floor(rest / radices[i]!);
  }
  return digits;
}

/** Position in the domain order, or -1 for a value outside. The domain must have a finite size. */
export function indexOf(domain: Domain, value: Value): number {
  if (domainSize(domain) === Number.POSITIVE_INFINITY) {
    throw new Error("a domain of more than 2^31 values has no indices; please report this");
  }
  return contains(domain, value) ? position(domain, value) : -1;
}

/** indexOf of a value known to be inside. */
function position(domain: Domain, value: Value): number {
  switch (domain.kind) {
    case "int":
      return (value as number) - domain.lo;
    case "bool":
      return value ? 1 : 0;
    case "oneOf":
      return domain.values.indexOf(value as string);
    case "record":
      return Object.entries(domain.fields).reduce(
        (index, [name, field]) => index * domainSize(field) + position(field, fieldOf(value, name)!),
        0,
      );
    case "union": {
      const variant = variantOf(domain, value)!;
      const before = domain.variants.slice(0, domain.variants.indexOf(variant));
      return before.reduce((sum, other) => sum + domainSize(other), 0) + position(variant, value);
    }
    case "array":
      return sequencePosition(domain.element, value as readonly Value[]);
    case "list": {
      const elements = value as readonly Value[];
      return listsShorterThan(domain, elements.length) + sequencePosition(domain.element, elements);
    }
    case "set":
      return memberIndices(domain, value as ReadonlySet<Value>).reduce((bits, i) => bits + 2 ** i, 0);
    case "map": {
      const radix = domainSize(domain.value) + 1;
      let index = 0;
      for (const [key, held] of value as ReadonlyMap<Value, Value>) {
        index += radix ** position(domain.key, key) * (1 + position(domain.value, held));
      }
      return index;
    }
    default:
      return unreachable(domain);
  }
}

function sequencePosition(element: Domain, values: readonly Value[]): number {
  const size = domainSize(element);
  return values.reduce((index: number, value) => index * size + position(element, value), 0);
}

/** Positions of a set's members in its element domain, ascending. The members must be inside it. */
export function memberIndices(domain: SetDomain | MapDomain, members: Iterable<Value>): number[] {
  const element = domain.kind === "set" ? domain.element : domain.key;
  return [...members].map((member) => position(element, member)).sort((a, b) => a - b);
}

/** The variant that the value's tag names, or null. */
export function variantOf(domain: UnionDomain, value: Value): RecordDomain | null {
  const tag = fieldOf(value, domain.tag);
  return domain.variants.find((variant) => tagOf(domain, variant) === tag) ?? null;
}

/** The literal by which a variant is told from the others. */
export function tagOf(domain: UnionDomain, variant: RecordDomain): string {
  const tag = variant.fields[domain.tag];
  if (tag?.kind !== "oneOf") throw new Error("a variant without its tag; please report this");
  return tag.values[0]!;
}

function fieldOf(value: Value, name: string): Value | undefined {
  return isRecordValue(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Whether the value is a plain record: an object that is no array, set or map. */
export function isRecordValue(value: unknown): value is { readonly [field: string]: Value } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Set) &&
    !(value instanceof Map)
  );
}

/** Whether the value is one of the domain's. Records must have exactly its fields. */
export function contains(domain: Domain, value: Value): boolean {
  switch (domain.kind) {
    case "int":
      return Number.isInteger(value) && (value as number) >= domain.lo && (value as number) <= domain.hi;
    case "bool":
      return typeof value === "boolean";
    case "oneOf":
      return typeof value === "string" && domain.values.includes(value);
    case "record": {
      if (!isRecordValue(value)) return false;
      const fields = Object.entries(domain.fields);
      return (
        Object.keys(value).length === fields.length &&
        fields.every(([name, field]) => Object.hasOwn(value, name) && contains(field, value[name]!))
      );
    }
    case "union": {
      const variant = variantOf(domain, value);
      return variant !== null && contains(variant, value);
    }
    case "array":
      return Array.isArray(value) && value.length === domain.length && allIn(domain.element, value);
    case "list":
      return Array.isArray(value) && value.length <= domain.capacity && allIn(domain.element, value);
    case "set":
      return value instanceof Set && allIn(domain.element, value) && areDistinct(domain, value);
    case "map":
      return (
        value instanceof Map &&
        allIn(domain.key, value.keys()) &&
        allIn(domain.value, value.values()) &&
        areDistinct(domain, value.keys())
      );
    default:
      return unreachable(domain);
  }
}

function allIn(domain: Domain, values: Iterable<Value>): boolean {
  for (const value of values) if (!contains(domain, value)) return false;
  return true;
}

function areDistinct(domain: SetDomain | MapDomain, members: Iterable<Value>): boolean {
  const indices = memberIndices(domain, members);
  return indices.every((index, i) => i === 0 || index !== indices[i - 1]);
}

/** The value before `init` runs. */
export function initialValue(domain: Domain): Value {
  return domain.initial;
}

/** The same value with fields in order of declaration, members and keys in domain order. It must be inside the domain. */
export function canonical(domain: Domain, value: Value): Value {
  switch (domain.kind) {
    case "int":
      return (value as number) + 0; // -0 is 0
    case "bool":
    case "oneOf":
      return value;
    case "record":
      return Object.fromEntries(
        Object.entries(domain.fields).map(([name, field]) => [name, canonical(field, fieldOf(value, name)!)]),
      );
    case "union":
      return canonical(variantOf(domain, value)!, value);
    case "array":
    case "list":
      return (value as readonly Value[]).map((element) => canonical(domain.element, element));
    case "set": {
      const members = [...(value as ReadonlySet<Value>)].map((member) => canonical(domain.element, member));
      return new Set(members.sort((a, b) => position(domain.element, a) - position(domain.element, b)));
    }
    case "map": {
      const entries = [...(value as ReadonlyMap<Value, Value>)].map(
        ([key, held]) => [canonical(domain.key, key), canonical(domain.value, held)] as const,
      );
      return new Map(entries.sort(([a], [b]) => position(domain.key, a) - position(domain.key, b)));
    }
    default:
      return unreachable(domain);
  }
}

/** Equality by value, whatever the order in which sets, maps and fields were built. */
export function equalValues(a: Value, b: Value): boolean {
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((value, i) => equalValues(value, b[i]));
  }
  if (a instanceof Set) {
    return b instanceof Set && a.size === b.size && [...a].every((value) => hasEqual(b, value));
  }
  if (a instanceof Map) {
    return (
      b instanceof Map &&
      a.size === b.size &&
      [...a].every(([key, value]) => [...b].some(([k, v]) => equalValues(k, key) && equalValues(v, value)))
    );
  }
  if (!isRecordValue(a) || !isRecordValue(b)) return false;
  const names = Object.keys(a);
  const other = b;
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && equalValues(a[name]!, other[name]!))
  );
}

function hasEqual(members: ReadonlySet<Value>, value: Value): boolean {
  if (typeof value !== "object") return members.has(value);
  for (const member of members) if (equalValues(member, value)) return true;
  return false;
}
