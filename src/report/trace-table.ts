// The steps of a counterexample, laid out for the width there is: a lane for each of up to four processes, and one for all
// actions; one column of coloured names where there are more, or where lanes do not fit; a paragraph a step on a narrow
// terminal. All three say the same: number, process, label, choices, changes, notes, place.

import { relative } from "node:path";
import { showChange } from "../explorer/state-diff.ts";
import type { PlaceView, StepView } from "../trace/view.ts";
import { printable, textWidth, wrap, wrapItems } from "./layout.ts";
import { processColor, type Style } from "./style.ts";

const INDENT = "  ";
const GAP = "  ";
const MOST_LANES = 4;
/** A column narrower than these is not worth reading. */
const LEAST_LANE = 14;
const LEAST_CHANGES = 24;

interface Column {
  readonly header: string;
  readonly headerColor: (text: string) => string;
  readonly least: number;
  readonly right?: boolean;
}

/** A row: for each column, its lines once the column's width is known, and their colour. */
interface Cell {
  readonly natural: string;
  readonly lines: (width: number) => string[];
  readonly color: (text: string) => string;
}

/** Lines of the table, indented, none wider than the style allows unless a single number or file name is. */
export function layTrace(steps: readonly StepView[], file: string, style: Style): string[] {
  if (steps.length === 0) return [];
  const movers = [...new Set(steps.map(laneOf))].sort((a, b) => a - b);
  const lanes = movers.length <= MOST_LANES ? layTable(steps, movers, file, style) : null;
  return lanes ?? layTable(steps, null, file, style) ?? layParagraphs(steps, file, style);
}

/** Processes stand in lanes of their own by id, actions in the last one. */
function laneOf({ process, isAction }: StepView): number {
  return isAction ? ACTIONS : process;
}

const ACTIONS = Number.POSITIVE_INFINITY;

function layTable(
  steps: readonly StepView[],
  lanes: readonly number[] | null,
  file: string,
  style: Style,
): string[] | null {
  const { bold, dim } = style.color;
  const same = (text: string): string => text;
  const nameOf = new Map(steps.map((step) => [laneOf(step), printable(step.name, style.ascii)]));
  const laneColumns: Column[] = lanes
    ? lanes.map((process) => ({
        header: process === ACTIONS ? "action" : nameOf.get(process)!,
        headerColor: process === ACTIONS ? dim : (text) => bold(processColor(style, process)(text)),
        least: LEAST_LANE,
      }))
    : ["process", "step"].map((header) => ({ header, headerColor: dim, least: LEAST_LANE }));
  const columns: Column[] = [
    { header: "#", headerColor: dim, least: 0, right: true },
    ...laneColumns,
    { header: "changes", headerColor: dim, least: LEAST_CHANGES },
    { header: "at", headerColor: dim, least: 0 },
  ];
  const rows = steps.map((step): Cell[] => {
    const color = processColor(style, step.process);
    const label = textCell(stepText(step, style), color);
    const middle = lanes
      ? lanes.map((lane) => (lane === laneOf(step) ? label : textCell("", same)))
      : [textCell(printable(step.name, style.ascii), color), label];
    const changes = changeTexts(step, style);
    return [
      textCell(String(step.number), dim),
      ...middle,
      { natural: changes.join(", "), lines: (width) => wrapItems(changes, ", ", width), color: same },
      textCell(placeText(step.place, file, style), dim),
    ];
  });
  const widths = fitWidths(columns, rows, style.width - INDENT.length);
  if (!widths) return null;
  const header = columns.map(({ header, headerColor }) => textCell(header, headerColor));
  return [header, ...rows].flatMap((row) => layRow(row, columns, widths));
}

function textCell(text: string, color: (text: string) => string): Cell {
  return { natural: text, lines: (width) => wrap(text, width), color };
}

/** Natural widths, taken from the widest columns first where they do not fit; null if even the least widths do not. */
function fitWidths(columns: readonly Column[], rows: readonly Cell[][], width: number): number[] | null {
  const natural = columns.map(({ header }, i) =>
    Math.max(textWidth(header), ...rows.map((row) => textWidth(row[i]!.natural))),
  );
  const least = columns.map(({ least }, i) => (least === 0 ? natural[i]! : Math.min(least, natural[i]!)));
  let over = natural.reduce((sum, w) => sum + w, 0) + GAP.length * (columns.length - 1) - width;
  const widths = [...natural];
  while (over > 0) {
    const slack = widths.map((w, i) => w - least[i]!);
    const candidates = widths.map((w, i) => (slack[i]! > 0 ? w : -1));
    const widest = Math.max(...candidates);
    if (widest < 0) return null;
    widths[candidates.indexOf(widest)]! -= 1;
    over -= 1;
  }
  return widths;
}

function layRow(row: readonly Cell[], columns: readonly Column[], widths: readonly number[]): string[] {
  const cells = row.map((cell, i) => cell.lines(widths[i]!));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, y) => {
    let text = "";
    let pending = INDENT;
    row.forEach((cell, i) => {
      const line = cells[i]![y] ?? "";
      const padding = " ".repeat(Math.max(0, widths[i]! - textWidth(line)));
      const before = columns[i]!.right ? padding : "";
      if (line !== "") {
        text += pending + before + cell.color(line);
        pending = "";
      } else pending += before;
      pending += (columns[i]!.right ? "" : padding) + GAP;
    });
    return text;
  });
}

function layParagraphs(steps: readonly StepView[], file: string, style: Style): string[] {
  const number = String(steps.length).length;
  const hang = INDENT + " ".repeat(number + 2);
  return steps.flatMap((step) => {
    const color = processColor(style, step.process);
    const name = printable(step.name, style.ascii);
    const place = placeText(step.place, file, style);
    const subject = step.isAction ? "" : `${name}: `;
    const head = wrap(`${subject}${stepText(step, style)} (${place})`, Math.max(8, style.width - hang.length));
    const changes = changeTexts(step, style);
    const tail = wrapItems(changes, ", ", Math.max(8, style.width - hang.length - INDENT.length));
    return [
      ...head.map((line, i) => {
        const start = i === 0 ? INDENT + style.color.dim(`${String(step.number).padStart(number)}. `) : hang;
        return start + color(line);
      }),
      ...tail.map((line) => hang + INDENT + line),
    ];
  });
}

/** `poll_wake › queue task_work`, `pick (v = 2)`; of an action its name, which is its label too. */
function stepText(step: StepView, style: Style): string {
  const where = step.isAction ? printable(step.name, style.ascii) : standText(step, style);
  const choices = step.choices.map(({ name, value }) => `${name} = ${value}`);
  return where + (choices.length > 0 ? printable(` (${choices.join(", ")})`, style.ascii) : "");
}

/** A label with the call path below the process. */
export function standText({ path, label }: Pick<StepView, "path" | "label">, style: Style): string {
  const callees = path.slice(1).map((name) => `${printable(name, style.ascii)} ${style.symbols.call} `);
  return callees.join("") + printable(label, style.ascii);
}

function changeTexts(step: StepView, style: Style): string[] {
  const changes = step.changes.map((change) => showChange(change, style.symbols.arrow));
  const notes = step.notes.map(({ text, value }) => (value === null ? `"${text}"` : `"${text}" ${value}`));
  const texts = [...changes, ...notes, ...(step.failed ? ["fails"] : [])];
  return texts.map((text) => printable(text, style.ascii));
}

/** `:38` in the spec's own file, `helpers.ts:12` in another. */
export function placeText(place: PlaceView, file: string, style: Style): string {
  const name = place.file === file ? "" : relative(`${file}/..`, place.file);
  return printable(`${name}:${place.line}`, style.ascii);
}
