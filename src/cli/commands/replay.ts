// `allways replay`: a schedule run by the checker's program and by the spec's own functions, and what its end shows. Under
// `node --inspect-brk` breakpoints in the spec's file are met by the latter.

import { existsSync } from "node:fs";
import { type Selection, type SelectionFlags, select } from "../../check/selection.ts";
import { assembleRun } from "../../report/assemble.ts";
import type { Program } from "../../spec/program/program.ts";
import type { Recording } from "../../trace/document.ts";
import { endingOf, endingWords } from "../../trace/ending.ts";
import { type Followed, followSchedule } from "../../trace/follow.ts";
import { printable } from "../../trace/printable.ts";
import { replayTrace } from "../../trace/replay.ts";
import { parseSchedule, type Schedule } from "../../trace/schedule.ts";
import type { StateSequence } from "../../trace/states.ts";
import { type ReporterFlags, reportRun } from "../reporter.ts";
import type { Terminal } from "../terminal.ts";
import { readRecording, type TraceFlags, traceFormat, writeRun } from "../trace-file.ts";

export type ReplayFlags = SelectionFlags & ReporterFlags & TraceFlags;

/** `run` is a schedule, or a file with a trace that `--trace` wrote. */
export async function replay(terminal: Terminal, file: string, run: string, flags: ReplayFlags): Promise<number> {
  if (flags.trace !== undefined) traceFormat(flags.trace);
  const { selection, ...given } = await selectRun(file, run, flags);
  const { program, loaded, checked, scenario } = selection;
  const { trace, failure } = await followRun(program, given, terminal);
  const findings = endingOf(program, trace, failure, checked);
  const outcome = replayTrace(loaded, program, trace, findings[0] ?? null);
  const circumstances = { scenario: scenario?.name ?? null, selection: selection.words };
  const report = assembleRun(program, trace, findings, outcome, endingWords(program, trace), circumstances);
  await reportRun(report, program.sources, terminal, flags);
  await writeRun(flags.trace, selection, trace, report, terminal);
  return report.exitCode;
}

interface GivenRun {
  readonly recording: Recording | StateSequence | null;
  readonly words: Schedule;
}

/** The program that a run is of, and the run as it was given. */
export async function selectRun(
  file: string,
  run: string,
  flags: SelectionFlags,
): Promise<GivenRun & { readonly selection: Selection }> {
  const recording = isFile(run) ? await readRecording(run) : null;
  const words = parseSchedule(recording ? "" : run);
  const options = recording && "selection" in recording ? recording.selection : [];
  const selection = await select(file, { ...flags, ...adopted(flags, options) });
  return { recording, words, selection };
}

export async function followRun(
  program: Program,
  { recording, words }: GivenRun,
  terminal: Terminal,
): Promise<Followed> {
  if (recording === null) return followSchedule(program, words);
  return "kind" in recording ? followGiven(program, recording, terminal) : follow(program, recording, terminal);
}

/** Steps are found for states that another model checker wrote. */
async function followGiven(program: Program, states: StateSequence, terminal: Terminal): Promise<Followed> {
  const { followStates } = await import("../../trace/follow-states.ts");
  const { strangers, ...followed } = followStates(program, states);
  if (strangers.length > 0) terminal.complain(printable(`not of this spec, and left aside: ${strangers.join(", ")}`));
  return followed;
}

/** A schedule has no ending and lies in no folder, so that a mistyped name of a file is said to be one. */
function isFile(run: string): boolean {
  return /^[^\s"]*\.json$/i.test(run) || existsSync(run);
}

async function follow(program: Program, recording: Recording, terminal: Terminal): Promise<Followed> {
  const { followRecording } = await import("../../trace/follow-recording.ts");
  const followed = followRecording(program, recording);
  if (followed.difference !== null) {
    terminal.complain(printable(`the spec has changed since the trace was written: ${followed.difference}`));
  }
  return followed;
}

const FAIRNESS_MODES = ["declared", "weak", "none"] as const;

/** The program of the recording, unless the command line says which. */
function adopted(flags: SelectionFlags, words: readonly string[]): SelectionFlags {
  const { fairness } = flags;
  if (flags.scenario !== undefined || flags.set.length > 0 || (flags.property ?? []).length > 0) return flags;
  const valuesOf = (option: string): string[] => words.filter((_, i) => i % 2 === 1 && words[i - 1] === option);
  const [scenario] = valuesOf("--scenario");
  const recorded = FAIRNESS_MODES.find((mode) => valuesOf("--fairness").includes(mode));
  const mode = fairness ?? recorded;
  return {
    set: valuesOf("--set"),
    property: valuesOf("--property"),
    ...(scenario !== undefined && { scenario }),
    ...(mode !== undefined && { fairness: mode }),
  };
}
