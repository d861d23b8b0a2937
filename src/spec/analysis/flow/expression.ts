// Adds to the graph what evaluating an expression reads and writes, in JavaScript's order. In: an expression and the ends
// from which control comes; out: the ends from which it goes on. Operators that may skip an operand are branches, and a
// callback runs any number of times, none included. The invariant: nothing is added where no path leads.

import type { CallExpression, Expression, Node, YieldExpression } from "oxc-parser";
import { type Declared, localOf, resolveBindings } from "../bindings.ts";
import { constantTest, procedureEnv } from "../constants.ts";
import { extendPath, locationKey } from "../keys.ts";
import { children, type FunctionNode, isFunction, unwrap } from "../syntax.ts";
import { type Frame, readVariable, rootOf, writeVariable } from "./frame.ts";
import { addEvent, addNode, connect, type Ends } from "./graph.ts";
import { runStatement } from "./statement.ts";

export function evaluate(frame: Frame, expression: Node, at: Ends): Ends {
  const node = unwrap(expression as Expression) as Node;
  switch (node.type) {
    case "Identifier":
      return evaluateName(frame, node, at);
    case "MemberExpression":
      return evaluateAll(frame, [node.object, node.computed ? node.property : null], at);
    case "Property":
      return evaluateAll(frame, [node.computed ? node.key : null, node.value], at);
    case "CallExpression":
    case "NewExpression":
      return evaluateCall(frame, node.callee, node.arguments, at);
    case "YieldExpression":
      return evaluateYield(frame, node, at);
    case "AssignmentExpression":
      return evaluateAssignment(frame, node, at);
    case "UpdateExpression": {
      const ends = evaluate(frame, node.argument, at);
      const target = unwrap(node.argument);
      return target.type === "Identifier" ? assign(frame, target, ends) : ends;
    }
    case "LogicalExpression": {
      if (node.operator === "??") {
        const ends = evaluate(frame, node.left, at);
        return [...ends, ...evaluate(frame, node.right, ends)];
      }
      const left = branch(frame, node.left, at);
      const [on, off] = node.operator === "&&" ? [left.yes, left.no] : [left.no, left.yes];
      return [...off, ...evaluate(frame, node.right, on)];
    }
    case "ConditionalExpression": {
      const { yes, no } = branch(frame, node.test, at);
      return [...evaluate(frame, node.consequent, yes), ...evaluate(frame, node.alternate, no)];
    }
    case "FunctionExpression":
    case "ArrowFunctionExpression":
    case "ClassExpression":
    case "MetaProperty":
      return at;
    default:
      return evaluateAll(frame, children(node), at);
  }
}

export function evaluateAll(frame: Frame, nodes: readonly (Node | null)[], at: Ends): Ends {
  let ends = at;
  for (const node of nodes) if (node !== null) ends = evaluate(frame, node, ends);
  return ends;
}

/** Evaluates a condition; control parts unless it is constant. */
export function branch(frame: Frame, condition: Expression, at: Ends): { yes: Ends; no: Ends } {
  const node = unwrap(condition);
  if (node.type === "LogicalExpression" && node.operator !== "??") {
    const left = branch(frame, node.left, at);
    if (node.operator === "&&") {
      const right = branch(frame, node.right, left.yes);
      return { yes: right.yes, no: [...left.no, ...right.no] };
    }
    const right = branch(frame, node.right, left.no);
    return { yes: [...left.yes, ...right.yes], no: right.no };
  }
  if (node.type === "UnaryExpression" && node.operator === "!") {
    const { yes, no } = branch(frame, node.argument, at);
    return { yes: no, no: yes };
  }
  if (node.type === "ConditionalExpression") {
    const test = branch(frame, node.test, at);
    const a = branch(frame, node.consequent, test.yes);
    const b = branch(frame, node.alternate, test.no);
    return { yes: [...a.yes, ...b.yes], no: [...a.no, ...b.no] };
  }
  const ends = evaluate(frame, node, at);
  const constant = constantTest(node, frame.context.constants);
  return { yes: constant === false ? [] : ends, no: constant === true ? [] : ends };
}

function declaredBy(frame: Frame, node: Node): Declared | null {
  return localOf(frame.context.constants.bindings, node);
}

function evaluateName(frame: Frame, node: Node, at: Ends): Ends {
  const declared = declaredBy(frame, node);
  if (declared === null) return at;
  // A function handed on may be called by whoever gets it.
  return declared.value === null ? readVariable(frame, declared, at) : runCallback(frame, declared.value, at);
}

function evaluateCall(frame: Frame, callee: Expression, args: readonly Node[], at: Ends): Ends {
  const called = unwrap(callee);
  const local = called.type === "Identifier" ? (declaredBy(frame, called)?.value ?? null) : null;
  let ends = local === null ? evaluate(frame, called, at) : at;
  const callbacks: FunctionNode[] = [];
  for (const arg of args) {
    const node = arg.type === "SpreadElement" ? arg : (unwrap(arg as Expression) as Node);
    if (isFunction(node)) callbacks.push(node);
    else ends = evaluate(frame, node, ends);
  }
  if (isFunction(called)) callbacks.push(called);
  if (local !== null) callbacks.push(local);
  for (const callback of callbacks) ends = runCallback(frame, callback, ends);
  return ends;
}

/** Runs a function inside the author's function, which has its variables, any number of times. */
function runCallback(frame: Frame, fn: FunctionNode, at: Ends): Ends {
  if (frame.active.has(fn) || fn.body === null) return at;
  const head = addNode(frame.graph, at, { kind: "join" });
  if (head === null) return at;
  const inside: Frame = { ...frame, returns: [], targets: [], active: new Set([...frame.active, fn]) };
  let ends: Ends = [head];
  for (const param of fn.params) ends = assign(inside, param, ends);
  ends = runBody(inside, fn, ends);
  connect(frame.graph, ends, head);
  return [head];
}

function runBody(frame: Frame, fn: FunctionNode, at: Ends): Ends {
  if (fn.body === null) return at;
  const ends = fn.body.type === "BlockStatement" ? runStatement(frame, fn.body, at) : evaluate(frame, fn.body, at);
  return [...ends, ...frame.returns];
}

function evaluateYield(frame: Frame, node: YieldExpression, at: Ends): Ends {
  if (node.delegate && node.argument !== null) {
    const call = unwrap(node.argument);
    return call.type === "CallExpression" ? runProcedure(frame, call, at) : evaluate(frame, call, at);
  }
  const ends = node.argument === null ? at : evaluate(frame, node.argument, at);
  const { path, module } = frame.context;
  return addEvent(frame.graph, ends, { kind: "stand", location: locationKey(path, node, module.file) });
}

function runProcedure(frame: Frame, call: CallExpression, at: Ends): Ends {
  const { host, context, graph } = frame;
  const procedure = host.procedureOf(call, context);
  if (procedure === null || frame.active.has(procedure.fn)) {
    return evaluateCall(frame, call.callee, call.arguments, at);
  }
  let ends = evaluateAll(frame, call.arguments, at);
  const inside: Frame = {
    graph,
    host,
    context: {
      ...procedure,
      path: extendPath(context.path, call, context.module.file),
      constants: procedureEnv(context.constants, call, procedure),
    },
    returns: [],
    targets: [],
    roots: new Map(),
    active: new Set([...frame.active, procedure.fn]),
  };
  for (const [position, param] of procedure.fn.params.entries()) {
    const missing = position >= call.arguments.length;
    if (param.type !== "AssignmentPattern") ends = assign(inside, param, ends);
    else ends = assign(inside, param.left, missing ? evaluate(inside, param.right, ends) : ends);
  }
  return runBody(inside, procedure.fn, ends);
}

/** Runs a whole process from the start of the graph; nothing follows it. */
export function runProcess(frame: Frame, at: Ends): void {
  let ends = at;
  for (const declared of resolveBindings(frame.context.fn).declarations.values()) {
    if (declared.kind === "param") ends = writeVariable(frame, declared, ends);
  }
  runBody(frame, frame.context.fn, ends);
}

function evaluateAssignment(frame: Frame, node: Expression & { type: "AssignmentExpression" }, at: Ends): Ends {
  const target =
    node.left.type === "ArrayPattern" || node.left.type === "ObjectPattern" ? node.left : unwrap(node.left);
  if (target.type === "ArrayPattern" || target.type === "ObjectPattern") {
    return assign(frame, target, evaluate(frame, node.right, at));
  }
  // What is changed in part is read: the rest of it stays.
  const plain = node.operator === "=" && target.type === "Identifier";
  const before = plain ? at : evaluate(frame, target, at);
  const after = evaluate(frame, node.right, before);
  const ends = target.type === "Identifier" ? assign(frame, target, after) : after;
  const logical = node.operator === "&&=" || node.operator === "||=" || node.operator === "??=";
  return logical ? [...before, ...ends] : ends;
}

/** Gives a new value to each variable of a pattern, declared or assigned. */
export function assign(frame: Frame, pattern: Node, at: Ends): Ends {
  switch (pattern.type) {
    case "Identifier": {
      const declared = declaredBy(frame, pattern);
      return declared === null ? at : writeVariable(frame, declared, at);
    }
    case "AssignmentPattern":
      return assign(frame, pattern.left, [...at, ...evaluate(frame, pattern.right, at)]);
    case "RestElement":
      return assign(frame, pattern.argument, at);
    case "ArrayPattern":
      return pattern.elements.reduce((ends, element) => (element === null ? ends : assign(frame, element, ends)), at);
    case "ObjectPattern":
      return pattern.properties.reduce((ends: Ends, property) => {
        if (property.type !== "Property") return assign(frame, property, ends);
        return assign(frame, property.value, property.computed ? evaluate(frame, property.key, ends) : ends);
      }, at);
    case "TSParameterProperty":
      return assign(frame, pattern.parameter, at);
    default: {
      const target = unwrap(pattern as Expression);
      return target.type === "Identifier" ? assign(frame, target, at) : evaluate(frame, target, at);
    }
  }
}

/** Notes which local each declared name is an alias into, if the host says that it is one. */
export function noteAliases(frame: Frame, declared: readonly Node[], source: Expression): void {
  const root = rootOf(frame, source);
  if (root === null || frame.host.isAlias === undefined) return;
  for (const node of declared) {
    const local = declaredBy(frame, node);
    if (local !== null && local !== root && frame.host.isAlias(local, frame.context)) frame.roots.set(local, root);
  }
}
