// A trace as a table for a spreadsheet (RFC 4180): in, a document; out, a row for each state with a column for each shared field,
// process and local. The invariant: every row is one line and has as many cells as the first, and no text is taken for a formula.

import { changeWords, flattenState, statesOf, type TraceDocument } from "../document.ts";
import { printable } from "../printable.ts";

export function writeCsv(document: TraceDocument): string {
  const rows = statesOf(document).map(({ state, step }) => ({ step, values: byName(flattenState(state)) }));
  const names = new Set(rows.flatMap(({ values }) => [...values.keys()]));
  const last = document.steps.at(-1);
  const failed = last && last.state === null ? [{ step: last, values: new Map<string, string>() }] : [];
  const lines = [...rows, ...failed].map(({ step, values }) => [
    String(step?.number ?? 0),
    step?.process ?? "",
    step?.label ?? "",
    step ? changeWords(step).join(", ") : "",
    ...[...names].map((name) => values.get(name) ?? ""),
  ]);
  const head = ["step", "process", "label", "changes", ...names];
  return [head, ...lines].map((cells) => `${cells.map(quote).join(",")}\r\n`).join("");
}

/** Two locals of one name are told apart by their order. */
function byName(values: readonly { readonly name: string; readonly value: string }[]): Map<string, string> {
  const result = new Map<string, string>();
  for (const { name, value } of values) {
    let unique = name;
    for (let n = 2; result.has(unique); n++) unique = `${name} (${n})`;
    result.set(unique, value);
  }
  return result;
}

/** Spreadsheets run a cell that begins like a formula, quoted or not; an apostrophe before it stops them. A number stays one. */
function quote(text: string): string {
  const shown = printable(text);
  if (/^-?\d+$/.test(shown)) return shown;
  const safe = /^[=+\-@]/.test(shown) ? `'${shown}` : shown;
  return `"${safe.replaceAll('"', '""')}"`;
}
