// Trying every tuple of choices of a step: its code in a loop, with the options taken so far in memory as the digits of
// an odometer. The last choice turns fastest, so tuples come in the order of the canonical schedule. The invariant: a
// run of the body sees the same options up to the digit that was advanced, and option 0 after it.

import type { Expr, Statement } from "../../spec/program/program.ts";
import { pushExpression, type Scope } from "./expression.ts";
import type { FunctionWriter } from "./function.ts";
import { walkBody } from "./walk.ts";

const DIGIT_BYTES = 8;

/** Bytes of memory the choices of a body take: for each an option and a count. */
export function choiceBytes(body: readonly Statement[]): number {
  let choices = 0;
  walkBody(body, { statement: (statement) => void (statement.kind === "choose" && choices++) });
  return choices * DIGIT_BYTES;
}

export class Odometer {
  readonly #writer: FunctionWriter;
  readonly #memory: number;
  /** Byte offset of the next digit, and of the first digit that starts at 0. */
  readonly #position: number;
  readonly #fresh: number;

  constructor(writer: FunctionWriter, memory: number) {
    this.#writer = writer;
    this.#memory = memory;
    this.#position = writer.takeI32();
    this.#fresh = writer.takeI32();
  }

  /** Runs `body` once for every tuple; it must end by falling through. */
  emitLoop(body: () => void): void {
    const writer = this.#writer;
    writer.i32(0);
    writer.set(this.#fresh);
    writer.loop((again) => {
      writer.i32(0);
      writer.set(this.#position);
      body();
      writer.block((done) => {
        writer.loop((carry) => {
          writer.get(this.#position);
          writer.op("i32.eqz");
          writer.brIf(done);
          writer.get(this.#position);
          writer.i32(DIGIT_BYTES);
          writer.op("i32.sub");
          writer.tee(this.#position);
          writer.get(this.#position);
          writer.access("i32.load", this.#memory);
          writer.i32(1);
          writer.op("i32.add");
          writer.access("i32.store", this.#memory);
          writer.get(this.#position);
          writer.access("i32.load", this.#memory);
          writer.get(this.#position);
          writer.access("i32.load", this.#memory + 4);
          writer.op("i32.ge_s");
          writer.brIf(carry);
          writer.get(this.#position);
          writer.i32(DIGIT_BYTES);
          writer.op("i32.add");
          writer.set(this.#fresh);
          writer.br(again);
        });
      });
    });
  }

  /** Takes the next digit's option into a local of the program; `held` runs if there is none, and must branch. */
  emitChoice(scope: Scope, target: number, count: Expr, held: () => void): void {
    const writer = this.#writer;
    const options = writer.takeI32();
    pushExpression(scope, count);
    writer.set(options);
    writer.get(this.#position);
    writer.get(this.#fresh);
    writer.op("i32.ge_u");
    writer.if(() => {
      writer.get(this.#position);
      writer.i32(0);
      writer.access("i32.store", this.#memory);
    });
    writer.get(this.#position);
    writer.access("i32.load", this.#memory);
    writer.get(options);
    writer.op("i32.ge_s");
    writer.if(held);
    writer.get(this.#position);
    writer.get(options);
    writer.access("i32.store", this.#memory + 4);
    scope.registers.write(target, { known: 0 }, () => {
      writer.get(this.#position);
      writer.access("i32.load", this.#memory);
    });
    writer.get(this.#position);
    writer.i32(DIGIT_BYTES);
    writer.op("i32.add");
    writer.set(this.#position);
    writer.release(options);
  }

  release(): void {
    this.#writer.release(this.#position);
    this.#writer.release(this.#fresh);
  }
}
