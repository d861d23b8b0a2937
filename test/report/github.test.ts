// GitHub's annotations, read as the runner reads them, and the step's summary.

import { describe, expect, test } from "vitest";
import { writeAnnotations, writeSummary } from "../../src/report/github.ts";
import { HOSTILE } from "../trace/format/documents.ts";
import { FOLDER } from "./poll-cancel.ts";
import { hostileSuite, violatedSuite } from "./suites.ts";

/** The runner's own way back: properties by comma, then escapes. */
function parse(line: string): { properties: Record<string, string>; message: string } {
  const [, list, message] = /^::error ([^:]*)::([^\r\n]*)$/.exec(line)!;
  const readBack = (text: string): string =>
    text
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");
  const pairs = list!.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), readBack(pair.slice(at + 1))];
  });
  return { properties: Object.fromEntries(pairs) as Record<string, string>, message: readBack(message!) };
}

describe("annotations", () => {
  test("stand on the property that broke, with the run", async () => {
    const [line, ...others] = writeAnnotations([await violatedSuite()], FOLDER);
    expect(others).toEqual([]);
    const { properties, message } = parse(line!);
    expect(properties).toEqual({
      file: "specs/poll-cancel.ts",
      line: "33",
      col: "35",
      title: "poll_refs against cancellation: completed once",
    });
    const lines = message.split("\n");
    expect(lines[0]).toBe("violated after 9 steps: req.completions <= 1");
    expect(lines[3]).toBe(
      "3. cancel[0]: mark cancelled | req.cancelled 0 → 1 (specs/poll-cancel.ts:2)".replace("0 → 1", "false → true"),
    );
    expect(lines).toHaveLength(11);
  });

  test("are a line each that texts can neither end nor begin", async () => {
    const suite = await hostileSuite();
    const lines = writeAnnotations([suite], FOLDER);
    expect(lines).toHaveLength(11);
    for (const line of lines) expect(Object.keys(parse(line).properties)).toEqual(["file", "line", "col", "title"]);
    expect(parse(lines[2]!).message).toContain("]]> --> */ {{x}} ==== ----\n1. ]]>");
  });

  test("are none where all passed", () => {
    expect(writeAnnotations([], FOLDER)).toEqual([]);
  });
});

describe("the summary", () => {
  test("has a row for each case and the steps of the run", async () => {
    expect(writeSummary([await violatedSuite()], FOLDER)).toMatchInlineSnapshot(`
      "## allways

      | | spec | case | | file |
      |---|---|---|---|---|
      | ✗ failed | poll_refs against cancellation | completed once | violated after 9 steps: req.completions &#60;= 1 | specs/poll-cancel.ts |
      | ? skipped | poll_refs against cancellation | no deadlock | not decided | specs/poll-cancel.ts |
      | ? skipped | poll_refs against cancellation | no error | not decided | specs/poll-cancel.ts |

      ### poll_refs against cancellation: completed once

      violated after 9 steps: req.completions &#60;= 1

      1. taskWork: run task_work &#124; req.queued 1 → 0 (specs/poll-cancel.ts:15)
      2. taskWork: read poll_refs &#124; v = 1 (specs/poll-cancel.ts:21)
      3. cancel&#91;0&#93;: mark cancelled &#124; req.cancelled false → true (specs/poll-cancel.ts:2)
      4. taskWork: put poll_refs &#124; req.refs 1 → 0 (specs/poll-cancel.ts:27)
      5. cancel&#91;0&#93;: get ownership &#124; req.refs 0 → 1 (specs/poll-cancel.ts:6)
      6. cancel&#91;0&#93;: queue task_work &#124; req.queued 0 → 1 (specs/poll-cancel.ts:8)
      7. taskWork: read poll_refs &#124; req.completions 0 → 1 (specs/poll-cancel.ts:21)
      8. taskWork: run task_work &#124; req.queued 1 → 0 (specs/poll-cancel.ts:15)
      9. taskWork: read poll_refs &#124; req.completions 1 → 2 (specs/poll-cancel.ts:21)

      again: allways replay specs/poll-cancel.ts "taskWork&#42;2 cancel&#91;0&#93; taskWork cancel&#91;0&#93;&#42;2 taskWork&#42;3"
      "
    `);
  });

  test("reads nothing of hostile texts as Markdown or HTML", async () => {
    const summary = writeSummary([await hostileSuite()], FOLDER);
    const rows = summary.split("\n").filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(2 + HOSTILE.length);
    for (const row of rows) expect(row.split("|")).toHaveLength(7);
    expect(summary).not.toMatch(/[<>`@$\\]|\]\(/);
  });

  test("stays below the limit of a step, and says what is left out", async () => {
    const suite = await violatedSuite();
    const summary = writeSummary(
      Array.from({ length: 5000 }, () => suite),
      FOLDER,
    );
    expect(Buffer.byteLength(summary)).toBeLessThan(2 ** 20);
    expect(summary).toMatch(/\n\d+ more are left out\.\n$/);
  });
});
