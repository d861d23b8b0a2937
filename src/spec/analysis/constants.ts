// What an expression is worth when that is settled before any process moves: literals, the spec's parameters and other
// constants of its modules, a process's own parameters, `const` locals made of such, and operators on them. In: an
// expression and where it stands. Out: its value, or null. The invariant: where a value is given, evaluating the author's
// expression natively gives the same one at every moment of every run, with int32 numbers and no −0; where that is not
// certain, or where the language refuses the expression, null. Calls of the author's own functions are never constant.

import type { AssignmentOperator, BinaryOperator, CallExpression, Expression, Node, ParamPattern } from "oxc-parser";
import type { Module } from "../source/module.ts";
import { freeValue, mutableVariables } from "../source/origin.ts";
import { type Bindings, type Declared, localOf, resolveBindings } from "./bindings.ts";
import { type FunctionNode, unwrap } from "./syntax.ts";

/** A value, so that `undefined` and "not constant" differ. */
export interface Constant {
  readonly value: unknown;
}

export interface ConstantEnv {
  readonly bindings: Bindings;
  readonly module: Module;
  /** Parameters of the function whose values are settled: those of a process, or of a procedure called with constants. */
  readonly parameters: ReadonlyMap<Declared, unknown>;
  /** Whether an object is shared state, or part of it. */
  readonly isState: (value: object) => boolean;
}

/** The environment of a procedure called from `caller`: a parameter never assigned is constant if its argument is. */
export function procedureEnv(
  caller: ConstantEnv,
  call: CallExpression,
  procedure: { readonly fn: FunctionNode; readonly module: Module },
): ConstantEnv {
  const bindings = resolveBindings(procedure.fn);
  const parameters = new Map<Declared, unknown>();
  const spread = call.arguments.some((argument) => argument.type === "SpreadElement");
  procedure.fn.params.forEach((param, position) => {
    const argument = call.arguments[position];
    const declared = localOf(bindings, param);
    if (spread || argument === undefined || declared === null || declared.assigned) return;
    const constant = constantOf(argument as Expression, caller);
    if (constant !== null) parameters.set(declared, constant.value);
  });
  return { bindings, module: procedure.module, parameters, isState: caller.isState };
}

/** Folds an expression; null if its value is not settled or the language refuses it. */
export function constantOf(expression: Expression, env: ConstantEnv): Constant | null {
  return fold(expression, env, new Set());
}

/** `constantOf` as a condition. */
export function constantTest(expression: Expression, env: ConstantEnv): boolean | null {
  const constant = constantOf(expression, env);
  return constant === null ? null : Boolean(constant.value);
}

/** Declarations whose initialisers are being folded, so that one that needs itself ends. */
type Pending = Set<Declared>;

function fold(expression: Expression, env: ConstantEnv, pending: Pending): Constant | null {
  const node = unwrap(expression);
  switch (node.type) {
    case "Literal":
      if ("bigint" in node || "regex" in node) return null;
      return typeof node.value === "number" ? integer(node.value) : { value: node.value };
    case "TemplateLiteral":
      return node.expressions.length === 0 ? { value: node.quasis[0]?.value.cooked } : null;
    case "Identifier":
      return foldName(node, env, pending);
    case "MemberExpression": {
      const object = fold(node.object, env, pending);
      if (object === null) return null;
      if (!node.computed) return node.property.type === "Identifier" ? property(object, node.property.name, env) : null;
      const key = fold(node.property, env, pending);
      return key === null ? null : property(object, key.value, env);
    }
    case "UnaryExpression": {
      const operand = fold(node.argument, env, pending);
      if (operand === null) return null;
      if (node.operator === "!") return { value: !operand.value };
      if (!isInteger(operand.value)) return null;
      if (node.operator === "-") return integer(-operand.value);
      if (node.operator === "~") return integer(~operand.value);
      return node.operator === "+" ? operand : null;
    }
    case "BinaryExpression":
      return foldBinary(node, env, pending);
    case "LogicalExpression": {
      const left = fold(node.left, env, pending);
      if (left === null) return null;
      const decided =
        node.operator === "&&"
          ? !left.value
          : node.operator === "||"
            ? Boolean(left.value)
            : left.value !== null && left.value !== undefined;
      return decided ? left : fold(node.right, env, pending);
    }
    case "ConditionalExpression": {
      const test = fold(node.test, env, pending);
      return test === null ? null : fold(test.value ? node.consequent : node.alternate, env, pending);
    }
    case "CallExpression":
      return foldCall(node, env, pending);
    default:
      return null;
  }
}

function foldName(node: Node & { name: string }, env: ConstantEnv, pending: Pending): Constant | null {
  const declared = localOf(env.bindings, node);
  if (declared === null) return foldFree(node.name, env);
  if (declared.assigned) return null;
  if (env.parameters.has(declared)) return settled(env.parameters.get(declared), env);
  if (declared.kind !== "const" || declared.declarator?.init == null || pending.has(declared)) return null;
  pending.add(declared);
  const initial = fold(declared.declarator.init, env, pending);
  pending.delete(declared);
  return initial === null ? null : part(declared.declarator.id, declared, initial, env);
}

/** What a declaration takes from the constant that its whole pattern is initialised with. */
function part(pattern: ParamPattern, declared: Declared, whole: Constant, env: ConstantEnv): Constant | null {
  if (pattern === declared.node) return whole;
  if (pattern.type === "ArrayPattern") {
    for (const [index, element] of pattern.elements.entries()) {
      if (element === null || element.type === "RestElement") continue;
      const item = property(whole, index, env);
      const found = item === null ? null : part(element, declared, item, env);
      if (found !== null) return found;
    }
  }
  if (pattern.type === "ObjectPattern") {
    for (const entry of pattern.properties) {
      if (entry.type !== "Property" || entry.computed || entry.key.type !== "Identifier") continue;
      const item = property(whole, entry.key.name, env);
      const found = item === null ? null : part(entry.value, declared, item, env);
      if (found !== null) return found;
    }
  }
  return null;
}

function foldFree(name: string, env: ConstantEnv): Constant | null {
  const free = freeValue(env.module, name);
  if (!free.found) return name === "undefined" ? { value: undefined } : null;
  return mutableVariables(env.module).has(name) ? null : settled(free.value, env);
}

/** A value met while folding, unless it is state, a function, or a number that is not int32. */
function settled(value: unknown, env: ConstantEnv): Constant | null {
  if (typeof value === "number") return integer(value);
  if (typeof value === "function" || typeof value === "bigint" || typeof value === "symbol") return null;
  if (typeof value === "object" && value !== null && env.isState(value)) return null;
  return { value };
}

function property(object: Constant, key: unknown, env: ConstantEnv): Constant | null {
  const { value } = object;
  if (typeof key !== "string" && typeof key !== "number") return null;
  if (typeof value === "string") return key === "length" ? { value: value.length } : null;
  if (typeof value !== "object" || value === null || !(key in value)) return null;
  return settled((value as Record<string | number, unknown>)[key], env);
}

function isInteger(value: unknown): value is number {
  return typeof value === "number" && (value | 0) === value;
}

/** An int32, with 0 for −0; null for a number that is none. */
function integer(value: number): Constant | null {
  return isInteger(value) ? { value: value + 0 } : null;
}

function isPrimitive(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function foldBinary(
  node: Expression & { type: "BinaryExpression" },
  env: ConstantEnv,
  pending: Pending,
): Constant | null {
  if (node.left.type === "PrivateIdentifier") return null;
  const right = fold(node.right, env, pending);
  // (a / b) | 0
  const quotient = node.operator === "|" && right?.value === 0 ? foldQuotient(node.left, env, pending) : null;
  if (quotient !== null) return quotient;
  const left = fold(node.left, env, pending);
  return left === null || right === null ? null : applyOperator(node.operator, left.value, right.value);
}

/**
 * A binary operator on two values, as JavaScript has it on int32 numbers, and `===` on strings, booleans and null too.
 * Null where the result is not an int32 or the language refuses it (`/` among them).
 */
export function applyOperator(
  operator: BinaryOperator | AssignmentOperator,
  left: unknown,
  right: unknown,
): Constant | null {
  if (operator === "===" || operator === "!==") {
    if (!isPrimitive(left) || !isPrimitive(right)) return null;
    return { value: (left === right) === (operator === "===") };
  }
  if (!isInteger(left) || !isInteger(right)) return null;
  switch (operator) {
    case "+":
      return integer(left + right);
    case "-":
      return integer(left - right);
    case "*":
      return integer(left * right);
    case "%":
      return right === 0 ? null : integer(left % right);
    case "&":
      return integer(left & right);
    case "|":
      return integer(left | right);
    case "^":
      return integer(left ^ right);
    case "<<":
      return integer(left << right);
    case ">>":
      return integer(left >> right);
    case ">>>":
      return integer(left >>> right);
    case "<":
      return { value: left < right };
    case "<=":
      return { value: left <= right };
    case ">":
      return { value: left > right };
    case ">=":
      return { value: left >= right };
    case "==":
      return { value: left === right };
    case "!=":
      return { value: left !== right };
    default:
      return null;
  }
}

function foldQuotient(expression: Expression, env: ConstantEnv, pending: Pending): Constant | null {
  const node = unwrap(expression);
  if (node.type !== "BinaryExpression" || node.operator !== "/") return null;
  const left = fold(node.left, env, pending)?.value;
  const right = fold(node.right, env, pending)?.value;
  if (!isInteger(left) || !isInteger(right) || right === 0) return null;
  return integer(Math.trunc(left / right));
}

/** Number(c), Boolean(c), Math.trunc(a / b), Math.min, Math.max and Math.abs of constants. */
function foldCall(node: CallExpression, env: ConstantEnv, pending: Pending): Constant | null {
  const name = globalName(node.callee, env);
  if (name === null) return null;
  const [first] = node.arguments;
  if (name === "Math.trunc" && first !== undefined && first.type !== "SpreadElement") {
    const quotient = foldQuotient(first, env, pending);
    if (quotient !== null) return quotient;
  }
  const values: unknown[] = [];
  for (const argument of node.arguments) {
    const folded = argument.type === "SpreadElement" ? null : fold(argument, env, pending);
    if (folded === null) return null;
    values.push(folded.value);
  }
  if (name === "Boolean") return values.length === 1 ? { value: Boolean(values[0]) } : null;
  if (name === "Number" && typeof values[0] === "boolean") return { value: Number(values[0]) };
  if (values.length === 0 || !values.every(isInteger)) return null;
  switch (name) {
    case "Number":
    case "Math.trunc":
      return integer(values[0]!);
    case "Math.abs":
      return integer(Math.abs(values[0]!));
    case "Math.min":
      return integer(Math.min(...values));
    case "Math.max":
      return integer(Math.max(...values));
    default:
      return null;
  }
}

/** `Number` or `Math.max` where those are JavaScript's own. */
function globalName(callee: Expression, env: ConstantEnv): string | null {
  const node = unwrap(callee);
  if (node.type === "Identifier") {
    const own = localOf(env.bindings, node) !== null || freeValue(env.module, node.name).found;
    return own ? null : node.name;
  }
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier") return null;
  return globalName(node.object, env) === "Math" ? `Math.${node.property.name}` : null;
}
