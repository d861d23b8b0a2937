// Random domains, every kind nested in every other, of at most `most` values.

import fc from "fast-check";
import { type Domain, isScalar } from "../../../src/spec/program/domain.ts";
import { domainSize } from "../../../src/spec/program/enumerate.ts";
import { array, asDomain, bool, int, list, map, oneOf, record, set, union } from "../../../src/spec/runtime/domains.ts";
import type { DomainOf } from "../../../src/spec/runtime/types.ts";

type Any = DomainOf<unknown>;

const scalar: fc.Arbitrary<Any> = fc.oneof(
  fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(4)).map(([lo, more]): Any => int(lo, lo + more)),
  fc.constant<Any>(bool()),
  fc.subarray(["a", "b", "c", "d"], { minLength: 1 }).map((values): Any => oneOf(...values)),
);

function nested(depth: number): fc.Arbitrary<Any> {
  if (depth === 0) return scalar;
  const inner = nested(depth - 1);
  const members = inner.filter((domain) => domainSize(asDomain(domain)) <= 12);
  return fc.oneof(
    scalar,
    fc.tuple(inner, inner).map(([x, y]): Any => record({ x, y })),
    fc
      .tuple(inner, inner)
      .map(([x, y]): Any => union(record({ kind: "one", x }), record({ kind: "none" }), record({ kind: "two", x, y }))),
    fc.tuple(fc.nat(3), inner).map(([n, of]): Any => array(n, of)),
    fc.tuple(fc.nat(3), inner).map(([n, of]): Any => list(n, of)),
    members.map((of): Any => set(of)),
    fc.tuple(members, inner).map(([key, of]): Any => map(key, of)),
  );
}

/** Domains nested up to two deep. */
export function domains(most: number): fc.Arbitrary<Domain> {
  return nested(2)
    .map(asDomain)
    .filter((domain) => domainSize(domain) <= most);
}

/** The same without scalars. */
export function composites(most: number): fc.Arbitrary<Domain> {
  return domains(most).filter((domain) => !isScalar(domain));
}
