// Plain functions become part of the step that calls them: the parameters are bound to the arguments, the body is lowered
// where the call stands, and `return` leaves it with a result. The invariant: a function inlined twice shares nothing but
// its syntax, because its variables are keyed by the call path.

import type { Expression, Node, ParamPattern, Statement as Syntax } from "oxc-parser";
import { resolveBindings } from "../analysis/bindings.ts";
import { extendPath } from "../analysis/keys.ts";
import { type FunctionNode, isFunction, unwrap, walkSyntax } from "../analysis/syntax.ts";
import type { AuthorFunction } from "../definition.ts";
import { type Diagnostic, SpecError } from "../source/diagnostic.ts";
import { type Origin, originOf, type Whereabouts } from "../source/origin.ts";
import {
  append,
  type Cursor,
  collect,
  depthOf,
  type Frame,
  grow,
  newLabel,
  type ProgramContext,
  placeOf,
  Refusal,
  type Returns,
  refuse,
  spanOf,
  textOf,
} from "./context.ts";
import { type Effect, joinEnvironments } from "./environment.ts";
import { lowerExpression } from "./expression.ts";
import { lowerStatements } from "./statement.ts";
import { UNDEFINED, type Val } from "./value.ts";
import { declare } from "./variable.ts";

export interface Argument {
  readonly val: Val;
  readonly node: Node;
}

/** Where a function was written: null for one from elsewhere, and what is wrong with one that cannot be read by itself. */
export function originOrFaults(
  program: ProgramContext,
  fn: AuthorFunction,
  whereabouts?: Whereabouts,
): Origin | Diagnostic[] | null {
  try {
    return originOf(program.loaded, fn, whereabouts);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return [...error.diagnostics];
  }
}

/** The author's function behind a value; refuses functions from elsewhere. */
export function originAt(cursor: Cursor, fn: AuthorFunction, node: Node): Origin {
  const origin = originOrFaults(cursor.program, fn);
  if (Array.isArray(origin)) {
    const calls = placeOf(cursor, node);
    cursor.program.diagnostics.push(...origin.map((fault) => ({ ...fault, calls: [calls.span, ...calls.calls] })));
    throw new Refusal(null);
  }
  if (origin !== null) return origin;
  const name = node.type === "CallExpression" ? textOf(cursor, node.callee) : fn.name || "this function";
  const text = Function.prototype.toString.call(fn);
  if (text.endsWith("{ [native code] }")) {
    return refuse(
      cursor,
      node,
      `${name} is JavaScript's own function, and not part of the language`,
      "Math.min, max, abs, sign and trunc, Number and Boolean are; a result that is constant can be computed at module level",
    );
  }
  if (cursor.program.loaded.modules.some((module) => module.erased.includes(text))) {
    return refuse(
      cursor,
      node,
      `${name} is a method of a class`,
      "write it as a function at the top level of the module",
    );
  }
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
  grow(cursor, call);
  if (frame.active.includes(origin.key)) {
    return refuse(
      cursor,
      call,
      frame.key === origin.key
        ? `${origin.name || "this function"} calls itself`
        : `${origin.name || "this function"} calls itself through ${frame.name || "this function"}`,
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

/** Refuses a call with arguments too few or too many; the cursor stands at the caller. */
export function checkArguments(
  cursor: Cursor,
  { node, module, name }: Origin,
  args: readonly Argument[],
  call: Node,
): void {
  const { params } = node;
  if (params.some((param) => param.type === "RestElement")) return;
  const signature = params.map((param) => module.text.slice(param.start, param.end)).join(", ");
  const called = name || "this function";
  const missing = params.slice(args.length).find((param) => param.type !== "AssignmentPattern" && !isOptional(param));
  if (missing !== undefined) {
    const text = module.text.slice(missing.start, missing.end);
    refuse(cursor, call, `${called} is not given its parameter ${text}`, `it is declared as ${called}(${signature})`);
  }
  const extra = args[params.length];
  if (extra !== undefined) {
    refuse(cursor, extra.node, `${called} has no parameter for this`, `it is declared as ${called}(${signature})`);
  }
}

function isOptional(param: ParamPattern): boolean {
  return param.type === "Identifier" && (param as { optional?: boolean }).optional === true;
}

/** Binds what `checkArguments` has let pass; the cursor stands in the callee. */
export function bindParameters(cursor: Cursor, fn: FunctionNode, args: readonly Argument[]): void {
  fn.params.forEach((param, i) => {
    if (param.type === "RestElement") {
      return refuse(
        cursor,
        param,
        "rest parameters are not part of the language",
        "give each its own name, or take one array",
      );
    }
    if (param.type === "AssignmentPattern") {
      const given = args[i]?.val ?? lowerExpression(cursor, param.right);
      declare(cursor, param.left, given, { fixed: false });
      return;
    }
    const given = args[i];
    // An optional parameter without an argument is undefined.
    if (given === undefined) declare(cursor, param, UNDEFINED, { fixed: true });
    else declare(cursor, param, given.val, { fixed: false });
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
  checkArguments(cursor, origin, args, call);
  const returns = newReturns(cursor, null);
  const frame = frameOf(cursor, origin, call, false, returns);
  const before = cursor.env?.effect ?? null;
  const val = within(cursor, frame, () => {
    bindParameters(cursor, node, args);
    return lowerBody(cursor, node, returns);
  });
  forgetOwnEffect(cursor, before);
  return val;
}

/** What a function did to its own variables is gone with them when it returns: a guard may follow. */
function forgetOwnEffect({ env, frame }: Cursor, before: Effect | null): void {
  if (env !== null && env.effect !== before && (env.effect?.depth ?? 0) > depthOf(frame)) env.effect = before;
}

export function newReturns(cursor: Cursor, key: Returns["key"]): Returns {
  return { label: newLabel(cursor), result: { val: null, ids: [] }, exits: [], key, refused: false };
}

/** The value of a function written as an argument, applied to as many of the values as it has parameters. */
export function inlineCallback(cursor: Cursor, argument: Node, args: readonly Val[]): Val {
  const { guardless } = cursor;
  cursor.guardless ??= "inside a callback";
  try {
    return applyCallback(cursor, argument, args);
  } finally {
    cursor.guardless = guardless;
  }
}

function applyCallback(cursor: Cursor, argument: Node, args: readonly Val[]): Val {
  const node = unwrap(argument as Expression);
  if (!isFunction(node)) {
    const fn = lowerExpression(cursor, node);
    if (fn.kind === "known" && typeof fn.value === "function") {
      const { params } = originAt(cursor, fn.value as AuthorFunction, node).node;
      const given = args.slice(0, params.length).map((val) => ({ val, node }));
      return inlineCall(cursor, fn.value as AuthorFunction, given, node);
    }
    return refuse(cursor, node, "a function belongs here", "write an arrow function");
  }
  if (node.generator || node.async) {
    return refuse(cursor, node, "this callback is not a plain function", "write an arrow function without async");
  }
  const returns = newReturns(cursor, null);
  const frame: Frame = { ...cursor.frame, fn: node, resumable: false, returns, jumps: [] };
  return within(cursor, frame, () => {
    node.params.forEach((param, i) => {
      const val = args[i];
      if (param.type === "RestElement" || param.type === "TSParameterProperty") {
        return refuse(cursor, param, "rest parameters are not part of the language", "name the parameters");
      }
      if (val === undefined) {
        return refuse(cursor, param, "the callback is given nothing for this parameter", "leave it out");
      }
      declare(cursor, param, val, { fixed: false });
    });
    return lowerBody(cursor, node, returns);
  });
}

/** Lowers a function's body where the cursor stands, and gives its result. */
export function lowerBody(cursor: Cursor, fn: FunctionNode, returns: Returns): Val {
  const { body } = fn;
  if (body === null) throw new Error("a function without a body; please report this");
  if (body.type !== "BlockStatement") {
    cursor.statement = unwrap(body as Expression);
    return lowerExpression(cursor, body as Expression);
  }
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
  if (returns.refused) {
    cursor.env = returns.exits.reduce(joinEnvironments, end);
    throw new Refusal(null);
  }
  if (end !== null && result !== null && !(result.kind === "known" && result.value === undefined)) {
    const { name } = cursor.frame;
    const at = "id" in fn && fn.id !== null && typeof fn.id === "object" ? (fn.id as Node) : fn;
    return refuse(
      cursor,
      at,
      `${fn === cursor.frame.fn && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : "this function"} gives a value on some paths and none on others`,
      "return a value on every path",
    );
  }
  cursor.env = returns.exits.reduce(joinEnvironments, end);
  if (returns.exits.length === 0) append(cursor.out, list);
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
