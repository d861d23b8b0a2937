// Where in the author's files an error came from, read off its stack. The invariant: only lines of the spec's own
// modules become spans; everything of ours and of Node's between them is passed over.

import { fileURLToPath } from "node:url";
import type { Node } from "oxc-parser";
import { children } from "../analysis/syntax.ts";
import type { Span } from "./diagnostic.ts";
import type { SourceFile } from "./parse.ts";
import { offsetAt } from "./positions.ts";

/** `at f (file:///specs/a.ts?…:12:7)` of a frame; `file:///specs/a.ts:12` above what Node says of a syntax error. */
const framePattern = /(file:\/\/\S+?)(?:\?\S*?)?:(\d+)(?::(\d+))?\)?$/gm;

/** The author's frames of an error's stack, innermost first; empty if there are none. */
export function authorFrames(error: unknown, sources: readonly SourceFile[]): Span[] {
  const stack = error instanceof Error ? String(error.stack) : "";
  const spans: Span[] = [];
  for (const [, url, line, column] of stack.matchAll(framePattern)) {
    const file = fileURLToPath(url!);
    const source = sources.find((candidate) => candidate.file === file);
    if (source === undefined) continue;
    const start = offsetAt(source.text, { line: Number(line), column: Number(column ?? 1) });
    spans.push(spanAt(source, start));
  }
  return spans;
}

/** Whether the author wrote the words of an error: a plain one, thrown by a line of the spec and by nothing that it calls. */
export function isAuthorsOwn(error: unknown, sources: readonly SourceFile[]): error is Error {
  if (!(error instanceof Error) || error.name !== "Error" || error.message === "" || "code" in error) return false;
  const [top] = String(error.stack)
    .slice(String(error).length)
    .split("\n")
    .filter((line) => /^\s+at /.test(line));
  const [, url] = [...(top ?? "").matchAll(framePattern)][0] ?? [];
  return url !== undefined && sources.some(({ file }) => file === fileURLToPath(url));
}

/** V8 points at where a call, a `new`, a property or a name begins: the whole of the call, or else the smallest syntax around. */
function spanAt({ file, program }: SourceFile, offset: number): Span {
  let smallest: Node = program;
  let call: Node | null = null;
  const descend = (node: Node): void => {
    smallest = node;
    if (isCallAt(node, offset)) call = node;
    for (const child of children(node)) if (child.start <= offset && offset < child.end) descend(child);
  };
  descend(program);
  const { start, end } = call ?? smallest;
  return { file, start, end };
}

function isCallAt(node: Node, offset: number): boolean {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return false;
  const { callee } = node;
  return node.start === offset || (callee.type === "MemberExpression" && callee.property.start === offset);
}
