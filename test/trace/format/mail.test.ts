// Plain text for a mail: what it looks like, and what a mailer, git and a shell make of it.

import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import type { DocumentStep, TraceDocument } from "../../../src/trace/document.ts";
import { writeMail } from "../../../src/trace/format/mail.ts";
import { parseSchedule } from "../../../src/trace/schedule.ts";
import { foldCommand } from "../../../src/trace/shell-quote.ts";
import { pollCancel } from "../../report/poll-cancel.ts";
import { traceOf } from "../../report/trace-of.ts";
import { HOSTILE, HOSTILE_DOCUMENT, longDocument } from "./documents.ts";

/** A line that is nothing but itself, quoted three times over or in a commit message. */
function read(text: string): string[] {
  expect(text.endsWith("\n")).toBe(true);
  const lines = text.slice(0, -1).split("\n");
  for (const line of lines) {
    expect(line).toMatch(/^[\x20-\x7e]{0,72}$/);
    expect(line).not.toMatch(/ $/);
    // Quoted text, mboxes, signatures, comments of git, cut lines and patches.
    expect(line).not.toMatch(/^(>|From |--|#|diff |Index: |\.)/);
  }
  return lines;
}

/** What the command at the end gives to the program. */
function wordsOf(lines: readonly string[]): string[] {
  const command = lines.slice(lines.indexOf("  Again:") + 1).join("\n");
  // The steps of a schedule may be kept apart by the ends of lines.
  return runShell(command.replace(/^\s*allways/, "")).map((word) => word.replace(/\n +/g, " "));
}

function runShell(words: string): string[] {
  const text = execFileSync("bash", ["-c", `printf '%s\\0' ${words}`], { encoding: "utf8" });
  return text.slice(0, -1).split("\0");
}

test("two processes stand side by side", async () => {
  const document = await traceOf(pollCancel());
  const text = writeMail(document);
  expect(text).toMatchInlineSnapshot(`
    "violated: completed once: req.completions <= 1
      in poll_refs against cancellation (specs/poll-cancel.ts:33)

      req.completions <= 1 is false: req.completions = 2
      made false by step 9, taskWork "read poll_refs": req.completions 1 ->
        2

         cancel[0]                       taskWork
         ---------                       --------
      1                                  run task_work (:15)
                                           req.queued 1 -> 0
      2                                  read poll_refs (:21)
                                           v = 1
      3  mark cancelled (:2)
           req.cancelled false -> true
      4                                  put poll_refs (:27)
                                           req.refs 1 -> 0
      5  get ownership (:6)
           req.refs 0 -> 1
      6  queue task_work (:8)
           req.queued 0 -> 1
      7                                  read poll_refs (:21)
                                           req.completions 0 -> 1
      8                                  run task_work (:15)
                                           req.queued 1 -> 0
      9                                  read poll_refs (:21)
                                           req.completions 1 -> 2

      then
        req.refs = 1
        req.cancelled = true
        req.queued = 0
        req.completions = 2
        cancel[0] ended
        taskWork at "run task_work"

      Again:
      allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork
          cancel[0]*2 taskWork*3"
    "
  `);
  expect(wordsOf(read(text))).toEqual(["replay", document.file, document.schedule]);
});

/** So many processes with long names, one after the other. */
function manyProcesses(count: number): TraceDocument {
  const { steps, ...document } = longDocument(2 * count);
  const nameOf = (index: number): string => `worker[${index % count}]`;
  const stand = (state: DocumentStep["state"]): DocumentStep["state"] =>
    state && {
      ...state,
      processes: Array.from({ length: count }, (_, i) => ({ ...state.processes[0]!, process: nameOf(i) })),
    };
  return {
    ...document,
    initial: stand(document.initial)!,
    spec: "many",
    scenario: null,
    file: "many.ts",
    finding: null,
    parameters: [],
    initialChoices: [],
    selection: [],
    schedule: "worker[0]",
    loop: 3,
    steps: steps.map((step, index) => ({ ...step, process: nameOf(index), state: stand(step.state) })),
  };
}

test("more than three, or long labels, make paragraphs", () => {
  const text = writeMail(manyProcesses(4));
  read(text);
  expect(text).toMatchInlineSnapshot(`
    "nothing is violated where it ends
      in many (many.ts)

      1. worker[0]: go (a.ts:3)
           s.n 0 -> 1
      2. worker[1]: go (a.ts:3)
           s.n 1 -> 2
      3. worker[2]: go (a.ts:3)
           s.n 2 -> 3
      for ever:
      4. worker[3]: go (a.ts:3)
           s.n 3 -> 4
      5. worker[0]: go (a.ts:3)
           s.n 4 -> 5
      6. worker[1]: go (a.ts:3)
           s.n 5 -> 6
      7. worker[2]: go (a.ts:3)
           s.n 6 -> 7
      8. worker[3]: go (a.ts:3)
           s.n 7 -> 8

      then
        s.n = 8
        worker[0] at "go"
        worker[1] at "go"
        worker[2] at "go"
        worker[3] at "go"

      Again:
      allways replay many.ts "worker[0]"
    "
  `);
  expect(writeMail(manyProcesses(3))).toContain(
    "  1  go (a.ts:3)\n       s.n 0 -> 1\n  2                     go (a.ts:3)\n",
  );
  const long = manyProcesses(2);
  const steps = long.steps.map((step) => ({
    ...step,
    label: "take the lock of the other queue, too, ".repeat(4).trim(),
  }));
  expect(writeMail({ ...long, steps })).toContain(
    "  1. worker[0]: take the lock of the other queue, too, take the lock of\n",
  );
});

test("keeps to ASCII and 72 columns, and its command gives what was meant, whatever texts hold", () => {
  const lines = read(writeMail(HOSTILE_DOCUMENT));
  expect(lines.filter((line) => /^ +\d+\. /.test(line))).toHaveLength(HOSTILE_DOCUMENT.steps.length);
  for (const text of HOSTILE.filter((one) => !/[\0\ud800-\udfff\ufffe]/u.test(one))) {
    const schedule = `a*3 b:v=${JSON.stringify(text)} a`;
    const document = { ...HOSTILE_DOCUMENT, file: `${text}.ts`, selection: ["--scenario", text], schedule };
    const [command, file, option, scenario, words] = wordsOf(read(writeMail(document)));
    expect([command, file, option, scenario]).toEqual(["replay", `${text}.ts`, "--scenario", text]);
    expect(parseSchedule(words!)).toEqual(parseSchedule(schedule));
  }
});

test("a command is broken between the steps of its schedule, and inside a word only where the word is too long", () => {
  const steps = Array.from({ length: 12 }, (_, i) => `process${"'".repeat(i % 3)}[${i}]*2`);
  for (const words of [
    ["allways", "replay", "x.ts"],
    ["allways", `${"very/".repeat(40)}long.ts`, "--set", "$HOME `x` 'y'"],
  ]) {
    for (const schedule of [steps.join(" "), `a:v="${"x y\\u00e9 '".repeat(20)}" b`, "é".repeat(40), ""]) {
      const lines = foldCommand(words, schedule, 72);
      for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]{1,72}$/);
      const given = runShell(lines.join("\n"));
      expect(given.slice(0, -1)).toEqual(words);
      expect(given.at(-1)!.replace(/\n +/g, " ")).toBe(schedule);
    }
  }
  expect(foldCommand(["allways", "replay", "specs/poll-cancel.ts"], steps.slice(0, 1).join(" "), 72)).toEqual([
    'allways replay specs/poll-cancel.ts "process[0]*2"',
  ]);
});

test("of 10,000 steps is written in linear time", () => {
  const timeOf = (count: number): number => {
    const document = longDocument(count);
    const began = performance.now();
    writeMail(document);
    return performance.now() - began;
  };
  timeOf(1000);
  expect(timeOf(10_000)).toBeLessThan(Math.max(1000, 40 * timeOf(1000)));
});
