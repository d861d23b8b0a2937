// Counterexamples told again by the author's own functions: they agree with the checker's, and when they do not it shows.

import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Exploration, ExploreOptions, Finding } from "../../src/explorer/exploration.ts";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import type { LoadedSpec } from "../../src/spec/definition.ts";
import { lowerSpec } from "../../src/spec/lower/index.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { loadSpec } from "../../src/spec/source/load.ts";
import { endingOf } from "../../src/trace/ending.ts";
import { followSchedule, scheduleOf } from "../../src/trace/follow.ts";
import { replayTrace } from "../../src/trace/replay.ts";
import { parseSchedule, printSchedule } from "../../src/trace/schedule.ts";
import { simulateRun } from "../../src/trace/simulate.ts";

const EVERYTHING = `
import { array, assert, at, by, choose, each, enabled, ended, idleUntil, int, list, map, note, old, oneOf, optional, params,
  record, set, shared, spec, when } from "allways";

const { wrong } = params({
  wrong: oneOf("nothing", "always", "quiescent", "step", "deadlock", "assert", "index", "property", "within", "at", "enabled"),
});

const Color = oneOf("red", "green");
const s = shared({
  log: list(3, Color),
  seen: set(int(0, 2)),
  count: map(Color, int(0, 3)),
  place: record({ x: int(0, 3), y: array(2, int(0, 3)) }),
  stop: int(0, 1),
});

function* put(color: "red" | "green") {
  yield "check room";
  if (s.log.length < 2) {
    yield "push";
    s.log.push(color);
  }
}

function* painter(self: number) {
  yield "pick";
  const color = choose(Color);
  note("picked", self);
  yield* put(color);
  yield "count";
  s.count.set(color, 1);
  s.seen.add(self);
  if (wrong === "assert") assert(!s.seen.has(1), "one was seen");
  if (wrong === "index") s.place.y[self + 1] = 1;
  if (wrong === "deadlock") {
    yield "wait";
    when(s.seen.size > 2);
  }
}

function* janitor() {
  while (true) {
    yield "sweep";
    idleUntil(s.log.length > 1);
    s.log.shift();
    s.place.x = s.seen.size;
  }
}

function halt() {
  optional(s.stop === 0);
  s.stop = 1;
}

export default spec("everything", {
  processes: { painter: each(painter, 2), janitor },
  actions: { halt },
  init: () => {
    s.place.x = choose(int(0, 1));
  },
  always: {
    room: () => s.log.length < 3 && (wrong !== "always" || !s.seen.has(1)),
    fails: () => wrong !== "property" || s.log.length < 1 || s.log[1] === "red",
    standing: () => wrong !== "at" || at(put, "push") < 2,
    awake: () => wrong !== "enabled" || enabled(janitor, "sweep") === 0,
  },
  quiescent: { swept: () => wrong !== "quiescent" || ended(painter) < 2 },
  step: { "only the janitor shifts": () => wrong !== "step" || old(() => s.log.length) <= s.log.length || by(painter) },
  within: () => wrong !== "within" || s.place.y[s.seen.size] === 0,
});
`;

let file = "";

beforeAll(() => {
  file = join(realpathSync(mkdtempSync(join(tmpdir(), "allways-replay-"))), "everything.ts");
  writeFileSync(file, EVERYTHING);
});

const OPTIONS: ExploreOptions = {
  search: "bfs",
  all: false,
  properties: null,
  maxDepth: null,
  maxStates: null,
  maxTime: null,
  maxMemory: null,
  compact: false,
  lossy: null,
  threads: 1,
  seed: 0,
  walks: 0,
  onProgress: null,
  signal: null,
};

interface Explored {
  readonly loaded: LoadedSpec;
  readonly program: Program;
  readonly exploration: Exploration;
}

async function explore(wrong: string): Promise<Explored> {
  const loaded = await loadSpec(file, { wrong });
  const program = lowerSpec(loaded);
  const exploration = await exploreReference(program, OPTIONS);
  return { loaded, program, exploration };
}

async function firstFinding(wrong: string): Promise<Explored & { readonly finding: Finding }> {
  const explored = await explore(wrong);
  return { ...explored, finding: explored.exploration.findings[0]! };
}

const WRONGS = [
  ["always", "always"],
  ["quiescent", "quiescent"],
  ["step", "step"],
  ["deadlock", "deadlock"],
  ["assert", "assert"],
  ["index", "error"],
  ["property", "error"],
  ["within", "error"],
  ["at", "always"],
  ["enabled", "always"],
] as const;

describe("a counterexample", () => {
  test.each(WRONGS)("to %s is confirmed by the spec's own functions", async (wrong, kind) => {
    const { loaded, program, finding } = await firstFinding(wrong);
    expect(finding.kind).toBe(kind);
    expect(replayTrace(loaded, program, finding.trace, finding)).toEqual({ kind: "agrees" });
  });

  test.each(WRONGS)("to %s is found again at the end of its own schedule", async (wrong) => {
    const { program, finding } = await firstFinding(wrong);
    const line = printSchedule(scheduleOf(program, finding.trace));
    const { trace, failure } = followSchedule(program, parseSchedule(line));
    expect(printSchedule(scheduleOf(program, trace))).toBe(line);
    const [again] = endingOf(program, trace, failure, null);
    expect(again).toEqual(finding);
  });
});

describe("a disagreement", () => {
  test("on a shared value names the step, the field and both values", async () => {
    const { loaded, program, finding } = await firstFinding("always");
    const { steps } = finding.trace;
    const column = program.columns.findIndex(({ name }) => name === "s.stop");
    const index = steps.length - 2;
    const changed = steps[index]!.state!.setIn(["shared", column, 0], 1);
    const doctored = steps.with(index, { ...steps[index]!, state: changed });
    expect(replayTrace(loaded, program, { ...finding.trace, steps: doctored }, finding)).toEqual({
      kind: "disagrees",
      step: index + 1,
      what: "s.stop",
      expected: "1",
      actual: "0",
    });
  });

  test("on where a process stands names both labels", async () => {
    const { loaded, program, finding } = await firstFinding("always");
    const { steps } = finding.trace;
    const mover = steps[0]!.process;
    const doctored = steps.with(0, { ...steps[0]!, state: steps[0]!.state!.setIn(["locations", mover], 0) });
    expect(replayTrace(loaded, program, { ...finding.trace, steps: doctored }, finding)).toMatchObject({
      kind: "disagrees",
      step: 1,
      what: `where ${program.processes[mover]!.name} stands`,
      expected: "ended",
      actual: expect.stringMatching(/^at "/),
    });
  });

  test("on a note", async () => {
    const { loaded, program, finding } = await firstFinding("always");
    const { steps } = finding.trace;
    const index = steps.findIndex(({ notes }) => notes.length > 0);
    const doctored = steps.with(index, { ...steps[index]!, notes: [] });
    expect(replayTrace(loaded, program, { ...finding.trace, steps: doctored }, finding)).toMatchObject({
      kind: "disagrees",
      step: index + 1,
      what: "notes",
      expected: "[]",
    });
  });

  test("on a property that is true where it is said to be false", async () => {
    const { loaded, program, finding } = await firstFinding("always");
    const trace = { ...finding.trace, steps: finding.trace.steps.slice(0, 1) };
    expect(replayTrace(loaded, program, trace, finding)).toEqual({
      kind: "disagrees",
      step: 1,
      what: "room",
      expected: "false",
      actual: "true",
    });
  });

  test("on a deadlock in which a process can move", async () => {
    const { loaded, program, finding } = await firstFinding("deadlock");
    const trace = { ...finding.trace, steps: finding.trace.steps.slice(0, 2) };
    expect(replayTrace(loaded, program, trace, finding)).toMatchObject({
      kind: "disagrees",
      step: 2,
      expected: "nothing, it is blocked",
      actual: "moves",
    });
  });

  test("on a step that is said to fail", async () => {
    const [{ loaded, program }, { finding }] = [await explore("nothing"), await firstFinding("assert")];
    const outcome = replayTrace(loaded, program, finding.trace, null);
    expect(outcome).toMatchObject({ kind: "disagrees", step: finding.trace.steps.length, actual: "moves" });
  });
});

test("what a function throws is a disagreement, not the end of allways", async () => {
  const { loaded, program, finding } = await firstFinding("always");
  const always = new Map([...loaded.definition.always, ["room", () => void JSON.parse("{")] as const]);
  const doctored = { ...loaded, definition: { ...loaded.definition, always } };
  expect(replayTrace(doctored, program, finding.trace, finding)).toMatchObject({
    kind: "disagrees",
    step: finding.trace.steps.length,
    what: "what the functions throw",
    actual: expect.stringContaining("SyntaxError"),
  });
});

describe("a failure before the first step", () => {
  test.each([
    ["in init", "init: () => { s.n = choose(int(0, 5)); }"],
    ["in within", "within: () => s.list[s.n] === 0"],
    ["in mayEnd", "mayEnd: () => s.list[s.n] === 0"],
    ["in a property", "always: { fails: () => s.list[s.n] === 0 }"],
  ])("%s is confirmed", async (_, clause) => {
    const text = `import { choose, int, list, shared, spec, when } from "allways";
const s = shared({ n: int(0, 4), list: list(2, int(0, 1)) });
function* p() {
  yield "wait";
  when(s.n > 4);
}
export default spec("fails at once", { processes: { p }, ${clause} });
`;
    writeFileSync(join(file, "..", "at-once.ts"), text);
    const loaded = await loadSpec(join(file, "..", "at-once.ts"), {});
    const program = lowerSpec(loaded);
    const { findings } = await exploreReference(program, OPTIONS);
    expect(findings[0]).toMatchObject({ kind: "error", depth: 1 });
    expect(replayTrace(loaded, program, findings[0]!.trace, findings[0]!)).toEqual({ kind: "agrees" });
  });
});

test("random runs are confirmed, and the same seed walks the same way", async () => {
  const { loaded, program } = await explore("nothing");
  for (let seed = 0; seed < 50; seed++) {
    const { trace, findings } = simulateRun(program, seed, 40, null);
    expect(findings).toEqual([]);
    expect(replayTrace(loaded, program, trace, null)).toEqual({ kind: "agrees" });
    expect(simulateRun(program, seed, 40, null).trace).toEqual(trace);
  }
});
