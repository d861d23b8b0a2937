// Who waits, and for what: in, processes where a run ends; out, a line for each with the guard that holds it, and below it the
// values that the guard reads. A paragraph each where the terminal is too narrow for columns.

import type { WaitingView } from "../trace/because.ts";
import { nameAndValue } from "../trace/because-words.ts";
import { padEnd, printable, textWidth, wrap } from "./layout.ts";
import { processColor, type Style } from "./style.ts";
import { placeText, standText } from "./trace-table.ts";

/** More nobody reads; JSON has them all. */
const MOST_WAITING = 12;

/** Lines, indented by four. */
export function layWaiting(waiting: readonly WaitingView[], file: string, style: Style): string[] {
  const shown = waiting.slice(0, MOST_WAITING);
  const rows = shown.flatMap((process) => rowsOf(process, file, style));
  const widths = [0, 1, 2, 3].map((i) => Math.max(0, ...rows.map(({ cells }) => textWidth(cells[i]!))));
  const total = 4 + widths.reduce((sum, width) => sum + width + 2, -2);
  const lay = total <= style.width ? layColumns : layParagraph;
  const more = waiting.length - shown.length;
  return [...rows.flatMap((row) => lay(row, widths, style)), ...(more > 0 ? [`    and ${more} more`] : [])];
}

interface Row {
  /** Process, label, guard, place; of a second guard only the last two. */
  readonly cells: readonly [string, string, string, string];
  readonly values: string;
  readonly paint: (text: string) => string;
}

function rowsOf(process: WaitingView, file: string, style: Style): Row[] {
  const { guards, waits, name } = process;
  const text = (words: string): string => printable(words, style.ascii);
  const label = standText({ path: process.path.slice(-2), label: process.label ?? "" }, style);
  const paint = processColor(style, process.process);
  const place = process.place ? placeText(process.place, file, style) : "";
  if (guards.length === 0) {
    const words = waits === "free" ? "could move, and need not" : "";
    return [{ cells: [text(name), label, words, place], values: "", paint }];
  }
  return guards.map((guard, i) => ({
    cells: [i === 0 ? text(name) : "", i === 0 ? label : "", text(guard.text), placeText(guard.place, file, style)],
    values: text(guard.values.map(nameAndValue).join(", ")),
    paint,
  }));
}

function layColumns({ cells, values, paint }: Row, widths: readonly number[], style: Style): string[] {
  const { dim } = style.color;
  const [name, label, guard, place] = cells.map((cell, i) => padEnd(cell, widths[i]!));
  const first = `    ${paint(name!)}  ${label}  ${guard}  ${dim(place!.trimEnd())}`.trimEnd();
  if (values === "") return [first];
  const indent = " ".repeat(4 + widths[0]! + 2 + widths[1]! + 2 + 2);
  const width = style.width - indent.length;
  if (width < 24) return [first, ...below(values, 6, style)];
  return [first, ...wrap(values, width).map((line) => indent + line)];
}

function layParagraph({ cells, values, paint }: Row, _: readonly number[], style: Style): string[] {
  const [name, label, guard, place] = cells;
  const { dim } = style.color;
  const head = [name, label].filter((part) => part !== "").join("  ");
  const first =
    head === ""
      ? []
      : wrap(head, Math.max(8, style.width - 4)).map(
          (line, i) => `    ${i === 0 ? line.replace(name, paint(name)) : line}`,
        );
  const held = [guard, place].filter((part) => part !== "").join("  ");
  const lines = held === "" ? [] : below(held, 6, style);
  const dimmed = place !== "" && lines.at(-1)?.endsWith(place);
  if (dimmed) lines.push(lines.pop()!.slice(0, -place.length) + dim(place));
  return [...first, ...lines, ...(values === "" ? [] : below(values, 8, style))];
}

function below(text: string, indent: number, style: Style): string[] {
  return wrap(text, Math.max(8, style.width - indent)).map((line) => (" ".repeat(indent) + line).trimEnd());
}
