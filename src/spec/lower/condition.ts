// Conditions that the lowering itself asks for: what fails unless it holds, and what is known after it did. The invariant:
// after the condition the environment knows nothing that could be false.

import type { Expr } from "../program/program.ts";
import { type Cursor, emit, interval } from "./context.ts";
import { not } from "./expr.ts";

/** Fails at a site unless a condition holds; afterwards the condition is known to hold. */
export function failUnless(cursor: Cursor, test: Expr, site: number): void {
  const now = interval(cursor, test);
  if (now.lo > 0 || cursor.env === null) return;
  emit(cursor, { kind: "if", test: not(test), then: [{ kind: "fail", site }], else: [] });
  assumeHere(cursor, test, true);
}

/** Narrows what is known here by a condition; the point becomes unreachable where it cannot hold. */
export function assumeHere(cursor: Cursor, test: Expr, truth: boolean): void {
  if (cursor.env !== null && !assume(cursor.env, test, truth, (expr) => interval(cursor, expr))) cursor.env = null;
}

import { assume } from "./environment.ts";
