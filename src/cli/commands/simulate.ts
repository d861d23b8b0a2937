// `allways simulate`: one random run, replayed by the spec's own functions and printed.

import { type SelectionFlags, select } from "../../check/selection.ts";
import { assembleRun } from "../../report/assemble.ts";
import { replayTrace } from "../../trace/replay.ts";
import { simulateRun } from "../../trace/simulate.ts";
import { type ReporterFlags, reportRun } from "../reporter.ts";
import type { Terminal } from "../terminal.ts";
import { type TraceFlags, traceFormat, writeRun } from "../trace-file.ts";

export type SimulateFlags = SelectionFlags &
  ReporterFlags &
  TraceFlags & { readonly seed: number; readonly depth: number };

export async function simulate(terminal: Terminal, file: string, flags: SimulateFlags): Promise<number> {
  if (flags.trace !== undefined) traceFormat(flags.trace);
  const selection = await select(file, flags);
  const { program, loaded, checked, scenario, words } = selection;
  const { trace, findings, ending } = simulateRun(program, flags.seed, flags.depth, checked);
  const replay = replayTrace(loaded, program, trace, findings[0] ?? null);
  const circumstances = { scenario: scenario?.name ?? null, selection: words };
  const report = assembleRun(program, trace, findings, replay, ending, circumstances);
  await reportRun(report, program.sources, terminal, flags);
  await writeRun(flags.trace, selection, trace, report, terminal);
  return report.exitCode;
}
