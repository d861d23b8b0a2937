// One step at a time: what moves, what waits and why, what fails, and in which order choices are tried.

import { describe, expect, it } from "vitest";
import {
  evaluate,
  isEnabled,
  type Outcome,
  runStep,
  type Situation,
  situationOf,
  starts,
} from "../../../src/explorer/reference/interpreter.ts";
import type { State } from "../../../src/explorer/state.ts";
import { stateKey } from "../../../src/explorer/state-key.ts";
import type { Expr, Program, Statement } from "../../../src/spec/program/program.ts";
import {
  add,
  type Builder,
  binary,
  block,
  type ColumnHandle,
  choose,
  enabled,
  eq,
  expr,
  fail,
  give,
  goto,
  gt,
  guard,
  idleUntil,
  iff,
  leave,
  local,
  makeBuilder,
  type Operand,
  offer,
  optional,
  predicate,
  set,
  setWithin,
  when,
} from "../builder.ts";

const wide = { lo: -(2 ** 31), hi: 2 ** 31 - 1 };

/** A process with this one step, two columns `n` (0..3) and `m` (any), and two registers. */
function oneStep(make: (n: ColumnHandle, m: ColumnHandle, b: Builder) => readonly Statement[]): Program {
  const b = makeBuilder("one step");
  const n = b.column("n", 0, 3);
  const m = b.column("m", wide.lo, wide.hi, [0, 0, 0]);
  b.process("p", {
    locals: [
      { name: "x", ...wide },
      { name: "y", ...wide },
    ],
    locations: [
      { label: "step", body: make(n, m, b) },
      { label: "after", body: [goto(0)], live: [1] },
    ],
  });
  return b.program();
}

const start = (program: Program): State => starts(program)[0]!.state;
const step = (program: Program, ...options: number[]): Outcome => runStep(program, start(program), 0, options);
const situation = (program: Program): Situation => situationOf(program, start(program), 0);

/** The value an expression has when a step writes it to a column of 32 bits. */
function value(operand: Expr): number {
  const outcome = step(oneStep((_, m) => [set(m(), operand), goto(0)]));
  if (outcome.kind !== "moved") throw new Error(outcome.kind);
  return outcome.state.shared.get(1)!.get(0)!;
}

describe("expressions", () => {
  it.each([
    [binary("add", wide.hi, 1), wide.lo],
    [binary("sub", wide.lo, 1), wide.hi],
    [binary("mul", 65_537, 65_537), 131_073],
    [binary("div", -7, 2), -3],
    [binary("rem", -7, 2), -1],
    [binary("rem", -4, 2), 0],
    [binary("shl", 1, 31), wide.lo],
    [binary("shr", -8, 1), -4],
    [binary("shru", -8, 28), 15],
    [binary("xor", 6, 3), 5],
    [binary("ge", -1, 0), 0],
    [{ kind: "unary", op: "neg", operand: expr(wide.lo) }, wide.lo],
    [{ kind: "unary", op: "bitnot", operand: expr(5) }, -6],
    [{ kind: "unary", op: "not", operand: expr(5) }, 0],
    [{ kind: "table", values: [4, 5, 6], index: expr(2) }, 6],
  ] satisfies [Expr, number][])("are int32: %j is %i", (operand, expected) => {
    const result = value(operand as Expr);
    expect(result).toBe(expected);
    expect(Object.is(result, -0)).toBe(false);
  });
});

describe("a step", () => {
  it("leaves the state it started from as it was, and keeps the live locals of where it arrives alone", () => {
    const program = oneStep((n) => [set(local(0), 4), set(local(1), 5), set(n(), 1), goto(2)]);
    const before = start(program);
    const outcome = runStep(program, before, 0, []);
    expect(stateKey(before)).toBe("0;0,0,0|1|");
    expect(outcome.kind === "moved" && stateKey(outcome.state)).toBe("1;0,0,0|2|1=5");
  });

  it("reads what it has written", () => {
    const program = oneStep((n) => [set(n(), 2), set(n(), add(n(), 1)), goto(0)]);
    expect(step(program)).toMatchObject({ kind: "moved", state: { shared: expect.anything() } });
    const outcome = step(program);
    expect(outcome.kind === "moved" && outcome.state.shared.get(0)!.get(0)).toBe(3);
  });

  it("leaves a block by its label, through others", () => {
    const program = oneStep((n) => [block(0, block(1, leave(0), set(n(), 1)), set(n(), 2)), goto(0)]);
    const outcome = step(program);
    expect(outcome.kind === "moved" && outcome.state.shared.get(0)!.get(0)).toBe(0);
  });

  it("fails where a value leaves its domain, with what the message shows as it was there", () => {
    const program = oneStep((n, _, b) => {
      const site = b.site("domain", "{0} and {1}", n(), add(n(), 3));
      return [set(n(), 1), setWithin(n(), add(n(), 3), 0, 3, site), goto(0)];
    });
    expect(step(program)).toMatchObject({ kind: "failed", site: 0, values: [1, 4] });
    expect(situation(program).edges).toHaveLength(1);
  });

  it("that would store a value its column cannot hold is our fault", () => {
    const program = oneStep((n) => [set(n(), 4), goto(0)]);
    expect(() => step(program)).toThrow("n is given 4, outside its 0..3; please report this");
  });

  it("that reads outside a column is our fault", () => {
    const program = oneStep((n, m) => [set(n(), m(3)), goto(0)]);
    expect(() => step(program)).toThrow("has no cell 3; please report this");
  });
});

describe("choices", () => {
  it("are tried with the last one counting fastest, each tuple from the start of the step", () => {
    const program = oneStep((n, _, b) => [
      choose(b.choice(), 0, 2),
      set(n(), add(n(), 1)),
      choose(b.choice(), 1, add(local(0), 1)),
      goto(0),
    ]);
    const { edges } = situation(program);
    expect(edges.map((edge) => edge.taken.map((taken) => taken.option))).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
    ]);
    expect(edges.map((edge) => edge.taken.map((taken) => taken.count))).toEqual([
      [2, 1],
      [2, 2],
      [2, 2],
    ]);
    expect(edges.map((edge) => edge.kind === "moved" && edge.state.shared.get(0)!.get(0))).toEqual([1, 1, 1]);
  });

  it("that are not on offer, and from nothing, disable their tuple alone", () => {
    const program = oneStep((_, __, b) => [
      choose(b.choice(), 0, 4),
      offer(gt(local(0), 0)),
      choose(b.choice(), 1, binary("sub", local(0), 2)),
      goto(0),
    ]);
    expect(situation(program).edges.map((edge) => edge.taken.map((taken) => taken.option))).toEqual([[3, 0]]);
  });

  it("that a step does not offer are refused, not taken for others", () => {
    const program = oneStep((_, __, b) => [choose(b.choice(), 0, 2), goto(0)]);
    expect(step(program, 2)).toMatchObject({ kind: "disabled" });
  });
});

describe("waiting", () => {
  const waits = (...body: Statement[]): string => {
    const { edges, waits: why } = situation(oneStep(() => [...body, goto(0)]));
    return edges.length > 0 ? "enabled" : why;
  };
  const perOption = (test: (option: Operand) => readonly Statement[]): string => {
    const program = oneStep((_, __, b) => [choose(b.choice(), 0, 2), ...test(local(0)), goto(0)]);
    return situation(program).waits;
  };

  it("is what the false guard says", () => {
    expect(waits(when(0))).toBe("blocked");
    expect(waits(idleUntil(0))).toBe("idle");
    expect(waits(optional(0))).toBe("optional");
    expect(waits(guard("when", 0, "optional"))).toBe("optional");
  });

  it("is optional once any guard met says so, passed or not", () => {
    expect(waits(optional(), when(0))).toBe("optional");
    expect(waits(idleUntil(1), when(0))).toBe("blocked");
  });

  it("for a choice from nothing is blocked", () => {
    expect(situation(oneStep((_, __, b) => [choose(b.choice(), 0, 0), goto(0)])).waits).toBe("blocked");
  });

  it("over several choices is optional before idle before blocked", () => {
    const either = (one: Statement, other: Statement) => (option: Operand) => [iff(eq(option, 0), [one], [other])];
    expect(perOption(either(when(0), idleUntil(0)))).toBe("idle");
    expect(perOption(either(idleUntil(0), when(0)))).toBe("idle");
    expect(perOption(either(optional(0), idleUntil(0)))).toBe("optional");
    expect(perOption(either(idleUntil(0), optional(0)))).toBe("optional");
    expect(perOption(either(when(0), when(0)))).toBe("blocked");
  });

  it("does not oblige anybody to a step that has passed an optional guard", () => {
    const program = oneStep((_, __, b) => [choose(b.choice(), 0, 2), iff(eq(local(0), 0), [optional()]), goto(0)]);
    expect(situation(program).edges.map((edge) => edge.optional)).toEqual([true, false]);
  });
});

describe("predicates", () => {
  it("have registers of their own and can fail", () => {
    const b = makeBuilder("predicates");
    const n = b.column("n", 0, 3, 2);
    const site = b.site("index", "{0}", local(0));
    const locals = [{ name: "t", ...wide }];
    const fails = predicate([set(local(0), add(n(), 5)), iff(n(), [fail(site)]), give(1)], locals);
    const gives = predicate([set(local(0), add(n(), 5)), give(local(0))], locals);
    const program = b.program();
    expect(evaluate(program, fails, start(program), null)).toMatchObject({ kind: "failed", site: 0, values: [7] });
    expect(evaluate(program, gives, start(program), null)).toEqual({ kind: "value", value: 7 });
  });

  it("see a step as enabled that fails, and not one that has ended", () => {
    const b = makeBuilder("enabled");
    const site = b.site("assert", "no");
    b.process("p", { locations: [{ label: "a", body: [fail(site)] }] });
    b.process("q", { locations: [{ label: "a", body: [goto(0)] }], entry: 0 });
    b.process("r", { locations: [{ label: "a", body: [when(0), goto(0)] }] });
    const program = b.program();
    const state = start(program);
    expect([0, 1, 2].map((process) => isEnabled(program, state, process))).toEqual([true, false, false]);
    expect(evaluate(program, predicate([give(enabled(0, 1))]), state, null)).toEqual({ kind: "value", value: 1 });
    expect(evaluate(program, predicate([give(enabled(0, 2))]), state, null)).toEqual({ kind: "value", value: 0 });
  });
});
