// Diagnostics as text for a terminal or a log: the place, the message, the author's line with the span underlined, hints,
// calls. Only ASCII is added to what the author wrote. The invariant: carets stand below the columns they mean, whatever
// tabs, wide characters and lengths the line has, and nothing in it can control the terminal.

import { readFileSync } from "node:fs";
import stringWidth from "string-width";
import type { Diagnostic, Span } from "./diagnostic.ts";
import { shownPath } from "./files.ts";
import { lineAndColumn, lineText } from "./positions.ts";

/** The parts of a diagnostic that a terminal may tell apart. */
export type DiagnosticPart = "place" | "error" | "message" | "gutter" | "caret" | "hint" | "call";

export interface DiagnosticFormat {
  /** Gives the text its colour; as it is, if absent. */
  readonly color?: (part: DiagnosticPart, text: string) => string;
  /** Columns a source line may take; 100 if absent. */
  readonly width?: number;
  /** What paths are shown relative to; the working directory if absent. */
  readonly cwd?: string;
}

/**
 * One paragraph a diagnostic, without a line end behind the last one.
 * @param sources texts by absolute path; files that are not among them are read
 */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  format: DiagnosticFormat = {},
): string {
  const texts = new Map(sources);
  const textOf = (file: string): string => {
    const text = texts.get(file) ?? readText(file);
    texts.set(file, text);
    return text;
  };
  return diagnostics.map((diagnostic) => formatOne(diagnostic, textOf, format).join("\n")).join("\n\n");
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Deep recursion has thousands. */
const shownCalls = 8;

function formatOne(
  { message, span, hints, calls = [] }: Diagnostic,
  textOf: (file: string) => string,
  { color = (_, text) => text, width = 100, cwd }: DiagnosticFormat,
): string[] {
  const placeOf = ({ file, start }: Span): string => {
    const { line, column } = lineAndColumn(textOf(file), start);
    return `${shownPath(file, cwd)}:${line}:${column}`;
  };
  const head = `${color("error", "error:")} ${color("message", withoutControls(message))}`;
  const lines = [span === undefined ? head : `${color("place", `${placeOf(span)}:`)} ${head}`];
  if (span !== undefined) lines.push(...formatFrame(textOf(span.file), span, width, color));
  for (const hint of hints) lines.push(`${color("hint", "hint:")} ${withoutControls(hint)}`);
  for (const call of calls.slice(0, shownCalls)) lines.push(color("call", `called from ${placeOf(call)}`));
  if (calls.length > shownCalls) lines.push(color("call", `called from ${calls.length - shownCalls} more places`));
  return lines;
}

/** The line on which the span begins, and carets below as much of the span as lies on it. */
function formatFrame(text: string, span: Span, width: number, color: NonNullable<DiagnosticFormat["color"]>): string[] {
  const { line, column } = lineAndColumn(text, span.start);
  const number = String(line).padStart(4);
  const gutter = " ".repeat(number.length);
  const cells = layOut(lineText(text, line));
  const from = cells.findIndex(({ end }) => end > column - 1);
  const first = from < 0 ? cells.length : from;
  const beyond = cells.findIndex(({ start }) => start >= column - 1 + (span.end - span.start));
  const last = Math.max(beyond < 0 ? cells.length : beyond, first + 1);
  const window = clip(cells, first, last, Math.max(width - number.length - 3, 20));
  const shown = window.cells.map((cell) => cell.text).join("");
  const indent = window.before.length + widthOf(window.cells.slice(0, first - window.start));
  const carets = Math.max(1, widthOf(window.cells.slice(first - window.start, last - window.start)));
  const source = `${window.before}${shown}${window.after}`;
  return [
    `${color("gutter", `${number} |`)} ${source}`.trimEnd(),
    `${color("gutter", `${gutter} |`)} ${" ".repeat(indent)}${color("caret", "^".repeat(carets))}`,
  ];
}

/** What people see as one character: its place in the line, and as it is shown. */
interface Cell {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly width: number;
}

const tabStop = 4;
const segmenter = new Intl.Segmenter();

function layOut(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of segmenter.segment(line)) {
    let text = segment;
    if (segment === "\t") text = " ".repeat(tabStop - (column % tabStop));
    else if (segment === "\uFEFF") text = "";
    else text = withoutControls(segment);
    const width = stringWidth(text);
    cells.push({ start: index, end: index + segment.length, text, width });
    column += width;
  }
  return cells;
}

function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

const ellipsis = "...";

/** As much of the line as fits, the beginning of the span with some of what is before it in any case. */
function clip(
  cells: readonly Cell[],
  first: number,
  last: number,
  width: number,
): { before: string; cells: readonly Cell[]; start: number; after: string } {
  if (widthOf(cells) <= width) return { before: "", cells, start: 0, after: "" };
  const room = width - 2 * ellipsis.length;
  const context = Math.max(Math.floor(room / 3), room - widthOf(cells.slice(first, last)) - Math.floor(room / 3));
  let start = Math.min(first, cells.length);
  while (start > 0 && widthOf(cells.slice(start - 1, first)) <= context) start--;
  let end = start;
  let used = 0;
  while (end < cells.length && used + cells[end]!.width <= room) used += cells[end++]!.width;
  return {
    before: start > 0 ? ellipsis : "",
    cells: cells.slice(start, end),
    start,
    after: end < cells.length ? ellipsis : "",
  };
}
