import { describe, expect, test } from "vitest";
import { bool, each, int, oneOf, params, set, spec } from "../../../src/spec/index.ts";
import { argumentsOf } from "../../../src/spec/runtime/each.ts";
import { beginEvaluation, endEvaluation } from "../../../src/spec/runtime/evaluation.ts";
import { isDefinition } from "../../../src/spec/runtime/spec.ts";
import { findInstance } from "../../../src/spec/runtime/standing.ts";
import { refusal } from "./running.ts";

function* worker() {
  yield "work";
}
function* numbered(self: number) {
  yield `work`;
  return self;
}
function tick(): void {}
function hear(rm: number, loud: boolean): void {
  void [rm, loud];
}
const holds = () => true;

/** What a spec without a type check could pass. */
const unchecked = (value: unknown): never => value as never;

describe("a definition", () => {
  const definition = spec("everything", {
    processes: { worker, numbered: each(numbered, 2) },
    actions: { tick, hear: each(hear, int(1, 2), bool()) },
    init: tick,
    always: { one: holds },
    quiescent: { two: holds },
    reachable: { three: holds },
    step: { four: holds },
    within: holds,
    mayEnd: true,
    scenarios: {
      fine: { expect: "holds", states: 4 },
      broken: {
        set: { n: 1, wakes: ["IN"] },
        check: ["one", "four"],
        expect: { violates: "four" },
        steps: 2,
        slow: true,
      },
      stuck: { expect: "deadlocks" },
      failing: { expect: { fails: "work" } },
    },
  });

  test("names its families in order, with a tuple of arguments for each instance", () => {
    expect(definition.processes).toEqual([
      { name: "worker", fn: worker, instances: [[]], fairness: ["weak"] },
      { name: "numbered", fn: numbered, instances: [[0], [1]], fairness: ["weak", "weak"] },
    ]);
    expect(definition.actions).toEqual([
      { name: "tick", fn: tick, instances: [[]], fairness: ["none"] },
      {
        name: "hear",
        fn: hear,
        instances: [
          [1, false],
          [1, true],
          [2, false],
          [2, true],
        ],
        fairness: ["none", "none", "none", "none"],
      },
    ]);
  });

  test("has its properties by kind and its scenarios with nothing left out", () => {
    expect([...definition.always, ...definition.quiescent, ...definition.reachable, ...definition.step]).toEqual([
      ["one", holds],
      ["two", holds],
      ["three", holds],
      ["four", holds],
    ]);
    expect([...definition.scenarios.values()]).toEqual([
      { name: "fine", set: {}, check: null, expect: { kind: "holds" }, states: 4, steps: null, slow: false },
      {
        name: "broken",
        set: { n: 1, wakes: ["IN"] },
        check: ["one", "four"],
        expect: { kind: "violates", property: "four" },
        states: null,
        steps: 2,
        slow: true,
      },
      { name: "stuck", set: {}, check: null, expect: { kind: "deadlocks" }, states: null, steps: null, slow: false },
      {
        name: "failing",
        set: {},
        check: null,
        expect: { kind: "fails", label: "work" },
        states: null,
        steps: null,
        slow: false,
      },
    ]);
    expect([definition.init, definition.within, definition.mayEnd]).toEqual([tick, holds, true]);
  });

  test("is frozen, and told from look-alikes", () => {
    expect(Object.isFrozen(definition)).toBe(true);
    expect(isDefinition(definition)).toBe(true);
    expect(isDefinition({ ...definition })).toBe(false);
    expect(isDefinition(undefined)).toBe(false);
  });

  test("leaves out what the author leaves out", () => {
    const { actions, init, always, within, mayEnd, scenarios } = spec("little", { actions: { tick } });
    expect([actions.length, init, always.size, within, mayEnd, scenarios.size]).toEqual([1, null, 0, null, null, 0]);
  });
});

describe("instances", () => {
  test("of no numbers are none", () => {
    expect(spec("none", { processes: { worker, numbered: each(numbered, 0) } }).processes[1]?.instances).toEqual([]);
  });

  test("get composites as values with methods", () => {
    const quorum = (members: { has(n: number): boolean }): void => void members;
    const [family] = spec("sets", { actions: { quorum: each(quorum, set(int(0, 1))) } }).actions;
    const [members] = argumentsOf(family!, 2) as [{ has(n: number): boolean }];
    expect([members.has(0), members.has(1)]).toEqual([false, true]);
  });

  test("are found by their number, or by their position where they have none", () => {
    const find = (over: ReturnType<typeof each>, instance: number) =>
      findInstance({ instances: over.instances }, instance);
    expect([find(each(numbered, 2), 1), find(each(numbered, 2), 2)]).toEqual([1, -1]);
    expect([find(each(numbered, int(5, 7)), 7), find(each(numbered, int(5, 7)), 0)]).toEqual([2, -1]);
    expect([find(each(hear, int(1, 2), bool()), 3), find(each(hear, int(1, 2), bool()), 4)]).toEqual([3, -1]);
    expect([
      find(
        each((kind: string) => kind, oneOf("a", "b")),
        1,
      ),
      find({ fn: worker, instances: [[]] }, 0),
    ]).toEqual([1, 0]);
  });
});

describe("refused instances", () => {
  test.each([
    [
      "of no function",
      () => each(unchecked(3), 2),
      "each(…): its first argument is not a function\n  write each(fn, 3): the function itself, and how often",
    ],
    [
      "over nothing",
      () => each(unchecked(numbered)),
      "each(numbered): over what?\n  each(numbered, 3) makes three, each(numbered, bool()) two",
    ],
    [
      "of a negative number",
      () => each(numbered, -1),
      "each(numbered, -1): not a number of instances\n  it is an integer from 0 on",
    ],
    [
      "of a fraction",
      () => each(numbered, 1.5),
      "each(numbered, 1.5): not a number of instances\n  it is an integer from 0 on",
    ],
    [
      "of a number and a domain",
      () => each(unchecked(hear), unchecked(2), bool()),
      "each(hear, …): either one number or domains\n  int(0, n - 1) is a domain",
    ],
    [
      "over something else",
      () => each(numbered, unchecked("ab")),
      'each(numbered, …): "ab" is not a domain\n  domains are int, bool, oneOf, record, union, array, list, set and map',
    ],
    [
      "in masses",
      () => each(numbered, int(0, 99999)),
      "each(numbered, …): 100000 instances, at most 65536 are possible\n  make fewer, or smaller domains",
    ],
  ])("%s", (_, make, message) => {
    expect(refusal(make)).toBe(message);
  });
});

describe("refused specs", () => {
  const refused = (declaration: object): string => refusal(() => spec("refused", unchecked(declaration)));

  test.each([
    ["nothing to run", {}, "a spec needs processes or actions\n  processes: { worker } or actions: { step }"],
    ["a misspelt key", { actions: { tick }, alwyas: {} }, 'spec: there is no "alwyas"\n  did you mean "always"?'],
    [
      "a process that is no generator",
      { processes: { tick } },
      "the process tick is no generator function\n  write function*, or move it to actions",
    ],
    [
      "an action that is a generator",
      { actions: { worker } },
      "the action worker is a generator function\n  move it to processes",
    ],
    [
      "an async action",
      { actions: { wait: async () => {} } },
      "the action wait is async\n  waiting is yield and when(…)",
    ],
    [
      "a process that runs already",
      { processes: { worker: worker() } },
      "the process worker is not a function\n  name a generator function: function* worker() { … }",
    ],
    [
      "a property that is a value",
      { actions: { tick }, always: { safe: true } },
      'always: "safe" is not a function\n  write a condition: () => …',
    ],
    [
      "a property with a parameter",
      { actions: { tick }, within: (n: number) => n },
      "within takes a parameter\n  it is called without arguments",
    ],
    [
      "properties without names",
      { actions: { tick }, always: [holds] },
      "always is not an object\n  always: { name: … }",
    ],
    [
      "a parameter nobody gives",
      { processes: { numbered } },
      "the process numbered takes 1 parameter and is given 0\n  each(numbered, 2) numbers two instances",
    ],
    [
      "a domain too few",
      { actions: { hear: each(unchecked(hear), bool()) } },
      "the action hear takes 2 parameters and is given 1\n  each(hear, …) takes a domain for each parameter",
    ],
    [
      "a name that is no word",
      { actions: { "do it": tick } },
      'the name of the action "do it" is no identifier\n  schedules are words made of these names',
    ],
    [
      "one name for two",
      { processes: { worker }, actions: { worker: tick } },
      '"worker" is both a process and an action\n  rename one',
    ],
    [
      "two properties of one name",
      { actions: { tick }, always: { a: holds }, step: { a: holds } },
      'two properties are called "a"\n  rename one',
    ],
    [
      "a mayEnd that is false",
      { actions: { tick }, mayEnd: false },
      "mayEnd is not a function\n  write true, or a condition: () => …",
    ],
  ])("%s", (_, declaration, message) => {
    expect(refused(declaration)).toBe(message);
  });

  test("a spec without a name or a declaration", () => {
    expect(refusal(() => spec(unchecked({ actions: { tick } }), unchecked(undefined)))).toBe(
      'spec(…): its first argument is its name, a string\n  write spec("name", { … })',
    );
    expect(refusal(() => spec("name", unchecked(undefined)))).toBe(
      "spec(name, { … }): its second argument is missing\n  write { processes: { worker } }",
    );
  });

  test("several faults in one go", () => {
    expect(refused({ processes: { tick }, actions: { worker }, scenarois: {} })).toBe(
      [
        'spec: there is no "scenarois"',
        '  did you mean "scenarios"?',
        "the process tick is no generator function",
        "  write function*, or move it to actions",
        "the action worker is a generator function",
        "  move it to processes",
      ].join("\n"),
    );
  });

  test.each([
    [
      "expects nothing",
      {},
      'scenario "s" expects nothing\n  expect: "holds", "deadlocks", { violates: "a property" } or { fails: "a label" }',
    ],
    [
      "expects the unknown",
      { expect: "fails" },
      'scenario "s": unknown expectation\n  expect: "holds", "deadlocks", { violates: "a property" } or { fails: "a label" }',
    ],
    [
      "violates no property",
      { expect: { violates: "saef" } },
      'scenario "s": there is no property "saef"\n  did you mean "safe"?',
    ],
    [
      "checks no property",
      { check: ["live"], expect: "holds" },
      'scenario "s": there is no property "live"\n  there is "safe", "sound"',
    ],
    [
      "violates what it does not check",
      { check: ["sound"], expect: { violates: "safe" } },
      'scenario "s": it expects to violate "safe", which it does not check\n  add it to check, or leave check out',
    ],
    [
      "has a misspelt key",
      { expects: "holds", expect: "holds" },
      'scenario "s": there is no "expects"\n  did you mean "expect"?',
    ],
    [
      "counts in fractions",
      { expect: "holds", states: 1.5, steps: -1 },
      'scenario "s": states is not a count\n  it is an integer from 0 on\nscenario "s": steps is not a count\n  it is an integer from 0 on',
    ],
    [
      "sets by a list",
      { set: ["n"], expect: "holds" },
      'scenario "s": set is not an object\n  set: { parameter: value }',
    ],
    ["is no object", "holds", 'scenario "s" is not an object\n  write { expect: "holds" }'],
  ])("a scenario that %s", (_, scenario, message) => {
    expect(refused({ actions: { tick }, always: { safe: holds, sound: holds }, scenarios: { s: scenario } })).toBe(
      message,
    );
  });

  test("a scenario that sets a parameter nobody declared", () => {
    beginEvaluation({});
    params({ wakers: int(0, 3) });
    expect(refused({ actions: { tick }, scenarios: { s: { set: { wakesr: 1, wakers: 9 }, expect: "holds" } } })).toBe(
      'scenario "s": there is no parameter wakesr\n  did you mean "wakers"?',
    );
    endEvaluation();
  });
});
