// What `allways test` came to: in, the scenarios of one spec with what was expected and what came; out, a table of them,
// and for those that failed the differences and the command that shows the trace.

import { relative } from "node:path";
import { type BaselineResult, type KnownCounterexample, knownWords } from "./baseline.ts";
import { grouped, padEnd, plural, printable, textWidth, wrap } from "./layout.ts";
import type { Style } from "./style.ts";
import { duration, shellQuote } from "./words.ts";

/** Expected and actual, of one thing. */
export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

export interface TestResult {
  /** Absolute path. */
  readonly file: string;
  readonly spec: string;
  /** Null for a spec without scenarios, which must hold. */
  readonly scenario: string | null;
  /** What came, in words: `holds`, `violates "completed once"`. */
  readonly outcome: string;
  readonly states: number | null;
  /** Of the counterexample; null if there is none. */
  readonly steps: number | null;
  readonly milliseconds: number;
  /** None: as expected. */
  readonly differences: readonly Difference[];
  /** Beside the baseline; null where there is none. */
  readonly baseline: BaselineResult | null;
  /** Something to say even of a scenario that came out as expected. */
  readonly remarks: readonly string[];
}

export interface TestSummary {
  readonly specs: number;
  readonly passed: number;
  /** Of those that passed: by the baseline alone. */
  readonly known: number;
  readonly failed: number;
  /** Specs that could not be checked at all. */
  readonly refused: number;
  /** Scenarios marked slow that were left out. */
  readonly skipped: number;
  readonly milliseconds: number;
  /** A signal came before the end. */
  readonly interrupted: boolean;
}

/** One spec's scenarios, a line each. */
export function layResults(results: readonly TestResult[], folder: string, style: Style): string[] {
  const [first] = results;
  if (!first) return [];
  const file = relative(folder, first.file);
  const title = `${style.color.bold(printable(first.spec, style.ascii))}  ${style.color.dim(printable(file, style.ascii))}`;
  const rows = results.map((result) => ({ result, cells: rowOf(result, style) }));
  const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map(({ cells }) => textWidth(cells[i]!))));
  const lines = rows.map(({ result, cells }) => {
    const kind = signOf(result);
    const sign = style.color[PAINTS[kind]](style.symbols[kind]);
    const signGap = " ".repeat(Math.max(0, textWidth(style.symbols.broken) - textWidth(style.symbols[kind])));
    const [scenario, outcome, states, steps] = cells.map((cell, i) =>
      i < 2 ? padEnd(cell, widths[i]!) : cell.padStart(widths[i]!),
    );
    const rest = style.color.dim(`${states}  ${steps}  ${duration(result.milliseconds)}`);
    const same = kind === "known" ? style.color.yellow("  the same as in the baseline") : "";
    return `  ${sign}${signGap} ${scenario}  ${outcome}  ${rest}${same}`;
  });
  return [title, ...lines];
}

const PAINTS = { holds: "green", known: "yellow", broken: "red" } as const;

function signOf({ differences, baseline }: TestResult): keyof typeof PAINTS {
  if (differences.length > 0) return "broken";
  return baseline !== null && baseline.pardoned.length > 0 ? "known" : "holds";
}

function rowOf({ scenario, outcome, states, steps }: TestResult, style: Style): [string, string, string, string] {
  return [
    printable(scenario ?? "(no scenarios: must hold)", style.ascii),
    printable(outcome, style.ascii),
    states === null ? "" : plural(states, "state"),
    steps === null ? "" : plural(steps, "step"),
  ];
}

/** What a difference is called that --strict makes of what holds for want of a case. */
export const VACUOUS = "vacuous";

/** What was expected, what came, and how to see it. */
export function layFailure(result: TestResult, folder: string, style: Style): string[] {
  const file = relative(folder, result.file);
  const title = result.scenario === null ? result.spec : `${result.spec} ${style.symbols.dot} ${result.scenario}`;
  const scenario = result.scenario === null ? [] : ["--scenario", result.scenario];
  const strict = result.differences.some(({ what }) => what === VACUOUS) ? ["--strict"] : [];
  const command = ["allways", "check", file, ...scenario, ...strict].map(shellQuote).join(" ");
  const differences = result.differences.flatMap(({ what, expected, actual }) => {
    const text = printable(`${what}: expected ${expected}, came ${actual}`, style.ascii);
    return wrap(text, Math.max(8, style.width - 4)).map((line) => `    ${line}`);
  });
  const remarks = result.remarks.map((remark) => `    ${printable(remark, style.ascii)}`);
  return [
    `  ${style.color.red(style.symbols.broken)} ${style.color.bold(printable(title, style.ascii))}`,
    ...differences,
    ...remarks,
    `    see it: ${printable(command, style.ascii)}`,
  ];
}

/** What the baseline has and nobody finds any more. */
export function layGone(gone: readonly KnownCounterexample[], folder: string, style: Style, update: boolean): string[] {
  if (gone.length === 0) return [];
  const width = Math.max(8, style.width - 4);
  const lines = gone.flatMap((known) => {
    const where = [relative(folder, known.file), ...(known.scenario === null ? [] : [known.scenario])];
    return wrap(printable(`${where.join(", ")}: ${knownWords(known)}`, style.ascii), width);
  });
  const hint = "--update-baseline takes them out of the baseline";
  return [
    "",
    `  ${style.color.green(gone.length === 1 ? "gone since the baseline:" : `${grouped(gone.length)} gone since the baseline:`)}`,
    ...lines.map((line) => `    ${line}`),
    ...(update ? [] : [`    ${style.color.dim(gone.length === 1 ? hint.replace("them", "it") : hint)}`]),
  ];
}

export function laySummary(summary: TestSummary, style: Style): string {
  const { specs, passed, known, failed, refused, skipped, milliseconds, interrupted } = summary;
  const { green, red, yellow } = style.color;
  const total = `${plural(passed + failed, "scenario")} of ${plural(specs, "spec")}`;
  const good = known === 0 ? "all as expected" : `all as expected but for ${grouped(known)} known`;
  const outcome =
    failed === 0 ? good : `${grouped(failed)} not as expected${known === 0 ? "" : `, ${grouped(known)} known`}`;
  const parts = [
    ...(passed + failed > 0 || refused === 0 ? [(failed === 0 ? green : red)(`${total}, ${outcome}`)] : []),
    ...(refused > 0 ? [red(`${plural(refused, "spec")} refused`)] : []),
    ...(skipped > 0 ? [`${grouped(skipped)} slow left out (--slow runs them)`] : []),
    ...(interrupted ? [yellow("interrupted")] : []),
    duration(milliseconds),
  ];
  return parts.join(` ${style.symbols.dot} `);
}
