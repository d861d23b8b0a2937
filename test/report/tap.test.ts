// TAP 14: test points, directives and YAML blocks.

import { expect, test } from "vitest";
import { writeTap } from "../../src/report/tap.ts";
import { HOSTILE } from "../trace/format/documents.ts";
import { FOLDER } from "./poll-cancel.ts";
import { hostileSuite, violatedSuite } from "./suites.ts";

test("has a point for each case, with the run of those that failed", async () => {
  expect(writeTap([await violatedSuite()], FOLDER)).toMatchInlineSnapshot(`
    "TAP version 14
    1..3
    not ok 1 - poll_refs against cancellation: completed once
      ---
      severity: "fail"
      message: "violated after 9 steps: req.completions <= 1"
      at: "specs/poll-cancel.ts:33"
      fingerprint: "2221334eb9469340fb28bdf553c303ff"
      trace:
        - "1. taskWork: run task_work | req.queued 1 → 0 (specs/poll-cancel.ts:15)"
        - "2. taskWork: read poll_refs | v = 1 (specs/poll-cancel.ts:21)"
        - "3. cancel[0]: mark cancelled | req.cancelled false → true (specs/poll-cancel.ts:2)"
        - "4. taskWork: put poll_refs | req.refs 1 → 0 (specs/poll-cancel.ts:27)"
        - "5. cancel[0]: get ownership | req.refs 0 → 1 (specs/poll-cancel.ts:6)"
        - "6. cancel[0]: queue task_work | req.queued 0 → 1 (specs/poll-cancel.ts:8)"
        - "7. taskWork: read poll_refs | req.completions 0 → 1 (specs/poll-cancel.ts:21)"
        - "8. taskWork: run task_work | req.queued 1 → 0 (specs/poll-cancel.ts:15)"
        - "9. taskWork: read poll_refs | req.completions 1 → 2 (specs/poll-cancel.ts:21)"
        - "again: allways replay specs/poll-cancel.ts \\"taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3\\""
      ...
    ok 2 - poll_refs against cancellation: no deadlock # SKIP not decided
    ok 3 - poll_refs against cancellation: no error # SKIP not decided
    "
  `);
});

test("has one line a point and JSON strings in its blocks, whatever texts hold", async () => {
  const [version, plan, ...lines] = writeTap([await hostileSuite()], FOLDER)
    .trimEnd()
    .split("\n");
  expect([version, plan]).toEqual(["TAP version 14", `1..${HOSTILE.length}`]);
  expect(lines.filter((line) => /^(not )?ok \d+ - /.test(line))).toHaveLength(HOSTILE.length);
  for (const line of lines) {
    const [, value] = /^ {2}(?:\w+:| {2}-) (.*)$/.exec(line) ?? [];
    if (value !== undefined) expect(typeof JSON.parse(value)).toBe("string");
    else expect(line).toMatch(/^(((not )?ok \d+ - ([^#\\]|\\[#\\])*( # SKIP .*)?)| {2}(---|\.\.\.|trace:))$/);
  }
});
