// Who waits, and for what: in, processes where a run ends; out, a line for each with the guard that holds it, and below it the
// values that the guard reads. A paragraph each where the terminal is too narrow for columns.

import type { WaitingView } from "../trace/because.ts";
import { nameAndValue } from "../trace/because-words.ts";
import type { Bystander } from "../trace/bystanders.ts";
import { padEnd, printable, textWidth, wrap, wrapItems } from "./layout.ts";
import { processColor, type Style } from "./style.ts";
import { placeText, standText } from "./trace-table.ts";

/** More nobody reads; JSON has them all. */
const MOST_WAITING = 12;

/** Lines, indented by four. */
export function layWaiting(waiting: readonly WaitingView[], file: string, style: Style): string[] {
  return layAll(waiting, waitingWords, file, style);
}

/** The same of those that did not move, whether or not something held them. */
export function layBystanders(others: readonly Bystander[], file: string, style: Style): string[] {
  const ended = others.filter(({ waits }) => waits === "ended").map(({ name }) => printable(name, style.ascii));
  const items =
    ended.length === 0
      ? []
      : wrapItems(
          [...ended.slice(0, -1), `${ended.at(-1)!} ${ended.length === 1 ? "has" : "have"} ended`],
          ", ",
          Math.max(8, style.width - 4),
        );
  const standing = others.filter(({ waits }) => waits !== "ended");
  return [...layAll(standing, bystanderWords, file, style), ...items.map((line) => `    ${line}`)];
}

function waitingWords({ waits }: WaitingView): string {
  return waits === "free" ? "could move, and need not" : "";
}

function bystanderWords({ waits, sometimes }: Bystander): string {
  switch (waits) {
    case "ready":
      return "could have moved";
    case "free":
      return "could have moved, and need not";
    default:
      return sometimes ? "elsewhere in the loop it could move" : "";
  }
}

/** Who does not move; `W` is how that is told apart. */
type Stander<W> = Omit<WaitingView, "waits"> & { readonly waits: W };

function layAll<S extends Stander<unknown>>(
  standers: readonly S[],
  wordsOf: (stander: S) => string,
  file: string,
  style: Style,
): string[] {
  const shown = standers.slice(0, MOST_WAITING);
  const rows = shown.flatMap((process) => rowsOf(process, wordsOf(process), file, style));
  const widths = [0, 1, 2, 3].map((i) => Math.max(0, ...rows.map(({ cells }) => textWidth(cells[i]!))));
  const total = 4 + widths.reduce((sum, width) => sum + width + 2, -2);
  const lay = total <= style.width ? layColumns : layParagraph;
  const more = standers.length - shown.length;
  return [...rows.flatMap((row) => lay(row, widths, style)), ...(more > 0 ? [`    and ${more} more`] : [])];
}

interface Row {
  /** Process, label, guard, place; of a second guard only the last two. */
  readonly cells: readonly [string, string, string, string];
  readonly values: string;
  readonly paint: (text: string) => string;
}

function rowsOf(process: Stander<unknown>, words: string, file: string, style: Style): Row[] {
  const { guards, name } = process;
  const text = (raw: string): string => printable(raw, style.ascii);
  const label = standText({ path: process.path.slice(-2), label: process.label ?? "" }, style);
  const paint = processColor(style, process.process);
  const place = process.place ? placeText(process.place, file, style) : "";
  if (guards.length === 0) {
    return [{ cells: [text(name), label, words, place], values: "", paint }];
  }
  return guards.map((guard, i) => ({
    cells: [i === 0 ? text(name) : "", i === 0 ? label : "", text(guard.text), placeText(guard.place, file, style)],
    values: [text(guard.values.map(nameAndValue).join(", ")), ...(i === 0 && words !== "" ? [`(${words})`] : [])].join(
      " ",
    ),
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
