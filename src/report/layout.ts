// Text in columns: plain strings in, lines no wider than asked out. Widths are those of a terminal (wide and combining
// characters counted as it draws them). Colour is put on whole lines after they are laid out, never before, so that no
// escape sequence is ever measured or cut.

export { printable } from "../trace/printable.ts";

/** Characters that take one column each: what nearly all specs and all of our own signs consist of. */
const SIMPLE = /^[\x20-\x7e·×…→›✓✗]*$/;

let measure: ((text: string) => number) | null = null;

/**
 * Gets ready to measure texts with these characters. The tables of character widths take as long to load as a tiny spec to
 * check, so they are loaded only if there is need of them; a report's caller sees to it before it is laid out.
 */
export async function prepareWidths(text: string): Promise<void> {
  if (measure === null && !SIMPLE.test(text.replace(/\s/g, " "))) measure = (await import("string-width")).default;
}

/** Columns that a terminal takes for the text. */
export function textWidth(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  if (measure === null) throw new Error("text of unknown width is laid out; please report this");
  return measure(text);
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** Lines of at most `width` columns, broken at spaces, inside a word only where the word alone is too long. */
export function wrap(text: string, width: number): string[] {
  return flow(text.split(" "), " ", width);
}

/** Items joined by a separator and broken between items; an item too long for a line is broken as `wrap` does. */
export function wrapItems(items: readonly string[], separator: string, width: number): string[] {
  const fitted = items.map((item, index) => (index < items.length - 1 ? item + separator.trimEnd() : item));
  return flow(fitted, " ", width, (item) => wrap(item, width));
}

function flow(
  parts: readonly string[],
  gap: string,
  width: number,
  split: (part: string) => string[] = (part) => cut(part, width),
): string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const part of parts) {
    if (line !== null && textWidth(line + gap + part) <= width) {
      line = line + gap + part;
      continue;
    }
    if (line !== null) lines.push(line);
    const pieces: string[] = textWidth(part) <= width ? [part] : split(part);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  if (line !== null) lines.push(line);
  return lines;
}

function cut(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    if (piece !== "" && textWidth(piece + segment) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += segment;
  }
  pieces.push(piece);
  return pieces;
}

/** `count` of a thing, in words: `1 step`, `25 states`, `2 switches`. */
export function plural(count: number, noun: string, many: string = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : many}`;
}

/** Digits are grouped from five on: `9999`, `12,868,710`. */
export function grouped(count: number): string {
  return count < 10_000 ? String(count) : count.toLocaleString("en-US");
}
