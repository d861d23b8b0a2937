// Guards: when(), idleUntil(), optional() and disabled(). The invariant: a guard stands where nothing of the step has
// happened yet, so that a disabled step needs no undoing.

import type { Expression, Node } from "oxc-parser";
import type { GuardKind } from "../program/program.ts";
import { assumeHere } from "./condition.ts";
import { type Cursor, conditionWord, emit, placeOf, refuse } from "./context.ts";
import { literal, ONE, ZERO } from "./expr.ts";
import { lowerCondition } from "./expression.ts";
import { tallying } from "./tally.ts";

function allowGuard(cursor: Cursor, node: Node, what: string): void {
  const isStatement = cursor.statement === node;
  if (cursor.mode === "property")
    refuse(cursor, node, `${what} in ${conditionWord(cursor)}`, "return the condition instead");
  if (cursor.mode === "setup") {
    refuse(
      cursor,
      node,
      `${what} before the first yield`,
      'creating a process is not a step: write yield "label" before it',
    );
  }
  if (cursor.guardless !== null) {
    refuse(
      cursor,
      node,
      `${what} ${cursor.guardless}`,
      "a guard is a statement of its own, at the beginning of its step or branch",
    );
  }
  if (!isStatement) {
    refuse(
      cursor,
      node,
      `${what} inside an expression`,
      "a guard is a statement of its own, at the beginning of its step or branch",
    );
  }
  // A way through init that a guard closes is given up whole: there is no state to go back to.
  const effect = cursor.mode === "init" ? null : (cursor.env?.effect ?? null);
  if (effect !== null) {
    refuse(
      cursor,
      node,
      `${what} after ${effect.what}`,
      'a guard comes before everything its step does: move it up, or write yield "label" before it',
    );
  }
}

/** Lowers a guard with its condition; without one, it always holds. */
export function lowerGuard(
  cursor: Cursor,
  guard: "when" | "idleUntil" | "optional",
  condition: Expression | null,
  node: Node,
): void {
  allowGuard(cursor, node, `${guard}()`);
  const before = cursor.env?.effect ?? null;
  const test = condition === null ? ONE : tallying(cursor.program, null, () => lowerCondition(cursor, condition));
  const effect = cursor.env?.effect ?? null;
  if (effect !== null && before === null) {
    if (cursor.env !== null) cursor.env.effect = null;
    refuse(
      cursor,
      condition ?? node,
      `${effect.what} in the condition of a guard`,
      "a guard only reads; do the write after it",
    );
  }
  const waits = guard === "when" ? "blocked" : guard === "idleUntil" ? "idle" : "optional";
  // A guard that always holds says nothing, but an optional step stays optional.
  if (literal(test) === 1 && guard !== "optional") return;
  emit(cursor, { kind: "guard", guard: guard as GuardKind, test, waits, place: placeOf(cursor, node) });
  assumeHere(cursor, test, true);
}

/** A guard that never holds: what stands after it is never reached. */
export function lowerDisabled(cursor: Cursor, node: Node): void {
  allowGuard(cursor, node, "disabled()");
  emit(cursor, { kind: "guard", guard: "when", test: ZERO, waits: "blocked", place: placeOf(cursor, node) });
  cursor.env = null;
}
