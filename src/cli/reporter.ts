// Which reporter speaks, chosen by --reporter, --json and the terminal.

import type { ReportContext } from "../report/pretty.ts";
import type { Style } from "../report/style.ts";
import type { Counterexample, RunReport, Verdict } from "../report/verdict.ts";
import { usage } from "../spec/source/diagnostic.ts";
import type { ReporterChoice } from "./options.ts";
import type { Terminal } from "./terminal.ts";

export interface ReporterFlags {
  /** None: pretty. */
  readonly reporter: readonly ReporterChoice[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Prints a verdict, unless stdout is a reporter's that speaks at the end; JSON is one object a line. */
export async function reportVerdict(
  verdict: Verdict,
  sources: ReadonlyMap<string, string>,
  terminal: Terminal,
  flags: ReporterFlags,
): Promise<void> {
  const screen = screenOf(flags);
  if (screen === null) return;
  if (screen === "json") {
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
  if (screenOf(flags) === "json") {
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
  return makeStyle({ width: terminal.width, ascii: screenOf(flags) === "ascii", colors: terminal.colors });
}

/** What a report of these findings looks at. */
export async function contextOf(
  sources: ReadonlyMap<string, string>,
  findings: readonly Counterexample[],
): Promise<ReportContext> {
  const fails = findings.some(({ kind }) => kind === "error" || kind === "assert");
  const format = fails ? (await import("../spec/source/format-diagnostic.ts")).formatDiagnostics : null;
  return { sources, folder: process.cwd(), format };
}

/** What speaks on stdout as results come; null if a reporter has it to itself. */
export function screenOf({ json, reporter }: ReporterFlags): "pretty" | "ascii" | "json" | null {
  const { kind } = reporter.find((choice) => choice.file === null && choice.kind !== "github") ?? { kind: null };
  if (kind !== null && json && kind !== "json")
    throw usage(`--json and --reporter ${kind} cannot both have stdout`, []);
  if (json) return "json";
  return kind === null || kind === "pretty" || kind === "ascii" || kind === "json" ? (kind ?? "pretty") : null;
}
