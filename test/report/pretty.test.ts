// What people see: whole reports, at the widths and in the styles people read them.

import { beforeAll, describe, expect, test } from "vitest";
import { prepareWidths } from "../../src/report/layout.ts";
import { printVerdict } from "../../src/report/pretty.ts";
import { makeStyle } from "../../src/report/style.ts";
import type { Verdict } from "../../src/report/verdict.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { formatDiagnostics } from "../../src/spec/source/format-diagnostic.ts";
import * as b from "../explorer/builder.ts";
import { FILE, FOLDER, placeIn, pollCancel, TEXT, verdictOn } from "./poll-cancel.ts";

const context = { sources: new Map([[FILE, TEXT]]), folder: FOLDER, format: formatDiagnostics };

beforeAll(() => prepareWidths("réveil"));

function report(verdict: Verdict, style: Parameters<typeof makeStyle>[0] = {}): string {
  return printVerdict(verdict, context, makeStyle(style));
}

/** Two philosophers who both take the fork on their left first. */
function philosophers(): Program {
  const builder = b.makeBuilder("two philosophers");
  const fork = builder.column("table.fork", 0, 1, [0, 0]);
  for (const self of [0, 1]) {
    const take = (index: number, next: number) => [b.when(b.eq(fork(index), 0)), b.set(fork(index), 1), b.goto(next)];
    builder.process(`philosopher[${self}]`, {
      family: "philosopher",
      locations: [
        { label: "take left", body: take(self, 2) },
        { label: "take right", body: take(1 - self, 3) },
        { label: "put both", body: [b.set(fork(0), 0), b.set(fork(1), 0), b.goto(1)] },
      ],
    });
  }
  return placeIn(builder.program(), FILE, PHILOSOPHERS);
}

const PHILOSOPHERS = `yield "take left";
when(table.fork[self] === 0);
table.fork[self] = 1;

yield "take right";
when(table.fork[1 - self] === 0);
table.fork[1 - self] = 1;

yield "put both";
table.fork.fill(0);
`;

/** n processes that each count one up, with an unreachable promise, a constraint and a step nobody takes. */
function counters(n: number, limit: number): Program {
  const builder = b.makeBuilder("counters");
  const total = builder.column("s.total", 0, n);
  for (let i = 0; i < n; i++) {
    builder.process(`counter[${i}]`, {
      family: "counter",
      locations: [
        { label: "count", body: [b.set(total(), b.add(total(), 1)), b.goto(0)] },
        { label: "rest", body: [b.goto(0)] },
      ],
    });
  }
  builder.property("always", "few", b.lt(total(), limit));
  builder.property("reachable", "all", b.eq(total(), n));
  builder.property("reachable", "too many", b.gt(total(), n));
  builder.within(b.le(total(), n));
  return placeIn(builder.program(), FILE, COUNTERS, { property: "s.total < 5" });
}

const COUNTERS = `yield "count";
s.total++;

yield "rest";

always: { few: () => s.total < 5 },
reachable: { "all": …, "too many": … },
within: …
`;

describe("a violated property", () => {
  test("in lanes, where the terminal is wide", async () => {
    const verdict = await verdictOn(pollCancel(), {}, { scenario: "one canceller" });
    expect(report(verdict)).toMatchInlineSnapshot(`
      "✗ poll_refs against cancellation · one canceller                                specs/poll-cancel.ts
        violated: completed once      req.completions <= 1

        #  cancel[0]        taskWork        changes                     at
        1                   run task_work   req.queued 1 → 0            :15
        2                   read poll_refs  v = 1                       :21
        3  mark cancelled                   req.cancelled false → true  :2
        4                   put poll_refs   req.refs 1 → 0              :27
        5  get ownership                    req.refs 0 → 1              :6
        6  queue task_work                  req.queued 0 → 1            :8
        7                   read poll_refs  req.completions 0 → 1       :21
        8                   run task_work   req.queued 1 → 0            :15
        9                   read poll_refs  req.completions 1 → 2       :21

        then
          req.refs = 1, req.cancelled = true, req.queued = 0, req.completions = 2
          cancel[0] ended; taskWork at "run task_work"
        because
          req.completions <= 1 is false: req.completions = 2
          made false by step 9, taskWork "read poll_refs" (:21): req.completions 1 → 2

        9 steps, 4 context switches; replayed by specs/poll-cancel.ts itself, same values after each step
        again: allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3"

        25 states, 31 generated, depth 10 · exhaustive to depth 10 · 3 ms · 14 bits"
    `);
  });

  test("in lanes of 80 columns", async () => {
    expect(report(await verdictOn(pollCancel()), { width: 80 })).toMatchInlineSnapshot(`
      "✗ poll_refs against cancellation                            specs/poll-cancel.ts
        violated: completed once      req.completions <= 1

        #  cancel[0]        taskWork        changes                     at
        1                   run task_work   req.queued 1 → 0            :15
        2                   read poll_refs  v = 1                       :21
        3  mark cancelled                   req.cancelled false → true  :2
        4                   put poll_refs   req.refs 1 → 0              :27
        5  get ownership                    req.refs 0 → 1              :6
        6  queue task_work                  req.queued 0 → 1            :8
        7                   read poll_refs  req.completions 0 → 1       :21
        8                   run task_work   req.queued 1 → 0            :15
        9                   read poll_refs  req.completions 1 → 2       :21

        then
          req.refs = 1, req.cancelled = true, req.queued = 0, req.completions = 2
          cancel[0] ended; taskWork at "run task_work"
        because
          req.completions <= 1 is false: req.completions = 2
          made false by step 9, taskWork "read poll_refs" (:21): req.completions 1 → 2

        9 steps, 4 context switches; replayed by specs/poll-cancel.ts itself, same
        values after each step
        again: allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3"

        25 states, 31 generated, depth 10 · exhaustive to depth 10 · 3 ms · 14 bits"
    `);
  });

  test("a step a paragraph, where the terminal is narrow", async () => {
    expect(report(await verdictOn(pollCancel()), { width: 40 })).toMatchInlineSnapshot(`
      "✗ poll_refs against cancellation
        specs/poll-cancel.ts
        violated: completed once
          req.completions <= 1

        1. taskWork: run task_work (:15)
             req.queued 1 → 0
        2. taskWork: read poll_refs (:21)
             v = 1
        3. cancel[0]: mark cancelled (:2)
             req.cancelled false → true
        4. taskWork: put poll_refs (:27)
             req.refs 1 → 0
        5. cancel[0]: get ownership (:6)
             req.refs 0 → 1
        6. cancel[0]: queue task_work (:8)
             req.queued 0 → 1
        7. taskWork: read poll_refs (:21)
             req.completions 0 → 1
        8. taskWork: run task_work (:15)
             req.queued 1 → 0
        9. taskWork: read poll_refs (:21)
             req.completions 1 → 2

        then
          req.refs = 1, req.cancelled = true,
          req.queued = 0, req.completions = 2
          cancel[0] ended;
          taskWork at "run task_work"
        because
          req.completions <= 1 is false:
            req.completions = 2
          made false by step 9, taskWork "read
          poll_refs" (:21):
            req.completions 1 → 2

        9 steps, 4 context switches; replayed
        by specs/poll-cancel.ts itself, same
        values after each step
        again: allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3"

        25 states, 31 generated, depth 10 ·
        exhaustive to depth 10 · 3 ms ·
        14 bits"
    `);
  });

  test("no line is wider than the terminal but the one to be pasted", async () => {
    for (const width of [40, 60, 80, 120]) {
      const lines = report(await verdictOn(pollCancel()), { width }).split("\n");
      expect(lines.filter((line) => line.length > width && !line.startsWith("  again: "))).toEqual([]);
    }
  });

  test("colours add nothing but colour", async () => {
    const verdict = await verdictOn(pollCancel());
    const colored = report(verdict, { colors: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(report(verdict));
    expect(colored).toContain("\u001b[31m✗\u001b[39m");
  });

  test("with one column of names, where many processes move", async () => {
    expect(report(await verdictOn(counters(5, 5)))).toMatchInlineSnapshot(`
      "✗ counters                                                                      specs/poll-cancel.ts
        violated: few                 s.total < 5

        #  process     step   changes        at
        1  counter[0]  count  s.total 0 → 1  :1
        2  counter[1]  count  s.total 1 → 2  :1
        3  counter[2]  count  s.total 2 → 3  :1
        4  counter[3]  count  s.total 3 → 4  :1
        5  counter[4]  count  s.total 4 → 5  :1

        then
          s.total = 5
          counter[0] ended; counter[1] ended; counter[2] ended; counter[3] ended; counter[4] ended
        because
          s.total < 5 is false: s.total = 5
          made false by step 5, counter[4] "count" (:1): s.total 4 → 5

        5 steps, 4 context switches; replayed by specs/poll-cancel.ts itself, same values after each step
        again: allways replay specs/poll-cancel.ts "counter[0] counter[1] counter[2] counter[3] counter[4]"

        32 states, 81 generated, depth 6 · exhaustive to depth 6 · 3 ms · 14 bits"
    `);
  });

  test("under headings like those of a stack trace, where calls are deep and lanes do not fit", async () => {
    const program = pollCancel();
    const processes = program.processes.map((process) => ({
      ...process,
      locations: process.locations.map((location) =>
        location.label.includes("poll_refs")
          ? { ...location, path: ["taskWork", "io_poll_task_func", "io_poll_check_events"] }
          : location,
      ),
    }));
    expect(report(await verdictOn({ ...program, processes }), { width: 80 })).toMatchInlineSnapshot(`
      "✗ poll_refs against cancellation                            specs/poll-cancel.ts
        violated: completed once      req.completions <= 1

        #  step               changes                     at
           taskWork
        1    run task_work    req.queued 1 → 0            :15
           taskWork › io_poll_task_func › io_poll_check_events
        2    read poll_refs   v = 1                       :21
           cancel[0]
        3    mark cancelled   req.cancelled false → true  :2
           taskWork › io_poll_task_func › io_poll_check_events
        4    put poll_refs    req.refs 1 → 0              :27
           cancel[0]
        5    get ownership    req.refs 0 → 1              :6
        6    queue task_work  req.queued 0 → 1            :8
           taskWork › io_poll_task_func › io_poll_check_events
        7    read poll_refs   req.completions 0 → 1       :21
           taskWork
        8    run task_work    req.queued 1 → 0            :15
           taskWork › io_poll_task_func › io_poll_check_events
        9    read poll_refs   req.completions 1 → 2       :21

        then
          req.refs = 1, req.cancelled = true, req.queued = 0, req.completions = 2
          cancel[0] ended; taskWork at "run task_work"
        because
          req.completions <= 1 is false: req.completions = 2
          made false by step 9, taskWork "read poll_refs" (:21): req.completions 1 → 2

        9 steps, 4 context switches; replayed by specs/poll-cancel.ts itself, same
        values after each step
        again: allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3"

        25 states, 31 generated, depth 10 · exhaustive to depth 10 · 3 ms · 14 bits"
    `);
  });

  test("in ASCII, whatever the author's names hold", async () => {
    const verdict = await verdictOn(pollCancel({ name: "réveil → annulation" }));
    const text = report(verdict, { ascii: true });
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text).toMatchInlineSnapshot(`
      "FAIL r\\u00e9veil \\u2192 annulation                                              specs/poll-cancel.ts
        violated: completed once      req.completions <= 1

        #  cancel[0]        taskWork        changes                      at
        1                   run task_work   req.queued 1 -> 0            :15
        2                   read poll_refs  v = 1                        :21
        3  mark cancelled                   req.cancelled false -> true  :2
        4                   put poll_refs   req.refs 1 -> 0              :27
        5  get ownership                    req.refs 0 -> 1              :6
        6  queue task_work                  req.queued 0 -> 1            :8
        7                   read poll_refs  req.completions 0 -> 1       :21
        8                   run task_work   req.queued 1 -> 0            :15
        9                   read poll_refs  req.completions 1 -> 2       :21

        then
          req.refs = 1, req.cancelled = true, req.queued = 0, req.completions = 2
          cancel[0] ended; taskWork at "run task_work"
        because
          req.completions <= 1 is false: req.completions = 2
          made false by step 9, taskWork "read poll_refs" (:21): req.completions 1 -> 2

        9 steps, 4 context switches; replayed by specs/poll-cancel.ts itself, same values after each step
        again: allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3"

        25 states, 31 generated, depth 10 - exhaustive to depth 10 - 3 ms - 14 bits"
    `);
  });
});

test("a deadlock says who waits on what", async () => {
  const texts = { ...context, sources: new Map([[FILE, PHILOSOPHERS]]) };
  expect(printVerdict(await verdictOn(philosophers()), texts, makeStyle({}))).toMatchInlineSnapshot(`
    "✗ two philosophers                                                              specs/poll-cancel.ts
      deadlock: 2 processes wait for ever
        philosopher[0]  take right  when(table.fork[1 - self] === 0)  :6
                                      table.fork[1] = 1
        philosopher[1]  take right  when(table.fork[1 - self] === 0)  :6
                                      table.fork[0] = 1

      #  philosopher[0]  philosopher[1]  changes              at
      1  take left                       table.fork[0] 0 → 1  :1
      2                  take left       table.fork[1] 0 → 1  :1

      then
        table.fork = [1, 1]
        philosopher[0] at "take right"; philosopher[1] at "take right"

      2 steps, 1 context switch; replayed by specs/poll-cancel.ts itself, same values after each step
      again: allways replay specs/poll-cancel.ts "philosopher[0] philosopher[1]"

      6 states, 7 generated, depth 3 · exhaustive to depth 3 · 3 ms · 14 bits"
  `);
});

test("an error shows the source line with a caret", async () => {
  expect(report(await verdictOn(pollCancel({ room: 1, limit: 2 })))).toMatchInlineSnapshot(`
    "✗ poll_refs against cancellation                                                specs/poll-cancel.ts
      error: req.completions would be 2, outside int(0, 1)
      specs/poll-cancel.ts:24:9
        24 |         req.completions++;
           |         ^^^^^^^^^^^^^^^^^

      #  cancel[0]        taskWork        changes                     at
      1                   run task_work   req.queued 1 → 0            :15
      2                   read poll_refs  v = 1                       :21
      3  mark cancelled                   req.cancelled false → true  :2
      4                   put poll_refs   req.refs 1 → 0              :27
      5  get ownership                    req.refs 0 → 1              :6
      6  queue task_work                  req.queued 0 → 1            :8
      7                   read poll_refs  req.completions 0 → 1       :21
      8                   run task_work   req.queued 1 → 0            :15
      9                   read poll_refs  fails                       :21

      9 steps, 4 context switches; replayed by specs/poll-cancel.ts itself, same values after each step
      again: allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3"

      24 states, 31 generated, depth 9 · exhaustive · 3 ms · 14 bits"
  `);
});

describe("nothing violated", () => {
  test("after an exhaustive search it holds", async () => {
    expect(report(await verdictOn(pollCancel({ cancellers: 0 })))).toMatchInlineSnapshot(`
      "✓ poll_refs against cancellation                                                specs/poll-cancel.ts
        holds  always  completed once
        nothing it reads ever changes: completed once  :33
        4 states, 4 generated, depth 4 · exhaustive · 3 ms · 14 bits"
    `);
  });

  test("what was never reached is a violation, what was vacuous is said", async () => {
    expect(report(await verdictOn(counters(2, 3)))).toMatchInlineSnapshot(`
      "✗ counters                                                                      specs/poll-cancel.ts
        never reached: too many  :7
        holds    always     few
        reached  reachable  all, after 2 steps
        step never taken: counter > rest  :4
        within cut nothing  :8
        4 states, 5 generated, depth 3 · exhaustive · 3 ms · 14 bits"
    `);
  });

  test("under a bound it is inconclusive, and says how much was cut", async () => {
    expect(report(await verdictOn(pollCancel(), { maxDepth: 4 }))).toMatchInlineSnapshot(`
      "? poll_refs against cancellation                                                specs/poll-cancel.ts
        so far  always  completed once
        inconclusive: nothing violated as far as was looked
        10 states, 12 generated, depth 4 · bounded: depth 4 (4 states not expanded) · 3 ms · 14 bits"
    `);
  });

  test("a property that was not asked for is not spoken of", async () => {
    expect(report(await verdictOn(counters(2, 3), { properties: new Set(["all"]) }))).toMatchInlineSnapshot(`
      "✓ counters                                                                      specs/poll-cancel.ts
        reached  reachable  all, after 2 steps
        2 properties not asked for
        step never taken: counter > rest  :4
        within cut nothing  :8
        4 states, 5 generated, depth 3 · exhaustive · 3 ms · 14 bits"
    `);
  });
});

test("with --all every violated property has its counterexample", async () => {
  expect(
    report(await verdictOn(pollCancel({ cancellers: 1, room: 1, limit: 0 }), { all: true })),
  ).toMatchInlineSnapshot(`
    "✗ poll_refs against cancellation                                                specs/poll-cancel.ts
      violated: completed once      req.completions <= 1

      #  cancel[0]       taskWork        changes                     at
      1  mark cancelled                  req.cancelled false → true  :2
      2                  run task_work   req.queued 1 → 0            :15
      3                  read poll_refs  req.completions 0 → 1       :21

      then
        req.refs = 1, req.cancelled = true, req.queued = 0, req.completions = 1
        cancel[0] at "get ownership"; taskWork at "run task_work"
      because
        req.completions <= 1 is false: req.completions = 1
        made false by step 3, taskWork "read poll_refs" (:21): req.completions 0 → 1

      3 steps, 1 context switch; replayed by specs/poll-cancel.ts itself, same values after each step
      again: allways replay specs/poll-cancel.ts "cancel[0] taskWork*2"

      error: req.completions would be 2, outside int(0, 1)
      specs/poll-cancel.ts:24:9
        24 |         req.completions++;
           |         ^^^^^^^^^^^^^^^^^

      #  cancel[0]        taskWork        changes                     at
      1                   run task_work   req.queued 1 → 0            :15
      2                   read poll_refs  v = 1                       :21
      3  mark cancelled                   req.cancelled false → true  :2
      4                   put poll_refs   req.refs 1 → 0              :27
      5  get ownership                    req.refs 0 → 1              :6
      6  queue task_work                  req.queued 0 → 1            :8
      7                   read poll_refs  req.completions 0 → 1       :21
      8                   run task_work   req.queued 1 → 0            :15
      9                   read poll_refs  fails                       :21

      9 steps, 4 context switches; replayed by specs/poll-cancel.ts itself, same values after each step
      again: allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3"

      24 states, 31 generated, depth 9 · exhaustive · 3 ms · 14 bits"
  `);
});

test("a replay that disagrees is our fault and says so", async () => {
  const verdict = await verdictOn(pollCancel());
  const [counterexample] = verdict.counterexamples;
  const replay = { kind: "disagrees", step: 4, what: "req.refs", expected: "0", actual: "1" } as const;
  const text = report({ ...verdict, counterexamples: [{ ...counterexample!, replay }] });
  expect(text.split("\n").slice(-9).join("\n")).toMatchInlineSnapshot(`
    "    made false by step 9, taskWork "read poll_refs" (:21): req.completions 1 → 2

      9 steps, 4 context switches; NOT confirmed by specs/poll-cancel.ts: at step 4, req.refs
        the checker's program: 0
        the spec's functions:  1
      This is a fault of allways, not of the spec; please report it.
      again: allways replay specs/poll-cancel.ts "taskWork*2 cancel[0] taskWork cancel[0]*2 taskWork*3"

      25 states, 31 generated, depth 10 · exhaustive to depth 10 · 3 ms · 14 bits"
  `);
});
