// A program whose counts are closed, as large as one likes.

import type { Program } from "../../src/spec/program/program.ts";
import { add, goto, lt, makeBuilder, ne, type Operand, set, when } from "./builder.ts";

/** Counters that any process may raise: (most + 1)^count states, count · most + 1 levels. */
export function counters(
  count: number,
  most: number,
  forbidden: number | null = null,
  ballast: readonly number[] = [],
): Program {
  const b = makeBuilder("counters");
  for (const [i, bits] of ballast.entries()) b.column(`ballast${i}`, 0, 2 ** bits - 1);
  const cells = Array.from({ length: count }, (_, i) => b.column(`c${i}`, 0, most));
  cells.forEach((cell, i) => {
    b.action(`up${i}`, [when(lt(cell(), most)), set(cell(), add(cell(), 1)), goto(0)]);
  });
  if (forbidden !== null) {
    const sum = cells.reduce<Operand>((total, cell) => add(total, cell()), 0);
    b.property("always", "not so many", ne(sum, forbidden));
  }
  b.mayEnd(true);
  return b.program();
}
