// The author's functions inside a temporal formula: in, its tree; out, those that can be called to ask of a state or of a
// step. What `taken` names is a process or an action and is never called.

import type { AuthorFunction, Definition } from "../spec/definition.ts";
import type { FormulaNode } from "../spec/runtime/temporal.ts";

/** The condition that a leaf of the tree is; null for a leaf that has none. */
export function conditionOf({ processes, actions }: Definition, node: FormulaNode): AuthorFunction | null {
  if (node.kind === "state") return node.fn;
  if (node.kind !== "taken" || [...processes, ...actions].some(({ fn }) => fn === node.fn)) return null;
  return node.label === null && node.instance === null ? node.fn : null;
}

/** All of them, conditions on steps apart. */
export function conditionsOf(
  definition: Definition,
  node: FormulaNode,
): { readonly fn: AuthorFunction; readonly over: "state" | "step" }[] {
  if ("operand" in node) return conditionsOf(definition, node.operand);
  if ("left" in node) return [...conditionsOf(definition, node.left), ...conditionsOf(definition, node.right)];
  const fn = conditionOf(definition, node);
  return fn === null ? [] : [{ fn, over: node.kind === "state" ? "state" : "step" }];
}
