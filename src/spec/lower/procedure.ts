// `yield* f(…)`: the callee's statements become part of the caller's, on a call path of their own, with locations and
// variables of their own. A step that starts inside a procedure walks down through the calls that lead to its `yield`. The
// invariant: code before the callee's first yield and after its return belongs to the caller's steps.

import type { CallExpression, Expression, Node } from "oxc-parser";
import { unwrap } from "../analysis/syntax.ts";
import type { AuthorFunction } from "../definition.ts";
import { lowerArguments } from "./call.ts";
import { type Cursor, collect, refuse, textOf } from "./context.ts";
import { lowerExpression } from "./expression.ts";
import {
  bindParameters,
  checkArguments,
  frameOf,
  leaveBody,
  newReturns,
  originAt,
  originOrFaults,
  within,
} from "./inline.ts";
import { checkLabels } from "./label.ts";
import { lowerStatements } from "./statement.ts";
import { describe, UNDEFINED, type Val } from "./value.ts";

/** A `yield*`, or null if the expression is anything else. */
export function delegation(expression: Expression): (Expression & { type: "YieldExpression" }) | null {
  const node = unwrap(expression);
  return node.type === "YieldExpression" && node.delegate ? node : null;
}

/** The value of a whole `yield*` expression, run from its beginning or from inside the callee. */
export function lowerDelegation(cursor: Cursor, node: Expression & { type: "YieldExpression" }): Val {
  const call = node.argument === null ? null : unwrap(node.argument);
  if (call?.type !== "CallExpression") {
    return refuse(cursor, node, "yield* of something that is not a call", "write yield* procedure(…)");
  }
  const { resume } = cursor;
  const resuming = resume !== null;
  // Naming the callee has no effects; only its value is wanted.
  cursor.resume = null;
  const fn = lowerExpression(cursor, call.callee as Expression);
  cursor.resume = resume;
  if (fn.kind !== "known" || typeof fn.value !== "function")
    return refuse(
      cursor,
      call.callee,
      `${describe(fn)} is not a procedure`,
      "procedures are generator functions at module level",
    );
  if (originOrFaults(cursor.program, fn.value as AuthorFunction) === null) {
    return refuse(
      cursor,
      call.callee,
      `${textOf(cursor, call.callee)} is not a procedure of this spec`,
      "procedures are generator functions at module level",
    );
  }
  const origin = originAt(cursor, fn.value as AuthorFunction, call);
  if (!origin.node.generator) {
    return refuse(
      cursor,
      call,
      `${origin.name || "this function"} does not yield`,
      `write ${origin.name || "f"}(…) without yield*`,
    );
  }
  const args = resuming ? [] : lowerArguments(cursor, call as CallExpression);
  if (!resuming) checkArguments(cursor, origin, args, call);
  for (const { val, node: at } of args) refuseLocalAlias(cursor, val, at);
  const returns = newReturns(cursor, null);
  const frame = frameOf(cursor, origin, call, true, returns);
  checkLabels(cursor.program, frame);
  return within(cursor, frame, () => {
    if (cursor.resume !== null) cursor.resume.depth++;
    else bindParameters(cursor, origin.node, args);
    const body = origin.node.body;
    if (body === null || body.type !== "BlockStatement") return UNDEFINED;
    const list = collect(cursor, () => lowerStatements(cursor, body.body));
    return leaveBody(cursor, origin.node, returns, list);
  });
}

function refuseLocalAlias(cursor: Cursor, val: Val, node: Node): void {
  if (val.kind === "place" && val.place.store === "local") {
    refuse(cursor, node, "a local composite would be shared with the procedure", "pass copy(…) of it");
  }
}
