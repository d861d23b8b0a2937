// Comparing composite values: equality leaf by leaf, and where a value stands in a domain. The invariant: asking whether a
// value is something is never an error, so what may lie outside of the domain makes the answer "no" and nothing else.

import type { Extent } from "../analysis/syntax.ts";
import type { Domain } from "../program/domain.ts";
import type { Expr } from "../program/program.ts";
import { domainOf, leavesIn } from "./composite.ts";
import { type Cursor, interval, refuse } from "./context.ts";
import { and, binary, constant } from "./expr.ts";
import { apply } from "./interval.ts";
import { ordinal } from "./shape.ts";
import { isScalarVal, type Val } from "./value.ts";

/** Whether two values are equal, as 0 or 1. */
export function equal(cursor: Cursor, a: Val, b: Val, node: Extent): Expr {
  const domain = domainOf(a) ?? domainOf(b);
  if (domain === null) {
    if (isScalarVal(a) || isScalarVal(b))
      return refuse(cursor, node, "same() compares composites", "write === for numbers, booleans and strings");
    return refuse(
      cursor,
      node,
      "neither of these has a domain",
      "one side of same() is shared state, a local(…), or a copy of either",
    );
  }
  const left = askedIn(cursor, a, domain, node, "left");
  const right = askedIn(cursor, b, domain, node, "right");
  return left.leaves.reduce<Expr>(
    (all, leaf, i) => and(all, equalLeaf(cursor, leaf, right.leaves[i]!)),
    and(left.inside, right.inside),
  );
}

/** The leaves of a value that is only asked about and so may lie outside the domain; `inside` says whether it does not. */
function askedIn(
  cursor: Cursor,
  val: Val,
  domain: Domain,
  node: Extent,
  name: string,
): { leaves: Expr[]; inside: Expr } {
  const outer = cursor.asked;
  const asked: Expr[] = [];
  cursor.asked = asked;
  try {
    const leaves = leavesIn(cursor, val, domain, node, name);
    return { leaves, inside: asked.reduce(and, constant(1)) };
  } finally {
    cursor.asked = outer;
  }
}

function equalLeaf(cursor: Cursor, a: Expr, b: Expr): Expr {
  const decided = apply("eq", interval(cursor, a), interval(cursor, b));
  return decided.lo === decided.hi ? constant(decided.lo) : binary("eq", a, b);
}

/** The number of a value in a domain, for the membership cell of a set or the key of a map; checked to be in it. */
export function ordinalIn(cursor: Cursor, val: Val, domain: Domain, node: Extent, name: string): Expr {
  return ordinal(domain, leavesIn(cursor, val, domain, node, name));
}

/**
 * The number of a value in a domain, or a condition under which it has one: `has` and `includes` ask for values that may
 * lie outside. `inside` is 1 where the value is known to be in the domain.
 */
export function findOrdinal(cursor: Cursor, val: Val, domain: Domain, node: Extent): { index: Expr; inside: Expr } {
  const { leaves, inside } = askedIn(cursor, val, domain, node, "the value");
  return { index: ordinal(domain, leaves), inside };
}
