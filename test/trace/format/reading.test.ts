// Traces that somebody has tampered with: whatever is changed in a file, it is read as what it says, or refused in one line.

import { expect, test } from "vitest";
import type { Program } from "../../../src/spec/program/program.ts";
import { SpecError } from "../../../src/spec/source/diagnostic.ts";
import type { Recording, TraceDocument } from "../../../src/trace/document.ts";
import type { Followed } from "../../../src/trace/follow.ts";
import { followRecording } from "../../../src/trace/follow-recording.ts";
import { followStates } from "../../../src/trace/follow-states.ts";
import { FORMATS } from "../../../src/trace/format/formats.ts";
import { writeItf } from "../../../src/trace/format/itf.ts";
import { readItf, readStates } from "../../../src/trace/format/itf-reading.ts";
import { readJson } from "../../../src/trace/format/json.ts";
import { ALONE, pageOf } from "../../../src/trace/page.ts";
import { documentOfStates, type StateSequence } from "../../../src/trace/states.ts";
import { pollCancel } from "../../report/poll-cancel.ts";
import { traceOf } from "../../report/trace-of.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The same numbers every time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const ODD: readonly string[] = [
  "null",
  "true",
  "0",
  "-1",
  "1.5",
  "1e308",
  "99999999999999999999",
  '""',
  '"__proto__"',
  '"\\u0000\\ud800"',
  "[]",
  "{}",
  '{"__proto__":{"shared":1}}',
  '{"#map":[[1]]}',
  '{"#set":[[]]}',
  '{"#bigint":"x"}',
  '{"#bigint":"-7"}',
  '{"#tup":[]}',
  '{"constructor":null}',
  "[[[]]]",
  '"init"',
  '"a*999999999"',
  '"@ @"',
  '{"#unserializable":"f"}',
];

/** Somewhere in the value something is taken out, put in, doubled, or replaced. */
function tamper(value: Json, next: (below: number) => number): Json {
  const copy = JSON.parse(JSON.stringify(value)) as Json;
  let holder = copy;
  for (;;) {
    if (holder === null || typeof holder !== "object") return copy;
    const keys = Object.keys(holder);
    if (keys.length === 0) return copy;
    const key = keys[next(keys.length)]!;
    const held = (holder as { [name: string]: Json })[key]!;
    if (typeof held === "object" && held !== null && next(4) > 0) {
      holder = held;
      continue;
    }
    const odd = JSON.parse(ODD[next(ODD.length)]!) as Json;
    const change = next(5);
    if (Array.isArray(holder)) {
      if (change === 0) holder.splice(Number(key), 1);
      else if (change === 1) holder.push(...(JSON.parse(JSON.stringify(holder)) as Json[]).slice(0, 3));
      else holder[Number(key)] = odd;
    } else if (change === 0) delete holder[key];
    else if (change === 1) Object.defineProperty(holder, JSON.stringify(odd), { value: held, enumerable: true });
    else Object.defineProperty(holder, key, { value: odd, enumerable: true, writable: true, configurable: true });
    return copy;
  }
}

/** What the work gives; null if it was refused as it should be. */
async function attempt<Result>(work: () => Result | Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    const isRefusal = error instanceof SyntaxError || (error instanceof SpecError && error.code === 151);
    if (!isRefusal) throw error;
    expect((error as Error).message).toMatch(/^[^\n]+$/);
    return null;
  }
}

/** A recording from ITF of ours is replayed, not written. */
function isDocument(recording: Recording | TraceDocument): recording is TraceDocument {
  return "format" in recording;
}

async function tamperWith(
  text: string,
  read: (value: unknown) => Recording | TraceDocument | StateSequence,
  program: Program,
  times: number,
): Promise<{ refused: number; followed: number; written: number }> {
  const value = JSON.parse(text) as Json;
  const writers = await Promise.all(FORMATS.filter(({ name }) => name !== "html").map(({ load }) => load()));
  const counts = { refused: 0, followed: 0, written: 0 };
  for (let seed = 0; seed < times; seed++) {
    const next = random(seed);
    let changed = tamper(value, next);
    if (next(2) === 0) changed = tamper(changed, next);
    const recording = await attempt(() => read(changed));
    if (recording === null) {
      counts.refused += 1;
      continue;
    }
    const follow = (): Followed =>
      "kind" in recording ? followStates(program, recording) : followRecording(program, recording);
    if ((await attempt(follow)) !== null) counts.followed += 1;
    const document = "kind" in recording ? documentOfStates(recording) : recording;
    if (!isDocument(document)) continue;
    for (const write of writers) expect(write(document, "x.tla")).toMatch(/\n$/);
    pageOf(document, ALONE);
    counts.written += 1;
  }
  return counts;
}

test("in our own format", async () => {
  const program = pollCancel();
  const counts = await tamperWith(JSON.stringify(await traceOf(program)), readJson, program, 600);
  expect(counts.refused).toBeGreaterThan(100);
  expect(counts.followed).toBeGreaterThan(40);
  expect(counts.written).toBeGreaterThan(counts.followed);
});

test("in ITF", async () => {
  const program = pollCancel();
  const counts = await tamperWith(writeItf(await traceOf(program)), readItf, program, 600);
  expect(counts.refused).toBeGreaterThan(80);
  expect(counts.followed).toBeGreaterThan(40);
});

test("in ITF of other tools", async () => {
  const program = pollCancel();
  const text = writeItf(await traceOf(program)).replace('"allways":', '"others":');
  const counts = await tamperWith(text, readStates, program, 600);
  expect(counts.refused).toBeGreaterThan(80);
  expect(counts.followed).toBeGreaterThan(40);
  expect(counts.written).toBeGreaterThan(counts.followed);
});

test.each([
  ["a loop out of range", (document) => ({ ...document, loop: 10 }), "loop must be the number of a state, from 0 to 9"],
  ["a loop before the start", (document) => ({ ...document, loop: -1 }), "loop must be"],
  [
    "steps out of order",
    ({ steps, ...rest }) => ({ ...rest, steps: [...steps].reverse() }),
    "steps/0/number must be 1",
  ],
  [
    "a state missing in the middle",
    ({ steps, ...rest }) => ({ ...rest, steps: steps.map((step, i) => (i === 3 ? { ...step, state: null } : step)) }),
    "steps/3/state must be object",
  ],
  [
    "a line before the first",
    ({ finding, ...rest }) => ({ ...rest, finding: { ...finding!, location: { file: "a.ts", line: 0, column: 1 } } }),
    "finding/location",
  ],
  [
    "a number that cannot be held",
    (document) => ({ ...document, initial: { ...document.initial, shared: { req: 2 ** 53 } } }),
    "initial/shared/req",
  ],
] as [string, (document: TraceDocument) => unknown, string][])("%s is refused", async (_, change, message) => {
  const document = await traceOf(pollCancel());
  expect(() => readJson(change(document))).toThrow(SyntaxError);
  expect(() => readJson(change(document))).toThrow(message);
});

test("values nested deeply are refused or read without delay", async () => {
  const document = await traceOf(pollCancel());
  for (const [open, close] of [
    ["[", "]"],
    ['{"#set":[', "]}"],
    ['{"a":', "}"],
    ['{"#map":[[1,', "]]}"],
  ] as const) {
    for (const inner of ["null", "1"]) {
      const value = JSON.parse(open.repeat(200) + inner + close.repeat(200)) as never;
      const read = (): unknown => readJson({ ...document, initial: { ...document.initial, shared: { req: value } } });
      if (inner === "null") expect(read).toThrow(SyntaxError);
      else expect(read).not.toThrow();
    }
  }
}, 20_000);
