// How a state lies in bits, for people: in, the explorer's layout; out, a line for each field with its values and bits.

import type { Field, Layout } from "../explorer/compile/layout.ts";
import { padEnd, plural, printable, textWidth } from "./layout.ts";

/** `state  14 bits in 1 word` and a table of the fields. */
export function describeLayout({ words, bits, fields }: Layout): string {
  const rows = fields.map(rowOf);
  const widths = [0, 1, 2].map((i) => Math.max(0, ...rows.map((row) => textWidth(row[i]!))));
  const lines = rows.map((row) => `  ${row.map((cell, i) => padEnd(cell, widths[i] ?? 0)).join("  ")}`.trimEnd());
  return [`state  ${plural(bits, "bit")} in ${plural(words, "word")} of 64`, ...lines].join("\n");
}

function rowOf({ name, kind, lo, hi, bits, count, chunks }: Field): string[] {
  const range = kind === "location" ? plural(hi + 1, "place") : `${lo}..${hi}`;
  const size = count === 1 ? plural(bits, "bit") : `${count} × ${plural(bits, "bit")}`;
  const where = chunks.map(({ word, shift }) => `word ${word}, bit ${shift}`);
  return [printable(name, false), range, size, bits === 0 ? "constant" : where.join("; ")];
}
