// Views: the objects by which an author reads and writes composite values, one kind for each kind of domain. What comes in
// is a domain and where its value is kept; what goes out behaves as the language says values do (copies, checks, domain
// order). The value itself stays immutable plain data.

import { type Domain, isScalar, type Value } from "../program/domain.ts";
import { equalValues } from "../program/enumerate.ts";
import { mapView, setView } from "./collection-view.ts";
import { Place, placeOf } from "./place.ts";
import { plain } from "./plain.ts";
import { recordView, unionView } from "./record-view.ts";
import { arrayView, listView } from "./sequence-view.ts";
import type { DomainOf } from "./types.ts";

function makeView(place: Place): object {
  const { domain } = place;
  switch (domain.kind) {
    case "record":
      return recordView(place, domain);
    case "union":
      return unionView(place, domain);
    case "array":
      return arrayView(place);
    case "list":
      return listView(place, detached);
    case "set":
      return setView(place, domain, detached);
    case "map":
      return mapView(place, domain, detached);
    default:
      throw new Error(`no view of ${domain.kind}; please report this`);
  }
}

/** A place that is part of no other. */
export function rootPlace(
  domain: Domain,
  access: { readonly read: () => Value; readonly write: (value: Value) => void },
): Place {
  return new Place(domain, "", access, makeView);
}

/** What an author sees of a value that lies nowhere: a scalar itself, a composite in a place of its own. */
export function detached(domain: Domain, value: Value): unknown {
  if (isScalar(domain)) return value;
  let held = value;
  return rootPlace(domain, {
    read: () => held,
    write: (replacement) => {
      held = replacement;
    },
  }).view();
}

/** The domain of a view; null for anything else. */
export function domainOfView(value: unknown): Domain | null {
  return placeOf(value)?.domain ?? null;
}

/** A value of its own, which later changes of the original do not reach. */
export function copy<T>(value: T): T {
  const place = placeOf(value);
  return (place === null ? plain(value) : detached(place.domain, place.read())) as T;
}

/** Whether two values are equal, field by field, element by element. */
export function same<T>(a: T, b: NoInfer<T>): boolean {
  return equalValues(plain(a), plain(b));
}

/**
 * Declares the domain of a local whose domain cannot be inferred: `let v = local(int(0, 7))`. It starts as the domain
 * says.
 */
export function local<T>(domain: DomainOf<T>): T {
  const data = domain as unknown as Domain;
  return detached(data, data.initial) as T;
}

/**
 * The value itself, its type widened: TypeScript believes that a shared field still holds what it was last compared with,
 * though a `yield` lies between. `load(s.phase) === "done"` is compared afresh.
 */
export function load(value: number): number;
export function load(value: boolean): boolean;
export function load(value: string): string;
export function load<T>(value: T): T;
export function load(value: unknown): unknown {
  return value;
}
