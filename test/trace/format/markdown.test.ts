// Markdown with a Mermaid diagram: what people paste into an issue.

import { describe, expect, test } from "vitest";
import { writeMarkdown, writeMermaid } from "../../../src/trace/format/markdown.ts";
import { pollCancel } from "../../report/poll-cancel.ts";
import { traceOf } from "../../report/trace-of.ts";
import { HOSTILE_DOCUMENT, longDocument } from "./documents.ts";

describe("a trace as Markdown", () => {
  test("has a diagram, a table and the command", async () => {
    expect(writeMarkdown(await traceOf(pollCancel()))).toMatchInlineSnapshot(`
      "# poll_refs against cancellation

      **violated: completed once: req.completions &#60;= 1**

      - req.completions &#60;= 1 is false: req.completions = 2
      - made false by step 9, taskWork "read poll_refs": req.completions 1 → 2

      specs/poll-cancel.ts:33

      \`\`\`mermaid
      sequenceDiagram
        participant P0 as cancel#91;0#93;
        participant P1 as taskWork
        participant S as shared
        P1->>S: 1. run task_work<br/>req.queued 1 → 0
        Note over P1: 2. read poll_refs<br/>v = 1
        P0->>S: 3. mark cancelled<br/>req.cancelled false → true
        P1->>S: 4. put poll_refs<br/>req.refs 1 → 0
        P0->>S: 5. get ownership<br/>req.refs 0 → 1
        P0->>S: 6. queue task_work<br/>req.queued 0 → 1
        P1->>S: 7. read poll_refs<br/>req.completions 0 → 1
        P1->>S: 8. run task_work<br/>req.queued 1 → 0
        P1->>S: 9. read poll_refs<br/>req.completions 1 → 2
      \`\`\`

      | # | step | changes | at |
      |--:|---|---|---|
      | 1 | taskWork: run task_work | req.queued 1 → 0 | specs/poll-cancel.ts:15 |
      | 2 | taskWork: read poll_refs | v = 1 | specs/poll-cancel.ts:21 |
      | 3 | cancel&#91;0&#93;: mark cancelled | req.cancelled false → true | specs/poll-cancel.ts:2 |
      | 4 | taskWork: put poll_refs | req.refs 1 → 0 | specs/poll-cancel.ts:27 |
      | 5 | cancel&#91;0&#93;: get ownership | req.refs 0 → 1 | specs/poll-cancel.ts:6 |
      | 6 | cancel&#91;0&#93;: queue task_work | req.queued 0 → 1 | specs/poll-cancel.ts:8 |
      | 7 | taskWork: read poll_refs | req.completions 0 → 1 | specs/poll-cancel.ts:21 |
      | 8 | taskWork: run task_work | req.queued 1 → 0 | specs/poll-cancel.ts:15 |
      | 9 | taskWork: read poll_refs | req.completions 1 → 2 | specs/poll-cancel.ts:21 |

      To see it again:

      \`\`\`
      allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3"
      \`\`\`
      "
    `);
  });

  test("reads nothing of hostile texts as Markdown, HTML or links", () => {
    const text = writeMarkdown(HOSTILE_DOCUMENT);
    const table = text.split("\n").filter((line) => line.startsWith("|"));
    expect(table).toHaveLength(2 + HOSTILE_DOCUMENT.steps.length);
    for (const line of table) expect(line.split("|")).toHaveLength(6);
    const prose = text.replace(/^(`{3,})[\s\S]*?^\1$/gm, "");
    expect(prose).not.toMatch(/[<>`@$\\]|\]\(|!\[/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]/);
  });
});

describe("a trace as a Mermaid diagram", () => {
  test("has one message or note a step, and no character that Mermaid reads", () => {
    const [head, ...lines] = writeMermaid(HOSTILE_DOCUMENT).trimEnd().split("\n");
    expect(head).toBe("sequenceDiagram");
    for (const line of lines) {
      expect(line).toMatch(
        /^ {2}(participant \w+ as|P\d+->>S:|Note over P\d+:) ([\p{L}\p{N} .,()=_→]|#\d+;|<br\/>)*$/u,
      );
    }
    expect(lines.filter((line) => !line.includes("participant"))).toHaveLength(HOSTILE_DOCUMENT.steps.length);
  });

  test("ends after two hundred steps, and says so", () => {
    const text = writeMarkdown(longDocument(1000));
    expect(text.match(/->>/g)).toHaveLength(200);
    expect(text).toContain("  Note over S: 200 of 1000 steps are drawn\n```");
  });
});
