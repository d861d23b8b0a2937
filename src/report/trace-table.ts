// The steps of a counterexample, laid out for the width there is: a lane for each of up to four processes, and one for all
// actions, where they fit; otherwise one column with coloured names, which are headings where calls are deep; a paragraph
// a step on a narrow terminal. All say the same: number, process, call path, label, choices, changes, notes, place.

import { relative } from "node:path";
import { showChange } from "../explorer/state-diff.ts";
import type { PlaceView, StepView } from "../trace/view.ts";
import { printable, wrap, wrapItems } from "./layout.ts";
import { processColor, type Style } from "./style.ts";
import { type Cell, type Column, itemsCell, layTable, type Paint, plain, type Row, textCell } from "./table.ts";

const MOST_LANES = 4;
/** Columns narrower than these are not worth reading. */
const LEAST_STEP = 14;
const LEAST_CHANGES = 24;

/** What stands between a step's number and its changes, and above it. */
interface Arrangement {
  readonly columns: readonly Column[];
  readonly cells: (step: StepView) => readonly Cell[];
  readonly heading: (step: StepView, previous: StepView | undefined) => Cell | null;
}

/** Lines of the trace, indented; none if there are no steps. */
export function layTrace(steps: readonly StepView[], file: string, style: Style, loop: number | null = null): string[] {
  if (steps.length === 0) return [];
  const lanes = [...new Set(steps.map(laneOf))].sort((a, b) => a - b);
  const deep = steps.some(({ path }) => path.length > 1);
  const fallback = deep ? headings(style) : names(style);
  return (
    (lanes.length <= MOST_LANES ? layArranged(steps, inLanes(steps, lanes, style), file, style, loop) : null) ??
    layArranged(steps, fallback, file, style, loop) ??
    layParagraphs(steps, file, style, loop)
  );
}

function layArranged(
  steps: readonly StepView[],
  { columns, cells, heading }: Arrangement,
  file: string,
  style: Style,
  loop: number | null,
): string[] | null {
  const { dim } = style.color;
  const all: Column[] = [
    { header: "#", paint: dim, least: null, alignRight: true },
    ...columns,
    { header: "changes", paint: dim, least: LEAST_CHANGES },
    { header: "at", paint: dim, least: null },
  ];
  const rows = steps.map((step, index): Row => {
    const number = textCell(String(step.number), dim);
    const changes = itemsCell(changeTexts(step, style), plain);
    const place = textCell(placeText(step.place, file, style), dim);
    return {
      cells: [number, ...cells(step), changes, place],
      heading: heading(step, steps[index - 1]),
      above: index === loop ? [forEver(style)] : [],
    };
  });
  return layTable(all, rows, style);
}

/** Stands before the first of the steps that are repeated. */
export function forEver({ ascii, color }: Style): string {
  return color.bold(ascii ? "-- for ever:" : "── for ever:");
}

/** Processes stand in lanes of their own by id, actions in the last one. */
function laneOf({ process, isAction }: StepView): number {
  return isAction ? ACTIONS : process;
}

const ACTIONS = Number.POSITIVE_INFINITY;

function inLanes(steps: readonly StepView[], lanes: readonly number[], style: Style): Arrangement {
  const { bold, dim } = style.color;
  const nameOf = new Map(steps.map((step) => [laneOf(step), printable(step.name, style.ascii)]));
  const columns = lanes.map((lane): Column => {
    const paint: Paint = lane === ACTIONS ? dim : (text) => bold(processColor(style, lane)(text));
    return { header: lane === ACTIONS ? "action" : nameOf.get(lane)!, paint, least: null };
  });
  const cells = (step: StepView): Cell[] => {
    const text = textCell(step.isAction ? actionText(step, style) : stepText(step, style), paintOf(step, style));
    return lanes.map((lane) => (lane === laneOf(step) ? text : textCell("", plain)));
  };
  return { columns, cells, heading: () => null };
}

/** The name of the process before each of its steps. */
function names(style: Style): Arrangement {
  const { dim } = style.color;
  const columns = ["process", "step"].map((header): Column => ({ header, paint: dim, least: LEAST_STEP }));
  const cells = (step: StepView): Cell[] => {
    const paint = paintOf(step, style);
    const name = textCell(printable(step.name, style.ascii), paint);
    return [name, textCell(step.isAction ? choicesText(step, style) : stepText(step, style), paint)];
  };
  return { columns, cells, heading: () => null };
}

/** Process and call path above the steps that share them, as in a stack trace. */
function headings(style: Style): Arrangement {
  const columns: Column[] = [{ header: "step", paint: style.color.dim, least: LEAST_STEP }];
  const cells = (step: StepView): Cell[] => {
    const text = step.isAction ? actionText(step, style) : `  ${printable(step.label, style.ascii)}`;
    return [textCell(step.isAction ? text : text + choicesText(step, style), paintOf(step, style))];
  };
  const heading = (step: StepView, previous: StepView | undefined): Cell | null => {
    if (step.isAction) return null;
    const text = callText(step, style);
    if (previous && !previous.isAction && callText(previous, style) === text) return null;
    const paint = paintOf(step, style);
    return textCell(text, (line) => style.color.bold(paint(line)));
  };
  return { columns, cells, heading };
}

function layParagraphs(steps: readonly StepView[], file: string, style: Style, loop: number | null): string[] {
  const number = String(steps.length).length;
  const hang = " ".repeat(2 + number + 2);
  const width = (indent: number): number => Math.max(8, style.width - indent);
  return steps.flatMap((step, index) => {
    const paint = paintOf(step, style);
    const subject = step.isAction
      ? actionText(step, style)
      : `${printable(step.name, style.ascii)}: ${stepText(step, style)}`;
    const head = wrap(`${subject} (${placeText(step.place, file, style)})`, width(hang.length));
    const tail = wrapItems(changeTexts(step, style), ", ", width(hang.length + 2));
    return [
      ...(index === loop ? [`  ${forEver(style)}`] : []),
      ...head.map((line, i) => {
        const start = i === 0 ? `  ${style.color.dim(`${String(step.number).padStart(number)}. `)}` : hang;
        return start + paint(line);
      }),
      ...tail.map((line) => `${hang}  ${line}`),
    ];
  });
}

function paintOf({ process }: StepView, style: Style): Paint {
  return processColor(style, process);
}

/** `io_poll_wake › queue task_work (v = 2)` */
function stepText(step: StepView, style: Style): string {
  return standText(step, style) + choicesText(step, style);
}

/** An action's name is its label, too. */
function actionText(step: StepView, style: Style): string {
  return printable(step.name, style.ascii) + choicesText(step, style);
}

function choicesText({ choices }: StepView, style: Style): string {
  if (choices.length === 0) return "";
  return printable(` (${choices.map(({ name, value }) => `${name} = ${value}`).join(", ")})`, style.ascii);
}

/** A label with the call path below the process. */
export function standText({ path, label }: Pick<StepView, "path" | "label">, style: Style): string {
  return joinCalls([...path.slice(1), label], style);
}

/** The process and the functions it has called: `cancel[0] › io_poll_wake`. */
function callText({ name, path }: StepView, style: Style): string {
  return joinCalls([name, ...path.slice(1)], style);
}

function joinCalls(names: readonly string[], { symbols, ascii }: Style): string {
  return names.map((name) => printable(name, ascii)).join(` ${symbols.call} `);
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
