// `allways check`: each spec in turn, its verdict printed as soon as it is known. The exit code is the heaviest of all.

import { resolve } from "node:path";
import { type CheckpointFlags, checkpointOptions } from "../../check/checkpoint-options.ts";
import { runCheck, type SearchFlags } from "../../check/run.ts";
import { type Selection, type SelectionFlags, select } from "../../check/selection.ts";
import type { Finding } from "../../explorer/exploration.ts";
import type { Outcome } from "../../report/cases.ts";
import { heaviest } from "../../report/exit-code.ts";
import type { Verdict } from "../../report/verdict.ts";
import { SpecError } from "../../spec/source/diagnostic.ts";
import { refusalOf, writeReports } from "../batch.ts";
import { resumeLines } from "../checkpoints.ts";
import { complainOf, refuseInJson } from "../complaint.ts";
import { openProgress } from "../progress.ts";
import { type ReporterFlags, reportVerdict, screenOf, styleOf } from "../reporter.ts";
import { withoutSignals, withSignals } from "../signals.ts";
import type { Terminal } from "../terminal.ts";
import { numberedFile, type TraceFlags, traceFormat, writeTrace } from "../trace-file.ts";

export interface WatchFlags {
  readonly watch?: boolean;
  /** The process is one of those that a watching one starts. */
  readonly watched?: boolean;
}

export type CheckFlags = SelectionFlags & SearchFlags & ReporterFlags & TraceFlags & WatchFlags & CheckpointFlags;

export async function check(terminal: Terminal, files: readonly string[], flags: CheckFlags): Promise<number> {
  if (flags.trace !== undefined) traceFormat(flags.trace);
  const screen = screenOf(flags);
  const isText = screen === "pretty" || screen === "ascii";
  let clear = (): void => {};
  const checkpoint = checkpointOptions(files, flags, (problem) => {
    clear();
    terminal.complain(problem);
  });
  if (flags.watch && !flags.watched) {
    const [{ watchSpecs }, style] = await Promise.all([import("../watch.ts"), styleOf(terminal, flags, "")]);
    return watchSpecs(terminal, files, { isText, style });
  }
  const outcomes: Outcome[] = [];
  const codes: number[] = [];
  let written = 0;
  await (flags.watched ? withoutSignals : withSignals)(async (interruption) => {
    for (const [index, file] of files.entries()) {
      if (terminal.closed()) break;
      const stopped = interruption.exitCode();
      if (stopped !== null) {
        codes.push(stopped);
        break;
      }
      try {
        const selection = await select(file, flags);
        const progress = await openProgress(terminal, flags.quiet ?? false, selection.program.name);
        clear = progress.clear;
        const { verdict, findings } = await runCheck(selection, flags, interruption, progress.show, checkpoint).finally(
          progress.clear,
        );
        if (index > 0 && isText) terminal.print("");
        outcomes.push({ kind: "checked", verdict, result: null });
        await reportVerdict(verdict, selection.program.sources, terminal, flags);
        if (flags.trace !== undefined)
          written += await writeFindings(flags.trace, written, selection, verdict, findings, terminal);
        const resume = checkpoint === null ? null : resumeLines(verdict, selection, flags);
        if (resume !== null) terminal.complain(resume);
        codes.push(verdict.exitCode);
      } catch (error) {
        if (!(error instanceof SpecError)) throw error;
        await complainOf(error, terminal);
        if (screen === "json") await refuseInJson(error, resolve(file), terminal);
        if (flags.reporter.length > 0 || flags.watched) outcomes.push(await refusalOf(resolve(file), error));
        codes.push(error.code);
      }
    }
  });
  await writeReports(outcomes, flags.reporter, terminal);
  if (flags.trace !== undefined && written === 0) terminal.complain(`no counterexample; ${flags.trace} is not written`);
  if (flags.watched) (await import("../watch-summary.ts")).sendSummaries(outcomes);
  return heaviest(codes);
}

/** Each counterexample in a file of its own; gives their number. */
async function writeFindings(
  file: string,
  before: number,
  selection: Selection,
  verdict: Verdict,
  findings: readonly Finding[],
  terminal: Terminal,
): Promise<number> {
  const { documentTrace } = await import("../../report/trace-document.ts");
  for (const [index, counterexample] of verdict.counterexamples.entries()) {
    const { trace } = findings[index]!;
    const document = documentTrace(selection, trace, counterexample, counterexample, verdict, process.cwd());
    await writeTrace(numberedFile(file, before + index + 1), document, terminal);
  }
  return findings.length;
}
