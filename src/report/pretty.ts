// A verdict as a page of text: in, the plain data of verdict.ts; out, lines for a terminal, a pipe or a mailing list. The
// order is that of reading: what was checked, what broke in the author's words, how it came about, the state it left,
// the command that shows it again, and how much was looked at.

import { relative } from "node:path";
import type { formatDiagnostics } from "../spec/source/format-diagnostic.ts";
import { contextSwitches } from "../trace/view.ts";
import { layBecause } from "./because.ts";
import { layCoverage } from "./coverage-listing.ts";
import { layLoop } from "./fairness.ts";
import { layFinding } from "./finding.ts";
import { plural, printable, textWidth, wrap, wrapItems } from "./layout.ts";
import type { Style } from "./style.ts";
import { layTrace, placeText, standText } from "./trace-table.ts";
import type { Counterexample, PropertyVerdict, Run, RunReport, Subject, Verdict } from "./verdict.ts";
import { countsWords, shellQuote } from "./words.ts";

/** What a reporter may look at beside the verdict. */
export interface ReportContext {
  /** The author's text of every file of the spec, by absolute path. */
  readonly sources: ReadonlyMap<string, string>;
  /** Paths are shown relative to this folder. */
  readonly folder: string;
  /** Shows the source line of a failure; null where there is none to show. */
  readonly format: typeof formatDiagnostics | null;
}

/** The report, without a newline at its end. */
export function printVerdict(verdict: Verdict, context: ReportContext, style: Style): string {
  const sign = verdict.verdict === "holds" ? "holds" : verdict.verdict === "inconclusive" ? "unsure" : "broken";
  const blocks: string[][] = [layTitle(verdict, sign, context, style)];
  for (const counterexample of verdict.counterexamples) {
    blocks.at(-1)!.push(...layFinding(counterexample, verdict.file, context, style));
    blocks.push(...layRun(counterexample, counterexample, verdict, context, style), []);
  }
  const properties = layProperties(verdict, style, verdict.counterexamples.length > 0);
  blocks.at(-1)!.push(...properties, ...layVacuous(verdict, style));
  if (verdict.counterexamples.length > 0) blocks.push([]);
  blocks.at(-1)!.push(...layCounts(verdict, style));
  if (verdict.coverage) blocks.push(layCoverage(verdict.coverage, context, style));
  return joinBlocks(blocks);
}

/** One run and how it ends, as `replay` and `simulate` show it. */
export function printRun(report: RunReport, context: ReportContext, style: Style): string {
  const title = layTitle(report, report.finding ? "broken" : "holds", context, style);
  const head = report.finding
    ? layFinding(report.finding, report.file, context, style)
    : [`  ${printable(report.ending, style.ascii)}`];
  return joinBlocks([[...title, ...head], ...layRun(report.run, report.finding, report, context, style)]);
}

function joinBlocks(blocks: readonly (readonly string[])[]): string {
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n");
}

function layTitle(subject: Subject, sign: keyof typeof PAINTS, { folder }: ReportContext, style: Style): string[] {
  const { symbols, color } = style;
  const paint = color[PAINTS[sign]];
  const names = [subject.spec, ...(subject.scenario === null ? [] : [subject.scenario])];
  const title = names.map((name) => printable(name, style.ascii)).join(` ${symbols.dot} `);
  const file = printable(relative(folder, subject.file), style.ascii);
  const head = `${symbols[sign]} ${title}`;
  const gap = style.width - textWidth(head) - textWidth(file);
  if (gap >= 2) return [`${paint(symbols[sign])} ${color.bold(title)}${" ".repeat(gap)}${color.dim(file)}`];
  return [...wrap(head, style.width).map((line) => color.bold(line)), `  ${color.dim(file)}`];
}

const PAINTS = { holds: "green", broken: "red", unsure: "yellow" } as const;

function layRun(
  run: Run,
  finding: Counterexample | null,
  subject: Subject,
  context: ReportContext,
  style: Style,
): string[][] {
  const { initialChoices, steps, loop } = run.trace;
  const table = layTrace(steps, subject.file, style, loop);
  const chosen = initialChoices.map(({ name, value }) => `${name} = ${value}`);
  const start = chosen.length > 0 ? [printable(`  initially ${chosen.join(", ")}`, style.ascii)] : [];
  const round = loop === null ? [] : layLoop(loop, steps.length, finding?.fairness ?? [], style);
  return [
    [...start, ...table, ...round],
    [...layState(run, finding, style), ...(finding ? layBecause(finding, subject.file, style) : [])],
    layFoot(run, subject, context, style),
  ];
}

/** How long it is, who vouches for it, and how to see it again. */
function layFoot(
  { trace, replay, schedule }: Run,
  subject: Subject,
  { folder }: ReportContext,
  style: Style,
): string[] {
  const { color } = style;
  const file = relative(folder, subject.file);
  const switches = contextSwitches(trace.steps);
  const count = trace.steps.length;
  const length = [
    count > 0 ? plural(count, "step") : "no steps",
    ...(switches > 0 ? [plural(switches, "context switch", "context switches")] : []),
  ].join(", ");
  const isRound = trace.loop !== null && trace.loop < count;
  const again = isRound ? `replayed by ${file} itself, twice round, same values after each step` : null;
  const same =
    again ?? (count > 0 ? `replayed by ${file} itself, same values after each step` : `confirmed by ${file} itself`);
  const agrees = replay.kind === "agrees";
  const proof = agrees ? same : `NOT confirmed by ${file}: at step ${replay.step}, ${replay.what}`;
  const text = printable(`${length}; ${proof}`, style.ascii);
  const paint = agrees ? color.dim : color.red;
  const lines = wrap(text, Math.max(8, style.width - 2)).map((line) => `  ${paint(line)}`);
  if (!agrees) {
    lines.push(`    the checker's program: ${printable(replay.expected, style.ascii)}`);
    lines.push(`    the spec's functions:  ${printable(replay.actual, style.ascii)}`);
    lines.push("  This is a fault of allways, not of the spec; please report it.");
  }
  const command = ["allways", "replay", ...subject.selection, schedule].map(shellQuote).join(" ");
  return [...lines, `  again: ${printable(command, style.ascii)}`];
}

/** The values that break it and where everybody stands then; of a large state only what the property reads. */
function layState({ trace }: Run, finding: Counterexample | null, style: Style): string[] {
  const failed = finding !== null && (finding.kind === "error" || finding.kind === "assert");
  // What failed in a step, or in init, left no state behind.
  if (trace.steps.at(-1)?.failed || (failed && finding.property === null && trace.steps.length === 0)) return [];
  const { values, processes } = trace.final;
  const reads = finding?.reads ?? null;
  const read = values.filter(({ columns }) => reads === null || columns.some((id) => reads.includes(id)));
  const some = values.length > SMALL_STATE && read.length > 0 ? read : values;
  // What it reads is told below.
  const told = values.length > SMALL_STATE && (finding?.because?.values.length ?? 0) > 0 ? [] : some;
  const items = told.map(({ name, value }) => printable(`${name} = ${value}`, style.ascii));
  const standing = processes.map(({ name, label, path, locals }) => {
    const where = label === null ? "ended" : `at "${standText({ path: path.slice(-2), label }, style)}"`;
    const held = locals.map((local) => `${local.name} = ${local.value}`).join(", ");
    return printable(`${name} ${where}${held === "" ? "" : ` with ${held}`}`, style.ascii);
  });
  const width = Math.max(8, style.width - 4);
  return [
    `  ${style.color.dim("then")}`,
    ...wrapItems(items, ", ", width).map((line) => `    ${line}`),
    ...wrapItems(standing, "; ", width).map((line) => `    ${line}`),
  ];
}

const SMALL_STATE = 8;

/** What was never reached; and, unless there is something to show, the other properties. */
function layProperties({ properties, verdict, fairness }: Verdict, style: Style, brief: boolean): string[] {
  const missed = properties.filter(({ kind, verdict }) => kind === "reachable" && verdict === "violated");
  const lines = missed.map(({ name, place }) => {
    const text = printable(`never reached: ${name}`, style.ascii);
    return `  ${style.color.red(text)}  ${style.color.dim(placeText(place, place.file, style))}`;
  });
  if (fairness.length > 0) {
    const words = wrapItems(
      [`temporal properties assume ${fairness[0]}`, ...fairness.slice(1)],
      " and ",
      Math.max(8, style.width - 2),
    );
    lines.push(...words.map((line) => `  ${style.color.dim(printable(line, style.ascii))}`));
  }
  if (brief) return lines;
  const assumed = lines.splice(missed.length);
  const rest = properties.filter((property) => !missed.includes(property) && property.verdict !== "unchecked");
  const rows = rest.map((property) => [propertyWord(property), property.kind, property.name] as const);
  const widths = [0, 1].map((i) => Math.max(0, ...rows.map((row) => row[i]!.length)));
  rest.forEach(({ witness }, i) => {
    const [word, kind, name] = rows[i]!;
    const steps = witness === null ? "" : `, after ${plural(witness, "step")}`;
    const head = style.color.dim(`${word.padEnd(widths[0]!)}  ${kind.padEnd(widths[1]!)}`);
    lines.push(`  ${head}  ${printable(name, style.ascii)}${steps}`);
  });
  lines.push(...assumed);
  const unchecked = properties.filter((property) => property.verdict === "unchecked").length;
  if (unchecked > 0) lines.push(`  ${style.color.dim(`${plural(unchecked, "property", "properties")} not asked for`)}`);
  if (verdict === "inconclusive") lines.push("  inconclusive: nothing violated as far as was looked");
  return lines;
}

/** What can be said of a property that nothing was shown against; under a bound that is little. */
function propertyWord({ kind, verdict }: PropertyVerdict): string {
  const open = verdict === "inconclusive";
  if (kind === "reachable") return open ? "not yet" : "reached";
  return open ? "so far" : "holds";
}

/** The first few; JSON has them all. */
const MOST_VACUOUS = 12;

function layVacuous({ vacuous, file }: Verdict, style: Style): string[] {
  const more = vacuous.length - MOST_VACUOUS;
  const rest = more > 0 ? [`  ${style.color.yellow(`and ${more} more that are vacuous; --json lists all`)}`] : [];
  return [
    ...vacuous.slice(0, MOST_VACUOUS).map(({ kind, text, place }) => {
      const where = place ? `  ${style.color.dim(placeText(place, file, style))}` : "";
      return `  ${style.color.yellow(printable(`${kind}${text === "" ? "" : `: ${text}`}`, style.ascii))}${where}`;
    }),
    ...rest,
  ];
}

function layCounts(verdict: Verdict, style: Style): string[] {
  const remarks = verdict.remarks
    .flatMap((remark) => remark.split("\n"))
    .flatMap((line) => wrap(line, Math.max(8, style.width - 2)));
  const words = countsWords(verdict);
  const line = words.join(` ${style.symbols.dot} `);
  const fits = textWidth(line) + 2 <= style.width;
  const lines = fits ? [line] : wrapItems(words, ` ${style.symbols.dot} `, Math.max(8, style.width - 2));
  return [...lines, ...remarks].map((text) => `  ${style.color.dim(text)}`);
}
