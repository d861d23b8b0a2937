// Which declaration each name in a function means. In: one function of the author's. Out: for every identifier that is
// a reference (by identity of its node) the local declaration it resolves to, or that it is free; and every declaration.
// Arrow callbacks and other functions inside are part of their outermost function: their names resolve through it.
// The invariant: an identifier of the function is a reference, a declaration, or a plain name (a property, a label), and
// is found in at most one of the two maps. Types are looked through, so a name used only as a type is neither.

import type { BindingIdentifier, BindingPattern, Node, ParamPattern, VariableDeclarator } from "oxc-parser";
import { children, type FunctionNode, isFunction, unwrap } from "./syntax.ts";

/** `self` is the name of a function or class expression seen from inside. */
export type DeclarationKind =
  | "param"
  | "const"
  | "let"
  | "var"
  | "using"
  | "await using"
  | "function"
  | "class"
  | "catch"
  | "self";

export interface Declared {
  readonly name: string;
  /** The declaring identifier. */
  readonly node: BindingIdentifier;
  readonly kind: DeclarationKind;
  /** Of a const, let or var: the declarator it is part of; in the head of a for-of or for-in its `init` is null. */
  readonly declarator: VariableDeclarator | null;
  /** The function it stands for: of a function declaration, a named function expression, or a const initialised with one. */
  readonly value: FunctionNode | null;
  /** The innermost function the declaration belongs to. */
  readonly function: FunctionNode;
  /** Whether anything but its initialisation ever assigns it. */
  assigned: boolean;
}

export type Reference =
  | { readonly kind: "local"; readonly declaration: Declared }
  | { readonly kind: "free"; readonly name: string };

export interface Bindings {
  readonly function: FunctionNode;
  /** By the node of the referring identifier. `arguments` is free. */
  readonly references: ReadonlyMap<Node, Reference>;
  /** By the node of the declaring identifier, in the order of the text. */
  readonly declarations: ReadonlyMap<Node, Declared>;
}

const cache = new WeakMap<FunctionNode, Bindings>();

/** Resolves the names in a function; the same object each time it is asked for the same node. */
export function resolveBindings(fn: FunctionNode): Bindings {
  const known = cache.get(fn);
  if (known !== undefined) return known;
  const resolver: Resolver = { references: new Map(), declarations: new Map() };
  resolveFunction(resolver, fn, { names: new Map(), outer: null, function: fn });
  const declarations = new Map([...resolver.declarations].sort(([a], [b]) => a.start - b.start));
  const bindings: Bindings = { function: fn, references: resolver.references, declarations };
  cache.set(fn, bindings);
  return bindings;
}

/** The local declaration an identifier refers to or is; null for a free name and for anything that is not an identifier. */
export function localOf(bindings: Bindings, node: Node): Declared | null {
  const reference = bindings.references.get(node);
  if (reference?.kind === "local") return reference.declaration;
  return bindings.declarations.get(node) ?? null;
}

/** The declaring identifiers of a pattern, in the order of the text. */
export function bindingsOf(pattern: BindingPattern | ParamPattern): BindingIdentifier[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "AssignmentPattern":
      return bindingsOf(pattern.left);
    case "RestElement":
      return bindingsOf(pattern.argument);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : bindingsOf(element)));
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        bindingsOf(property.type === "Property" ? property.value : property),
      );
    case "TSParameterProperty":
      return bindingsOf(pattern.parameter);
  }
}

interface Scope {
  readonly names: Map<string, Declared>;
  readonly outer: Scope | null;
  readonly function: FunctionNode;
}

interface Resolver {
  readonly references: Map<Node, Reference>;
  readonly declarations: Map<Node, Declared>;
}

function enter(outer: Scope, fn: FunctionNode = outer.function): Scope {
  return { names: new Map(), outer, function: fn };
}

function declare(
  resolver: Resolver,
  scope: Scope,
  pattern: BindingPattern | ParamPattern,
  kind: DeclarationKind,
  declarator: VariableDeclarator | null = null,
  value: FunctionNode | null = null,
): void {
  for (const node of bindingsOf(pattern)) {
    // A `var` may be declared again; it stays the variable it was.
    const before = kind === "var" ? scope.names.get(node.name) : undefined;
    const fresh = { name: node.name, node, kind, declarator, value, function: scope.function, assigned: false };
    const declared = before ?? fresh;
    scope.names.set(node.name, declared);
    resolver.declarations.set(node, declared);
  }
}

function refer(resolver: Resolver, scope: Scope, node: Node & { name: string }, assigns: boolean): void {
  let declaration: Declared | undefined;
  for (let at: Scope | null = scope; at !== null && declaration === undefined; at = at.outer) {
    declaration = at.names.get(node.name);
  }
  if (declaration !== undefined && assigns) declaration.assigned = true;
  resolver.references.set(
    node,
    declaration === undefined ? { kind: "free", name: node.name } : { kind: "local", declaration },
  );
}

function resolveFunction(resolver: Resolver, fn: FunctionNode, outer: Scope): void {
  let around = outer;
  if (fn.type === "FunctionExpression" && fn.id !== null) {
    around = enter(outer, fn);
    declare(resolver, around, fn.id, "self", null, fn);
  }
  const params = enter(around, fn);
  for (const param of fn.params) declare(resolver, params, param, "param");
  for (const param of fn.params) resolvePattern(resolver, param, params, false);
  if (fn.body === null) return;
  const body = enter(params, fn);
  hoistVars(resolver, fn.body, body);
  if (fn.body.type === "BlockStatement") resolveBlock(resolver, fn.body.body, body);
  else resolve(resolver, fn.body, body);
}

function hoistVars(resolver: Resolver, node: Node, scope: Scope): void {
  if (isFunction(node)) return;
  if (node.type === "VariableDeclaration" && node.kind === "var") {
    for (const declarator of node.declarations) declare(resolver, scope, declarator.id, "var", declarator);
  }
  for (const child of children(node)) hoistVars(resolver, child, scope);
}

/** Statements of one block: what they declare is visible in all of them, also before its declaration. */
function resolveBlock(resolver: Resolver, body: readonly Node[], scope: Scope): void {
  for (const statement of body) declareLexical(resolver, statement, scope);
  for (const statement of body) resolve(resolver, statement, scope);
}

function declareLexical(resolver: Resolver, node: Node, scope: Scope): void {
  if (node.type === "VariableDeclaration" && node.kind !== "var") {
    for (const declarator of node.declarations) {
      const { id, init } = declarator;
      const initial = node.kind === "const" && id.type === "Identifier" && init !== null ? unwrap(init) : null;
      const value = initial !== null && isFunction(initial) ? initial : null;
      declare(resolver, scope, id, node.kind, declarator, value);
    }
  } else if (node.type === "FunctionDeclaration" && node.id !== null) {
    declare(resolver, scope, node.id, "function", null, node);
  } else if (node.type === "ClassDeclaration" && node.id !== null) {
    declare(resolver, scope, node.id, "class");
  }
}

function resolveAll(resolver: Resolver, nodes: readonly (Node | null)[], scope: Scope): void {
  for (const node of nodes) if (node !== null) resolve(resolver, node, scope);
}

function resolve(resolver: Resolver, node: Node, scope: Scope): void {
  switch (node.type) {
    case "Identifier":
      refer(resolver, scope, node, false);
      return;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      resolveFunction(resolver, node, scope);
      return;
    case "ClassExpression":
    case "ClassDeclaration": {
      const inside = enter(scope);
      if (node.type === "ClassExpression" && node.id !== null) declare(resolver, inside, node.id, "self");
      resolveAll(resolver, [node.superClass, node.body], inside);
      return;
    }
    case "MethodDefinition":
    case "PropertyDefinition":
    case "Property":
      resolveAll(resolver, [node.computed ? node.key : null, node.value], scope);
      return;
    case "MemberExpression":
      resolveAll(resolver, [node.object, node.computed ? node.property : null], scope);
      return;
    case "AssignmentExpression":
      resolvePattern(resolver, node.left, scope, true);
      resolve(resolver, node.right, scope);
      return;
    case "UpdateExpression":
      resolvePattern(resolver, node.argument, scope, true);
      return;
    case "VariableDeclarator":
      resolvePattern(resolver, node.id, scope, false);
      resolveAll(resolver, [node.init], scope);
      return;
    case "BlockStatement":
    case "StaticBlock":
      resolveBlock(resolver, node.body, enter(scope));
      return;
    case "ForStatement": {
      const head = enter(scope);
      if (node.init !== null) declareLexical(resolver, node.init, head);
      resolveAll(resolver, [node.init, node.test, node.update, node.body], head);
      return;
    }
    case "ForOfStatement":
    case "ForInStatement": {
      const head = enter(scope);
      declareLexical(resolver, node.left, head);
      resolve(resolver, node.right, head);
      if (node.left.type === "VariableDeclaration") resolve(resolver, node.left, head);
      else resolvePattern(resolver, node.left, head, true);
      resolve(resolver, node.body, head);
      return;
    }
    case "SwitchStatement": {
      resolve(resolver, node.discriminant, scope);
      const cases = enter(scope);
      for (const branch of node.cases) {
        for (const statement of branch.consequent) declareLexical(resolver, statement, cases);
      }
      resolveAll(resolver, node.cases, cases);
      return;
    }
    case "CatchClause": {
      const clause = enter(scope);
      if (node.param !== null) {
        declare(resolver, clause, node.param, "catch");
        resolvePattern(resolver, node.param, clause, false);
      }
      resolve(resolver, node.body, clause);
      return;
    }
    case "LabeledStatement":
      resolve(resolver, node.body, scope);
      return;
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
      return;
    default:
      resolveAll(resolver, children(node), scope);
  }
}

/** A pattern's defaults and computed keys are read; its identifiers are references when it assigns, declarations when not. */
function resolvePattern(resolver: Resolver, node: Node, scope: Scope, assigns: boolean): void {
  switch (node.type) {
    case "Identifier":
      if (assigns) refer(resolver, scope, node, true);
      return;
    case "AssignmentPattern":
      resolvePattern(resolver, node.left, scope, assigns);
      resolve(resolver, node.right, scope);
      return;
    case "RestElement":
      resolvePattern(resolver, node.argument, scope, assigns);
      return;
    case "ArrayPattern":
      for (const element of node.elements) if (element !== null) resolvePattern(resolver, element, scope, assigns);
      return;
    case "ObjectPattern":
      for (const property of node.properties) resolvePattern(resolver, property, scope, assigns);
      return;
    case "Property":
      if (node.computed) resolve(resolver, node.key, scope);
      resolvePattern(resolver, node.value, scope, assigns);
      return;
    case "TSParameterProperty":
      resolvePattern(resolver, node.parameter, scope, assigns);
      return;
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
      resolvePattern(resolver, node.expression, scope, assigns);
      return;
    default:
      resolve(resolver, node, scope);
  }
}
