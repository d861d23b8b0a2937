// Which names a file binds, imports and exports, read off its syntax tree alone. Types are told from values, because
// only values exist once the types are erased. The invariant: nothing here looks at another file.

import type { BindingIdentifier, Expression, ModuleExportName, Node, Program as SyntaxTree } from "oxc-parser";
import { bindingsOf } from "../analysis/bindings.ts";
import { children, type Extent, isFunction, unwrap } from "../analysis/syntax.ts";

/** A name taken from another module: `imported` is `*` for its namespace, or everything of it. */
export interface ImportedName {
  readonly imported: string;
  readonly node: Extent;
}

/** An import or a re-export that is still there once the types are erased. */
export interface ModuleRequest {
  readonly specifier: string;
  /** The place of the specifier. */
  readonly node: Extent;
  readonly names: readonly ImportedName[];
}

export interface ModuleExports {
  /** Own and re-exported names, without those of `export *`. */
  readonly values: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
}

/** Trees do not change, and every evaluation of a spec asks the same of them. */
function remember<T>(compute: (program: SyntaxTree) => T): (program: SyntaxTree) => T {
  const known = new WeakMap<SyntaxTree, T>();
  return (program) => {
    const before = known.get(program);
    if (before !== undefined) return before;
    const computed = compute(program);
    known.set(program, computed);
    return computed;
  };
}

/** Requests in the order of the text. */
export const requestsOf: (program: SyntaxTree) => readonly ModuleRequest[] = remember(findRequests);

export const exportsOf: (program: SyntaxTree) => ModuleExports = remember(findExports);

/** Every name bound at module level to a value, imports and hoisted `var`s included, in the order of the text. */
export const topLevelNames: (program: SyntaxTree) => readonly string[] = remember(findTopLevelNames);

/** The module-level names that can be assigned to: `let` and `var`. */
export const mutableNames: (program: SyntaxTree) => ReadonlySet<string> = remember(findMutableNames);

function findRequests(program: SyntaxTree): readonly ModuleRequest[] {
  const requests: ModuleRequest[] = [];
  for (const node of program.body) {
    if (node.type === "ImportDeclaration" && node.importKind !== "type") {
      const names = node.specifiers.flatMap((specifier): ImportedName[] => {
        if (specifier.type === "ImportNamespaceSpecifier") return [];
        if (specifier.type === "ImportDefaultSpecifier") return [{ imported: "default", node: specifier }];
        return specifier.importKind === "type"
          ? []
          : [{ imported: nameOf(specifier.imported), node: specifier.imported }];
      });
      requests.push({ specifier: node.source.value, node: node.source, names });
    } else if (node.type === "ExportNamedDeclaration" && node.source !== null && node.exportKind !== "type") {
      const values = node.specifiers.filter((specifier) => specifier.exportKind !== "type");
      const names = values.map(({ local }) => ({ imported: nameOf(local), node: local }));
      requests.push({ specifier: node.source.value, node: node.source, names });
    } else if (node.type === "ExportAllDeclaration" && node.exportKind !== "type") {
      requests.push({ specifier: node.source.value, node: node.source, names: [] });
    }
  }
  return requests;
}

function findExports(program: SyntaxTree): ModuleExports {
  const values = new Set<string>();
  const types = new Set<string>();
  const stars: string[] = [];
  const local = new Set(topLevelNames(program));
  for (const node of program.body) {
    if (node.type === "ExportDefaultDeclaration") values.add("default");
    else if (node.type === "ExportAllDeclaration" && node.exportKind !== "type") {
      if (node.exported === null) stars.push(node.source.value);
      else values.add(nameOf(node.exported));
    } else if (node.type === "ExportNamedDeclaration") {
      if (node.declaration !== null) {
        const declared = declaredNames(node.declaration);
        for (const name of declared) values.add(name);
        if (declared.length === 0 && "id" in node.declaration && node.declaration.id?.type === "Identifier") {
          types.add(node.declaration.id.name);
        }
      }
      for (const specifier of node.specifiers) {
        const isType =
          node.exportKind === "type" ||
          specifier.exportKind === "type" ||
          (node.source === null && !local.has(nameOf(specifier.local)));
        (isType ? types : values).add(nameOf(specifier.exported));
      }
    }
  }
  return { values, types, stars };
}

/** `export { name }` of names that no value of the file has: where each stands. */
export function danglingExports(program: SyntaxTree): { name: string; node: Extent }[] {
  const local = new Set(topLevelNames(program));
  return program.body.flatMap((node) => {
    if (node.type !== "ExportNamedDeclaration" || node.source !== null || node.exportKind === "type") return [];
    return node.specifiers
      .filter((specifier) => specifier.exportKind !== "type" && !local.has(nameOf(specifier.local)))
      .map((specifier) => ({ name: nameOf(specifier.local), node: specifier.local }));
  });
}

function findTopLevelNames(program: SyntaxTree): readonly string[] {
  const names = new Set<string>();
  for (const node of program.body) {
    if (node.type === "ImportDeclaration") {
      if (node.importKind === "type") continue;
      for (const specifier of node.specifiers) {
        if (specifier.type !== "ImportSpecifier" || specifier.importKind !== "type") names.add(specifier.local.name);
      }
    } else for (const name of declaredNames(declarationOf(node))) names.add(name);
    for (const name of hoistedNames(node)) names.add(name);
  }
  return [...names];
}

function findMutableNames(program: SyntaxTree): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of program.body) {
    const node = declarationOf(statement);
    if (node.type === "VariableDeclaration" && node.kind === "let")
      for (const name of declaredNames(node)) names.add(name);
    for (const name of hoistedNames(statement)) names.add(name);
  }
  return names;
}

/** The `const`s at module level that have a plain name, with their initialisers unwrapped, in the order of the text. */
export function namedConstants(program: SyntaxTree): { id: BindingIdentifier; init: Expression }[] {
  return program.body.flatMap((statement) => {
    const node = declarationOf(statement);
    if (node.type !== "VariableDeclaration" || node.kind !== "const" || node.declare) return [];
    return node.declarations.flatMap(({ id, init }) =>
      id.type === "Identifier" && init !== null ? [{ id, init: unwrap(init) }] : [],
    );
  });
}

/** The declaration an `export` stands before, or the node itself. */
export function declarationOf(node: Node): Node {
  if (node.type === "ExportNamedDeclaration") return node.declaration ?? node;
  return node.type === "ExportDefaultDeclaration" ? node.declaration : node;
}

/** Names a declaration binds in the scope it stands in; none for anything that is gone once types are erased. */
export function declaredNames(node: Node): string[] {
  switch (node.type) {
    case "VariableDeclaration":
      return node.declare ? [] : node.declarations.flatMap(({ id }) => bindingsOf(id).map(({ name }) => name));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return node.id === null || node.declare ? [] : [node.id.name];
    default:
      return [];
  }
}

function hoistedNames(node: Node): string[] {
  if (isFunction(node)) return [];
  const own = node.type === "VariableDeclaration" && node.kind === "var" ? declaredNames(node) : [];
  return [...own, ...children(node).flatMap(hoistedNames)];
}

function nameOf(name: ModuleExportName): string {
  return name.type === "Literal" ? name.value : name.name;
}
