// Goals keep the ends of their smallest depth, and no others.

import { expect, it } from "vitest";
import {
  endsWithStart,
  endsWithStep,
  type Goal,
  isViolation,
  makeGoals,
} from "../../../src/explorer/property/goals.ts";

const deadlock: Goal = { kind: "deadlock", property: null, site: null };
const error: Goal = { kind: "error", property: null, site: 3 };

it("a goal keeps all ends of its smallest depth, however they come", () => {
  const goals = makeGoals();
  goals.reach(deadlock, 4, { kind: "state", state: 10 });
  goals.reach(deadlock, 3, { kind: "state", state: 7 });
  goals.reach(deadlock, 3, { kind: "step", source: 5, position: 1 });
  goals.reach(deadlock, 3, { kind: "step", source: 5, position: 2 });
  goals.reach(deadlock, 4, { kind: "state", state: 11 });
  goals.reach(error, 2, { kind: "start", position: 1 });
  const [first, second] = goals.upTo(3);
  expect(first).toMatchObject({
    goal: deadlock,
    depth: 3,
    states: new Set([7]),
    steps: new Map([[5, new Set([1, 2])]]),
  });
  expect(second).toMatchObject({ goal: error, depth: 2, starts: new Set([1]) });
  expect(goals.upTo(2)).toEqual([second]);
});

it("a run ends with a step into one of the states, or with one of the steps", () => {
  const goals = makeGoals();
  goals.reach(deadlock, 3, { kind: "state", state: 7 });
  goals.reach(deadlock, 3, { kind: "step", source: 5, position: 1 });
  goals.reach(deadlock, 3, { kind: "start", position: 2 });
  const [reached] = goals.upTo(3);
  expect(endsWithStep(reached!, 0, 0, 7)).toBe(true);
  expect(endsWithStep(reached!, 5, 1, -1)).toBe(true);
  expect(endsWithStep(reached!, 5, 0, -1)).toBe(false);
  expect(endsWithStart(reached!, 2, -1)).toBe(true);
  expect(endsWithStart(reached!, 0, 7)).toBe(true);
  expect(endsWithStart(reached!, 0, 6)).toBe(false);
});

it("a witness is no violation", () => {
  const goals = makeGoals();
  goals.reach({ kind: "reachable", property: 0, site: null }, 1, { kind: "state", state: 0 });
  goals.reach(deadlock, 1, { kind: "state", state: 0 });
  expect(goals.upTo(1).map(isViolation)).toEqual([false, true]);
});
