// Quiescent, deadlocked, or neither: the table of docs/language.md (Waiting), one row a sentence.

import { describe, expect, it } from "vitest";
import { type Ability, classify } from "../../../src/explorer/property/stuck.ts";

const moves: Ability = { process: 0, kind: "process", enabled: true, obliging: true, waits: "blocked" };
const may: Ability = { process: 1, kind: "process", enabled: true, obliging: false, waits: "blocked" };
const blocked: Ability = { process: 2, kind: "process", enabled: false, obliging: false, waits: "blocked" };
const idle: Ability = { process: 3, kind: "process", enabled: false, obliging: false, waits: "idle" };
const held: Ability = { process: 4, kind: "process", enabled: false, obliging: false, waits: "optional" };
const action: Ability = { process: 5, kind: "action", enabled: true, obliging: true, waits: "blocked" };
const event: Ability = { process: 6, kind: "action", enabled: true, obliging: false, waits: "blocked" };
const unable: Ability = { process: 7, kind: "action", enabled: false, obliging: false, waits: "blocked" };

const neither = { quiescent: false, deadlocked: false, blocked: [] };
const quiet = { quiescent: true, deadlocked: false, blocked: [] };

describe("with processes, a state", () => {
  it("in which somebody must move is neither quiescent nor a deadlock, whoever else is blocked", () => {
    expect(classify([moves, blocked], false, false)).toEqual(neither);
    expect(classify([blocked, action], false, false)).toEqual(neither);
  });

  it("in which all have ended is quiescent", () => {
    expect(classify([], false, false)).toEqual(quiet);
  });

  it("in which the others are idle, at an optional step, or may take one, is quiescent", () => {
    expect(classify([idle, held, may, event, unable], false, false)).toEqual(quiet);
  });

  it("in which one is blocked beside steps that need not be taken is a deadlock of that one", () => {
    expect(classify([idle, blocked, may, event], false, false)).toEqual({
      quiescent: true,
      deadlocked: true,
      blocked: [2],
    });
  });

  it("in which only actions cannot go on is no deadlock", () => {
    expect(classify([unable], false, false)).toEqual(quiet);
  });

  it("whose successors were all cut is neither", () => {
    expect(classify([blocked, may], false, true)).toEqual(neither);
  });
});

describe("with actions alone, a state", () => {
  it("in which none is enabled is a deadlock of nobody", () => {
    expect(classify([unable], true, false)).toEqual({ quiescent: true, deadlocked: true, blocked: [] });
  });

  it("in which an optional one is enabled is quiescent and no deadlock", () => {
    expect(classify([unable, event], true, false)).toEqual(quiet);
  });

  it("in which one is obliging is neither", () => {
    expect(classify([action, unable], true, false)).toEqual(neither);
  });
});
