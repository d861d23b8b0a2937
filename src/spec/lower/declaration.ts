// Declarations of variables: with a value, with local(domain), and before the first yield. The invariant: a name is bound
// when its declaration runs, and to the same registers each time it runs on the same call path.

import type { Expression, Node, VariableDeclaration } from "oxc-parser";
import { bindingsOf } from "../analysis/bindings.ts";
import { unwrap } from "../analysis/syntax.ts";
import type { Domain } from "../program/domain.ts";
import { isDomain } from "../runtime/domains.ts";
import { intrinsicAt } from "./call.ts";
import { lowerNamed } from "./choose.ts";
import { store } from "./composite.ts";
import { type Cursor, refuse } from "./context.ts";
import { literal } from "./expr.ts";
import { lowerExpression } from "./expression.ts";
import { delegation } from "./procedure.ts";
import { slotFor, slotPlace } from "./slot.ts";
import { lowerRight, resumesIn } from "./statement.ts";
import { describe, known, type Val } from "./value.ts";
import { declare, keyOf, refuseVar } from "./variable.ts";

export function lowerDeclaration(cursor: Cursor, node: VariableDeclaration): void {
  if (node.kind === "var") {
    const [first] = node.declarations.flatMap((declarator) => bindingsOf(declarator.id));
    return refuseVar(cursor, first ?? node);
  }
  if (node.kind !== "let" && node.kind !== "const")
    return refuse(cursor, node, `${node.kind} is not part of the language`, "write let or const");
  const fixed = node.kind === "const";
  for (const declarator of node.declarations) {
    if (cursor.resume !== null && !resumesIn(cursor, declarator)) continue;
    const { init } = declarator;
    if (init === null) {
      for (const name of bindingsOf(declarator.id)) cursor.env?.unset.add(keyOf(cursor, name));
      continue;
    }
    if (intrinsicAt(cursor, init) === "local") {
      declareLocal(cursor, declarator.id, unwrap(init) as Expression & { type: "CallExpression" });
      continue;
    }
    const name = declarator.id.type === "Identifier" ? declarator.id.name : "choice";
    const val =
      delegation(init) !== null
        ? lowerRight(cursor, init)
        : cursor.mode === "setup" && fixed && unwrap(init).type === "MemberExpression"
          ? lowerEarlyAlias(cursor, init)
          : lowerNamed(cursor, name, init, unwrap(init));
    if (cursor.env !== null) declare(cursor, declarator.id, val, { fixed });
  }
}

/** `const p = s.requests[self]` before the first yield: an alias of a place that constants name reads nothing. */
function lowerEarlyAlias(cursor: Cursor, init: Expression): Val {
  const before = cursor.out.length;
  const env = cursor.env?.copy() ?? null;
  cursor.aliasing = true;
  let val: Val;
  try {
    val = lowerExpression(cursor, init);
  } finally {
    cursor.aliasing = false;
  }
  const reads = val.kind === "place" ? literal(val.place.index) === null : val.kind !== "known";
  if (!reads && cursor.out.length === before) return val;
  // Whatever it is besides reads shared state: said by lowering it again, as what it is.
  cursor.out.length = before;
  cursor.env = env;
  return lowerExpression(cursor, init);
}

/** `let v = local(domain)` */
function declareLocal(cursor: Cursor, pattern: Node, call: Expression & { type: "CallExpression" }): void {
  const [argument] = call.arguments;
  if (argument === undefined || argument.type === "SpreadElement" || call.arguments.length > 1) {
    return refuse(
      cursor,
      argument === undefined ? call : (call.arguments[1] ?? argument),
      "local() takes a domain and nothing else",
      "its initial value is the domain's: local(int(0, 7, 3))",
    );
  }
  const val = lowerExpression(cursor, argument);
  if (val.kind !== "known" || !isDomain(val.value))
    return refuse(cursor, argument, `${describe(val)} where a domain belongs`, "write let v = local(int(0, 7))");
  if (pattern.type !== "Identifier") {
    return refuse(
      cursor,
      pattern,
      "local() declares one variable",
      "name it, and write its fields where they are used",
    );
  }
  const domain = val.value as Domain;
  const slot = slotFor(cursor, pattern, pattern.name, { domain });
  store(cursor, slotPlace(slot), known(domain.initial), call, pattern.name);
  const declared = cursor.frame.bindings.declarations.get(pattern);
  if (declared === undefined) throw new Error("no declaration; please report this");
  cursor.process.bindings.set(keyOf(cursor, pattern), { kind: "slot", slot });
  cursor.env?.unset.delete(keyOf(cursor, pattern));
}
