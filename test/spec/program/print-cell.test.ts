import { describe, expect, it } from "vitest";
import { shapeOf } from "../../../src/spec/lower/shape.ts";
import type { Domain } from "../../../src/spec/program/domain.ts";
import { showCell, showNumber, storageOf } from "../../../src/spec/program/print-cell.ts";
import { type Names, showExpr } from "../../../src/spec/program/print-expression.ts";
import type { Expr } from "../../../src/spec/program/program.ts";
import {
  add,
  at,
  binary,
  both,
  by,
  cond,
  either,
  enabled,
  eq,
  expr,
  local,
  lt,
  ne,
  not,
  sub,
} from "../../explorer/builder.ts";

const flag: Domain = { kind: "bool", initial: false };
const phase: Domain = { kind: "oneOf", values: ["init", "done"], initial: "init" };
const number = (lo: number, hi: number): Domain => ({ kind: "int", lo, hi, initial: lo });
const array = (length: number, element: Domain): Domain => ({ kind: "array", length, element, initial: [] });
const set = (element: Domain): Domain => ({ kind: "set", element, initial: new Set() });
const map = (key: Domain, value: Domain): Domain => ({ kind: "map", key, value, initial: new Map() });
const record = (fields: Record<string, Domain>): Domain => ({ kind: "record", fields, initial: {} });

/** The names of a domain's cells, in order of storage, each with the given index. */
function cells(domain: Domain, index: Expr): string[] {
  const runs: { id: number; name: string; count: number }[] = [];
  const shape = shapeOf(domain, "s", (name, _, count) => runs.push({ id: runs.length, name, count }) - 1);
  const names: Names = { columns: new Map(), locals: storageOf(registers, []), processes: [] };
  return [...storageOf(runs, [shape]).values()].map((storage) => showCell(storage, index, (e) => showExpr(e, names)));
}

const registers = ["i", "j"].map((name, id) => ({ id, name, count: 1 }));
const [i, j] = [expr(local(0)), expr(local(1))];
const mul = (a: Expr, n: number): Expr => binary("mul", a, n);

describe("a cell is written", () => {
  it("as a path of fields", () => {
    expect(cells(record({ a: flag, b: record({ c: flag }) }), expr(0))).toEqual(["s.a", "s.b.c"]);
  });

  it("with an index for each array and list around it", () => {
    const grid = array(2, { kind: "list", capacity: 3, element: record({ x: flag }), initial: [] });
    expect(cells(grid, expr(1))).toEqual(["s[1].length", "s[0][1].x"]);
    expect(cells(array(2, array(3, flag)), add(mul(i, 3), j))).toEqual(["s[i][j]"]);
    expect(cells(array(2, array(3, flag)), mul(i, 3))).toEqual(["s[i][0]"]);
    expect(cells(array(2, array(3, flag)), add(3, j))).toEqual(["s[1][j]"]);
    expect(cells(array(2, array(3, array(4, flag))), add(mul(add(mul(i, 3), 2), 4), j))).toEqual(["s[i][2][j]"]);
  });

  it("with its flat index where that cannot be taken apart", () => {
    expect(cells(array(2, array(3, flag)), j)).toEqual(["s[][]@j"]);
    expect(cells(array(2, array(3, flag)), add(i, j))).toEqual(["s[][]@(i + j)"]);
  });

  it("with the value that a set's or a map's position stands for", () => {
    expect(cells(set(phase), expr(1))).toEqual(["s{done}"]);
    expect(cells(set(record({ kind: phase, n: number(0, 1) })), expr(3))).toEqual(['s{kind: "done", n: 1}']);
    expect(cells(map(number(2, 5), record({ a: flag })), expr(1))).toEqual(["s{3}", "s{3}.a"]);
    expect(cells(set(number(0, 3)), i)).toEqual(["s{i}"]);
    expect(cells(set(number(2, 5)), sub(i, 2))).toEqual(["s{i}"]);
    expect(cells(set(number(2, 5)), i)).toEqual(["s{i + 2}"]);
    expect(cells(set(phase), i)).toEqual(["s{#i}"]);
    expect(cells(array(2, set(phase)), add(mul(i, 2), 1))).toEqual(["s[i]{done}"]);
  });

  it("with an index alone where no shape is known", () => {
    const [storage] = storageOf([{ id: 0, name: "t", count: 4 }], []).values();
    expect(showCell(storage!, i, () => "i")).toBe("t[i]");
  });
});

it("a number is written as its domain has it", () => {
  expect(showNumber(1, { kind: "bool", initial: false })).toBe("true");
  expect(showNumber(1, { kind: "oneOf", values: ["a", "b"], initial: "a" })).toBe('"b"');
  expect(showNumber(-1, { kind: "int", lo: -1, hi: 1, initial: 0 })).toBe("-1");
  expect(showNumber(7, { kind: "oneOf", values: ["a", "b"], initial: "a" })).toBe("7");
});

describe("an expression has only the parentheses it needs", () => {
  const location = { id: 0, label: "ended" };
  const process = {
    name: "p[0]",
    kind: "process",
    locations: [location, { id: 1, label: "a" }, { id: 2, label: "b" }],
  };
  const names: Names = {
    columns: new Map(),
    locals: storageOf(
      ["i", "j", "phase"].map((name, id) => ({ id, name, count: 1 })),
      [shapeOf(phase, "phase", () => 2)],
    ),
    processes: [process as unknown as Names["processes"][number]],
  };
  const tm = expr(local(2));
  const neg = (operand: Expr): Expr => ({ kind: "unary", op: "neg", operand });
  const cases: [Expr, string][] = [
    [add(add(i, j), 1), "i + j + 1"],
    [add(i, add(j, 1)), "i + j + 1"],
    [sub(i, sub(j, 1)), "i - (j - 1)"],
    [sub(sub(i, j), 1), "i - j - 1"],
    [binary("mul", add(i, 1), binary("div", j, 2)), "(i + 1) * (j / 2)"],
    [binary("rem", binary("mul", i, j), 2), "i * j % 2"],
    [eq(both(i, 1), 0), "(i & 1) === 0"],
    [either(lt(i, j), ne(i, 0)), "i < j | i !== 0"],
    [binary("shru", i, add(j, 1)), "i >>> j + 1"],
    [not(eq(i, 1)), "!(i === 1)"],
    [not(not(i)), "!!i"],
    [neg(neg(i)), "-(-i)"],
    [neg(expr(-1)), "-(-1)"],
    [sub(i, -1), "i - -1"],
    [binary("mul", neg(i), 2), "-i * 2"],
    [cond(i, j, 0), "i && j"],
    [cond(i, 1, j), "i || j"],
    [cond(cond(i, 1, j), tm, 0), "(i || j) && phase"],
    [cond(cond(i, j, 0), 1, tm), "i && j || phase"],
    [cond(lt(i, j), i, cond(tm, j, 2)), "i < j ? i : phase ? j : 2"],
    [cond(cond(i, 2, 3), 4, 5), "(i ? 2 : 3) ? 4 : 5"],
    [add(cond(i, 2, 3), 1), "(i ? 2 : 3) + 1"],
    [eq(tm, 1), 'phase === "done"'],
    [ne(0, tm), '"init" !== phase'],
    [eq(cond(i, tm, 0), 1), '(i && phase) === "done"'],
    [{ kind: "table", values: [1, 2, 4], index: add(i, 1) }, "[1, 2, 4][i + 1]"],
    [at(0, 0), "ended(p[0])"],
    [at(0, 1, 2), 'at(p[0], "a", "b")'],
    [{ kind: "at", process: 0, locations: [0], old: true }, "old(ended(p[0]))"],
    [enabled(0, 2), 'enabled(p[0], "b")'],
    [by(0), "by(p[0])"],
    [by(0, 1), 'by(p[0], "a")'],
  ];
  it.each(cases)("%#: $1", (expression, text) => {
    expect(showExpr(expression, names)).toBe(text);
  });
});
