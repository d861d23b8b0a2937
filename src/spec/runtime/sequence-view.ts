// Arrays and lists as an author sees them. An index outside is a fault when reading and when writing; elements are found
// by value; what `pop` and `shift` give is a value of its own, no longer part of the list.

import type { ArrayDomain, ListDomain, Value } from "../program/domain.ts";
import { equalValues } from "../program/enumerate.ts";
import { RuntimeFault } from "./fault.ts";
import { anchor, PLACE, type Place } from "./place.ts";
import { accept, plain } from "./plain.ts";
import type { BoundedList, FixedArray } from "./types.ts";

type Predicate = (value: unknown, index: number) => unknown;

// The methods run with the proxy as `this`; everything they need hangs on its PLACE.
class Sequence {
  declare readonly [PLACE]: Place;

  get length(): number {
    return elements(this[PLACE]).length;
  }

  includes(value: unknown): boolean {
    return this.indexOf(value) >= 0;
  }

  indexOf(value: unknown): number {
    const sought = plain(value);
    return elements(this[PLACE]).findIndex((element) => equalValues(element, sought));
  }

  some(predicate: Predicate): boolean {
    return this.findIndex(predicate) >= 0;
  }

  every(predicate: Predicate): boolean {
    return this.findIndex((value, index) => !predicate(value, index)) < 0;
  }

  findIndex(predicate: Predicate): number {
    for (let i = 0; i < this.length; i++) if (predicate(slot(this[PLACE], i).view(), i)) return i;
    return -1;
  }

  reduce(combine: (accumulated: unknown, value: unknown, index: number) => unknown, initial: unknown): unknown {
    let accumulated = initial;
    for (let i = 0; i < this.length; i++) accumulated = combine(accumulated, slot(this[PLACE], i).view(), i);
    return accumulated;
  }

  fill(value: unknown): this {
    const place = this[PLACE];
    const { element } = place.domain as ArrayDomain | ListDomain;
    place.write(new Array<Value>(this.length).fill(accept(element, value, `${place.path}[]`)));
    return this;
  }

  *[Symbol.iterator](): Generator<unknown> {
    for (let i = 0; i < this.length; i++) yield slot(this[PLACE], i).view();
  }
}

/** Gives a removed element a place of its own: what view.ts calls `detached`. */
type Detach = (domain: ListDomain["element"], value: Value) => unknown;

class List extends Sequence {
  declare readonly detach: Detach;

  push(value: unknown): number {
    return insert(this[PLACE], this.length, value);
  }

  unshift(value: unknown): number {
    return insert(this[PLACE], 0, value);
  }

  pop(): unknown {
    return this.detach(...remove(this[PLACE], this.length - 1));
  }

  shift(): unknown {
    return this.detach(...remove(this[PLACE], 0));
  }

  clear(): void {
    this[PLACE].write([]);
  }
}

export function arrayView(place: Place): FixedArray<unknown> {
  return indexed(new Sequence(), place) as unknown as FixedArray<unknown>;
}

export function listView(place: Place, detach: Detach): BoundedList<unknown> {
  const list = new List();
  Object.defineProperty(list, "detach", { value: detach });
  return indexed(list, place) as unknown as BoundedList<unknown>;
}

function elements(place: Place): readonly Value[] {
  return place.read() as readonly Value[];
}

const slots = new WeakMap<Place, Place[]>();

/** The place of an element; reading it once the list has become shorter fails. */
function slot(place: Place, index: number): Place {
  let known = slots.get(place);
  if (known === undefined) {
    known = [];
    slots.set(place, known);
  }
  known[index] ??= place.child((place.domain as ArrayDomain | ListDomain).element, `${place.path}[${index}]`, {
    read: () => {
      requireInside(place, index);
      return elements(place)[index]!;
    },
    write: (value) => {
      requireInside(place, index);
      place.write(elements(place).with(index, value));
    },
  });
  return known[index];
}

function requireInside(place: Place, index: number): void {
  const { length } = elements(place);
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  const where = place.path === "" ? "" : `${place.path}: `;
  const what = place.domain.kind === "array" ? "an array" : "a list";
  throw new RuntimeFault("index", `${where}index ${index} in ${what} of ${length}`);
}

function insert(place: Place, index: number, given: unknown): number {
  const domain = place.domain as ListDomain;
  const value = accept(domain.element, given, `${place.path}[]`);
  const held = elements(place);
  if (held.length >= domain.capacity) {
    const where = place.path === "" ? "" : `${place.path}: `;
    throw new RuntimeFault("capacity", `${where}one element too many for a list of at most ${domain.capacity}`);
  }
  place.write(held.toSpliced(index, 0, value));
  return held.length + 1;
}

function remove(place: Place, index: number): [ListDomain["element"], Value] {
  const held = elements(place);
  if (held.length === 0) {
    throw new RuntimeFault("empty", `${place.path === "" ? "" : `${place.path}: `}nothing to take from an empty list`);
  }
  place.write(held.toSpliced(index, 1));
  return [(place.domain as ListDomain).element, held[index]!];
}

/** Property keys that are meant as an index: digits, but also what a wrong computation leaves (`-1`, `0.5`, `NaN`). */
const INDEX_LIKE = /^(-?\d|NaN$|-?Infinity$|undefined$)/;

function indexed(target: object, place: Place): object {
  anchor(target, place);
  return new Proxy(target, {
    get: (_, key, receiver) => {
      if (typeof key !== "string" || !INDEX_LIKE.test(key)) return Reflect.get(target, key, receiver);
      requireInside(place, Number(key));
      return slot(place, Number(key)).view();
    },
    set: (_, key, given) => {
      if (typeof key !== "string" || !INDEX_LIKE.test(key)) return false;
      requireInside(place, Number(key));
      const child = slot(place, Number(key));
      child.write(accept(child.domain, given, child.path));
      return true;
    },
  });
}
