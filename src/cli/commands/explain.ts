// `allways explain`: a run, from a schedule, from a file, or the counterexample of a check, and why it ends as it does. The exit
// code is that of what the run shows.

import { type Checked, DEFAULT_SEARCH, runCheck } from "../../check/run.ts";
import type { Selection, SelectionFlags } from "../../check/selection.ts";
import { assembleRun } from "../../report/assemble.ts";
import { explain as explanationOf, printExplanation } from "../../report/explanation.ts";
import { grouped } from "../../report/layout.ts";
import { extentWords } from "../../report/words.ts";
import { usage } from "../../spec/source/diagnostic.ts";
import { viewBystanders } from "../../trace/bystanders.ts";
import { endingOf, endingWords } from "../../trace/ending.ts";
import type { Followed } from "../../trace/follow.ts";
import { printable } from "../../trace/printable.ts";
import { REASON_LIMITS, type ReasonLimits, reasonsOf } from "../../trace/reasons.ts";
import { replayTrace } from "../../trace/replay.ts";
import { openProgress } from "../progress.ts";
import { contextOf, type ReporterFlags, screenOf, styleOf } from "../reporter.ts";
import { withSignals } from "../signals.ts";
import type { Terminal } from "../terminal.ts";
import { followRun, selectRun } from "./replay.ts";

/** How much may be looked at to say which steps matter; time in milliseconds. */
export type ExplainFlags = SelectionFlags & ReporterFlags & { readonly maxStates?: number; readonly time?: number };

/** `run` is as for replay; without it the spec is checked first. */
export async function explain(
  terminal: Terminal,
  file: string,
  run: string | undefined,
  flags: ExplainFlags,
): Promise<number> {
  const isJson = screenOf(flags) === "json";
  const { selection, ...given } = await selectRun(file, run ?? "", flags);
  const { program, loaded, checked, scenario } = selection;
  const found = run === undefined ? await check(terminal, selection, flags) : null;
  const followed = found === null ? await followRun(program, given, terminal) : runOf(found);
  if (followed === null) {
    terminal.complain(nothingWords(found!));
    if (isJson) {
      const { nothingToExplain } = await import("../../report/explanation-json.ts");
      terminal.print(JSON.stringify(nothingToExplain(found!.verdict, process.cwd())));
    }
    return found!.verdict.exitCode;
  }
  const { trace, failure } = followed;
  const [finding] = endingOf(program, trace, failure, checked);
  if (finding === undefined) {
    const ends = endingWords(program, trace);
    throw usage(`there is nothing to explain: ${ends}`, ["allways replay shows the run"]);
  }
  const outcome = replayTrace(loaded, program, trace, finding);
  const circumstances = { scenario: scenario?.name ?? null, selection: selection.words };
  const report = assembleRun(program, trace, [finding], outcome, "", circumstances);
  const shown = report.finding!;
  const reasons = await withProgress(terminal, selection, flags, (limits) =>
    reasonsOf(program, trace, finding, limits),
  );
  const explanation = explanationOf(shown, reasons, viewBystanders(program, trace, finding));
  if (isJson) {
    const { explanationToJson } = await import("../../report/explanation-json.ts");
    terminal.print(JSON.stringify(explanationToJson(report, explanation, process.cwd())));
  } else {
    const style = await styleOf(terminal, flags, [report, explanation]);
    const context = await contextOf(program.sources, [shown]);
    terminal.print(printExplanation(explanation, shown, report.file, context, style));
  }
  return report.exitCode;
}

async function check(terminal: Terminal, selection: Selection, flags: ExplainFlags): Promise<Checked> {
  const progress = await openProgress(terminal, flags.quiet ?? false, selection.program.name);
  let result: Checked | null = null;
  await withSignals(async (interruption) => {
    result = await runCheck(selection, DEFAULT_SEARCH, interruption, progress.show).finally(progress.clear);
  });
  return result!;
}

/** The run of the first counterexample; null if there is none. */
function runOf({ findings }: Checked): Followed | null {
  const [finding] = findings;
  if (finding === undefined) return null;
  const fails = (finding.kind === "error" || finding.kind === "assert") && !("property" in finding);
  return { trace: finding.trace, failure: fails ? { site: finding.site, values: finding.values } : null };
}

/** What was never reached has no run that shows it. */
function nothingWords({ verdict }: Checked): string {
  const { properties, spec } = verdict;
  const unreached = properties.find(({ kind, verdict: judgement }) => kind === "reachable" && judgement === "violated");
  const words =
    unreached !== undefined
      ? `"${unreached.name}" is never reached (${extentWords(verdict)}), which no run can show`
      : `${spec} ${verdict.verdict === "holds" ? "holds" : "is inconclusive"} (${extentWords(verdict)}): no counterexample`;
  return printable(`${words}, so there is nothing to explain`);
}

async function withProgress<T>(
  terminal: Terminal,
  { program }: Selection,
  { quiet = false, maxStates = REASON_LIMITS.states, time = REASON_LIMITS.milliseconds }: ExplainFlags,
  work: (limits: ReasonLimits) => Promise<T>,
): Promise<T> {
  const { tell, clear } = await openProgress(terminal, quiet, program.name);
  const onProgress: ReasonLimits["onProgress"] =
    tell &&
    (({ states, answered }) => tell(`which steps matter, ${grouped(states)} states, ${grouped(answered)} asked`));
  return work({ states: maxStates, milliseconds: time, onProgress }).finally(clear);
}
