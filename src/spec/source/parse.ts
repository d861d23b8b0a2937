// One file of the author's: read, parsed, its types erased. A file that has not changed since (path, times, size) is not
// read again, so that many settings of one spec cost one parse. The invariant: `text`, `erased` and the tree speak of the
// same offsets, and the file is free of syntax that allways refuses anywhere.

import { readFileSync, statSync } from "node:fs";
import { extname } from "node:path";
import { parseSync } from "oxc-parser";
import { walkSyntax } from "../analysis/syntax.ts";
import { type Diagnostic, type Span, SpecError } from "./diagnostic.ts";
import { refuseSyntax } from "./erasable.ts";
import { eraseTypes } from "./erase.ts";
import { shownPath } from "./files.ts";
import type { Module } from "./module.ts";
import { lineAndColumn } from "./positions.ts";

/** A module before its evaluation. */
export type SourceFile = Omit<Module, "scope">;

interface Cached {
  readonly mtime: number;
  /** A file put in another's place may have its size and its time of writing, but not this one. */
  readonly ctime: number;
  readonly size: number;
  readonly source: SourceFile;
}

const cache = new Map<string, Cached>();

/**
 * The file at an absolute path that `inspectFile` has found no fault with; `span` is the import that asks for it.
 * @throws SpecError with all the syntax errors of the file.
 */
export function readSource(file: string, span?: Span): SourceFile {
  const { mtimeMs: mtime, ctimeMs: ctime, size } = statSync(file);
  const known = cache.get(file);
  if (known?.mtime === mtime && known.ctime === ctime && known.size === size) return known.source;
  const source = parseSource(file, readFileSync(file, "utf8"), span);
  cache.set(file, { mtime, ctime, size, source });
  return source;
}

function parseSource(file: string, text: string, span?: Span): SourceFile {
  if (text.trim() === "") {
    const hints = ['a spec ends in export default spec("name", { … })'];
    throw new SpecError([{ message: `${shownPath(file)} is empty`, ...(span !== undefined && { span }), hints }]);
  }
  const typed = extname(file) === ".ts" || extname(file) === ".mts";
  const result = parseSync(file, text, {
    lang: typed ? "ts" : "js",
    sourceType: "module",
    astType: "ts",
    preserveParens: false,
    showSemanticErrors: true,
  });
  const errors = result.errors.filter(({ severity }) => severity === "Error");
  if (errors.length > 0) {
    const markup = typed ? markupIn(file, text) : null;
    throw new SpecError(markup === null ? errors.map((error) => syntaxError(file, text, error)) : [markup]);
  }
  const { program } = result;
  const refused = refuseSyntax(file, program);
  if (refused.length > 0) throw new SpecError(refused);
  const erased = typed ? eraseTypes(text, program) : text;
  return { file, text, program, erased };
}

/** What to say of a file that is only free of syntax errors with elements of JSX in it. */
function markupIn(file: string, text: string): Diagnostic | null {
  const { errors, program } = parseSync(file, text, { lang: "tsx", sourceType: "module", astType: "ts" });
  if (errors.length > 0) return null;
  let found: Diagnostic | null = null;
  walkSyntax(program, ({ type, start, end }) => {
    if (type === "JSXElement" || type === "JSXFragment") {
      const hints = ["a spec has no markup: values are numbers, booleans, strings and what domains make of them"];
      found ??= { message: "JSX is not part of the language", span: { file, start, end }, hints };
    }
    return found === null;
  });
  return found;
}

type ParserError = ReturnType<typeof parseSync>["errors"][number];

function syntaxError(file: string, text: string, { message, labels, helpMessage }: ParserError): Diagnostic {
  const [first, ...others] = labels;
  // The parser would have the author write async, which is refused next.
  const help = /`await`/.test(message)
    ? "a step is not async: every wait is a guard: when(…), idleUntil(…)"
    : helpMessage;
  const hints = help === null ? [] : [help];
  for (const { message: label, start } of others) {
    if (label !== null) hints.push(`${label} (line ${lineAndColumn(text, start).line})`);
  }
  const plain = message.replace(/\.$/, "");
  if (first === undefined) return { message: plain, hints };
  return { message: plain, span: { file, start: first.start, end: first.end }, hints };
}
