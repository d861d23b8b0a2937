// From a call of one of the language's functions and a path of keys into its arguments to the piece of text that is meant.
// The invariant: the span given lies inside the call; where the text does not show the way (a spread, a name), it is the
// last piece that it does show.

import type { Expression, Node, ObjectExpression } from "oxc-parser";
import { children, contains, isIdentifier, unwrap, walkSyntax } from "../analysis/syntax.ts";
import type { ArgumentPath, Span } from "./diagnostic.ts";
import { namedConstants } from "./exports.ts";
import type { SourceFile } from "./parse.ts";

/** The span of a part of the arguments of the call at `call`. */
export function argumentSpan(sources: readonly SourceFile[], call: Span, { path, key }: ArgumentPath): Span {
  const source = sources.find(({ file }) => file === call.file);
  const node = source === undefined ? null : callAt(source.program, call);
  const [first, ...keys] = path;
  if (source === undefined || node === null || first === undefined) return call;
  const argument = node.arguments[Number(first)];
  if (argument === undefined || argument.type === "SpreadElement") return call;
  let shown: Node = argument;
  let value: Node = argument;
  for (const [i, name] of keys.entries()) {
    const inside = partOf(resolved(source, value), name);
    if (inside === null) break;
    shown = key === true && i === keys.length - 1 ? inside.key : inside.value;
    value = inside.value;
  }
  return { file: call.file, start: shown.start, end: shown.end };
}

/** The span of a part of what the spec's own file declares by `spec(name, { … })`; none if it shows no such call. */
export function declarationSpan(sources: readonly SourceFile[], keys: readonly string[]): { readonly span?: Span } {
  const [main] = sources;
  let call: Span | null = null;
  if (main !== undefined) {
    walkSyntax(main.program, (node) => {
      const isCall = node.type === "CallExpression" && isIdentifier(node.callee) && node.callee.name === "spec";
      if (isCall) call ??= { file: main.file, start: node.start, end: node.end };
      return call === null;
    });
  }
  return call === null ? {} : { span: argumentSpan(sources, call, { path: [1, ...keys] }) };
}

function callAt(node: Node, span: Span): (Node & { type: "CallExpression" }) | null {
  if (node.type === "CallExpression" && node.start === span.start && node.end === span.end) return node;
  for (const child of children(node)) {
    const found = contains(child, span) ? callAt(child, span) : null;
    if (found !== null) return found;
  }
  return null;
}

/** A name of a constant of the same file stands for what the constant is initialised with. */
function resolved(source: SourceFile, node: Node): Node {
  const value = unwrap(node as Expression);
  if (!isIdentifier(value)) return value;
  const constant = namedConstants(source.program).find(({ id }) => id.name === value.name);
  return constant === undefined ? value : unwrap(constant.init);
}

function partOf(node: Node, name: string | number): { key: Node; value: Node } | null {
  if (node.type === "ArrayExpression") {
    const element = node.elements[Number(name)];
    return element == null || element.type === "SpreadElement" ? null : { key: element, value: element };
  }
  return node.type === "ObjectExpression" ? propertyOf(node, String(name)) : null;
}

function propertyOf(node: ObjectExpression, name: string): { key: Node; value: Node } | null {
  for (const property of node.properties) {
    if (property.type === "SpreadElement" || property.computed) continue;
    const { key, value } = property;
    const written = key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : null;
    if (written === name) return { key, value };
  }
  return null;
}
