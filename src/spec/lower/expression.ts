// Expressions: from a syntax node to a value, writing the effects met on the way into the cursor's list in JavaScript's
// order. Short-circuit operators and conditionals become conditional expressions where their branches have no effects,
// and statements with a register for the result where they have. The invariant: a value given back is good until the
// next effect; whoever lowers something else first protects it (order.ts).

import type { ArrayExpression, Expression, MemberExpression, Node, ObjectExpression } from "oxc-parser";
import { unwrap } from "../analysis/syntax.ts";
import type { Expr } from "../program/program.ts";
import { intrinsicNames } from "../runtime/intrinsics.ts";
import { plain } from "../runtime/plain.ts";
import { isSharedPart } from "../runtime/shared.ts";
import { domainOfView } from "../runtime/view.ts";
import { freeValue, mutableVariables } from "../source/origin.ts";
import { suggest } from "../source/suggest.ts";
import { assign, update } from "./assignment.ts";
import { branch, lowerLogical } from "./branch.ts";
import { lowerCall } from "./call.ts";
import { type Cursor, refuse, textOf } from "./context.ts";
import { elementOf } from "./element.ts";
import { constant, not } from "./expr.ts";
import { memberOf, refuseSetup, rootPlace, truthOf } from "./member.ts";
import { binaryOperator, divide, intOf, refuseOperator, scalarOf, unaryOperator } from "./operator.ts";
import { markHere, protect } from "./order.ts";
import { leavesOf } from "./shape.ts";
import { answers, branchAt } from "./tally.ts";
import { bool, isInt32, known, type Val } from "./value.ts";
import { readVariable } from "./variable.ts";

export function lowerExpression(cursor: Cursor, expression: Expression): Val {
  const node = unwrap(expression);
  switch (node.type) {
    case "Literal":
      return lowerLiteral(cursor, node);
    case "TemplateLiteral":
      if (node.expressions.length === 0) return known(node.quasis[0]?.value.cooked ?? "");
      return refuse(cursor, node, "strings cannot be put together", "use a oneOf of whole strings");
    case "Identifier":
      return lowerName(cursor, node);
    case "MemberExpression":
      return lowerMember(cursor, node);
    case "CallExpression":
      return lowerCall(cursor, node);
    case "UnaryExpression":
      refuseOperator(cursor, node.operator, node);
      if (node.operator === "-" && isLeast(node.argument)) return known(-(2 ** 31));
      if (node.operator === "!") return bool(not(truthOf(cursor, operand(cursor, node.argument), node.argument)));
      return unaryOperator(cursor, node.operator, operand(cursor, node.argument), node);
    case "BinaryExpression":
      return lowerBinary(cursor, node);
    case "LogicalExpression":
      return lowerLogical(cursor, node);
    case "ConditionalExpression": {
      const test = truthOf(cursor, operand(cursor, node.test), node.test);
      const counted = branchAt(cursor, "?:", node.test, {
        onTrue: answers(node.consequent),
        onFalse: answers(node.alternate),
      });
      return branch(cursor, test, "?:", node, node.consequent, node.alternate, counted);
    }
    case "AssignmentExpression":
      return assign(cursor, node);
    case "UpdateExpression":
      return update(cursor, node);
    case "ArrayExpression":
      return lowerArray(cursor, node);
    case "ObjectExpression":
      return lowerObject(cursor, node);
    default:
      return refuseExpression(cursor, node);
  }
}

export function operand(cursor: Cursor, node: Expression): Val {
  return scalarOf(cursor, lowerExpression(cursor, node), node);
}

/** A condition as 0 or 1. */
export function lowerCondition(cursor: Cursor, node: Expression): Expr {
  return truthOf(cursor, operand(cursor, node), node);
}

const REFUSED: Readonly<Record<string, readonly [string, ...string[]]>> = {
  ArrowFunctionExpression: ["a function kept as a value", "declare it at the top level of the module"],
  FunctionExpression: ["a function kept as a value", "declare it at the top level of the module"],
  NewExpression: ["new is not part of the language", "declare shared state with shared({…}) and its domains"],
  ThisExpression: ["this is not part of the language", "use top-level functions and shared records"],
  ClassExpression: ["classes are not part of the language", "use records and top-level functions"],
  SequenceExpression: ["the comma operator is not part of the language", "write two statements"],
  TaggedTemplateExpression: ["templates are not part of the language", "strings are written out, as values of a oneOf"],
  ChainExpression: ["?. is not part of the language", "every value of a domain is there; ask has(…) of a map"],
};

/** What stands for objects that JavaScript would make. */
const NEW_HINTS: Readonly<Record<string, string>> = {
  Set: "clear() and add(…) change a set; a set to start with is a constant of the module: const few = new Set([1, 2])",
  Map: "clear() and set(…) change a map; a map to start with is a constant of the module: const few = new Map([[0, 1]])",
  Array: "write the elements: [0, 0, 0], or fill(0) the array",
  Date: "time is not part of a state; let a choose or an optional step stand for it",
  Promise: "asynchrony is what processes are for",
};

function refuseExpression(cursor: Cursor, node: Node): never {
  if (node.type === "YieldExpression" && node.delegate) {
    return refuse(
      cursor,
      node,
      "yield* inside an expression",
      "it stands as a statement, an initialiser, the right side of =, after return, or as a whole condition",
    );
  }
  if (node.type === "YieldExpression") {
    return refuse(cursor, node, "a yield has no value", 'write yield "label" as a statement of its own');
  }
  if (node.type === "MetaProperty") {
    const text = textOf(cursor, node);
    return refuse(cursor, node, `${text} is not part of the language`, "compute it at the top level of the module");
  }
  if (node.type === "NewExpression") {
    const made = textOf(cursor, node.callee);
    const hint = Object.hasOwn(NEW_HINTS, made) ? NEW_HINTS[made]! : REFUSED.NewExpression![1]!;
    return refuse(cursor, node, "new is not part of the language", hint);
  }
  const [message, ...hints] = REFUSED[node.type] ?? [`${node.type} is not part of the language`];
  return refuse(cursor, node, message, ...hints);
}

function lowerLiteral(cursor: Cursor, node: Expression & { type: "Literal" }): Val {
  const { value } = node;
  if (typeof value === "number") {
    if (isInt32(value)) return known(value);
    return refuse(
      cursor,
      node,
      `${textOf(cursor, node)} is not a 32-bit integer`,
      "numbers are int32; scale fractions to integers",
    );
  }
  if (typeof value === "string" || typeof value === "boolean" || value === null) return known(value);
  return "regex" in node
    ? refuse(cursor, node, "regular expressions are not part of the language", "compare with whole strings")
    : refuse(cursor, node, "bigints are not part of the language", "numbers are int32");
}

/** The literal of −(−2³¹), which is an int32 only together with the minus before it. */
function isLeast(expression: Expression): boolean {
  const node = unwrap(expression);
  return node.type === "Literal" && node.value === 2 ** 31;
}

/** Globals that a lowered function may name; what can be called on them is decided in call.ts. */
const GLOBALS: Readonly<Record<string, unknown>> = { Math, Number, Boolean, undefined };

const GLOBAL_HINTS: Readonly<Record<string, string>> = {
  console: "note(text, value) shows in traces",
  Date: "time is not part of a state; let a choose or an optional step stand for it",
  performance: "time is not part of a state; let a choose or an optional step stand for it",
  setTimeout: "every wait is a guard: when(…), idleUntil(…)",
  setInterval: "every wait is a guard: when(…), idleUntil(…)",
  Promise: "asynchrony is what processes are for",
  structuredClone: "copy(…) gives a value of its own",
  NaN: "numbers are 32-bit integers",
  Infinity: "numbers are 32-bit integers",
  parseInt: "numbers are 32-bit integers already",
  parseFloat: "numbers are 32-bit integers",
  isNaN: "numbers are 32-bit integers, and never NaN",
  Array: "declare arrays and lists with their domains",
  Set: "declare sets with their domains",
  Map: "declare maps with their domains",
  String: "strings are written out, as values of a oneOf",
};

function lowerName(cursor: Cursor, node: Expression & { type: "Identifier" }): Val {
  const { frame } = cursor;
  const reference = frame.bindings.references.get(node);
  if (reference?.kind === "local") return readVariable(cursor, reference.declaration, node);
  const { name } = node;
  const free = freeValue(frame.module, name);
  if (free.found) {
    if (mutableVariables(frame.module).has(name)) {
      return refuse(
        cursor,
        node,
        `${name} is a variable of the module, and not part of any state`,
        "make it const, or a field of shared({…})",
      );
    }
    return knownValue(cursor, free.value, node);
  }
  if (Object.hasOwn(GLOBALS, name)) return known(GLOBALS[name]);
  return refuseName(cursor, name, node);
}

function refuseName(cursor: Cursor, name: string, node: Node): never {
  const { module, bindings } = cursor.frame;
  const hint = Object.hasOwn(GLOBAL_HINTS, name) ? GLOBAL_HINTS[name] : undefined;
  if (hint !== undefined) return refuse(cursor, node, `${name} is not part of the language`, hint);
  if (name === "arguments") return refuse(cursor, node, "arguments is not part of the language", "name the parameters");
  if (name in globalThis) {
    const computed = "what it gives can be computed once, at the top level of the module";
    return refuse(cursor, node, `${name} is not part of the language`, computed);
  }
  if (intrinsicNames.includes(name)) {
    return refuse(cursor, node, `${name} is not declared here`, `write import { ${name} } from "allways"`);
  }
  const locals = [...bindings.declarations.values()].map((declared) => declared.name);
  const near = suggest(name, [...locals, ...Object.keys(module.scope())]);
  const exported = suggest(name, intrinsicNames);
  return refuse(
    cursor,
    node,
    `${name} is not declared here`,
    near !== null
      ? `did you mean "${near}"?`
      : exported !== null
        ? `did you mean "${exported}"? write import { ${exported} } from "allways"`
        : "declare it at the top level of the module, or import it",
  );
}

/** A value known since the spec was evaluated; shared records are the state, everything else is a constant. */
function knownValue(cursor: Cursor, value: unknown, node: Node): Val {
  if (typeof value === "object" && value !== null) {
    if (cursor.program.roots.has(value)) return { kind: "place", place: rootPlace(cursor, value, node) };
    if (isSharedPart(value)) {
      return refuse(
        cursor,
        node,
        "this name was given a part of the shared state at module level",
        "write the whole path where it is used, as in req.poll.refs",
      );
    }
    // A parameter's composite value, or a copy made while the spec was evaluated: plain data from here on.
    const domain = domainOfView(value);
    if (domain?.kind === "set" || domain?.kind === "map") {
      return { kind: "leaves", domain, leaves: leavesOf(domain, plain(value)).map(constant) };
    }
    if (domain !== null) return known(plain(value));
  }
  return known(value);
}

function lowerMember(cursor: Cursor, node: MemberExpression): Val {
  const object = lowerExpression(cursor, node.object);
  if (node.property.type === "PrivateIdentifier") return refusePrivate(cursor, node.property);
  const inner = node.computed
    ? lowerElement(cursor, node, object)
    : memberOf(cursor, object, (node.property as { name: string }).name, node.property);
  // Before the first yield an alias may be made, but not read through.
  if (cursor.mode === "setup" && !cursor.aliasing && object.kind === "place" && object.place.store === "state") {
    if (inner.kind !== "place" && inner.kind !== "known") return refuseSetup(cursor, node, textOf(cursor, node));
  }
  return inner.kind === "known" ? knownValue(cursor, inner.value, node) : inner;
}

function lowerElement(cursor: Cursor, node: MemberExpression, object: Val): Val {
  const mark = markHere(cursor);
  const index = operand(cursor, node.property as Expression);
  const name = textOf(cursor, node.object);
  return elementOf(cursor, protect(cursor, object, mark), index, node.property, name);
}

function refusePrivate(cursor: Cursor, node: Node): never {
  return refuse(cursor, node, "private fields are not part of the language", "use records and shared fields");
}

function lowerBinary(cursor: Cursor, node: Expression & { type: "BinaryExpression" }): Val {
  // `(a / b) | 0`: the one way to write a division beside Math.trunc(a / b).
  if (node.operator === "|") {
    const quotient = unwrap(node.left as Expression);
    const zero = unwrap(node.right);
    if (
      quotient.type === "BinaryExpression" &&
      quotient.operator === "/" &&
      zero.type === "Literal" &&
      zero.value === 0
    ) {
      return lowerQuotient(cursor, quotient);
    }
  }
  if (node.left.type === "PrivateIdentifier") return refusePrivate(cursor, node.left);
  refuseOperator(cursor, node.operator, node);
  const left = operand(cursor, node.left);
  const mark = markHere(cursor);
  const right = operand(cursor, node.right);
  return binaryOperator(cursor, node.operator, protect(cursor, left, mark), right, node, [node.left, node.right]);
}

/** `a / b`, truncated by whoever asks. */
export function lowerQuotient(cursor: Cursor, node: Expression & { type: "BinaryExpression" }): Val {
  const left = operand(cursor, node.left as Expression);
  const mark = markHere(cursor);
  const right = operand(cursor, node.right);
  const a = intOf(cursor, protect(cursor, left, mark), node.left, "as an operand of /");
  return divide(
    cursor,
    "div",
    a as Val & { kind: "int" },
    intOf(cursor, right, node.right, "as an operand of /"),
    node,
    node.right,
  );
}

function lowerArray(cursor: Cursor, node: ArrayExpression): Val {
  let items: Val[] = [];
  for (const element of node.elements) {
    if (element === null)
      return refuse(cursor, node, "arrays with holes are not part of the language", "write every element");
    if (element.type === "SpreadElement")
      return refuse(cursor, element, "spreads are not part of the language", "write the elements out");
    const mark = markHere(cursor);
    const item = lowerExpression(cursor, element);
    items = items.map((before) => protect(cursor, before, mark));
    items.push(item);
  }
  const values = items.map(knownOf);
  if (values.every((v) => v !== null)) return known(values.map((v) => v!.value));
  return { kind: "items", items };
}

/** The JavaScript value of something constant. */
export function knownOf(val: Val): { value: unknown } | null {
  if (val.kind === "known") return { value: val.value };
  if (val.kind === "int" && val.expr.kind === "const") return { value: val.expr.value };
  if (val.kind === "bool" && val.expr.kind === "const") return { value: val.expr.value !== 0 };
  return null;
}

function lowerObject(cursor: Cursor, node: ObjectExpression): Val {
  let fields = new Map<string, Val>();
  const written = new Map<string, { key: Node; value: Node }>();
  for (const property of node.properties) {
    if (property.type === "SpreadElement")
      return refuse(
        cursor,
        property,
        "spreads are not part of the language",
        "write the fields out, or copy(x) and change it",
      );
    if (property.computed)
      return refuse(cursor, property.key, "computed field names are not part of the language", "write the name out");
    if (property.kind !== "init")
      return refuse(cursor, property, "getters and setters are not part of the language", "write a value");
    const { key } = property;
    const name = key.type === "Identifier" ? key.name : String((key as { value: unknown }).value);
    written.set(name, { key, value: property.value });
    const mark = markHere(cursor);
    const value = lowerExpression(cursor, property.value);
    fields = new Map([...fields].map(([before, val]) => [before, protect(cursor, val, mark)]));
    fields.set(name, value);
  }
  return { kind: "object", fields, written: { fn: cursor.frame.fn, fields: written } };
}
