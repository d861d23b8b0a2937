// CSV as RFC 4180 has it, read back cell by cell.

import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { writeCsv } from "../../../src/trace/format/csv.ts";
import { pollCancel } from "../../report/poll-cancel.ts";
import { traceOf } from "../../report/trace-of.ts";
import { HOSTILE_DOCUMENT } from "./documents.ts";

/** As a reader of RFC 4180 has it; and every text is quoted. */
function read(csv: string): string[][] {
  const rows = parse(csv, { record_delimiter: "\r\n", relax_column_count: false });
  for (const line of csv.slice(0, -2).split("\r\n"))
    expect(line).toMatch(/^(-?\d+|"([^"]|"")*")(,(-?\d+|"([^"]|"")*"))*$/);
  return rows;
}

test("has a row for each state and a column for each value", async () => {
  const [head, ...rows] = read(writeCsv(await traceOf(pollCancel())));
  expect(head!.join(" | ")).toMatchInlineSnapshot(
    `"step | process | label | changes | req.refs | req.cancelled | req.queued | req.completions | cancel[0] | taskWork | taskWork.v"`,
  );
  expect(rows).toHaveLength(10);
  expect(rows[2]!.join(" | ")).toMatchInlineSnapshot(
    `"2 | taskWork | read poll_refs | v = 1 | 1 | false | 0 | 0 | mark cancelled | put poll_refs | 1"`,
  );
});

test("has as many cells in every row, and none that a spreadsheet would run, whatever texts hold", () => {
  const rows = read(writeCsv(HOSTILE_DOCUMENT));
  expect(rows).toHaveLength(HOSTILE_DOCUMENT.steps.length + 2);
  for (const row of rows) {
    expect(row).toHaveLength(rows[0]!.length);
    for (const cell of row) expect(cell).toMatch(/^(-?\d+$|[^=+\-@]|$)/);
  }
});
