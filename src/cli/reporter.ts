// Which reporter speaks, chosen by --reporter, --json and the terminal.

import type { Style } from "../report/style.ts";
import type { RunReport, Verdict } from "../report/verdict.ts";
import type { Terminal } from "./terminal.ts";

export interface ReporterFlags {
  readonly reporter: "pretty" | "ascii" | "json";
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Prints a verdict; JSON is one object a line. */
export async function reportVerdict(
  verdict: Verdict,
  sources: ReadonlyMap<string, string>,
  terminal: Terminal,
  flags: ReporterFlags,
): Promise<void> {
  if (isJson(flags)) {
    const { verdictToJson } = await import("../report/json.ts");
    terminal.print(JSON.stringify(verdictToJson(verdict, process.cwd())));
    return;
  }
  const { printVerdict } = await import("../report/pretty.ts");
  terminal.print(printVerdict(verdict, { sources, folder: process.cwd() }, await styleOf(terminal, flags)));
}

/** Prints one run. */
export async function reportRun(
  report: RunReport,
  sources: ReadonlyMap<string, string>,
  terminal: Terminal,
  flags: ReporterFlags,
): Promise<void> {
  if (isJson(flags)) {
    const { runToJson } = await import("../report/json.ts");
    terminal.print(JSON.stringify(runToJson(report, process.cwd())));
    return;
  }
  const { printRun } = await import("../report/pretty.ts");
  terminal.print(printRun(report, { sources, folder: process.cwd() }, await styleOf(terminal, flags)));
}

async function styleOf(terminal: Terminal, flags: ReporterFlags): Promise<Style> {
  const { makeStyle } = await import("../report/style.ts");
  return makeStyle({ width: terminal.width, ascii: flags.reporter === "ascii", colors: terminal.colors });
}

export function isJson(flags: ReporterFlags): boolean {
  return flags.json === true || flags.reporter === "json";
}
