// `allways test`: every scenario of every spec against its expectation. The exit code says whether all were met; a spec
// that was refused, wrong usage and our own faults say so instead.

import { existsSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { Baseline } from "../../check/baseline.ts";
import { compareExpectation, describeOutcome, MUST_HOLD } from "../../check/expectation.ts";
import { DEFAULT_SEARCH, type Interruption, runCheck } from "../../check/run.ts";
import { select } from "../../check/selection.ts";
import { findSpecFiles } from "../../check/spec-files.ts";
import type { KnownCounterexample } from "../../report/baseline.ts";
import type { Outcome } from "../../report/cases.ts";
import { ExitCode, heaviest } from "../../report/exit-code.ts";
import { verdictToJson } from "../../report/json.ts";
import { prepareWidths } from "../../report/layout.ts";
import { makeStyle, type Style } from "../../report/style.ts";
import {
  type Difference,
  layFailure,
  layGone,
  layResults,
  laySummary,
  type TestResult,
  VACUOUS,
} from "../../report/test-table.ts";
import type { Verdict } from "../../report/verdict.ts";
import type { Scenario } from "../../spec/definition.ts";
import { SpecError, usage } from "../../spec/source/diagnostic.ts";
import { suggestions } from "../../spec/source/suggest.ts";
import { refusalOf, writeReports } from "../batch.ts";
import { complainOf, refuseInJson } from "../complaint.ts";
import type { HtmlReport } from "../html-report.ts";
import { openProgress } from "../progress.ts";
import { type ReporterFlags, screenOf } from "../reporter.ts";
import { withSignals } from "../signals.ts";
import type { Terminal } from "../terminal.ts";

export interface TestFlags extends ReporterFlags {
  readonly slow?: boolean;
  /** What holds for want of a case is not as expected. */
  readonly strict?: boolean;
  readonly scenario?: string;
  /** The folder that a report of pages goes to. */
  readonly html?: string;
  /** The file of the counterexamples that are known. */
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
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
  const report = flags.html === undefined ? null : new (await import("../html-report.ts")).HtmlReport(flags.html);
  const baseline = await openBaseline(flags);
  const began = performance.now();
  await withSignals(async (interruption) => {
    for (const file of files) {
      if (interruption.signal.aborted || terminal.closed()) break;
      try {
        await testFile(file, terminal, flags, style, interruption, tally, report, baseline);
      } catch (error) {
        if (!(error instanceof SpecError)) throw error;
        await complainOf(error, terminal);
        if (screenOf(flags) === "json") await refuseInJson(error, file, terminal);
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
  const lost = baseline?.lost(existsSync) ?? [];
  if (isText(flags)) terminal.print(describeEnd(tally, lost, flags, performance.now() - began, style));
  await writeReports(tally.outcomes, flags.reporter, terminal);
  if (report) {
    const { skipped, interrupted } = tally;
    const ending = { skipped, interrupted, milliseconds: performance.now() - began };
    const page = await report.finish(tally.outcomes, wordsOf(paths, flags), ending);
    terminal.complain(`report written to ${page}`);
  }
  if (baseline && flags.updateBaseline) {
    const { saveBaseline } = await import("../baseline-file.ts");
    terminal.complain(saveBaseline(flags.baseline!, baseline));
  }
  return heaviest(tally.codes);
}

/** What was asked for, without where reports go. */
function wordsOf(paths: readonly string[], { slow, strict, scenario }: TestFlags): string[] {
  const marks = [...(slow ? ["--slow"] : []), ...(strict ? ["--strict"] : [])];
  return [...paths, ...marks, ...(scenario === undefined ? [] : ["--scenario", scenario])];
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
  baseline: Baseline | null,
): Promise<void> {
  const { definition } = (await select(file, { set: [] })).loaded;
  const all = [...definition.scenarios.values()];
  for (const { name } of all) tally.known.add(name);
  baseline?.meet(
    file,
    all.map(({ name }) => name),
  );
  const wanted = flags.scenario === undefined ? all : all.filter(({ name }) => name === flags.scenario);
  const chosen = wanted.filter(({ slow }) => flags.slow || !slow);
  tally.skipped += wanted.length - chosen.length;
  const plain = all.length === 0 && flags.scenario === undefined;
  const results: TestResult[] = [];
  for (const scenario of plain ? [MUST_HOLD] : chosen) {
    if (interruption.signal.aborted || terminal.closed()) break;
    const name = plain ? null : scenario.name;
    const strict = flags.strict ?? false;
    const selection = await select(file, { set: [], strict, ...(name !== null && { scenario: name }) });
    const title = name === null ? definition.name : `${definition.name}, ${name}`;
    const progress = await openProgress(terminal, flags.quiet ?? false, title);
    const search = { ...DEFAULT_SEARCH, strict, coverage: report !== null };
    const checked = await runCheck(selection, search, interruption, progress.show).finally(progress.clear);
    if (interruption.signal.aborted) break;
    const { verdict } = checked;
    const result = resultOf(verdict, scenario, baseline, strict);
    await report?.add(selection, checked, scenario, toPage(result));
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

function resultOf(
  verdict: Verdict,
  scenario: Pick<Scenario, "expect" | "states" | "steps">,
  baseline: Baseline | null,
  strict: boolean,
): TestResult {
  const unmet = compareExpectation(scenario, verdict);
  const judged = baseline?.judge(verdict, unmet) ?? null;
  const differences = judged && judged.pardoned.length > 0 ? [] : [...unmet, ...(judged?.fresh ?? [])];
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
    differences: [...differences, ...untold, ...(strict && scenario.expect.kind === "holds" ? hollow(verdict) : [])],
    baseline: judged,
    remarks: untold.length > 0 ? ["This is a fault of allways, not of the spec; please report it."] : [],
  };
}

/** What holds for want of a case, as differences; where a scenario ends in a violation much is never run, and rightly so. */
function hollow({ vacuous }: Verdict): Difference[] {
  return vacuous.map(({ kind, text, place }) => {
    const where = place === null ? "" : `  :${place.line}`;
    return { what: VACUOUS, expected: "nothing", actual: `${kind}: ${text}${where}` };
  });
}

/** A page speaks of the spec: what is known is not as expected there, with a word on why nobody failed. */
function toPage(result: TestResult): TestResult {
  const pardoned = result.baseline?.pardoned ?? [];
  if (pardoned.length === 0) return result;
  return {
    ...result,
    differences: [...pardoned, ...result.differences],
    remarks: [...result.remarks, "the counterexample is the same as in the baseline"],
  };
}

function codeOf({ differences }: TestResult): number {
  if (differences.length === 0) return ExitCode.holds;
  return differences.every(({ what }) => what === VACUOUS) ? ExitCode.vacuous : ExitCode.testFailed;
}

function toJson(verdict: Verdict, { differences, baseline }: TestResult): unknown {
  const met = differences.length === 0 && (baseline === null || baseline.pardoned.length === 0);
  const expectation = { met, differences: [...(baseline?.pardoned ?? []), ...differences] };
  const compared = baseline && {
    state: baseline.state,
    gone: baseline.gone.map(({ kind, property, fingerprint, schedule }) => ({ kind, property, fingerprint, schedule })),
  };
  // Coverage is counted for the report of pages alone.
  const object = verdictToJson({ ...verdict, coverage: null }, process.cwd());
  return { ...object, expectation, ...(compared && { baseline: compared }) };
}

function describeEnd(
  { results, specs, refused, skipped, interrupted }: Tally,
  lost: readonly KnownCounterexample[],
  { updateBaseline }: TestFlags,
  milliseconds: number,
  style: Style,
): string {
  const failures = results.filter(({ differences }) => differences.length > 0);
  const passed = results.length - failures.length;
  const known = results.filter(({ baseline }) => baseline !== null && baseline.pardoned.length > 0).length;
  const counts = { specs, passed, known, failed: failures.length, refused, skipped, milliseconds, interrupted };
  const summary = laySummary(counts, style);
  const details = failures.flatMap((failure) => ["", ...layFailure(failure, process.cwd(), style)]);
  const gone = [...results.flatMap(({ baseline }) => baseline?.gone ?? []), ...lost];
  return [...details, ...layGone(gone, process.cwd(), style, updateBaseline ?? false), "", summary].join("\n");
}

/** Null if none is asked for. @throws SpecError (151) if it cannot be read */
async function openBaseline({ baseline, updateBaseline }: TestFlags): Promise<Baseline | null> {
  if (baseline === undefined) {
    if (updateBaseline) throw usage("--update-baseline needs --baseline FILE, which it writes", []);
    return null;
  }
  return (await import("../baseline-file.ts")).readBaseline(baseline, updateBaseline ?? false);
}
