// The order of report: depth, kind, declaration, context switches, schedule.

import { describe, expect, it } from "vitest";
import type { Finding, Trace } from "../../../src/explorer/exploration.ts";
import { compareFindings, compareTraces, switchesOf } from "../../../src/explorer/property/order.ts";
import { makeState } from "../../../src/explorer/state.ts";

/** `1` is a step of process 1, `1.0` one with option 0. */
function trace(schedule: string, initialChoices: readonly number[] = []): Trace {
  const steps = schedule
    .split(" ")
    .filter(Boolean)
    .map((word) => {
      const [process, ...options] = word.split(".").map(Number);
      const choices = options.map((option) => ({ choice: 0, option }));
      return { process: process!, location: 1, choices, state: null, notes: [] };
    });
  return { initialChoices, initial: makeState(), steps };
}

const some = trace("0 0");
const error: Finding = { kind: "error", depth: 3, trace: some, site: 0, values: [] };
const assertion: Finding = { kind: "assert", depth: 3, trace: some, site: 0, values: [] };
const deadlock: Finding = { kind: "deadlock", depth: 3, trace: some, blocked: [0] };
const always: Finding = { kind: "always", depth: 3, trace: some, property: 0, conjunct: 0 };
const second: Finding = { kind: "always", depth: 3, trace: some, property: 4, conjunct: 0 };
const quiescent: Finding = { kind: "quiescent", depth: 3, trace: some, property: 1, conjunct: 0 };
const step: Finding = { kind: "step", depth: 3, trace: some, property: 2, conjunct: 0 };

describe("findings", () => {
  it("of one depth come as error, assertion, deadlock, always, quiescent, step", () => {
    const inOrder = [error, assertion, deadlock, always, second, quiescent, step];
    expect([...inOrder].reverse().sort(compareFindings)).toEqual(inOrder);
  });

  it("of a smaller depth come first, whatever they are", () => {
    expect(compareFindings({ ...step, depth: 2 }, error)).toBeLessThan(0);
  });

  it("of one property are told apart by their schedules, but declaration comes before", () => {
    expect(compareFindings({ ...second, trace: trace("0 0") }, { ...always, trace: trace("0 1") })).toBeGreaterThan(0);
    expect(
      compareFindings({ ...error, trace: trace("0 1") }, { ...error, site: 5, trace: trace("0 0") }),
    ).toBeGreaterThan(0);
  });

  it("of one schedule: errors of steps before errors of properties, then by site", () => {
    const inProperty: Finding = { kind: "error", depth: 3, trace: some, site: 0, values: [], property: 0 };
    expect(compareFindings(error, inProperty)).toBeLessThan(0);
    expect(compareFindings(error, { ...error, site: 1 } as Finding)).toBeLessThan(0);
    expect(compareFindings(error, error)).toBe(0);
  });
});

describe("traces", () => {
  it("switch when another process or instance moves", () => {
    expect(["", "0", "0 0 1 1 0", "0 1 2 3"].map((schedule) => switchesOf(trace(schedule)))).toEqual([0, 0, 2, 3]);
  });

  it("are compared by switches, then by the options of init, then step by step", () => {
    const inOrder = [
      trace("1 1 1", [0]),
      trace("0 0 0", [1]),
      trace("0.0 0.2 0", [2]),
      trace("0.1 0.0 0", [2]),
      trace("1 0 0", [0]),
      trace("0 1 0", [0]),
    ];
    expect([...inOrder].reverse().sort(compareTraces)).toEqual(inOrder);
  });
});
