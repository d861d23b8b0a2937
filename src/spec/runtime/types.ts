// The types an author meets in an editor: what values of a domain are, and how plain values are given for them. Nothing
// here exists at run time. The invariant: array literals are assignable to FixedArray and BoundedList, so that
// `s.rm = ["a", "b"]` and `{ log: [] }` type-check, while elements keep their exact types.

import type { Domain } from "../program/domain.ts";

declare const valueOfDomain: unique symbol;

/**
 * A finite domain of values of type T: what `int`, `record`, `set`, … give. Iterating it gives its values in domain
 * order: `for (const r of RM)`.
 */
export interface DomainOf<out T> extends Iterable<T> {
  readonly kind: Domain["kind"];
  readonly [valueOfDomain]?: T;
}

/** The type of the values of a domain: `type Message = ValueOf<typeof Message>`. */
export type ValueOf<D> = D extends DomainOf<infer T> ? T : D;

/** What fields of records are declared as: a domain, or a string that the field always has (a tag). */
export type Fields = Readonly<Record<string, DomainOf<unknown> | string>>;

export type RecordOf<F> = { -readonly [K in keyof F]: ValueOf<F[K]> };

/** What an initial value is given as: arrays for arrays and lists, `Set`s (or arrays) for sets, `Map`s for maps. */
export type Given<T> =
  T extends FiniteSet<infer E>
    ? Iterable<Given<E>>
    : T extends FiniteMap<infer K, infer V>
      ? ReadonlyMap<Given<K>, Given<V>>
      : T extends FixedArray<infer E>
        ? readonly Given<E>[]
        : T extends object
          ? { readonly [K in keyof T]: Given<T[K]> }
          : T;

/** As Given, where a record may name only the fields that differ from their own defaults. */
export type GivenPart<T> = { readonly [K in keyof T]?: Given<T[K]> };

/** `array(n, d)`: n elements, always. An index outside it is an error. */
export interface FixedArray<T> extends Iterable<T> {
  readonly length: number;
  [index: number]: T;
  includes(value: T): boolean;
  /** Position of the first element equal to the value, or -1. */
  indexOf(value: T): number;
  some(predicate: (value: T, index: number) => unknown): boolean;
  every(predicate: (value: T, index: number) => unknown): boolean;
  findIndex(predicate: (value: T, index: number) => unknown): number;
  reduce<U>(combine: (accumulated: U, value: T, index: number) => U, initial: U): U;
  /** Makes every element a copy of the value. */
  fill(value: T): this;
  [Symbol.iterator](): IterableIterator<T>;
}

/** `list(capacity, d)`: up to `capacity` elements. Pushing more, or taking from an empty one, is an error. */
// The second signatures of `pop` and `shift` are never chosen: with one signature alone, an array literal, whose own
// `pop` may give undefined, would not be assignable. `clear` is `any` for the same reason: arrays have none.
export interface BoundedList<T> extends FixedArray<T> {
  /** Appends a copy of the value. */
  push(value: T): number;
  /** Puts a copy of the value before the others. */
  unshift(value: T): number;
  /** Takes the last element; it is an error if there is none. */
  pop<U = T>(): NoInfer<U>;
  pop(never: never): T | undefined;
  /** Takes the first element; it is an error if there is none. */
  shift<U = T>(): NoInfer<U>;
  shift(never: never): T | undefined;
  /** Takes all elements away. */
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly clear?: any;
}

/** `set(d)`: values of d, each at most once. Membership is by value; iteration is in domain order. */
export interface FiniteSet<T> extends Iterable<T> {
  readonly size: number;
  has(value: T): boolean;
  add(value: T): this;
  /** Says whether the value was there. */
  delete(value: T): boolean;
  clear(): void;
  some(predicate: (value: T) => unknown): boolean;
  every(predicate: (value: T) => unknown): boolean;
  [Symbol.iterator](): IterableIterator<T>;
}

/** `map(key, d)`: at most one value of d for each key. Keys are compared by value; iteration is in their domain order. */
export interface FiniteMap<K, V> extends Iterable<[K, V]> {
  readonly size: number;
  has(key: K): boolean;
  /** The value at a key; it is an error if there is none. */
  get(key: K): V;
  set(key: K, value: V): this;
  /** Says whether the key was there. */
  delete(key: K): boolean;
  clear(): void;
  keys(): IterableIterator<K>;
  values(): IterableIterator<V>;
  [Symbol.iterator](): IterableIterator<[K, V]>;
}
