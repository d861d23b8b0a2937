// What is wrong with a spec or with how allways was called, on stderr: places, source lines, hints.

import { fileURLToPath } from "node:url";
import type { SpecError } from "../spec/source/diagnostic.ts";
import { shownPath } from "../spec/source/files.ts";
import type { DiagnosticPart } from "../spec/source/format-diagnostic.ts";
import type { Terminal } from "./terminal.ts";

/** Prints the faults. The formatter is loaded here and now: most runs have nothing to complain of. */
export async function complainOf(error: SpecError, terminal: Terminal): Promise<void> {
  const [{ Chalk }, { formatDiagnostics }] = await Promise.all([
    import("chalk"),
    import("../spec/source/format-diagnostic.ts"),
  ]);
  const { bold, red, dim, cyan } = new Chalk({ level: terminal.errorColors ? 1 : 0 });
  const paints: Readonly<Record<DiagnosticPart, (text: string) => string>> = {
    place: bold,
    error: red,
    message: bold,
    gutter: dim,
    caret: red,
    hint: cyan,
    call: dim,
  };
  const text = formatDiagnostics(error.diagnostics, new Map(), { color: (part, shown) => paints[part](shown) });
  terminal.complain(text);
}

/** The same for who reads JSON: one object on stdout. The spec, as an absolute path, if the command came to one. */
export async function refuseInJson(
  error: Pick<SpecError, "diagnostics" | "code">,
  file: string | null,
  terminal: Terminal,
): Promise<void> {
  const { refusalToJson } = await import("../report/refusal.ts");
  terminal.print(JSON.stringify(refusalToJson(error, file, process.cwd())));
}

/** Writes what was thrown outside of all work: by a timer, or a promise, that a spec has left running. */
export function complainOfStray(fault: unknown, terminal: Terminal): void {
  const stack = fault instanceof Error ? String(fault.stack) : "";
  const [, url, place] = /(file:\/\/\S+?)(?:\?[^\s:]*)?(:\d+:\d+)\)?$/m.exec(stack) ?? [];
  const where = url === undefined ? "" : `${shownPath(fileURLToPath(url))}${place}: `;
  const thrown = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
  terminal.complain(`${where}error: thrown by what was left running: ${thrown}`);
  terminal.complain("hint: a spec only declares; it starts no timers and leaves no promises behind");
}
