// Why a run shows what it shows, below the state it leaves: in, the plain data of trace/because.ts; out, lines that say what the
// broken condition read, which step made it false, and who waits for what.

import type { Because, Fact } from "../trace/because.ts";
import { factText } from "../trace/because-words.ts";
import type { StepView } from "../trace/view.ts";
import { printable, textWidth, wrap, wrapItems } from "./layout.ts";
import type { Style } from "./style.ts";
import { placeText } from "./trace-table.ts";
import type { Counterexample } from "./verdict.ts";
import { layWaiting } from "./waiting.ts";

/** Values beyond these are left to JSON. */
const MOST_VALUES = 16;

/** Lines, indented; none where there is nothing to say. */
export function layBecause(finding: Counterexample, file: string, style: Style): string[] {
  const { because } = finding;
  if (because === null || finding.kind === "deadlock") return [];
  return headed([...valuesAndSince(finding, file, style), ...layRest(finding, because, file, style)], style);
}

/** The same without who waits at rest. */
export function layReasons(finding: Counterexample, file: string, style: Style): string[] {
  return headed(valuesAndSince(finding, file, style), style);
}

function valuesAndSince(finding: Counterexample, file: string, style: Style): string[] {
  const { because } = finding;
  if (because === null || finding.kind === "deadlock") return [];
  return [...layValues(finding, because, style), ...laySince(finding, because, file, style)];
}

function headed(lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : [`  ${style.color.dim("because")}`, ...lines];
}

function layValues({ kind, text }: Counterexample, { values }: Because, style: Style): string[] {
  const told = values.slice(0, MOST_VALUES).map((fact) => showFact(fact, style));
  const more = values.length - told.length;
  const items = [...told, ...(more > 0 ? [`and ${more} more`] : [])];
  if (kind === "assert") return items.length === 0 ? [] : layItems(items, 4, style);
  return layClaim(`${printable(text, style.ascii)} is false`, items, style);
}

function laySince({ trace, kind }: Counterexample, { since, changes }: Because, file: string, style: Style): string[] {
  // What is judged at rest is often false from the start, until the last step makes it true.
  if (since === null || kind === "step" || (since === 0 && kind === "quiescent")) return [];
  if (since === 0) return layClaim("false from the start", [], style);
  const step = trace.steps[since - 1]!;
  const verb = kind === "quiescent" ? "false since" : "made false by";
  const head = `${verb} step ${since}, ${stepName(step, style)} (${placeText(step.place, file, style)})`;
  const items = changes.map((fact) => showFact(fact, style));
  return layClaim(head, items, style);
}

/** `claim: value, value`, the values below it where one line is too short for both. */
function layClaim(claim: string, items: readonly string[], style: Style): string[] {
  const width = Math.max(8, style.width - 4);
  const line = items.length === 0 ? claim : `${claim}: ${items.join(", ")}`;
  if (items.length === 0 || textWidth(line) <= width) return wrap(line, width).map(indented);
  return [...wrap(`${claim}:`, width).map(indented), ...layItems(items, 6, style)];
}

function layRest({ kind }: Counterexample, { waiting }: Because, file: string, style: Style): string[] {
  if (kind !== "quiescent" || waiting.length === 0) return [];
  const narrower = { ...style, width: style.width - 2 };
  return [indented("at rest: nobody has to move"), ...layWaiting(waiting, file, narrower).map((line) => `  ${line}`)];
}

/** `taskWork "read poll_refs"`; an action's name is its label. */
function stepName({ name, label, isAction }: StepView, { ascii }: Style): string {
  return printable(isAction ? name : `${name} "${label}"`, ascii);
}

function showFact(fact: Fact, { symbols, ascii }: Style): string {
  return printable(factText(fact, symbols.arrow), ascii);
}

function layItems(items: readonly string[], indent: number, style: Style): string[] {
  return wrapItems(items, ", ", Math.max(8, style.width - indent)).map((line) => " ".repeat(indent) + line);
}

function indented(line: string): string {
  return `    ${line}`;
}
