// Where a composite value lies: a place knows its domain and how to read and replace the value there. Values themselves
// are immutable plain data, so a snapshot is a read, and writing a part rebuilds the wholes around it. The invariant: an
// author's object (a view) stands for one place for ever; two reads of `req.poll` give the same view of the same place.

import { type Domain, isScalar, type Value } from "../program/domain.ts";

/** Where a view's methods find their place: a symbol, so that it works through proxies and shows nowhere. */
export const PLACE: unique symbol = Symbol("place");

/** Looked up and not asked: an author's own object may run code when it is asked for anything. */
const views = new WeakMap<object, Place>();

export class Place {
  readonly domain: Domain;
  /** From the shared record on, for messages: `rm[1].kind`. Empty for a root. */
  readonly path: string;
  /** The value there now. Fails where the place is gone: a vacated slot, a missing key, another variant's field. */
  readonly read: () => Value;
  /** Replaces the value; it must be canonical and inside the domain. */
  readonly write: (value: Value) => void;
  /** The outermost place this one is part of. */
  readonly root: Place;
  readonly #makeView: (place: Place) => object;
  #view: object | null = null;

  constructor(
    domain: Domain,
    path: string,
    access: { readonly read: () => Value; readonly write: (value: Value) => void },
    makeView: (place: Place) => object,
    root: Place | null = null,
  ) {
    this.domain = domain;
    this.path = path;
    this.read = access.read;
    this.write = access.write;
    this.#makeView = makeView;
    this.root = root ?? this;
  }

  /** A place inside this one. */
  child(
    domain: Domain,
    path: string,
    access: { readonly read: () => Value; readonly write: (value: Value) => void },
  ): Place {
    return new Place(domain, path, access, this.#makeView, this.root);
  }

  /** What an author sees there: a scalar's value, a composite's view. */
  view(): unknown {
    if (isScalar(this.domain)) return this.read();
    if (this.#view === null) {
      this.#view = this.#makeView(this);
      views.set(this.#view, this);
    }
    return this.#view;
  }
}

/** The place a view stands for; null for anything else. */
export function placeOf(value: unknown): Place | null {
  return typeof value === "object" && value !== null ? (views.get(value) ?? null) : null;
}

/** Makes an object a view: it cannot grow, and a debugger or `console.log` shows the value. */
export function anchor<T extends object>(view: T, place: Place): T {
  Object.defineProperty(view, PLACE, { value: place });
  Object.defineProperty(view, Symbol.for("nodejs.util.inspect.custom"), { value: () => place.read() });
  return Object.preventExtensions(view);
}
