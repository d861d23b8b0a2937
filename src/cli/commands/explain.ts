// `allways explain`: a run, from a schedule, from a file, or the counterexample of a check, and why it ends as it does. The exit
// code is that of what the run shows.

import { DEFAULT_SEARCH, runCheck } from "../../check/run.ts";
import type { Selection, SelectionFlags } from "../../check/selection.ts";
import { assembleRun } from "../../report/assemble.ts";
import { explain as explanationOf, printExplanation } from "../../report/explanation.ts";
import { usage } from "../../spec/source/diagnostic.ts";
import { endingOf } from "../../trace/ending.ts";
import type { Followed } from "../../trace/follow.ts";
import { reasonsOf } from "../../trace/reasons.ts";
import { replayTrace } from "../../trace/replay.ts";
import { openProgress } from "../progress.ts";
import { contextOf, type ReporterFlags, screenOf, styleOf } from "../reporter.ts";
import { withSignals } from "../signals.ts";
import type { Terminal } from "../terminal.ts";
import { followRun, selectRun } from "./replay.ts";

export type ExplainFlags = SelectionFlags & ReporterFlags;

/** `run` is as for replay; without it the spec is checked first. */
export async function explain(
  terminal: Terminal,
  file: string,
  run: string | undefined,
  flags: ExplainFlags,
): Promise<number> {
  const { selection, ...given } = await selectRun(file, run ?? "", flags);
  const { program, loaded, checked, scenario } = selection;
  const followed =
    run === undefined ? await found(terminal, selection, flags) : await followRun(program, given, terminal);
  if (typeof followed === "number") return followed;
  const { trace, failure } = followed;
  const [finding] = endingOf(program, trace, failure, checked);
  if (finding === undefined) throw usage("nothing is violated where this run ends, so there is nothing to explain", []);
  if (finding.kind === "temporal") {
    const hints = ["allways replay shows the run, its loop, and who is treated fairly along it"];
    throw usage("a run that goes round for ever is not explained: which of its steps matter is not defined", hints);
  }
  const outcome = replayTrace(loaded, program, trace, finding);
  const circumstances = { scenario: scenario?.name ?? null, selection: selection.words };
  const report = assembleRun(program, trace, [finding], outcome, "", circumstances);
  const shown = report.finding!;
  const reasons = reasonsOf(program, trace, finding);
  const explanation = explanationOf(program, trace, finding, shown, reasons);
  if (screenOf(flags) === "json") {
    const { runToJson } = await import("../../report/json.ts");
    terminal.print(JSON.stringify({ ...runToJson(report, process.cwd()), explanation }));
  } else {
    const style = await styleOf(terminal, flags, [report, explanation]);
    const context = await contextOf(program.sources, [shown]);
    terminal.print(printExplanation(explanation, shown, report.file, context, style));
  }
  return report.exitCode;
}

/** The first counterexample of a check; its exit code if there is none. */
async function found(terminal: Terminal, selection: Selection, flags: ExplainFlags): Promise<Followed | number> {
  const progress = await openProgress(terminal, flags.quiet ?? false, selection.program.name);
  let code = 0;
  let followed: Followed | null = null;
  await withSignals(async (interruption) => {
    const checked = await runCheck(selection, DEFAULT_SEARCH, interruption, progress.show).finally(progress.clear);
    const [finding] = checked.findings;
    code = checked.verdict.exitCode;
    if (finding === undefined) return;
    const fails = (finding.kind === "error" || finding.kind === "assert") && !("property" in finding);
    followed = { trace: finding.trace, failure: fails ? { site: finding.site, values: finding.values } : null };
  });
  if (followed === null) terminal.complain("no counterexample, so there is nothing to explain");
  return followed ?? code;
}
