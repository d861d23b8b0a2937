// Columns of text that share the width there is: in, rows of cells that can lay themselves out in any width; out, lines.
// The invariant: no line is wider than asked, or there is no table at all.

import { textWidth, wrap, wrapItems } from "./layout.ts";
import type { Style } from "./style.ts";

export type Paint = (text: string) => string;

export interface Column {
  readonly header: string;
  readonly paint: Paint;
  /** It may be made as narrow as this, its cells wrapped; null: it has the width of its widest cell. */
  readonly least: number | null;
  readonly alignRight?: boolean;
}

export interface Cell {
  readonly text: string;
  /** The lines it takes in a column of this width. */
  readonly lines: (width: number) => string[];
  readonly paint: Paint;
}

export interface Row {
  readonly cells: readonly Cell[];
  /** A line of its own above the row, from the second column on; null for none. */
  readonly heading: Cell | null;
  /** Lines before all of that, as they are. */
  readonly above?: readonly string[];
}

const INDENT = "  ";
const GAP = "  ";

export const plain: Paint = (text) => text;

export function textCell(text: string, paint: Paint): Cell {
  return { text, lines: (width) => wrap(text, width), paint };
}

/** Broken between items where that is possible. */
export function itemsCell(items: readonly string[], paint: Paint): Cell {
  return { text: items.join(", "), lines: (width) => wrapItems(items, ", ", width), paint };
}

/** The lines of a table with its header, indented; null if it does not fit into the style's width. */
export function layTable(columns: readonly Column[], rows: readonly Row[], style: Style): string[] | null {
  const room = style.width - INDENT.length;
  const widths = fitWidths(columns, rows, room);
  if (!widths) return null;
  const head = layRow(
    columns.map(({ header, paint }) => textCell(header, paint)),
    columns,
    widths,
  );
  const first = INDENT.length + widths[0]! + GAP.length;
  return [
    ...head,
    ...rows.flatMap(({ cells, heading, above: marks = [] }) => {
      const above = heading?.lines(style.width - first) ?? [];
      return [
        ...marks.map((line) => INDENT + line),
        ...above.map((line) => " ".repeat(first) + heading!.paint(line)),
        ...layRow(cells, columns, widths),
      ];
    }),
  ];
}

/** Natural widths, taken from the widest columns first where they do not fit; null if even the least widths do not. */
function fitWidths(columns: readonly Column[], rows: readonly Row[], room: number): number[] | null {
  const natural = columns.map(({ header }, i) =>
    rows.reduce((most, { cells }) => Math.max(most, textWidth(cells[i]!.text)), textWidth(header)),
  );
  const least = columns.map((column, i) => Math.min(column.least ?? natural[i]!, natural[i]!));
  const widths = [...natural];
  let over = natural.reduce((sum, width) => sum + width, 0) + GAP.length * (columns.length - 1) - room;
  for (; over > 0; over--) {
    const shrinkable = widths.map((width, i) => (width > least[i]! ? width : 0));
    const widest = Math.max(...shrinkable);
    if (widest === 0) return null;
    widths[shrinkable.indexOf(widest)]! -= 1;
  }
  return widths;
}

function layRow(cells: readonly Cell[], columns: readonly Column[], widths: readonly number[]): string[] {
  const laid = cells.map((cell, i) => cell.lines(widths[i]!));
  const height = Math.max(...laid.map((lines) => lines.length));
  return Array.from({ length: height }, (_, y) => {
    let text = "";
    // Blanks are written when something follows them, so that no line ends in any.
    let blanks = INDENT;
    cells.forEach((cell, i) => {
      const line = laid[i]![y] ?? "";
      const padding = " ".repeat(Math.max(0, widths[i]! - textWidth(line)));
      const { alignRight } = columns[i]!;
      if (line === "") {
        blanks += padding + GAP;
        return;
      }
      text += blanks + (alignRight ? padding : "") + cell.paint(line);
      blanks = (alignRight ? "" : padding) + GAP;
    });
    return text;
  });
}
