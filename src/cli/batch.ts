// Reporters that speak at the end, each to its file or to stdout: in, what came of every spec; out, files, annotations and the
// step's summary. The invariant: a reporter that was asked for writes even when nothing was checked, so that CI finds its file.

import { appendFileSync } from "node:fs";
import { readVersion } from "../check/version.ts";
import { type Outcome, suiteOf } from "../report/cases.ts";
import type { SpecError } from "../spec/source/diagnostic.ts";
import { shownPath } from "../spec/source/files.ts";
import type { ReporterChoice } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import { saveFile } from "./trace-file.ts";

/** Writes the reports that were asked for. */
export async function writeReports(
  outcomes: readonly Outcome[],
  reporters: readonly ReporterChoice[],
  terminal: Terminal,
): Promise<void> {
  const folder = process.cwd();
  for (const { kind, file } of reporters) {
    if (kind === "github") await writeGithub(outcomes, folder, terminal);
    const text = await textOf(kind, outcomes, folder);
    if (text === null) continue;
    if (file === null) terminal.print(text.trimEnd());
    else saveFile(file, text);
  }
}

/** Null for a reporter that has spoken already. */
async function textOf(
  kind: ReporterChoice["kind"],
  outcomes: readonly Outcome[],
  folder: string,
): Promise<string | null> {
  const suites = outcomes.map((outcome) => suiteOf(outcome, folder));
  switch (kind) {
    case "junit":
      return (await import("../report/junit.ts")).writeJunit(suites, folder);
    case "sarif":
      return (await import("../report/sarif.ts")).writeSarif(suites, folder, readVersion());
    case "tap":
      return (await import("../report/tap.ts")).writeTap(suites, folder);
    default:
      return null;
  }
}

/** Annotations on stdout; the summary where the runner says that it wants it. */
async function writeGithub(outcomes: readonly Outcome[], folder: string, terminal: Terminal): Promise<void> {
  const { writeAnnotations, writeSummary } = await import("../report/github.ts");
  const suites = outcomes.map((outcome) => suiteOf(outcome, folder));
  for (const line of writeAnnotations(suites, folder)) terminal.print(line);
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary === undefined || summary === "") return;
  try {
    appendFileSync(summary, writeSummary(suites, folder));
  } catch (error) {
    terminal.complain(`${shownPath(summary)} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** What is wrong with a spec that was refused, with lines instead of offsets. */
export async function refusalOf(file: string, error: SpecError): Promise<Outcome> {
  const [{ viewPlace }, { readFileSync }] = await Promise.all([import("../trace/view.ts"), import("node:fs")]);
  return {
    kind: "refused",
    file,
    faults: error.diagnostics.map(({ message, span }) => {
      if (span === undefined) return { message, place: null };
      return { message, place: viewPlace(span, new Map([[span.file, readFileSync(span.file, "utf8")]])) };
    }),
  };
}
