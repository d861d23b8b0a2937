import { describe, expect, test } from "vitest";
import type { Definition, LoadedSpec } from "../../src/spec/definition.ts";
import {
  array,
  assert,
  at,
  bool,
  by,
  choose,
  each,
  enabled,
  ended,
  idleUntil,
  int,
  list,
  note,
  old,
  optional,
  record,
  set,
  shared,
  spec,
  when,
} from "../../src/spec/index.ts";
import { showValue } from "../../src/spec/program/enumerate.ts";
import { sharedOf } from "../../src/spec/runtime/shared.ts";
import type { Positions } from "../../src/spec/runtime/standing.ts";
import { NativeRun, type Outcome } from "../../src/trace/native.ts";

/** What the loader makes of a spec and its shared records. */
function load(definition: Definition, objects: Readonly<Record<string, object>>): LoadedSpec {
  const named = Object.entries(objects).map(([name, object]) => ({ name, ...sharedOf(object)! }));
  return { file: "/spec.ts", definition, parameters: [], shared: named, modules: [] };
}

/** `moved to put`, `disabled by when`, `failed: index: …`, with the options there were. */
function told(outcome: Outcome): string {
  const choices = outcome.choices.length > 0 ? ` (of ${outcome.choices.join(", ")})` : "";
  if (outcome.kind === "disabled") return `disabled by ${outcome.guard}${choices}`;
  if (outcome.kind === "failed") return `failed: ${outcome.fault.kind}: ${outcome.fault.message}${choices}`;
  return `moved to ${outcome.label ?? "the end"}${outcome.optional ? ", optionally" : ""}${choices}`;
}

function shown(run: NativeRun): string {
  return [...run.shared()].map(([name, value]) => `${name}=${showValue(value)}`).join(" ");
}

const nowhere: Positions = { at: () => 0, ended: () => 0, enabled: () => 0 };

/** Two threads that each add 1 in two steps, one that waits for work, and an action. */
function race() {
  const s = shared({ n: int(0, 3), done: int(0, 2), queue: list(2, int(0, 9)) });
  function* increment() {
    let t = 0;
    yield "read";
    t = s.n;
    yield* put(t + 1);
  }
  function* put(value: number) {
    yield "write";
    s.n = value;
    s.done++;
  }
  function* server(_self: number) {
    while (true) {
      yield "serve";
      idleUntil(s.queue.length > 0);
      note("serves", s.queue.shift());
    }
  }
  function send(value: number): void {
    optional(s.queue.length < 2);
    s.queue.push(value);
  }
  const definition = spec("race", {
    processes: { first: increment, second: increment, server: each(server, 1) },
    actions: { send: each(send, int(4, 5)) },
  });
  return { s, run: new NativeRun(load(definition, { s })), loaded: load(definition, { s }) };
}

describe("a native run", () => {
  test("creates processes up to their first yield and gives actions the numbers after them", () => {
    const { run } = race();
    expect(told(run.start([]))).toBe("moved to the end");
    expect(run.labels()).toEqual(["read", "read", "serve", null, null]);
    expect(shown(run)).toBe("s={n: 0, done: 0, queue: []}");
  });

  test("takes one step from yield to yield, through procedures, to the end", () => {
    const { run } = race();
    run.start([]);
    expect(told(run.step(0, []))).toBe("moved to write");
    expect(told(run.step(1, []))).toBe("moved to write");
    expect(told(run.step(0, []))).toBe("moved to the end");
    expect(told(run.step(1, []))).toBe("moved to the end");
    expect(shown(run)).toBe("s={n: 1, done: 2, queue: []}");
    expect(run.labels()).toEqual([null, null, "serve", null, null]);
    expect(() => run.step(0, [])).toThrow("first has ended and cannot step; please report this");
  });

  test("calls actions with their arguments and collects notes", () => {
    const { run } = race();
    run.start([]);
    expect(told(run.step(4, []))).toBe("moved to the end, optionally");
    expect(run.step(2, [])).toMatchObject({ kind: "moved", label: "serve", notes: [{ text: "serves", value: 5 }] });
  });

  test("goes no further once a step was disabled, until it is started again", () => {
    const { run } = race();
    run.start([]);
    expect(told(run.step(2, []))).toBe("disabled by idleUntil");
    expect(() => run.step(0, [])).toThrow("a native run cannot go on: a step of it was disabled; please report this");
    run.start([]);
    run.step(3, []);
    run.step(3, []);
    expect(told(run.step(3, []))).toBe("disabled by optional");
    expect(shown(run)).toBe("s={n: 0, done: 0, queue: [4, 4]}");
  });

  test("must be started, and has no more processes than the spec", () => {
    const { run } = race();
    expect(() => run.step(0, [])).toThrow("a native run cannot go on: it has not been started; please report this");
    run.start([]);
    expect(() => run.step(5, [])).toThrow("a native run has no process 5; please report this");
  });

  test("does not meet another run of the same spec", () => {
    const { run, loaded } = race();
    const other = new NativeRun(loaded);
    run.start([]);
    run.step(3, []);
    other.start([]);
    other.step(4, []);
    run.step(3, []);
    expect(shown(run)).toBe("s={n: 0, done: 0, queue: [4, 4]}");
    expect(shown(other)).toBe("s={n: 0, done: 0, queue: [5]}");
  });

  test("leaves the values as they were where a step fails", () => {
    const s = shared({ n: int(0, 3), rm: array(2, int(0, 1)) });
    function* worker() {
      yield "break";
      s.n = 1;
      s.rm[2] = 1;
    }
    const run = new NativeRun(load(spec("fails", { processes: { worker } }), { s }));
    run.start([]);
    expect(told(run.step(0, []))).toBe("failed: index: rm: index 2 in an array of 2");
    expect(shown(run)).toBe("s={n: 0, rm: [0, 0]}");
    expect(() => run.step(0, [])).toThrow("a step of it failed");
  });

  test("passes on what is no outcome of the spec", () => {
    const s = shared({ n: int(0, 3) });
    const broken = (): void => {
      throw new TypeError("not in the language");
    };
    const run = new NativeRun(load(spec("throws", { actions: { broken } }), { s }));
    run.start([]);
    expect(() => run.step(0, [])).toThrow("not in the language");
    expect(() => run.step(0, [])).toThrow("a step of it broke off");
  });

  test("has born-ended processes and no others without a label", () => {
    const s = shared({ n: bool() });
    function* idle() {}
    const run = new NativeRun(load(spec("idle", { processes: { idle } }), { s }));
    run.start([]);
    expect(run.labels()).toEqual([null]);
  });
});

describe("choices", () => {
  const s = shared({ seen: set(int(0, 2), [0, 2]), picked: int(0, 9) });
  function* pick() {
    yield "pick";
    const n = choose(s.seen);
    const more = choose([0, 3, 6]);
    when(n + more > 0);
    s.picked = n + more;
  }
  const init = (): void => {
    if (choose([false, true])) s.seen.delete(choose(int(0, 1)));
  };
  const loaded = load(spec("choices", { processes: { pick }, init }), { s });

  /** All schedules of one step, by counting through the options it reports. */
  function* outcomes(start: readonly number[]): Generator<string> {
    for (let choices: number[] | null = []; choices !== null; ) {
      const run = new NativeRun(loaded);
      run.start(start);
      const outcome = run.step(0, choices);
      yield `${choices.join(",")}: ${told(outcome)}${outcome.kind === "moved" ? ` ${shown(run)}` : ""}`;
      const taken: number[] = outcome.choices.map((_, i) => choices?.[i] ?? 0);
      while (taken.length > 0 && taken[taken.length - 1]! + 1 >= outcome.choices[taken.length - 1]!) taken.pop();
      choices = taken.length === 0 ? null : [...taken.slice(0, -1), taken[taken.length - 1]! + 1];
    }
  }

  test("can be counted through by the numbers of options that outcomes report", () => {
    expect([...outcomes([])]).toEqual([
      ": disabled by when (of 3, 3)",
      "0,1: moved to the end (of 3, 3) s={seen: {0, 2}, picked: 3}",
      "0,2: moved to the end (of 3, 3) s={seen: {0, 2}, picked: 6}",
      "1: disabled by offer (of 3)",
      "2: moved to the end (of 3, 3) s={seen: {0, 2}, picked: 2}",
      "2,1: moved to the end (of 3, 3) s={seen: {0, 2}, picked: 5}",
      "2,2: moved to the end (of 3, 3) s={seen: {0, 2}, picked: 8}",
    ]);
  });

  test("belong to init, too", () => {
    const run = new NativeRun(loaded);
    expect(told(run.start([1, 0]))).toBe("moved to the end (of 2, 2)");
    expect(shown(run)).toBe("s={seen: {2}, picked: 0}");
  });

  test("of an init whose guard is false begin nothing", () => {
    const never = load(spec("never", { processes: { pick }, init: () => when(choose([0, 1]) > 1) }), { s });
    const run = new NativeRun(never);
    expect(told(run.start([1]))).toBe("disabled by when (of 2)");
    expect(() => run.step(0, [])).toThrow("a native run cannot go on");
  });
});

describe("properties", () => {
  const { s, run, loaded } = race();
  const { fn } = loaded.definition.processes[0]!;

  test("see the state and what they are told of positions", () => {
    run.start([]);
    run.step(0, []);
    const asked: unknown[] = [];
    const positions: Positions = {
      at: (asking, instance, label) => asked.push(asking === fn, instance, label),
      ended: () => 2,
      enabled: (_, instance) => (instance === 1 ? 1 : 0),
    };
    const property = () => [s.n, at(fn, "write"), at(fn, 0, "read"), ended(fn), enabled(fn, 1, "read"), enabled(fn)];
    expect(run.evaluate(property, positions)).toEqual([0, 3, true, 2, true, 0]);
    expect(asked).toEqual([true, null, "write", true, 0, "read"]);
  });

  test("of steps see the state before, its positions and who moved", () => {
    run.start([]);
    run.step(0, []);
    const before = run.shared();
    run.step(0, []);
    const move = {
      shared: before,
      positions: { ...nowhere, at: () => 1 },
      by: (asking: unknown, instance: number | null, label: string | null) =>
        asking === fn && instance === null && label !== "read",
    };
    const property = () => [
      s.n,
      old(() => s.n),
      at(fn, "write"),
      old(() => at(fn, "write")),
      by(fn),
      by(fn, "read"),
      s.n,
    ];
    expect(run.evaluate(property, nowhere, move)).toEqual([1, 0, 0, 1, true, false, 1]);
  });

  test("keep composites from before the step as they were", () => {
    const t = shared({ r: record({ n: int(0, 3) }) });
    const bump = (): void => void t.r.n++;
    const stepping = new NativeRun(load(spec("bump", { actions: { bump } }), { t }));
    stepping.start([]);
    const before = stepping.shared();
    stepping.step(0, []);
    const property = () => [old(() => t.r).n, t.r.n];
    expect(stepping.evaluate(property, nowhere, { shared: before, positions: nowhere, by: () => true })).toEqual([
      0, 1,
    ]);
  });

  test("fail as steps do, and may not write", () => {
    run.start([]);
    expect(() => run.evaluate(() => assert(s.n > 0, "positive"), nowhere)).toThrow("positive");
    expect(() => run.evaluate(() => s.n++, nowhere)).toThrow("writing shared state has no meaning in a property");
    expect(told(run.step(0, []))).toBe("moved to write");
  });
});
