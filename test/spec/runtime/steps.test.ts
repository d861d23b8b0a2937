import { describe, expect, test } from "vitest";
import {
  array,
  assert,
  at,
  bool,
  by,
  choose,
  disabled,
  ended,
  idleUntil,
  int,
  list,
  load,
  map,
  note,
  old,
  oneOf,
  optional,
  record,
  set,
  shared,
  spec,
  when,
} from "../../../src/spec/index.ts";
import { makeExecution, perform } from "../../../src/spec/runtime/execution.ts";
import { intrinsicOf } from "../../../src/spec/runtime/intrinsics.ts";
import { blockedBy, faultOf, refusal, step } from "./running.ts";

describe("guards", () => {
  test("end the step when they are false, and say which kind of waiting it is", () => {
    expect(blockedBy(() => when(false))).toBe("when");
    expect(blockedBy(() => idleUntil(0))).toBe("idleUntil");
    expect(blockedBy(() => optional(false))).toBe("optional");
    expect(blockedBy(() => disabled())).toBe("when");
    expect(blockedBy(() => [when(true), when(2), idleUntil(true), optional()])).toBe(null);
  });

  test("leave word that an optional one was passed", () => {
    const execution = makeExecution("step", []);
    perform(execution, () => optional());
    expect(execution.optional).toBe(true);
  });

  test("cannot be caught as errors", () => {
    expect(() => step(() => when(false))).not.toThrow(Error);
  });
});

describe("choices", () => {
  test("take option numbers in order, and option 0 where there are none", () => {
    const pair = () => [choose(int(3, 5)), choose(["a", "b"])];
    expect(step(pair, 2, 1)).toEqual([5, "b"]);
    expect(step(pair, 1)).toEqual([4, "a"]);
    expect(step(pair)).toEqual([3, "a"]);
  });

  test("report how many options there were", () => {
    const s = shared({ q: list(3, int(0, 9), [7, 8]), seen: set(int(0, 4), [2]) });
    const execution = makeExecution("step", [], [1, 1, 0, 0, 2]);
    const chosen = perform(execution, () => [
      choose(s.q),
      choose(bool()),
      choose(oneOf("x")),
      choose([9]),
      choose(s.seen),
    ]);
    expect(chosen).toEqual([8, true, "x", 9, 2]);
    expect(execution.offered).toEqual([2, 2, 1, 1, 5]);
  });

  test("of a set are the values of its element domain; one that is no member is not on offer", () => {
    const s = shared({ seen: set(int(0, 2), [1]) });
    expect(blockedBy(() => choose(s.seen), 0)).toBe("offer");
    expect(step(() => choose(s.seen), 1)).toBe(1);
    expect(blockedBy(() => choose(s.seen), 2)).toBe("offer");
  });

  test("from nothing make the step impossible", () => {
    const s = shared({ q: list(3, int(0, 9)), seen: set(int(0, 2)), none: array(0, bool()) });
    expect(blockedBy(() => choose(s.q))).toBe("offer");
    expect(blockedBy(() => choose(s.seen))).toBe("offer");
    expect(blockedBy(() => choose(s.none))).toBe("offer");
    expect(blockedBy(() => choose([]))).toBe("offer");
  });

  test("of composites are values of their own", () => {
    const s = shared({
      q: list(1, record({ n: int(0, 3) }), [{ n: 1 }]),
      seen: set(record({ n: int(0, 3) }), [{ n: 1 }]),
    });
    step(() => {
      choose(s.q).n = 3;
    });
    step(() => {
      choose(s.seen).n = 3;
    }, 1);
    step(() => {
      choose(record({ n: int(0, 3) })).n = 3;
    });
    expect(s.q[0]?.n).toBe(1);
    expect(s.seen.has({ n: 1 })).toBe(true);
  });

  test("refuse what cannot be chosen from, and option numbers that do not exist", () => {
    const s = shared({ m: map(bool(), bool()) });
    expect(refusal(() => step(() => choose(s.m as unknown as string[])))).toBe(
      "choose(…): it chooses from an array, a domain, a set or a list\n  for a map, choose from the domain of its keys and guard with has",
    );
    expect(refusal(() => step(() => choose(list(40, bool()))))).toBe("choose(…): more than 2^31 values to choose from");
    expect(() => step(() => choose([1, 2]), 2)).toThrow("option 2 of a choice among 2; please report this");
  });
});

describe("assertions and notes", () => {
  test("an assertion fails the step with its text", () => {
    expect(faultOf(() => assert(false, "owner"))).toBe("assert: owner");
    expect(faultOf(() => assert(0))).toBe("assert: assertion failed");
    expect(faultOf(() => assert(3))).toBe("no fault");
  });

  test("notes are collected with values as plain data", () => {
    const s = shared({ q: list(3, int(0, 9), [7, 8]) });
    const execution = makeExecution("step", []);
    perform(execution, () => [note("here"), note("queue", s.q), note("first", s.q[0])]);
    expect(execution.notes).toEqual([
      { text: "here", value: null },
      { text: "queue", value: [7, 8] },
      { text: "first", value: 7 },
    ]);
  });
});

test("load gives the value itself", () => {
  const s = shared({ q: list(3, int(0, 9)), n: int(0, 1) });
  expect(load(s.n)).toBe(0);
  expect(load(s.q)).toBe(s.q);
});

describe("what has no meaning somewhere says where it belongs", () => {
  function* worker() {
    yield "here";
  }
  const inProperty = <T>(body: () => T): T => {
    const standing = { at: () => 1, ended: () => 0, enabled: () => 0, by: null, old: null };
    return perform(makeExecution("property", [], [], standing), body);
  };
  const inSetup = <T>(body: () => T): T => perform(makeExecution("setup", []), body);

  test.each([
    [
      "a guard at module level",
      () => when(true),
      "when() has no meaning at module level\n  it belongs in steps or in init",
    ],
    [
      "a choice in a property",
      () => inProperty(() => choose([1])),
      "choose() has no meaning in a property\n  it belongs in steps or in init",
    ],
    [
      "a guard before the first yield",
      () => inSetup(() => optional()),
      "optional() has no meaning before a process's first yield\n  it belongs in steps or in init",
    ],
    [
      "an assertion at module level",
      () => assert(true),
      "assert() has no meaning at module level\n  it belongs in steps or in init or in properties",
    ],
    [
      "a position in a step",
      () => step(() => at(worker, "here")),
      "at() has no meaning in a step\n  it belongs in properties",
    ],
    [
      "an ending at module level",
      () => ended(worker),
      "ended() has no meaning at module level\n  it belongs in properties",
    ],
    [
      "old in a state property",
      () => inProperty(() => old(() => 1)),
      "old() has no meaning here\n  it belongs in properties under `step`",
    ],
    [
      "by in a state property",
      () => inProperty(() => by(worker)),
      "by() has no meaning here\n  it belongs in properties under `step`",
    ],
    [
      "shared state in a step",
      () => step(() => shared({ n: bool() })),
      "shared(…) inside a step or a property\n  shared state is declared at module level",
    ],
  ])("%s", (_, body, message) => {
    expect(refusal(body)).toBe(message);
  });

  test("positions count without an instance, and are true or false with one", () => {
    expect(inProperty(() => at(worker, "here"))).toBe(1);
    expect(inProperty(() => at(worker, 0, "here"))).toBe(true);
    expect(inProperty(() => ended(worker))).toBe(0);
    expect(inProperty(() => ended(worker, 0))).toBe(false);
  });
});

test("the functions of the language are known by identity", () => {
  expect(intrinsicOf(when)).toBe("when");
  expect(intrinsicOf(set)).toBe("set");
  expect(intrinsicOf(spec)).toBe("spec");
  expect(intrinsicOf(() => {})).toBe(null);
  expect(intrinsicOf("when")).toBe(null);
});
