// Plain functions become part of the step that calls them: the parameters are bound to the arguments, the body is lowered
// where the call stands, and `return` leaves it with a result. The invariant: a function inlined twice shares nothing but
// its syntax, because its variables are keyed by the call path.

import type { Expression, Node, Statement as Syntax } from "oxc-parser";
import { resolveBindings } from "../analysis/bindings.ts";
import { extendPath } from "../analysis/keys.ts";
import { type FunctionNode, isFunction, unwrap, walkSyntax } from "../analysis/syntax.ts";
import type { AuthorFunction } from "../definition.ts";
import { type Origin, originOf } from "../source/origin.ts";
import { type Cursor, collect, type Frame, newLabel, type Returns, refuse, spanOf } from "./context.ts";
import { joinEnvironments } from "./environment.ts";
import { lowerExpression } from "./expression.ts";
import { lowerStatements } from "./statement.ts";
import { UNDEFINED, type Val } from "./value.ts";
import { declare } from "./variable.ts";

export interface Argument {
  readonly val: Val;
  readonly node: Node;
}

/** The author's function behind a value; refuses functions from elsewhere. */
export function originAt(cursor: Cursor, fn: AuthorFunction, node: Node): Origin {
  const origin = originOf(cursor.program.loaded, fn);
  if (origin !== null) return origin;
  const name = fn.name === "" ? "this function" : fn.name;
  return refuse(
    cursor,
    node,
    `${name} is not a function of this spec`,
    "allways reads the source of what it runs: write it in the spec, or import it from a spec module",
  );
}

/** The frame of a function called from the present one. */
export function frameOf(
  cursor: Cursor,
  origin: Origin,
  call: Node,
  resumable: boolean,
  returns: Returns | null,
): Frame {
  const { frame } = cursor;
  if (frame.active.includes(origin.key)) {
    return refuse(
      cursor,
      call,
      `${origin.name || "this function"} calls itself`,
      "recursion is not part of the language; write a loop",
    );
  }
  return {
    fn: origin.node,
    key: origin.key,
    name: origin.name,
    module: origin.module,
    bindings: resolveBindings(origin.node),
    path: extendPath(frame.path, call, frame.module.file),
    calls: [spanOf(frame, call), ...frame.calls],
    callNodes: [...frame.callNodes, call],
    names: [...frame.names, origin.name],
    resumable,
    constants: new Map(),
    returns,
    active: [...frame.active, origin.key],
    jumps: [],
  };
}

/** Runs something with the cursor inside another frame. */
export function within<T>(cursor: Cursor, frame: Frame, lower: () => T): T {
  const outer = cursor.frame;
  cursor.frame = frame;
  try {
    return lower();
  } finally {
    cursor.frame = outer;
  }
}

export function bindParameters(cursor: Cursor, fn: FunctionNode, args: readonly Argument[], call: Node): void {
  fn.params.forEach((param, i) => {
    if (param.type === "RestElement") return refuse(cursor, param, "rest parameters are not part of the language");
    if (param.type === "AssignmentPattern") {
      const given = args[i]?.val ?? lowerExpression(cursor, param.right);
      declare(cursor, param.left, given, { fixed: false });
      return;
    }
    const given = args[i];
    // An optional parameter without an argument is undefined.
    if (given === undefined && param.type === "Identifier" && (param as { optional?: boolean }).optional === true) {
      declare(cursor, param, UNDEFINED, { fixed: true });
      return;
    }
    if (given === undefined)
      return refuse(
        cursor,
        call,
        `the parameter ${cursor.frame.module.text.slice(param.start, param.end)} has no argument`,
      );
    declare(cursor, param, given.val, { fixed: false });
  });
}

/** The value of a call of a plain function. */
export function inlineCall(cursor: Cursor, fn: AuthorFunction, args: readonly Argument[], call: Node): Val {
  const origin = originAt(cursor, fn, call);
  const { node } = origin;
  if (node.generator) {
    return refuse(cursor, call, `${origin.name} is a procedure and yields`, `write yield* ${origin.name}(…)`);
  }
  if (node.async)
    return refuse(cursor, call, `${origin.name} is async`, "every wait is a guard: when(…), idleUntil(…)");
  const returns = newReturns(cursor, null);
  const frame = frameOf(cursor, origin, call, false, returns);
  return within(cursor, frame, () => {
    bindParameters(cursor, node, args, call);
    return lowerBody(cursor, node, returns);
  });
}

export function newReturns(cursor: Cursor, key: Returns["key"]): Returns {
  return { label: newLabel(cursor), result: { val: null, ids: [] }, exits: [], key };
}

/** The value of an arrow function written as an argument, applied to values. */
export function inlineCallback(cursor: Cursor, argument: Node, args: readonly Val[]): Val {
  const node = unwrap(argument as Expression);
  if (!isFunction(node)) {
    const fn = lowerExpression(cursor, node);
    if (fn.kind === "known" && typeof fn.value === "function") {
      return inlineCall(
        cursor,
        fn.value as AuthorFunction,
        args.map((val) => ({ val, node })),
        node,
      );
    }
    return refuse(cursor, node, "a function belongs here", "write an arrow function");
  }
  if (node.generator || node.async) return refuse(cursor, node, "a plain arrow function belongs here");
  const returns = newReturns(cursor, null);
  const frame: Frame = { ...cursor.frame, fn: node, resumable: false, returns, jumps: [] };
  return within(cursor, frame, () => {
    node.params.forEach((param, i) => {
      const val = args[i];
      if (val === undefined) return refuse(cursor, param, "there is no such argument");
      if (param.type === "RestElement" || param.type === "TSParameterProperty")
        return refuse(cursor, param, "this parameter is not part of the language");
      declare(cursor, param, val, { fixed: false });
    });
    return lowerBody(cursor, node, returns);
  });
}

/** Lowers a function's body where the cursor stands, and gives its result. */
export function lowerBody(cursor: Cursor, fn: FunctionNode, returns: Returns): Val {
  const { body } = fn;
  if (body === null) return refuse(cursor, fn, "a function without a body");
  if (body.type !== "BlockStatement") return lowerExpression(cursor, body as Expression);
  const single = fn.generator ? null : singleReturn(body.body);
  if (single !== null) {
    lowerStatements(cursor, body.body.slice(0, -1));
    return cursor.env === null || single.argument === null ? UNDEFINED : lowerExpression(cursor, single.argument);
  }
  const list = collect(cursor, () => lowerStatements(cursor, body.body));
  return leaveBody(cursor, fn, returns, list);
}

/** Puts an inlined body's statements behind the label its returns jump to, and gives the result they stored. */
export function leaveBody(cursor: Cursor, fn: Node, returns: Returns, list: ReturnType<typeof collect>): Val {
  const end = cursor.env;
  const result = returns.result.val;
  if (end !== null && result !== null && !(result.kind === "known" && result.value === undefined)) {
    return refuse(
      cursor,
      fn,
      "this function gives a value on some paths and none on others",
      "return a value on every path",
    );
  }
  cursor.env = returns.exits.reduce(joinEnvironments, end);
  if (returns.exits.length === 0) cursor.out.push(...list);
  else {
    const before = cursor.env;
    cursor.env ??= null;
    pushBlock(cursor, returns.label, list);
    cursor.env = before;
  }
  return result ?? UNDEFINED;
}

/** Appends a block even where its end cannot be reached: its inside was. */
export function pushBlock(cursor: Cursor, label: number, body: ReturnType<typeof collect>): void {
  cursor.out.push({ kind: "block", label, body });
}

/** The return that ends a body, if it is the only one in it. */
function singleReturn(body: readonly Syntax[]): (Syntax & { type: "ReturnStatement" }) | null {
  const last = body.at(-1);
  if (last?.type !== "ReturnStatement") return null;
  let count = 0;
  for (const statement of body) {
    walkSyntax(statement, (node) => {
      if (node.type === "ReturnStatement") count++;
      return !isFunction(node);
    });
  }
  return count === 1 ? last : null;
}
