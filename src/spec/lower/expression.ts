// Expressions: from a syntax node to a value, writing the effects met on the way into the cursor's list in JavaScript's
// order. Short-circuit operators and conditionals become conditional expressions where their branches have no effects,
// and statements with a register for the result where they have. The invariant: a value given back is good until the
// next effect; whoever lowers something else first protects it (order.ts).

import type { ArrayExpression, Expression, MemberExpression, Node, ObjectExpression } from "oxc-parser";
import { unwrap } from "../analysis/syntax.ts";
import type { Expr, Statement } from "../program/program.ts";
import { plain } from "../runtime/plain.ts";
import { isSharedPart } from "../runtime/shared.ts";
import { domainOfView } from "../runtime/view.ts";
import { freeValue, mutableVariables } from "../source/origin.ts";
import { suggestions } from "../source/suggest.ts";
import { assign, update } from "./assignment.ts";
import { lowerCall } from "./call.ts";
import { assumeHere, domainOf, leavesIn } from "./composite.ts";
import { type Cursor, collect, emit, emitSet, localCell, newLocal, refuse, spill, textOf } from "./context.ts";
import { type Environment, joinEnvironments } from "./environment.ts";
import { and, constant, literal, not, or, read } from "./expr.ts";
import { elementOf, memberOf, rootPlace, truthOf } from "./member.ts";
import { binaryOperator, choice, divide, indexOfText, intOf, scalarOf, textVal, unaryOperator } from "./operator.ts";
import { markHere, protect } from "./order.ts";
import { bool, describe, int, known, type Strings, UNDEFINED, type Val } from "./value.ts";
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

function operand(cursor: Cursor, node: Expression): Val {
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

function lowerLogical(cursor: Cursor, node: Expression & { type: "LogicalExpression" }): Val {
  if (node.operator === "??")
    return refuse(
      cursor,
      node,
      "?? is not part of the language",
      "every value of a domain is there; ask has(…) of a map",
    );
  const left = operand(cursor, node.left);
  const test = truthOf(cursor, left, node.left);
  const decided = literal(test);
  const onTrue = node.operator === "&&";
  if (decided !== null) return (decided !== 0) === onTrue ? lowerExpression(cursor, node.right) : left;
  const mark = markHere(cursor);
  const { out, env, result } = inBranch(cursor, test, onTrue, node.operator, () => operand(cursor, node.right));
  if (result === null) return left;
  if (out.length === 0) {
    if (left.kind === "bool" && result.kind === "bool")
      return bool(onTrue ? and(test, result.expr) : or(test, result.expr));
    if (left.kind === "int" && result.kind === "int")
      return choice(cursor, test, onTrue ? result : left, onTrue ? left : result, node);
    const right = truthOf(cursor, result, node.right);
    return bool(onTrue ? and(test, right) : or(test, right));
  }
  const kept = protect(cursor, left, mark);
  const target = resultCell(cursor);
  const other = collect(cursor, () => storeResult(cursor, target, kept, node));
  const before = cursor.env;
  cursor.env = env;
  const list = collect(cursor, () => storeResult(cursor, target, result, node));
  const after = cursor.env;
  cursor.env = before;
  if (before !== null) assumeHere(cursor, test, !onTrue);
  const joined = joinEnvironments(cursor.env, after);
  cursor.env = before;
  const [then, otherwise] = onTrue ? [[...out, ...list], other] : [other, [...out, ...list]];
  emit(cursor, { kind: "if", test, then, else: otherwise });
  cursor.env = joined;
  return target.val ?? UNDEFINED;
}

/** Lowers one branch into a list of its own, knowing how the test came out; null where that cannot be. */
function inBranch(
  cursor: Cursor,
  test: Expr,
  truth: boolean,
  symbol: string,
  lower: () => Val,
): { out: Statement[]; env: Environment | null; result: Val | null } {
  const before = cursor.env;
  const guardless = cursor.guardless;
  cursor.env = before?.copy() ?? null;
  assumeHere(cursor, test, truth);
  if (cursor.env === null) {
    cursor.env = before;
    return { out: [], env: null, result: null };
  }
  cursor.guardless ??= `inside ${symbol}`;
  let result: Val = UNDEFINED;
  try {
    const out = collect(cursor, () => {
      result = lower();
    });
    return { out, env: cursor.env, result };
  } finally {
    cursor.env = before;
    cursor.guardless = guardless;
  }
}

/** `test ? a : b` as an expression, or as statements where a branch has effects. */
function branch(cursor: Cursor, test: Expr, symbol: string, node: Node, then: Expression, otherwise: Expression): Val {
  const decided = literal(test);
  if (decided !== null) return lowerExpression(cursor, decided !== 0 ? then : otherwise);
  const a = inBranch(cursor, test, true, symbol, () => lowerExpression(cursor, then));
  const b = inBranch(cursor, test, false, symbol, () => lowerExpression(cursor, otherwise));
  if (a.result === null || b.result === null) {
    return lowerExpression(cursor, a.result === null ? otherwise : then);
  }
  if (a.out.length === 0 && b.out.length === 0) return choice(cursor, test, a.result, b.result, node);
  const target = resultCell(cursor);
  const finish = (side: typeof a): [Statement[], Environment | null] => {
    const before = cursor.env;
    cursor.env = side.env;
    const list = collect(cursor, () => storeResult(cursor, target, side.result!, node));
    const env = cursor.env;
    cursor.env = before;
    return [[...side.out, ...list], env];
  };
  const [thenList, thenEnv] = finish(a);
  const [elseList, elseEnv] = finish(b);
  emit(cursor, { kind: "if", test, then: thenList, else: elseList });
  cursor.env = joinEnvironments(thenEnv, elseEnv);
  return target.val ?? UNDEFINED;
}

/** Registers that take a result from several paths; their kind is that of the first result stored. */
export interface ResultCell {
  val: Val | null;
  ids: number[];
}

export function resultCell(_cursor: Cursor): ResultCell {
  return { val: null, ids: [] };
}

/** Stores the result of one path; all paths must give values of one kind. */
export function storeResult(cursor: Cursor, target: ResultCell, given: Val, node: Node): void {
  if (cursor.env === null) return;
  const val = textVal(scalarOf(cursor, given, node));
  const put = (i: number, expr: Expr): Expr => {
    target.ids[i] ??= newLocal(cursor, "result", null, 1, false);
    const cell = localCell(target.ids[i]!);
    emitSet(cursor, cell, expr);
    return read(cell);
  };
  const { val: first } = target;
  const mismatch = (): never =>
    refuse(
      cursor,
      node,
      `${describe(val)} here, ${describe(first!)} on another path`,
      "give values of one kind on all paths",
    );
  switch (val.kind) {
    case "int": {
      if (first !== null && first.kind !== "int") mismatch();
      const expr = put(0, val.expr);
      target.val = int(
        expr,
        first?.kind === "int" ? { lo: Math.min(first.lo, val.lo), hi: Math.max(first.hi, val.hi) } : val,
      );
      if (target.val.kind === "int") target.val = { ...target.val, expr };
      return;
    }
    case "bool":
      if (first !== null && first.kind !== "bool") mismatch();
      target.val = bool(put(0, val.expr));
      return;
    case "enum": {
      if (first !== null && first.kind !== "enum") mismatch();
      const strings: Strings = first?.kind === "enum" ? first.strings : { values: [], open: true };
      const mapping = val.strings.values.map((s) => indexOfText(strings, s));
      const at = literal(val.expr);
      const expr: Expr =
        at !== null
          ? constant(mapping[at]!)
          : mapping.every((to, from) => to === from)
            ? val.expr
            : { kind: "table", values: mapping, index: val.expr };
      target.val = { kind: "enum", expr: put(0, expr), strings };
      return;
    }
    case "known":
      if (first !== null && (first.kind !== "known" || first.value !== val.value)) mismatch();
      target.val = val;
      return;
    default: {
      const domain = domainOf(val) ?? (first === null ? null : domainOf(first));
      if (domain === null) {
        return refuse(
          cursor,
          node,
          `${describe(val)} as the result of one of several paths`,
          "store it in a local(domain) first",
        );
      }
      const leaves = leavesIn(cursor, val, domain, node, "the result").map((leaf) => spill(cursor, leaf));
      target.val = { kind: "leaves", domain, leaves: leaves.map((leaf, i) => put(i, leaf)) };
    }
  }
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
