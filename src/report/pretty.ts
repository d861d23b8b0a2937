// A verdict as a page of text: in, the plain data of verdict.ts; out, lines for a terminal, a pipe or a mailing list. The
// order is that of reading: what was checked, what broke in the author's words, how it came about, the state it left,
// the command that shows it again, and how much was looked at.

import { relative } from "node:path";
import { contextSwitches } from "../trace/view.ts";
import { layFinding } from "./finding.ts";
import { plural, printable, textWidth, wrap, wrapItems } from "./layout.ts";
import type { Style } from "./style.ts";
import { layTrace, placeText } from "./trace-table.ts";
import type { Counterexample, PropertyVerdict, Verdict } from "./verdict.ts";
import { countsWords, shellQuote } from "./words.ts";

/** What a reporter may look at beside the verdict. */
export interface ReportContext {
  /** The author's text of every file of the spec, by absolute path. */
  readonly sources: ReadonlyMap<string, string>;
  /** Paths are shown relative to this folder. */
  readonly folder: string;
}

/** The report, without a newline at its end. */
export function printVerdict(verdict: Verdict, context: ReportContext, style: Style): string {
  const blocks: string[][] = [layTitle(verdict, context, style)];
  const shown = verdict.counterexamples.filter(({ kind }) => kind !== "reachable");
  shown.forEach((counterexample) => {
    blocks[blocks.length - 1]!.push(...layFinding(counterexample, verdict.file, context, style));
    blocks.push(...layCounterexample(counterexample, verdict, context, style));
    blocks.push([]);
  });
  blocks.at(-1)!.push(...layProperties(verdict, style, shown.length > 0), ...layVacuous(verdict, style));
  if (shown.length === 0) blocks.at(-1)!.push(...layCounts(verdict, style));
  else blocks.push(layCounts(verdict, style));
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n");
}

function layTitle(verdict: Verdict, { folder }: ReportContext, style: Style): string[] {
  const { symbols, color } = style;
  const [sign, paint] =
    verdict.verdict === "holds"
      ? [symbols.holds, color.green]
      : verdict.verdict === "inconclusive"
        ? [symbols.unsure, color.yellow]
        : [symbols.broken, color.red];
  const names = [verdict.spec, ...(verdict.scenario === null ? [] : [verdict.scenario])];
  const title = printable(names.join(` ${symbols.dot} `), style.ascii);
  const file = printable(relative(folder, verdict.file) || verdict.file, style.ascii);
  const head = `${sign} ${title}`;
  const gap = style.width - textWidth(head) - textWidth(file);
  const painted = `${paint(sign)} ${color.bold(title)}`;
  if (gap >= 2) return [painted + " ".repeat(gap) + color.dim(file)];
  return [...wrap(head, style.width).map((line) => color.bold(line)), `  ${color.dim(file)}`];
}

function layCounterexample(
  counterexample: Counterexample,
  verdict: Verdict,
  context: ReportContext,
  style: Style,
): string[][] {
  const { steps } = counterexample.trace;
  const { color } = style;
  const table = layTrace(steps, verdict.file, style);
  const chosen = counterexample.trace.initialChoices.map(({ name, value }) => `${name} = ${value}`);
  const start = chosen.length > 0 ? [printable(`  initially ${chosen.join(", ")}`, style.ascii)] : [];
  const file = relative(context.folder, verdict.file) || verdict.file;
  const switches = contextSwitches(steps);
  const length = `${plural(steps.length, "step")}, ${plural(switches, "context switch", "context switches")}`;
  const replay = counterexample.replay;
  const agrees = replay.kind === "agrees";
  const proof = agrees
    ? `replayed by ${file} itself, same values after each step`
    : `NOT confirmed by ${file}: at step ${replay.step}, ${replay.what}`;
  const paint = agrees ? color.dim : color.red;
  const command = ["allways", "replay", ...verdict.selection, counterexample.schedule].map(shellQuote).join(" ");
  const foot = wrap(`${length}; ${proof}`, Math.max(8, style.width - 2)).map((line) => `  ${paint(line)}`);
  if (!agrees) {
    foot.push(`    the checker's program: ${replay.expected}`, `    the spec's functions:  ${replay.actual}`);
    foot.push("  This is a fault of allways, not of the spec; please report it.");
  }
  return [
    [...start, ...table],
    layState(counterexample, style),
    [...foot, `  again: ${printable(command, style.ascii)}`],
  ];
}

/** The values that break it and where everybody stands then; of a large state only what the property reads. */
function layState(counterexample: Counterexample, style: Style): string[] {
  if (counterexample.kind === "deadlock" || counterexample.trace.steps.at(-1)?.failed) return [];
  const { values, processes } = counterexample.trace.final;
  const { reads } = counterexample;
  const read = values.filter(({ columns }) => reads === null || columns.some((id) => reads.includes(id)));
  const some = values.length > SMALL_STATE && read.length > 0 ? read : values;
  const items = some.map(({ name, value }) => printable(`${name} = ${value}`, style.ascii));
  const standing = processes.map(({ name, label, path, locals }) => {
    const where = label === null ? "ended" : `at "${[...path.slice(1), label].join(` ${style.symbols.call} `)}"`;
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

/** The properties that nothing was shown against, each with what can be said of it. */
function layProperties({ properties, verdict }: Verdict, style: Style, brief: boolean): string[] {
  const missed = properties.filter(({ kind, verdict }) => kind === "reachable" && verdict === "violated");
  const lines = missed.map(({ name, place }) => {
    const text = printable(`never reached: ${name}`, style.ascii);
    return `  ${style.color.red(text)}  ${style.color.dim(placeText(place, place.file, style))}`;
  });
  if (brief) return lines;
  const rest = properties.filter((property) => !missed.includes(property) && property.verdict !== "unchecked");
  const names = rest.map(({ name }) => printable(name, style.ascii));
  const kindWidth = Math.max(0, ...rest.map(({ kind }) => kind.length));
  rest.forEach((property, i) => {
    lines.push(`  ${style.color.dim(property.kind.padEnd(kindWidth))}  ${names[i]}${propertyRemark(property)}`);
  });
  const unchecked = properties.filter((property) => property.verdict === "unchecked").length;
  if (unchecked > 0) lines.push(`  ${style.color.dim(`${plural(unchecked, "property", "properties")} not asked for`)}`);
  if (verdict === "inconclusive" && rest.length > 0) lines.push("  nothing violated as far as was looked");
  return lines;
}

function propertyRemark({ kind, verdict, witness }: PropertyVerdict): string {
  if (kind !== "reachable") return "";
  if (witness !== null) return `, after ${plural(witness, "step")}`;
  return verdict === "open" ? ", not seen so far" : "";
}

function layVacuous({ vacuous, file }: Verdict, style: Style): string[] {
  return vacuous.map(({ kind, text, place }) => {
    const where = place ? `  ${style.color.dim(placeText(place, file, style))}` : "";
    return `  ${style.color.yellow(printable(`${kind}${text === "" ? "" : `: ${text}`}`, style.ascii))}${where}`;
  });
}

function layCounts(verdict: Verdict, style: Style): string[] {
  const words = countsWords(verdict);
  const line = words.join(` ${style.symbols.dot} `);
  const fits = textWidth(line) + 2 <= style.width;
  const lines = fits ? [line] : wrapItems(words, ` ${style.symbols.dot} `, Math.max(8, style.width - 2));
  return lines.map((text) => `  ${style.color.dim(text)}`);
}
