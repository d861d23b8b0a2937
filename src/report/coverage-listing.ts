// Coverage as the author's own text: in, counts by place; out, the lines of each file with what was counted beside them. Lines far
// from anything counted are left out.

import { relative } from "node:path";
import type { Coverage } from "./coverage.ts";
import { grouped, printable } from "./layout.ts";
import type { ReportContext } from "./pretty.ts";
import type { Style } from "./style.ts";

/** What stands beside one line: how often its step was taken, or which way a test went. */
interface Mark {
  readonly taken: number | null;
  readonly sides: readonly [number, number] | null;
  /** The test, where the line has several. */
  readonly note: string;
}

/** Lines without counts that are shown between, before and after lines with counts. */
const MOST_BETWEEN = 6;
const AROUND = 1;
const HEADS = ["taken", "true", "false"] as const;

export function layCoverage(coverage: Coverage, { sources, folder }: ReportContext, style: Style): string[] {
  const lines: string[] = [];
  for (const [file, text] of sources) {
    const marks = marksOf(coverage, file);
    if (marks.size > 0) lines.push(...(lines.length > 0 ? [""] : []), ...layFile(file, text, marks, folder, style));
  }
  return lines;
}

function marksOf({ steps, branches }: Coverage, file: string): Map<number, Mark[]> {
  const marks = new Map<number, Mark[]>();
  const add = (line: number, mark: Mark): unknown => marks.set(line, [...(marks.get(line) ?? []), mark]);
  for (const { place, taken } of steps) {
    if (place.file === file) add(place.line, { taken, sides: null, note: "" });
  }
  for (const { place, kind, text, onTrue, onFalse } of branches) {
    const note = kind === "&&" || kind === "||" ? `${text} ${kind}` : text;
    if (place.file === file) add(place.line, { taken: null, sides: [onTrue, onFalse], note });
  }
  return marks;
}

function layFile(
  file: string,
  text: string,
  marks: ReadonlyMap<number, readonly Mark[]>,
  folder: string,
  style: Style,
): string[] {
  const source = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const cells = (mark: Mark | null): string[] =>
    mark === null
      ? ["", "", ""]
      : [mark.taken, ...(mark.sides ?? [null, null])].map((n) => (n === null ? "" : grouped(n)));
  const all = [...marks.values()].flat().map(cells);
  const widths = HEADS.map((head, i) => Math.max(head.length, ...all.map((row) => row[i]!.length)));
  const digits = String(source.length).length;
  const paint = (cell: string, i: number): string => {
    const padded = cell.padStart(widths[i]!);
    return cell === "0" ? style.color.yellow(padded) : style.color.dim(padded);
  };
  const row = (mark: Mark | null, line: string, code: string): string => {
    const counts = cells(mark).map(paint).join("  ");
    return `  ${counts}  ${style.color.dim(line.padStart(digits))}  ${code}`.trimEnd();
  };
  const head = `  ${HEADS.map((name, i) => name.padStart(widths[i]!)).join("  ")}`;
  const name = printable(relative(folder, file), style.ascii);
  const lines = [style.color.dim(`${head}  ${name}`)];
  let last: number | null = null;
  for (const line of linesShown([...marks.keys()], source.length)) {
    if (last !== null && line > last + 1) lines.push(style.color.dim(row(null, "", "...")));
    last = line;
    const code = printable(source[line - 1]!.replaceAll("\t", "  "), style.ascii);
    const [first = null, ...rest] = marks.get(line) ?? [];
    const indent = " ".repeat(code.length - code.trimStart().length);
    // A line with one test says itself which; of several each is named below.
    const tests = (marks.get(line) ?? []).filter(({ sides }) => sides !== null);
    if (tests.length <= 1) {
      const merged = first && rest[0] ? { ...first, sides: first.sides ?? rest[0].sides } : first;
      lines.push(row(merged, String(line), code));
      continue;
    }
    lines.push(row(first?.taken === null ? null : first, String(line), code));
    for (const test of tests)
      lines.push(row(test, "", style.color.dim(`${indent}  ${printable(test.note, style.ascii)}`)));
  }
  return lines;
}

/** Lines with marks, those around them, and short stretches between. */
function linesShown(marked: readonly number[], count: number): number[] {
  const shown = new Set<number>();
  const sorted = [...marked].sort((a, b) => a - b);
  sorted.forEach((line, i) => {
    const next = sorted[i + 1];
    const until = next !== undefined && next - line - 1 <= MOST_BETWEEN ? next : line + AROUND;
    for (let at = line - AROUND; at <= until; at++) if (at >= 1 && at <= count) shown.add(at);
  });
  return [...shown].sort((a, b) => a - b);
}
