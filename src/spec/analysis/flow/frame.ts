// What building the graph knows while it is inside one function on one call path. The invariant: all frames of a process
// share one graph, and frames of one call path name their variables with that path.

import type { CallExpression, Expression } from "oxc-parser";
import type { Module } from "../../source/module.ts";
import { type Declared, localOf } from "../bindings.ts";
import type { ConstantEnv } from "../constants.ts";
import { type CallPath, variableKey } from "../keys.ts";
import { type Extent, type FunctionNode, unwrap } from "../syntax.ts";
import { addEvent, type Ends, type FlowGraph } from "./graph.ts";

/** What the analysis must be told about values. */
export interface FlowHost {
  /** The generator that `yield* call` runs, as the caller names it; null if it is none (the lowering refuses it). */
  readonly procedureOf: (call: CallExpression, context: FlowContext) => Procedure | null;
  /**
   * Whether a local is an alias of a part of another local, which its initialiser (or its for-of) names: then a use of it
   * is a use of that local too. Without this, no local is.
   */
  readonly isAlias?: (declared: Declared, context: FlowContext) => boolean;
}

export interface Procedure {
  readonly fn: FunctionNode;
  readonly module: Module;
}

/** A function on a call path, with what is constant there. */
export interface FlowContext extends Procedure {
  readonly path: CallPath;
  readonly constants: ConstantEnv;
}

/** Something that `break` or `continue` can name. */
export interface Target {
  readonly labels: readonly string[];
  /** Whether a `break` without a label means it. */
  readonly bare: boolean;
  readonly breaks: number[];
  /** Null where `continue` cannot mean it. */
  readonly continues: number[] | null;
}

export interface Frame {
  readonly graph: FlowGraph;
  readonly host: FlowHost;
  readonly context: FlowContext;
  /** Where control is after a `return`. */
  readonly returns: number[];
  /** Innermost last. */
  readonly targets: readonly Target[];
  /** For an alias of a part of a local: that local. */
  readonly roots: Map<Declared, Declared>;
  /** Functions being run, so that recursion (which the lowering refuses) ends. */
  readonly active: ReadonlySet<FunctionNode>;
}

export function readVariable(frame: Frame, declared: Declared, at: Ends): Ends {
  let ends = readKey(frame, declared.node, at);
  const seen = new Set<Declared>();
  for (let root = frame.roots.get(declared); root !== undefined && !seen.has(root); root = frame.roots.get(root)) {
    seen.add(root);
    ends = readKey(frame, root.node, ends);
  }
  return ends;
}

export function writeVariable(frame: Frame, declared: Declared, at: Ends): Ends {
  return addEvent(frame.graph, at, { kind: "write", variable: keyOf(frame, declared.node) });
}

/** `declaring` as for `variableKey`. */
export function readKey(frame: Frame, declaring: Extent, at: Ends): Ends {
  return addEvent(frame.graph, at, { kind: "read", variable: keyOf(frame, declaring) });
}

export function keyOf({ context }: Frame, declaring: Extent): ReturnType<typeof variableKey> {
  return variableKey(context.path, declaring, context.module.file);
}

/** The local inside which the place that an expression names lies; null if it names none, or one outside all locals. */
export function rootOf(frame: Frame, expression: Expression): Declared | null {
  const node = unwrap(expression);
  if (node.type === "Identifier") return localOf(frame.context.constants.bindings, node);
  if (node.type === "MemberExpression") return rootOf(frame, node.object);
  if (node.type !== "CallExpression") return null;
  const callee = unwrap(node.callee);
  return callee.type === "MemberExpression" ? rootOf(frame, callee.object) : null;
}
