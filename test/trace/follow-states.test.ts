// Traces of Quint and Apalache, which are states alone: read in the forms they write, shown, and followed by a spec of ours.

import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { select } from "../../src/check/selection.ts";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { scheduleOf } from "../../src/trace/follow.ts";
import { followStates } from "../../src/trace/follow-states.ts";
import { writeItf } from "../../src/trace/format/itf.ts";
import { readStates } from "../../src/trace/format/itf-reading.ts";
import { writeMail } from "../../src/trace/format/mail.ts";
import { printSchedule } from "../../src/trace/schedule.ts";
import { documentOfStates } from "../../src/trace/states.ts";
import { EVERYTHING, pollCancel } from "../report/poll-cancel.ts";
import { traceOf } from "../report/trace-of.ts";

const big = (value: number): { "#bigint": string } => ({ "#bigint": String(value) });

/** As `apalache-mc check` writes it. */
const APALACHE = {
  "#meta": {
    format: "ITF",
    "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
    varTypes: { big: "Int", small: "Int" },
    description: "Created by Apalache",
  },
  params: [],
  vars: ["big", "small"],
  states: [
    [0, 0],
    [5, 0],
    [2, 3],
    [2, 0],
    [0, 2],
    [5, 2],
    [4, 3],
  ].map(([one, other], index) => ({
    "#meta": { index },
    big: big(one!),
    small: big(other!),
  })),
};

/** As `quint run --mbt --out-itf` writes it. */
const QUINT = {
  "#meta": { format: "ITF", source: "diehard.qnt", status: "violation", timestamp: 1 },
  vars: ["diehard::jugs", "diehard::poured", "mbt::actionTaken", "mbt::nondetPicks"],
  states: APALACHE.states.map((state, index) => ({
    "#meta": { index },
    "diehard::jugs": { big: state.big, small: state.small },
    "diehard::poured": { "#set": [{ "#tup": [big(index), { "#unserializable": "Nat" }] }] },
    "mbt::actionTaken": ["init", "fillBig", "pour", "emptySmall", "pour", "fillBig", "pour"][index]!,
    "mbt::nondetPicks": {
      amount: index === 0 ? { tag: "None", value: { "#tup": [] } } : { tag: "Some", value: big(index) },
    },
  })),
};

const DIE_HARD = "fillBig pourBigIntoSmall emptySmall pourBigIntoSmall fillBig pourBigIntoSmall";

describe("a trace of states", () => {
  let jugs: Program;

  beforeAll(async () => {
    jugs = (await select(fileURLToPath(new URL("../../specs/die-hard.ts", import.meta.url)), { set: [] })).program;
  });

  /** The schedule that was found. */
  function follow(program: Program, trace: unknown): { schedule: string; strangers: readonly string[] } {
    const { trace: run, strangers } = followStates(program, readStates(JSON.parse(JSON.stringify(trace))));
    return { schedule: printSchedule(scheduleOf(program, run)), strangers };
  }

  test("by Apalache is followed: fields are told by their bare names", () => {
    expect(follow(jugs, APALACHE)).toEqual({ schedule: DIE_HARD, strangers: [] });
  });

  test("by Quint is followed: names of modules are left out, what the spec has not is told", () => {
    expect(follow(jugs, QUINT)).toEqual({ schedule: DIE_HARD, strangers: ["diehard::poured"] });
    const record = {
      ...APALACHE,
      vars: ["jugs"],
      states: APALACHE.states.map(({ big: one, small }) => ({
        jugs: {
          "#map": [
            ["small", small],
            ["big", one],
          ],
        },
      })),
    };
    expect(follow(jugs, record).schedule).toBe(DIE_HARD);
  });

  test("may repeat a state, and may leave variables open", () => {
    const [first, second, ...rest] = APALACHE.states;
    expect(follow(jugs, { ...APALACHE, states: [first, first, second, second, second, ...rest] }).schedule).toBe(
      DIE_HARD,
    );
    const bigOnly = { vars: ["big"], states: [0, 5, 2, 2, 0, 5, 4].map((value) => ({ big: big(value) })) };
    expect(follow(jugs, bigOnly).schedule).toBe(DIE_HARD);
  });

  test("that goes round is a run that goes round", () => {
    const round = {
      vars: ["big", "small"],
      loop: 1,
      states: [
        [0, 0],
        [5, 0],
        [5, 3],
      ].map(([one, other]) => ({ big: big(one!), small: big(other!) })),
    };
    expect(follow(jugs, round).schedule).toBe("fillBig @ fillSmall emptySmall");
  });

  test("of ours, without what only we write, gives the same states again", async () => {
    const program = pollCancel();
    const { findings } = await exploreReference(program, EVERYTHING);
    const { "#meta": _, ...itf } = JSON.parse(writeItf(await traceOf(program))) as Record<string, unknown>;
    expect(follow(program, itf).schedule).toBe(printSchedule(scheduleOf(program, findings[0]!.trace)));
    const bare = { ...itf, vars: ["req"], states: (itf.states as { req: unknown }[]).map(({ req }) => ({ req })) };
    const { trace } = followStates(program, readStates(bare));
    const last = trace.steps.at(-1)!.state!;
    expect(last.shared.equals(findings[0]!.trace.steps.at(-1)!.state!.shared)).toBe(true);
  });

  test.each([
    [
      "a state that no step leads to",
      { ...APALACHE, states: [...APALACHE.states.slice(0, 3), { big: big(3), small: big(3) }] },
      "trace: state 3 cannot be followed: no step leads there from state 2",
      [
        'fillBig at "fillBig": jugs.big is 5, in the trace 3',
        'fillSmall at "fillSmall": jugs.big is 2, in the trace 3',
      ],
    ],
    [
      "another start",
      { ...APALACHE, states: APALACHE.states.slice(1) },
      "trace: its first state is none that the spec begins in",
      ["jugs.big is 0, in the trace 5"],
    ],
    [
      "other variables",
      { vars: ["x"], states: [{ x: true }] },
      "trace: none of its variables is one of the spec's: x",
      ["the spec has jugs.big, jugs.small"],
    ],
  ])("with %s is refused, and says what there is instead", (_, trace, message, hints) => {
    let thrown: unknown;
    try {
      follow(jugs, trace);
    } catch (error) {
      thrown = error;
    }
    const { diagnostics } = thrown as { diagnostics: { message: string; hints: string[] }[] };
    expect(diagnostics[0]!.message).toBe(message);
    expect(diagnostics[0]!.hints.slice(0, 2)).toEqual(hints);
  });

  test("is shown without a spec: actions, picks and what changed", () => {
    expect(writeMail(documentOfStates(readStates(QUINT)))).toMatchInlineSnapshot(`
      "violated
        in diehard.qnt (diehard.qnt)

           actions
           -------
        1  fillBig (amount = 1)
             diehard::jugs.big 0 -> 5, diehard::poured {[0, "Nat"]} -> {[1,
               "Nat"]}
        2  pour (amount = 2)
             diehard::jugs.big 5 -> 2, diehard::jugs.small 0 -> 3,
               diehard::poured {[1, "Nat"]} -> {[2, "Nat"]}
        3  emptySmall (amount = 3)
             diehard::jugs.small 3 -> 0, diehard::poured {[2, "Nat"]} -> {[3,
               "Nat"]}
        4  pour (amount = 4)
             diehard::jugs.big 2 -> 0, diehard::jugs.small 0 -> 2,
               diehard::poured {[3, "Nat"]} -> {[4, "Nat"]}
        5  fillBig (amount = 5)
             diehard::jugs.big 0 -> 5, diehard::poured {[4, "Nat"]} -> {[5,
               "Nat"]}
        6  pour (amount = 6)
             diehard::jugs.big 5 -> 4, diehard::jugs.small 2 -> 3,
               diehard::poured {[5, "Nat"]} -> {[6, "Nat"]}

        then
          diehard::jugs.big = 4
          diehard::jugs.small = 3
          diehard::poured = {[6, "Nat"]}
      "
    `);
  });

  test.each([
    ["a state without a variable", { vars: ["x", "y"], states: [{ x: true }] }, 'states/0 has no value for "y"'],
    [
      "a number that is too large",
      { vars: ["x"], states: [{ x: { "#bigint": "9".repeat(30) } }] },
      "states/0/x is 999",
    ],
    ["a map that is none", { vars: ["x"], states: [{ x: { "#map": [[1]] } }] }, "states/0/x has a map"],
    ["an unknown form", { vars: ["x"], states: [{ x: { "#real": "1.5" } }] }, 'states/0/x has "#real"'],
    ["a loop out of range", { vars: ["x"], loop: 1, states: [{ x: true }] }, "loop must be the number of a state"],
    ["a negative loop", { vars: ["x"], loop: -1, states: [{ x: true }] }, "loop must be the number of a state"],
    ["no states", { vars: ["x"], states: [] }, "states is empty"],
  ])("with %s is no trace", (_, trace, message) => {
    expect(() => readStates(trace)).toThrow(SyntaxError);
    expect(() => readStates(trace)).toThrow(message);
  });

  test("of 10,000 states is followed in seconds", () => {
    const states = Array.from({ length: 10_000 }, (_, i) => ({ big: big(i % 2 === 0 ? 0 : 5), small: big(0) }));
    const { trace } = followStates(jugs, readStates({ vars: ["big", "small"], states }));
    expect(trace.steps).toHaveLength(9999);
  }, 30_000);
});
