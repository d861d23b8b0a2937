// Constant tables of the program. A table whose values fit 64 bits together becomes one i64 constant and a shift; a
// larger one lies in memory, once however often it is used. The host writes `contents` to memory before it runs any
// code.

import type { Expr, Program } from "../../spec/program/program.ts";
import { predicatesOf } from "./compilation.ts";
import type { FunctionWriter } from "./function.ts";
import { walkBody } from "./walk.ts";

export class TablePool {
  readonly #base: number;
  readonly #offsets = new Map<string, number>();
  readonly #values: number[] = [];

  /** `base`: the address at which the tables begin. */
  constructor(base: number) {
    this.#base = base;
  }

  /** What belongs at `base`, as int32. */
  get contents(): readonly number[] {
    return this.#values;
  }

  /** Replaces the index on the stack by the value there. */
  pushLookup(writer: FunctionWriter, values: readonly number[]): void {
    const bits = Math.max(1, ...values.map((value) => 32 - Math.clz32(value)));
    if (bits * values.length <= 64) {
      this.#pushSmall(writer, values, bits);
      return;
    }
    writer.i32(4);
    writer.op("i32.mul");
    writer.access("i32.load", this.#base + this.#offsetOf(values));
  }

  #pushSmall(writer: FunctionWriter, values: readonly number[], bits: number): void {
    const index = writer.takeI32();
    writer.set(index);
    writer.i64(values.reduce((sum, value, i) => sum | (BigInt(value >>> 0) << BigInt(i * bits)), 0n));
    writer.get(index);
    writer.i32(bits);
    writer.op("i32.mul", "i64.extend_i32_u", "i64.shr_u", "i32.wrap_i64");
    if (bits < 32) {
      writer.i32(2 ** bits - 1);
      writer.op("i32.and");
    }
    writer.release(index);
  }

  #offsetOf(values: readonly number[]): number {
    const key = values.join();
    const known = this.#offsets.get(key);
    if (known !== undefined) return known;
    const offset = this.#values.length * 4;
    this.#values.push(...values);
    this.#offsets.set(key, offset);
    return offset;
  }
}

/** The most bytes that the tables of a program can take. */
export function tableBytes(program: Program): number {
  const sizes = new Map<readonly number[], number>();
  const visitor = {
    expression: (expr: Expr) => void (expr.kind === "table" && sizes.set(expr.values, expr.values.length * 4)),
  };
  const steps = program.processes.flatMap((process) => process.locations.map((location) => location.step));
  for (const { body } of [...steps, ...predicatesOf(program)]) walkBody(body, visitor);
  if (program.initial.step !== null) walkBody(program.initial.step.body, visitor);
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}
