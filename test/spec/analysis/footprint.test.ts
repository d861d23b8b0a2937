import { expect, it } from "vitest";
import { footprintOf } from "../../../src/spec/analysis/footprint.ts";
import { walkStatements } from "../../../src/spec/analysis/ir.ts";
import type { Expr, Guard, Statement } from "../../../src/spec/program/program.ts";

const place = { span: { file: "spec.ts", start: 0, end: 0 }, calls: [] };
const zero: Expr = { kind: "const", value: 0 };
const state = (id: number, index: Expr = zero): Expr => ({ kind: "read", cell: { store: "state", id, index } });
const local = (id: number): Expr => ({ kind: "read", cell: { store: "local", id, index: zero } });
const plus = (left: Expr, right: Expr): Expr => ({ kind: "binary", op: "add", left, right });
const guard = (test: Expr): Guard => ({ kind: "guard", guard: "when", test, waits: "blocked", place });

const body: Statement[] = [
  guard({ kind: "unary", op: "not", operand: state(7) }),
  { kind: "choose", choice: 0, target: 0, count: state(3), place },
  {
    kind: "if",
    test: { kind: "at", process: 2, locations: [1] },
    then: [{ kind: "set", cell: { store: "state", id: 5, index: state(1) }, value: plus(state(3), local(4)) }],
    else: [
      {
        kind: "block",
        label: 0,
        body: [
          {
            kind: "set",
            cell: { store: "local", id: 9, index: zero },
            value: { kind: "table", values: [1, 2], index: state(2, state(0)) },
          },
          { kind: "break", label: 0 },
        ],
      },
    ],
  },
  { kind: "note", note: 0 },
  { kind: "goto", location: 1 },
];

it("finds the columns read and written and the processes asked for, each once and ascending", () => {
  expect(footprintOf(body)).toEqual({ reads: [0, 1, 2, 3, 7], writes: [5], locations: [2] });
  expect(footprintOf([])).toEqual({ reads: [], writes: [], locations: [] });
});

it("looks into both branches of a condition and into predicates", () => {
  const value: Expr = {
    kind: "cond",
    test: { kind: "enabled", process: 1, locations: [2] },
    then: state(4),
    else: { kind: "by", process: 0, locations: null },
  };
  expect(footprintOf([{ kind: "return", value }])).toEqual({ reads: [4], writes: [], locations: [0, 1] });
});

it("walks statements in the order of a run, parents first", () => {
  const kinds: string[] = [];
  walkStatements(body, ({ kind }) => kinds.push(kind));
  expect(kinds).toEqual(["guard", "choose", "if", "set", "block", "set", "break", "note", "goto"]);
});
