// Small questions about syntax trees that every pass over the author's functions asks. Trees are oxc-parser's and are
// never changed. The invariant: what TypeScript adds for the type checker alone (annotations, `as`, `!`, `satisfies`,
// type arguments) is invisible here.

import {
  type ArrowFunctionExpression,
  type Expression,
  type Function as FunctionSyntax,
  type IdentifierReference,
  type Node,
  type Statement,
  visitorKeys,
  type YieldExpression,
} from "oxc-parser";

/** A function of the author's: declaration, expression or arrow; generator or not. */
export type FunctionNode = FunctionSyntax | ArrowFunctionExpression;

/** Syntax with a place in the text. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

export function isFunction(node: Node): node is FunctionNode {
  return (
    node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression"
  );
}

export function isIdentifier(node: Node): node is IdentifierReference {
  return node.type === "Identifier";
}

/** The expression without parentheses, type assertions, `!`, type arguments, and `?.` chains that hold no `?.`. */
export function unwrap(expression: Expression): Expression {
  let inner: Node = expression;
  while (true) {
    switch (inner.type) {
      case "ParenthesizedExpression":
      case "TSAsExpression":
      case "TSNonNullExpression":
      case "TSSatisfiesExpression":
      case "TSTypeAssertion":
      case "TSInstantiationExpression":
        inner = inner.expression;
        continue;
      case "ChainExpression":
        if (hasOptionalLink(inner.expression)) return inner;
        inner = inner.expression;
        continue;
      default:
        return inner as Expression;
    }
  }
}

function hasOptionalLink(link: Expression): boolean {
  const node = unwrap(link);
  if (node.type === "MemberExpression") return node.optional || hasOptionalLink(node.object);
  if (node.type === "CallExpression") return node.optional || hasOptionalLink(node.callee as Expression);
  return false;
}

/** The label and the `yield` of a statement `yield "label";`, or null if the statement is anything else. */
export function isYieldLabel(statement: Statement): { label: string; node: YieldExpression } | null {
  if (statement.type !== "ExpressionStatement") return null;
  const node = unwrap(statement.expression);
  if (node.type !== "YieldExpression" || node.delegate || node.argument === null) return null;
  const argument = unwrap(node.argument);
  if (argument.type !== "Literal" || typeof argument.value !== "string") return null;
  return { label: argument.value, node };
}

/** Syntax nodes directly below this one, in the order of the text, without those that only the type checker reads. */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  const collect = (child: unknown): void => {
    if (Array.isArray(child)) child.forEach(collect);
    else if (isNode(child) && !isTypeOnly(child)) found.push(child);
  };
  for (const key of visitorKeys[node.type] ?? []) collect((node as unknown as Record<string, unknown>)[key]);
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

const transparent = new Set([
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "TSParameterProperty",
]);

function isTypeOnly(node: Node): boolean {
  return node.type.startsWith("TS") && !transparent.has(node.type);
}

/** Whether `target` lies inside `node`, both of the same file. */
export function contains(node: Extent, target: Extent): boolean {
  return node.start <= target.start && target.end <= node.end;
}

/** Calls `visit` for the node and everything below it, outermost first; below a node for which it returns false it does not go. */
export function walkSyntax(node: Node, visit: (node: Node) => boolean | undefined): void {
  if (visit(node) === false) return;
  for (const child of children(node)) walkSyntax(child, visit);
}
