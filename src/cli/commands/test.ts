// `allways test`: every scenario of every spec against its expectation. The exit code says whether all were met; a spec
// that was refused, wrong usage and our own faults say so instead.

import { performance } from "node:perf_hooks";
import { compareExpectation, describeOutcome, MUST_HOLD } from "../../check/expectation.ts";
import { DEFAULT_SEARCH, type Interruption, runCheck } from "../../check/run.ts";
import { select } from "../../check/selection.ts";
import { findSpecFiles } from "../../check/spec-files.ts";
import type { Outcome } from "../../report/cases.ts";
import { ExitCode, heaviest } from "../../report/exit-code.ts";
import { verdictToJson } from "../../report/json.ts";
import { prepareWidths } from "../../report/layout.ts";
import { makeStyle, type Style } from "../../report/style.ts";
import { layFailure, layResults, laySummary, type TestResult } from "../../report/test-table.ts";
import type { Verdict } from "../../report/verdict.ts";
import type { Scenario } from "../../spec/definition.ts";
import { SpecError, usage } from "../../spec/source/diagnostic.ts";
import { suggestions } from "../../spec/source/suggest.ts";
import { refusalOf, writeReports } from "../batch.ts";
import { complainOf } from "../complaint.ts";
import { HtmlReport } from "../html-report.ts";
import { openProgress } from "../progress.ts";
import { type ReporterFlags, screenOf } from "../reporter.ts";
import { withSignals } from "../signals.ts";
import type { Terminal } from "../terminal.ts";

export interface TestFlags extends ReporterFlags {
  readonly slow?: boolean;
  readonly scenario?: string;
  /** The folder that a report of pages goes to. */
  readonly html?: string;
}

/** What has come so far. */
interface Tally {
  readonly results: TestResult[];
  readonly codes: number[];
  readonly outcomes: Outcome[];
  readonly known: Set<string>;
  specs: number;
  refused: number;
  skipped: number;
  interrupted: boolean;
}

export async function test(terminal: Terminal, paths: readonly string[], flags: TestFlags): Promise<number> {
  const style = makeStyle({ width: terminal.width, ascii: screenOf(flags) === "ascii", colors: terminal.colors });
  const files = await findSpecFiles(paths);
  const tally: Tally = {
    results: [],
    codes: [],
    outcomes: [],
    known: new Set(),
    specs: 0,
    refused: 0,
    skipped: 0,
    interrupted: false,
  };
  const report = flags.html === undefined ? null : new HtmlReport(flags.html);
  const began = performance.now();
  await withSignals(async (interruption) => {
    for (const file of files) {
      if (interruption.signal.aborted || terminal.closed()) break;
      try {
        await testFile(file, terminal, flags, style, interruption, tally, report);
      } catch (error) {
        if (!(error instanceof SpecError)) throw error;
        await complainOf(error, terminal);
        tally.codes.push(error.code);
        tally.refused += 1;
        if (flags.reporter.length > 0 || report) tally.outcomes.push(await refusalOf(file, error));
      }
    }
    tally.codes.push(interruption.exitCode() ?? ExitCode.holds);
    tally.interrupted = interruption.signal.aborted;
  });
  if (flags.scenario !== undefined && !tally.known.has(flags.scenario) && !tally.codes.includes(ExitCode.refused)) {
    throw usage(`there is no scenario "${flags.scenario}"`, suggestions(flags.scenario, tally.known));
  }
  if (isText(flags)) terminal.print(describeEnd(tally, performance.now() - began, style));
  await writeReports(tally.outcomes, flags.reporter, terminal);
  if (report) {
    const { skipped, interrupted } = tally;
    const ending = { skipped, interrupted, milliseconds: performance.now() - began };
    const page = await report.finish(tally.outcomes, wordsOf(paths, flags), ending);
    terminal.complain(`report written to ${page}`);
  }
  return heaviest(tally.codes);
}

/** What was asked for, without where reports go. */
function wordsOf(paths: readonly string[], { slow, scenario }: TestFlags): string[] {
  return [...paths, ...(slow ? ["--slow"] : []), ...(scenario === undefined ? [] : ["--scenario", scenario])];
}

function isText(flags: ReporterFlags): boolean {
  const screen = screenOf(flags);
  return screen === "pretty" || screen === "ascii";
}

async function testFile(
  file: string,
  terminal: Terminal,
  flags: TestFlags,
  style: Style,
  interruption: Interruption,
  tally: Tally,
  report: HtmlReport | null,
): Promise<void> {
  const { definition } = (await select(file, { set: [] })).loaded;
  const all = [...definition.scenarios.values()];
  for (const { name } of all) tally.known.add(name);
  const wanted = flags.scenario === undefined ? all : all.filter(({ name }) => name === flags.scenario);
  const chosen = wanted.filter(({ slow }) => flags.slow || !slow);
  tally.skipped += wanted.length - chosen.length;
  const plain = all.length === 0 && flags.scenario === undefined;
  const results: TestResult[] = [];
  for (const scenario of plain ? [MUST_HOLD] : chosen) {
    if (interruption.signal.aborted || terminal.closed()) break;
    const name = plain ? null : scenario.name;
    const selection = await select(file, { set: [], ...(name !== null && { scenario: name }) });
    const title = name === null ? definition.name : `${definition.name}, ${name}`;
    const progress = await openProgress(terminal, flags.quiet ?? false, title);
    const search = { ...DEFAULT_SEARCH, coverage: report !== null };
    const checked = await runCheck(selection, search, interruption, progress.show).finally(progress.clear);
    if (interruption.signal.aborted) break;
    const { verdict } = checked;
    const result = resultOf(verdict, scenario);
    await report?.add(selection, checked, scenario, result);
    results.push(result);
    tally.outcomes.push({ kind: "checked", verdict, result });
    tally.codes.push(verdict.exitCode === ExitCode.internal ? ExitCode.internal : codeOf(result));
    if (screenOf(flags) === "json") terminal.print(JSON.stringify(toJson(verdict, result)));
  }
  if (results.length === 0) return;
  tally.specs += 1;
  tally.results.push(...results);
  await prepareWidths(JSON.stringify(results));
  if (isText(flags)) terminal.print(layResults(results, process.cwd(), style).join("\n"));
}

function resultOf(verdict: Verdict, scenario: Pick<Scenario, "expect" | "states" | "steps">): TestResult {
  const differences = compareExpectation(scenario, verdict);
  const untold = verdict.counterexamples.flatMap(({ replay }) => {
    if (replay.kind === "agrees") return [];
    const { step, what, expected, actual } = replay;
    return [{ what: `replay, step ${step}, ${what}`, expected, actual }];
  });
  return {
    file: verdict.file,
    spec: verdict.spec,
    scenario: verdict.scenario,
    outcome: describeOutcome(verdict),
    states: verdict.counts.distinct,
    steps: verdict.counterexamples[0]?.trace.steps.length ?? null,
    milliseconds: verdict.statistics.milliseconds,
    differences: [...differences, ...untold],
    remarks: untold.length > 0 ? ["This is a fault of allways, not of the spec; please report it."] : [],
  };
}

function codeOf({ differences }: TestResult): number {
  return differences.length === 0 ? ExitCode.holds : ExitCode.testFailed;
}

function toJson(verdict: Verdict, { differences }: TestResult): unknown {
  const expectation = { met: differences.length === 0, differences };
  // Coverage is counted for the report of pages alone.
  return { ...verdictToJson({ ...verdict, coverage: null }, process.cwd()), expectation };
}

function describeEnd(
  { results, specs, refused, skipped, interrupted }: Tally,
  milliseconds: number,
  style: Style,
): string {
  const failures = results.filter(({ differences }) => differences.length > 0);
  const passed = results.length - failures.length;
  const counts = { specs, passed, failed: failures.length, refused, skipped, milliseconds, interrupted };
  const summary = laySummary(counts, style);
  const details = failures.flatMap((failure) => ["", ...layFailure(failure, process.cwd(), style)]);
  return [...details, "", summary].join("\n");
}
