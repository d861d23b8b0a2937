// Records and unions as an author sees them: objects whose fields read and write their place. Assigning a composite to a
// field copies it; leaving the field's domain is a fault there and then.

import type { Domain, RecordDomain, UnionDomain, Value } from "../program/domain.ts";
import { variantOf } from "../program/enumerate.ts";
import { showValue } from "../program/value-text.ts";
import { RuntimeFault } from "./fault.ts";
import { anchor, PLACE, type Place } from "./place.ts";
import { accept } from "./plain.ts";

type RecordValue = Readonly<Record<string, Value>>;

export function recordView(place: Place, domain: RecordDomain): object {
  const view = {};
  for (const [name, field] of Object.entries(domain.fields)) {
    const child = fieldPlace(place, name, field);
    Object.defineProperty(view, name, {
      enumerable: true,
      get: () => child.view(),
      set: (given: unknown) => child.write(accept(field, given, child.path)),
    });
  }
  return anchor(view, place);
}

function fieldPlace(place: Place, name: string, domain: Domain, check: () => void = () => {}): Place {
  return place.child(domain, place.path === "" ? name : `${place.path}.${name}`, {
    read: () => {
      check();
      return (place.read() as RecordValue)[name]!;
    },
    write: (value) => {
      check();
      place.write({ ...(place.read() as RecordValue), [name]: value });
    },
  });
}

/** Only the active variant's fields are there; the tag changes by assigning a whole value. */
export function unionView(place: Place, domain: UnionDomain): object {
  const fields = new Map<RecordDomain, ReadonlyMap<string, Place>>();
  for (const variant of domain.variants) {
    const requireActive = (): void => {
      if (activeVariant(place, domain) !== variant) throw otherVariant(place, domain, null);
    };
    const places = Object.entries(variant.fields).map(
      ([name, field]) => [name, fieldPlace(place, name, field, requireActive)] as const,
    );
    fields.set(variant, new Map(places));
  }
  const find = (key: string | symbol): Place | null => {
    const active = fields.get(activeVariant(place, domain))!;
    const child = typeof key === "string" ? active.get(key) : undefined;
    if (child !== undefined) return child;
    const known = domain.variants.some((variant) => typeof key === "string" && Object.hasOwn(variant.fields, key));
    if (known) throw otherVariant(place, domain, String(key));
    return null;
  };
  // The target holds what is the same for all variants: the anchor alone. Fields come and go, so it stays extensible.
  const target = {};
  Object.defineProperty(target, PLACE, { value: place });
  Object.defineProperty(target, Symbol.for("nodejs.util.inspect.custom"), { value: () => place.read() });
  return new Proxy(target, {
    get: (_, key) => (key in target ? Reflect.get(target, key) : find(key)?.view()),
    set: (_, key, given) => {
      const child = find(key);
      if (child === null) return false;
      if (key === domain.tag && given !== child.read()) {
        throw new RuntimeFault(
          "variant",
          `${child.path}: it is ${showValue(child.read())}, and another variant is assigned as a whole`,
        );
      }
      child.write(accept(child.domain, given, child.path));
      return true;
    },
    has: (_, key) => key in target || fields.get(activeVariant(place, domain))!.has(String(key)),
    ownKeys: () => [...fields.get(activeVariant(place, domain))!.keys(), ...Reflect.ownKeys(target)],
    getOwnPropertyDescriptor: (_, key) => {
      const own = Reflect.getOwnPropertyDescriptor(target, key);
      const child = own ? null : fields.get(activeVariant(place, domain))!.get(String(key));
      return child ? { configurable: true, enumerable: true, writable: true, value: child.view() } : own;
    },
    defineProperty: () => false,
    deleteProperty: () => false,
  });
}

function activeVariant(place: Place, domain: UnionDomain): RecordDomain {
  return variantOf(domain, place.read())!;
}

function otherVariant(place: Place, domain: UnionDomain, name: string | null): RuntimeFault {
  const where = place.path === "" ? "" : `${place.path}: `;
  const tag = showValue((place.read() as RecordValue)[domain.tag]!);
  return new RuntimeFault(
    "variant",
    name === null ? `${where}the value is a "${tag}" by now` : `${where}a "${tag}" has no field ${name}`,
  );
}
