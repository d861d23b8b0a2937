import { describe, expect, it } from "vitest";
import { layOut } from "../../../src/explorer/compile/layout.ts";
import { printProgram } from "../../../src/spec/program/print.ts";
import {
  block,
  choose,
  eq,
  fail,
  give,
  goto,
  guard,
  iff,
  leave,
  local,
  lt,
  makeBuilder,
  not,
  note,
  offer,
  set,
  setWithin,
  sub,
  when,
} from "../../explorer/builder.ts";
import { pollCancel } from "../../report/poll-cancel.ts";

describe("a program is printed", () => {
  it("with its state, its processes step by step, and its properties", () => {
    const program = { ...pollCancel({ cancellers: 2 }), parameters: { cancellers: 2, wakes: ["IN", "OUT"] } };
    const layout = {
      words: 1,
      bits: 6,
      fields: [
        { name: "req.refs", lo: 0, hi: 7, bits: 3, count: 1, chunks: [{ word: 0, shift: 5, first: 0, count: 1 }] },
        { name: "s.rm[]", lo: 0, hi: 1, bits: 1, count: 3, chunks: [{ word: 0, shift: 2, first: 0, count: 3 }] },
      ],
    };
    expect(printProgram(program, layout)).toMatchInlineSnapshot(`
      "poll_refs against cancellation

      parameters
        cancellers  2
        wakes       ["IN", "OUT"]

      state: 6 bits in 1 word of 64
        req.refs  0..7  3 bits     word 0 bit 5
        s.rm[]    0..1  3 x 1 bit  word 0 bit 2

      initially
        req.refs         0..7  = 1
        req.cancelled    0..1  = false
        req.queued       0..2  = 1
        req.completions  0..2  = 0

      process cancel  2 instances: cancel[0] cancel[1]; this is cancel[0]
        starts at 1 "mark cancelled"

        1 "mark cancelled"  cancel  poll-cancel.ts:2
          writes req.cancelled
          optional()
          req.cancelled = true
          goto 2 "get ownership"

        2 "get ownership"  cancel  poll-cancel.ts:6
          reads req.refs
          writes req.refs
          req.refs = req.refs + 1
          if (req.refs === 1) {
            goto 3 "queue task_work"
          } else {
            goto ended
          }

        3 "queue task_work"  cancel  poll-cancel.ts:8
          reads req.queued
          writes req.queued
          req.queued = req.queued + 1
          goto ended

      process taskWork
        starts at 1 "run task_work"

        1 "run task_work"  taskWork  poll-cancel.ts:15
          reads req.queued
          writes req.queued
          idleUntil(req.queued > 0)
          req.queued = req.queued - 1
          goto 2 "read poll_refs"

        2 "read poll_refs"  taskWork  poll-cancel.ts:21
          reads req.refs, req.cancelled, req.completions
          writes req.completions
          v = req.refs
          if (req.cancelled) {
            req.completions = req.completions + 1  // fails outside 0..2
            goto 1 "run task_work"
          }
          goto 3 "put poll_refs"

        3 "put poll_refs"  taskWork  poll-cancel.ts:27
          live v 0..7
          reads req.refs, req.cancelled
          writes req.refs
          req.refs = req.refs - v
          if (req.refs > 0 | req.cancelled) {
            goto 2 "read poll_refs"
          } else {
            goto 1 "run task_work"
          }

      always "completed once"  poll-cancel.ts:33
        req.completions <= 1
          reads req.completions
          return req.completions <= 1
      "
    `);
  });

  it("with every kind of statement", () => {
    const b = makeBuilder("statements");
    const x = b.column("x", 0, 3);
    const site = b.site("domain", "{0} is outside 0..3", x());
    const seen = b.note("seen", x());
    const c = b.choice("v");
    b.init([choose(c, 0, 2), set(x(), local(0)), goto(0)], [{ name: "v", lo: 0, hi: 1 }]);
    b.process("p", {
      locals: [{ name: "v", lo: 0, hi: 3 }],
      locations: [
        {
          label: "all",
          body: [
            guard("optional", lt(x(), 3), "optional"),
            guard("when", eq(x(), 1), "idle"),
            guard("optional", 1, "optional"),
            choose(c, 0, sub(x(), 1)),
            offer(not(local(0))),
            block(
              1,
              iff(eq(x(), 1), [leave(1)], [iff(eq(x(), 2), [note(seen)], [setWithin(x(), local(0), 0, 3, site)])]),
              iff(not(x()), [], [fail(site)]),
            ),
            goto(1),
          ],
        },
      ],
    });
    b.action("act", [when(x()), set(x(), 0), goto(0)]);
    b.within(lt(x(), 2));
    b.mayEnd({ ...b.program().within!, body: [iff(x(), [give(0)], [give(1)])], text: "x === 0" });
    expect(printProgram(b.program())).toMatchInlineSnapshot(`
      "statements

      initially
        x  0..3  = 0

        init
          v = choose(2 options)  // v
          x = v
          goto end of step

      process p
        starts at 1 "all"

        1 "all"  p  built.ts:1
          reads x
          writes x
          optional(x < 3)
          when(x === 1)  // a process held here is idle
          optional()
          v = choose(x - 1 options)  // v
          offer(!v)
          block1: {
            if (x === 1) {
              break block1
            } else if (x === 2) {
              note("seen", x)
            } else {
              x = v  // fails outside 0..3
            }
            if (x) {
              fail "{x} is outside 0..3"  // built.ts:1
            }
          }
          goto 1 "all"

      action act  built.ts:1
        reads x
        writes x
        when(x)
        x = 0
        goto end of step

      within
        built
          reads x
          return x < 2

      may end where
        x === 0
          reads x
          if (x) {
            return 0
          } else {
            return 1
          }
      "
    `);
  });

  it("with a number for each of several locals of the same name", () => {
    const b = makeBuilder("names");
    const x = b.column("x", 0, 3);
    const locals = ["t", "v", "t"].map((name) => ({ name, lo: 0, hi: 3 }));
    const body = [set(local(2), x()), set(local(1), local(2)), set(x(), local(0)), goto(0)];
    b.process("p", { locals, locations: [{ label: "a", body, live: [0] }] });
    expect(
      printProgram(b.program())
        .split("\n")
        .slice(9, -1)
        .map((line) => line.trim()),
    ).toEqual(["live t#1 0..3", "reads x", "writes x", "t#2 = x", "v = t#2", "x = t#1", "goto ended"]);
  });

  it("with any layout that the compiled explorer makes", () => {
    const program = pollCancel();
    const shown = printProgram(program, layOut(program));
    expect(shown).toContain("  req.refs         0..7  3 bits  word 0 bit ");
    expect(shown).toContain("  taskWork.v       0..7  3 bits  word 0 bit ");
  });
});
