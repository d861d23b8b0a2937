// Expressions: from a syntax node to a value, writing the effects met on the way into the cursor's list in JavaScript's
// order. Short-circuit operators and conditionals become conditional expressions where their branches have no effects,
// and statements with a register for the result where they have. The invariant: a value given back is good until the
// next effect; whoever lowers something else first protects it (order.ts).

import type { ArrayExpression, Expression, MemberExpression, Node, ObjectExpression } from "oxc-parser";
import { unwrap } from "../analysis/syntax.ts";
import type { Expr } from "../program/program.ts";
import { plain } from "../runtime/plain.ts";
import { isSharedPart } from "../runtime/shared.ts";
import { domainOfView } from "../runtime/view.ts";
import { freeValue, mutableVariables } from "../source/origin.ts";
import { suggestions } from "../source/suggest.ts";
import { assign, update } from "./assignment.ts";
import { branch, lowerLogical } from "./branch.ts";
import { lowerCall } from "./call.ts";
import { type Cursor, refuse, textOf } from "./context.ts";
import { not } from "./expr.ts";
import { elementOf, memberOf, rootPlace, truthOf } from "./member.ts";
import { binaryOperator, divide, intOf, scalarOf, unaryOperator } from "./operator.ts";
import { markHere, protect } from "./order.ts";
import { bool, known, type Val } from "./value.ts";
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
      if (node.operator === "!") return bool(not(truthOf(cursor, operand(cursor, node.argument), node.argument)));
      return unaryOperator(cursor, node.operator, operand(cursor, node.argument), node);
    case "BinaryExpression":
      return lowerBinary(cursor, node);
    case "LogicalExpression":
      return lowerLogical(cursor, node);
    case "ConditionalExpression": {
      const test = truthOf(cursor, operand(cursor, node.test), node.test);
      return branch(cursor, test, "?:", node, node.consequent, node.alternate);
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
  YieldExpression: [
    "a yield inside an expression",
    'write yield "label" as a statement; yield* stands as a statement, an initialiser, the right side of =, a return, or a whole condition',
  ],
  ArrowFunctionExpression: ["a function kept as a value", "declare it at the top level of the module"],
  FunctionExpression: ["a function kept as a value", "declare it at the top level of the module"],
  AwaitExpression: ["await is not part of the language", "every wait is a guard: when(…), idleUntil(…)"],
  NewExpression: ["new is not part of the language", "declare shared state with shared({…}) and its domains"],
  ThisExpression: ["this is not part of the language", "use top-level functions and shared records"],
  Super: ["super is not part of the language"],
  ClassExpression: ["classes are not part of the language", "use records and top-level functions"],
  SequenceExpression: ["the comma operator is not part of the language", "write two statements"],
  TaggedTemplateExpression: ["tagged templates are not part of the language"],
  ChainExpression: ["?. is not part of the language", "every value of a domain is there; ask has(…) of a map"],
  ImportExpression: ["import() is not part of the language", "import at the top of the module"],
  MetaProperty: ["import.meta is not part of the language"],
};

function refuseExpression(cursor: Cursor, node: Node): never {
  const [message, ...hints] = REFUSED[node.type] ?? [`${node.type} is not part of the language`];
  return refuse(cursor, node, message, ...hints);
}

function lowerLiteral(cursor: Cursor, node: Expression & { type: "Literal" }): Val {
  const { value } = node;
  if (typeof value === "number") {
    if (Number.isInteger(value) && Math.abs(value) <= 2 ** 31) return known(value);
    return refuse(
      cursor,
      node,
      `${textOf(cursor, node)} is not a 32-bit integer`,
      "numbers are int32; scale fractions to integers",
    );
  }
  if (typeof value === "string" || typeof value === "boolean" || value === null) return known(value);
  return refuse(cursor, node, "regular expressions and bigints are not part of the language");
}

/** Globals that a lowered function may name; what can be called on them is decided in call.ts. */
const GLOBALS: Readonly<Record<string, unknown>> = { Math, Number, Boolean, undefined, Object };

const GLOBAL_HINTS: Readonly<Record<string, string>> = {
  console: "use note(text, value), which shows in traces",
  Date: "time is not part of a state; let a choose or an optional step stand for it",
  setTimeout: "every wait is a guard: when(…), idleUntil(…)",
  Promise: "asynchrony is what processes are for",
  arguments: "name the parameters",
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
  const hint = GLOBAL_HINTS[name];
  const near = suggestions(name, Object.keys(frame.module.scope()));
  return refuse(cursor, node, `${name} is not part of the language`, ...(hint === undefined ? near : [hint]));
}

/** A value known since the spec was evaluated; shared records are the state, everything else is a constant. */
function knownValue(cursor: Cursor, value: unknown, node: Node): Val {
  if (typeof value === "object" && value !== null) {
    if (cursor.program.roots.has(value)) return { kind: "place", place: rootPlace(cursor, value, node) };
    if (isSharedPart(value)) {
      return refuse(
        cursor,
        node,
        "this name holds a part of the shared state",
        "write the whole path, as in req.poll.refs",
      );
    }
    // A parameter's composite value, or a copy made while the spec was evaluated: plain data from here on.
    if (domainOfView(value) !== null) return known(plain(value));
  }
  return known(value);
}

function lowerMember(cursor: Cursor, node: MemberExpression): Val {
  const object = lowerExpression(cursor, node.object);
  if (node.property.type === "PrivateIdentifier")
    return refuse(cursor, node, "private fields are not part of the language");
  if (!node.computed) {
    const inner = memberOf(cursor, object, (node.property as { name: string }).name, node.property);
    return inner.kind === "known" ? knownValue(cursor, inner.value, node) : inner;
  }
  const mark = markHere(cursor);
  const index = operand(cursor, node.property as Expression);
  const name = textOf(cursor, node.object);
  const inner = elementOf(cursor, protect(cursor, object, mark), index, node.property, name);
  return inner.kind === "known" ? knownValue(cursor, inner.value, node) : inner;
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
  if (node.left.type === "PrivateIdentifier")
    return refuse(cursor, node, "private fields are not part of the language");
  const mark0 = cursor;
  const left = operand(mark0, node.left);
  const mark = markHere(cursor);
  const right = operand(cursor, node.right);
  return binaryOperator(cursor, node.operator, protect(cursor, left, mark), right, node);
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
  );
}

function lowerArray(cursor: Cursor, node: ArrayExpression): Val {
  let items: Val[] = [];
  for (const element of node.elements) {
    if (element === null || element.type === "SpreadElement")
      return refuse(cursor, node, "holes and spreads are not part of the language");
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
  for (const property of node.properties) {
    if (property.type === "SpreadElement")
      return refuse(
        cursor,
        property,
        "spreads are not part of the language",
        "write the fields out, or copy(x) and change it",
      );
    if (property.computed || property.kind !== "init")
      return refuse(cursor, property, "computed and accessor fields are not part of the language");
    const { key } = property;
    const name = key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : null;
    if (name === null) return refuse(cursor, key, "a field's name is written out");
    const mark = markHere(cursor);
    const value = lowerExpression(cursor, property.value);
    fields = new Map([...fields].map(([before, val]) => [before, protect(cursor, val, mark)]));
    fields.set(name, value);
  }
  return { kind: "object", fields };
}
