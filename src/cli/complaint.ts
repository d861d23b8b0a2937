// What is wrong with a spec or with how allways was called, on stderr: places, source lines, hints.

import { Chalk } from "chalk";
import type { SpecError } from "../spec/source/diagnostic.ts";
import { type DiagnosticPart, formatDiagnostics } from "../spec/source/format-diagnostic.ts";
import type { Terminal } from "./terminal.ts";

export function complainOf(error: SpecError, terminal: Terminal): void {
  terminal.complain(describeFault(error, terminal.errorColors));
}

export function describeFault(error: SpecError, colors: boolean): string {
  const { bold, red, dim, cyan } = new Chalk({ level: colors ? 1 : 0 });
  const paints: Readonly<Record<DiagnosticPart, (text: string) => string>> = {
    place: bold,
    error: red,
    message: bold,
    gutter: dim,
    caret: red,
    hint: cyan,
    call: dim,
  };
  return formatDiagnostics(error.diagnostics, new Map(), { color: (part, text) => paints[part](text) });
}
