// Offsets into a text as lines and columns, and back. Columns count UTF-16 units, as JavaScript's own positions do.
// The invariant: `offsetAt(text, lineAndColumn(text, offset))` is `offset` again, for every offset within the text.

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** The offsets at which lines begin. Lines end as JavaScript's do: LF, CR LF, CR, U+2028, U+2029. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length);
  return starts;
}

export function lineAndColumn(text: string, offset: number): Position {
  const starts = lineStarts(text);
  let line = starts.length;
  while (line > 1 && starts[line - 1]! > offset) line--;
  return { line, column: offset - starts[line - 1]! + 1 };
}

/** The offset of a position; one beyond the end of the text is the end of the text. */
export function offsetAt(text: string, position: Position): number {
  const start = lineStarts(text)[position.line - 1] ?? text.length;
  return Math.min(start + position.column - 1, text.length);
}

/** The text of a line (from 1) without its end; empty beyond the last one. */
export function lineText(text: string, line: number): string {
  const starts = lineStarts(text);
  const start = starts[line - 1];
  if (start === undefined) return "";
  return text.slice(start, starts[line] ?? text.length).replace(/(\r\n|[\n\r\u2028\u2029])$/, "");
}
