// Which reporter speaks, chosen by --reporter, --json and the terminal.

import type { ReportContext } from "../report/pretty.ts";
import type { Style } from "../report/style.ts";
import type { Counterexample, RunReport, Verdict } from "../report/verdict.ts";
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
  const context = await contextOf(sources, verdict.counterexamples);
  terminal.print(printVerdict(verdict, context, await styleOf(terminal, flags, verdict)));
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
  const context = await contextOf(sources, report.finding ? [report.finding] : []);
  terminal.print(printRun(report, context, await styleOf(terminal, flags, report)));
}

/** How to print something with these texts in it. */
export async function styleOf(terminal: Terminal, flags: ReporterFlags, texts: unknown): Promise<Style> {
  const [{ makeStyle }, { prepareWidths }] = await Promise.all([
    import("../report/style.ts"),
    import("../report/layout.ts"),
  ]);
  await prepareWidths(JSON.stringify(texts));
  return makeStyle({ width: terminal.width, ascii: flags.reporter === "ascii", colors: terminal.colors });
}

async function contextOf(
  sources: ReadonlyMap<string, string>,
  findings: readonly Counterexample[],
): Promise<ReportContext> {
  const fails = findings.some(({ kind }) => kind === "error" || kind === "assert");
  const format = fails ? (await import("../spec/source/format-diagnostic.ts")).formatDiagnostics : null;
  return { sources, folder: process.cwd(), format };
}

export function isJson(flags: ReporterFlags): boolean {
  return flags.json === true || flags.reporter === "json";
}
