// `allways check`: each spec in turn, its verdict printed as soon as it is known. The exit code is the heaviest of all.

import { heaviest } from "../../report/exit-code.ts";
import { SpecError } from "../../spec/source/diagnostic.ts";
import { complainOf } from "../complaint.ts";
import { openProgress } from "../progress.ts";
import { isJson, type ReporterFlags, reportVerdict } from "../reporter.ts";
import { runCheck, type SearchFlags } from "../run.ts";
import { type SelectionFlags, select } from "../selection.ts";
import { withSignals } from "../signals.ts";
import type { Terminal } from "../terminal.ts";

export type CheckFlags = SelectionFlags & SearchFlags & ReporterFlags;

export async function check(terminal: Terminal, files: readonly string[], flags: CheckFlags): Promise<number> {
  const codes: number[] = [];
  await withSignals(async (interruption) => {
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
        const verdict = await runCheck(selection, flags, interruption, progress.show).finally(progress.clear);
        if (index > 0 && !isJson(flags)) terminal.print("");
        await reportVerdict(verdict, selection.program.sources, terminal, flags);
        codes.push(verdict.exitCode);
      } catch (error) {
        if (!(error instanceof SpecError)) throw error;
        await complainOf(error, terminal);
        codes.push(error.code);
      }
    }
  });
  return heaviest(codes);
}
