// Every function of a file, with the text JavaScript gives for it and the names of enclosing functions it captures.
// The invariant: a function's `text` is what `Function.prototype.toString` says of its value once the file is evaluated.

import type { Node, Program as SyntaxTree } from "oxc-parser";
import { bindingsOf, resolveBindings } from "../analysis/bindings.ts";
import { children, contains, type Extent, type FunctionNode, isFunction } from "../analysis/syntax.ts";
import { declaredNames } from "./exports.ts";
import type { SourceFile } from "./parse.ts";

export interface FunctionSyntax {
  readonly node: FunctionNode;
  readonly text: string;
  /** Names that the function uses, bound at module level or nowhere. */
  readonly free: ReadonlySet<string>;
  /** Names that it uses of an enclosing function or block, in the order of the text. */
  readonly captured: readonly string[];
}

const cache = new WeakMap<SyntaxTree, readonly FunctionSyntax[]>();

/** In the order of the text; those of classes have no text of their own and are left out. */
export function functionsOf(source: SourceFile): readonly FunctionSyntax[] {
  const known = cache.get(source.program);
  if (known !== undefined) return known;
  const found: FunctionSyntax[] = [];
  collect(source, source.program, { method: null, outermost: null, blockNames: new Set() }, found);
  cache.set(source.program, found);
  return found;
}

interface Surroundings {
  /** The property that a method is written as. */
  readonly method: Extent | null;
  readonly outermost: FunctionNode | null;
  /** Bound by blocks at module level around the function. */
  readonly blockNames: ReadonlySet<string>;
}

function collect(source: SourceFile, node: Node, around: Surroundings, found: FunctionSyntax[]): void {
  if (node.type === "MethodDefinition") return;
  let inside: Surroundings = { ...around, method: null };
  if (isFunction(node)) {
    found.push(describe(source, node, around));
    inside = { ...inside, outermost: around.outermost ?? node };
  } else if (node.type === "Property" && (node.method || node.kind !== "init")) {
    inside = { ...inside, method: node };
  } else if (around.outermost === null && node.type !== "Program") {
    const names = blockNames(node);
    if (names.length > 0) inside = { ...inside, blockNames: new Set([...around.blockNames, ...names]) };
  }
  for (const child of children(node)) collect(source, child, inside, found);
}

function describe(source: SourceFile, node: FunctionNode, around: Surroundings): FunctionSyntax {
  const { start, end } = around.method ?? node;
  const outermost = around.outermost ?? node;
  const bindings = resolveBindings(outermost);
  const free = new Set<string>();
  const captured = new Set<string>();
  for (const [identifier, reference] of bindings.references) {
    if (!contains(node, identifier)) continue;
    if (reference.kind === "free") (around.blockNames.has(reference.name) ? captured : free).add(reference.name);
    else if (!contains(node, reference.declaration.node)) captured.add(reference.declaration.name);
  }
  return { node, text: source.erased.slice(start, end), free, captured: [...captured] };
}

/** Names that a block, a loop, a `switch` or a `catch` binds within itself. */
function blockNames(node: Node): string[] {
  switch (node.type) {
    case "BlockStatement":
      return node.body.flatMap(lexicalNames);
    case "ForStatement":
      return node.init === null ? [] : lexicalNames(node.init);
    case "ForOfStatement":
    case "ForInStatement":
      return lexicalNames(node.left);
    case "SwitchStatement":
      return node.cases.flatMap(({ consequent }) => consequent.flatMap(lexicalNames));
    case "CatchClause":
      return node.param === null ? [] : bindingsOf(node.param).map(({ name }) => name);
    default:
      return [];
  }
}

function lexicalNames(node: Node): string[] {
  return node.type === "VariableDeclaration" && node.kind === "var" ? [] : declaredNames(node);
}
