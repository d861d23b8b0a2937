// Sets and maps as an author sees them: membership and keys by value, iteration in domain order. An iterator remembers
// how far in domain order it has come, so that adding and deleting while iterating is well defined: what lies ahead is
// met, what lies behind is not.

import type { MapDomain, SetDomain, Value } from "../program/domain.ts";
import { canonical, contains, equalValues, indexOf, memberIndices, valueAt } from "../program/enumerate.ts";
import { showValue } from "../program/value-text.ts";
import { RuntimeFault } from "./fault.ts";
import { anchor, type Place } from "./place.ts";
import { accept, plain } from "./plain.ts";
import type { FiniteMap, FiniteSet } from "./types.ts";

/** Gives a member a place of its own: what view.ts calls `detached`. */
type Detach = (domain: SetDomain["element"], value: Value) => unknown;

export function setView(place: Place, domain: SetDomain, detach: Detach): FiniteSet<unknown> {
  const members = (): ReadonlySet<Value> => place.read() as ReadonlySet<Value>;
  const view: FiniteSet<unknown> = {
    get size() {
      return members().size;
    },
    has: (value) => findEqual(members(), plain(value)) !== undefined,
    add(value) {
      const member = accept(domain.element, value, `${place.path}{}`);
      if (findEqual(members(), member) === undefined) place.write(canonical(domain, new Set([...members(), member])));
      return this;
    },
    delete(value) {
      const member = findEqual(members(), plain(value));
      if (member === undefined) return false;
      place.write(new Set([...members()].filter((other) => other !== member)));
      return true;
    },
    clear: () => place.write(new Set()),
    some(predicate) {
      for (const member of this) if (predicate(member)) return true;
      return false;
    },
    every(predicate) {
      for (const member of this) if (!predicate(member)) return false;
      return true;
    },
    *[Symbol.iterator]() {
      for (const index of inDomainOrder(domain, members)) {
        yield detach(domain.element, valueAt(domain.element, index));
      }
    },
  };
  return anchor(hideMembers(view), place);
}

export function mapView(place: Place, domain: MapDomain, detach: Detach): FiniteMap<unknown, unknown> {
  const entries = (): ReadonlyMap<Value, Value> => place.read() as ReadonlyMap<Value, Value>;
  const values = new Map<number, Place>();
  const at = (index: number): Place => {
    const known = values.get(index);
    if (known !== undefined) return known;
    const made = entryPlace(place, domain, valueAt(domain.key, index));
    values.set(index, made);
    return made;
  };
  const view: FiniteMap<unknown, unknown> = {
    get size() {
      return entries().size;
    },
    has: (key) => findEqual(entries().keys(), plain(key)) !== undefined,
    get(key) {
      const sought = plain(key);
      if (!contains(domain.key, sought)) throw missingKey(place, sought);
      const child = at(indexOf(domain.key, sought));
      child.read();
      return child.view();
    },
    set(key, value) {
      const index = indexOf(domain.key, accept(domain.key, key, `${place.path}{}`));
      const sought = valueAt(domain.key, index);
      const held = accept(domain.value, value, `${place.path}{${showValue(sought)}}`);
      const kept = [...entries()].filter(([other]) => !equalValues(other, sought));
      place.write(canonical(domain, new Map([...kept, [sought, held]])));
      return this;
    },
    delete(key) {
      const found = findEqual(entries().keys(), plain(key));
      if (found === undefined) return false;
      place.write(new Map([...entries()].filter(([other]) => other !== found)));
      return true;
    },
    clear: () => place.write(new Map()),
    *keys() {
      for (const [key] of this) yield key;
    },
    *values() {
      for (const [, value] of this) yield value;
    },
    *[Symbol.iterator]() {
      for (const index of inDomainOrder(domain, () => entries().keys())) {
        yield [detach(domain.key, valueAt(domain.key, index)), at(index).view()];
      }
    },
  };
  return anchor(hideMembers(view), place);
}

/** The place of the value at a key; reading it once the key is gone fails. */
function entryPlace(place: Place, domain: MapDomain, key: Value): Place {
  const find = (): Value => {
    const found = findEqual((place.read() as ReadonlyMap<Value, Value>).keys(), key);
    if (found === undefined) throw missingKey(place, key);
    return found;
  };
  return place.child(domain.value, `${place.path}{${showValue(key)}}`, {
    read: () => (place.read() as ReadonlyMap<Value, Value>).get(find())!,
    write: (value) => {
      const found = find();
      place.write(new Map(place.read() as ReadonlyMap<Value, Value>).set(found, value));
    },
  });
}

function missingKey(place: Place, key: Value): RuntimeFault {
  return new RuntimeFault("key", `${place.path === "" ? "" : `${place.path}: `}no value at key ${showValue(key)}`);
}

function findEqual(members: Iterable<Value>, value: Value): Value | undefined {
  for (const member of members) if (equalValues(member, value)) return member;
  return undefined;
}

/** Indices of the members in domain order, each looked for when it is asked for. */
function* inDomainOrder(domain: SetDomain | MapDomain, members: () => Iterable<Value>): Generator<number> {
  for (let last = -1; ; ) {
    const next = memberIndices(domain, members()).find((index) => index > last);
    if (next === undefined) return;
    yield next;
    last = next;
  }
}

/** Methods are not part of the value: spreading or comparing a view must not meet them. */
function hideMembers<T extends object>(view: T): T {
  for (const key of Reflect.ownKeys(view)) Object.defineProperty(view, key, { enumerable: false });
  return view;
}
