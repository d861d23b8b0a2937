// `allways replay`: a schedule run by the checker's program and by the spec's own functions, and what its end shows. Under
// `node --inspect-brk` breakpoints in the spec's file are met by the latter.

import { assembleRun } from "../../report/assemble.ts";
import { endingOf } from "../../trace/ending.ts";
import { followSchedule } from "../../trace/follow.ts";
import { replayTrace } from "../../trace/replay.ts";
import { parseSchedule } from "../../trace/schedule.ts";
import { type ReporterFlags, reportRun } from "../reporter.ts";
import { type SelectionFlags, select } from "../selection.ts";
import type { Terminal } from "../terminal.ts";

export type ReplayFlags = SelectionFlags & ReporterFlags;

export async function replay(terminal: Terminal, file: string, schedule: string, flags: ReplayFlags): Promise<number> {
  const words = parseSchedule(schedule);
  const selection = await select(file, flags);
  const { program, loaded, checked, scenario } = selection;
  const { trace, failure } = followSchedule(program, words);
  const findings = endingOf(program, trace, failure, checked);
  const outcome = replayTrace(loaded, program, trace, findings[0] ?? null);
  const circumstances = { scenario: scenario?.name ?? null, selection: selection.words };
  const report = assembleRun(program, trace, findings, outcome, "nothing is violated where it ends", circumstances);
  await reportRun(report, program.sources, terminal, flags);
  return report.exitCode;
}
