// Shared records: their domain, their one place, and the gate before it. The invariant: only a running step or `init`
// writes; everybody else reads, or replaces the whole value through `restore`.

import type { Domain, RecordDomain, Value } from "../program/domain.ts";
import { asDomain, fieldsOf, record } from "./domains.ts";
import { isEvaluating, recordShared } from "./evaluation.ts";
import { currentExecution, requireExecution } from "./execution.ts";
import { declarationError } from "./fault.ts";
import { type Place, placeOf } from "./place.ts";
import type { Fields, ValueOf } from "./types.ts";
import { rootPlace } from "./view.ts";

interface Root {
  readonly domain: RecordDomain;
  value: Value;
}

const roots = new WeakMap<object, Root>();
const rootPlaces = new WeakSet<Place>();

/** The state that processes share: named fields with their domains. Written by steps and `init` alone. */
// Editors show a mapped type's fields where it is written out, and only its name where it has one.
export function shared<const F extends Fields>(fields: F): { -readonly [K in keyof F]: ValueOf<F[K]> } {
  if (currentExecution() !== null) {
    throw declarationError("shared(…) inside a step or a property", "shared state is declared at module level");
  }
  fieldsOf("shared", fields);
  const domain = asDomain(record(fields)) as RecordDomain;
  const root: Root = { domain, value: domain.initial };
  const place = rootPlace(domain, {
    read: () => {
      if (isEvaluating() && currentExecution() === null) {
        throw declarationError(
          "shared state is neither read nor written at module level",
          "name the whole record, const s = shared({ … }), and use s.x in steps, in init and in properties",
        );
      }
      return root.value;
    },
    write: (value) => {
      requireExecution("writing shared state", "step", "init");
      root.value = value;
    },
  });
  const object = place.view() as object;
  rootPlaces.add(place);
  roots.set(object, root);
  recordShared({ domain, object });
  return object as { -readonly [K in keyof F]: ValueOf<F[K]> };
}

/** The domain behind an author's shared record; null for anything else. */
export function sharedOf(object: unknown): { readonly domain: Domain; readonly object: object } | null {
  if (typeof object !== "object" || object === null) return null;
  const root = roots.get(object);
  return root ? { domain: root.domain, object } : null;
}

/** Whether the value is a shared record or a view of a part of one. */
export function isSharedPart(value: unknown): boolean {
  const place = placeOf(value);
  return place !== null && rootPlaces.has(place.root);
}

function rootOf(object: object): Root {
  const root = roots.get(object);
  if (root === undefined) throw new Error("not a shared record; please report this");
  return root;
}

/** The whole value of a shared record, as plain immutable data. */
export function snapshot(object: object): Value {
  return rootOf(object).value;
}

/** Puts back what `snapshot` gave. */
export function restore(object: object, value: Value): void {
  rootOf(object).value = value;
}

/** Puts a shared record back to its initial value. */
export function resetShared(object: object): void {
  const root = rootOf(object);
  root.value = root.domain.initial;
}
