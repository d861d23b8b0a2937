// The locals of one body while it runs. Scalars and short runs indexed by constants lie in WebAssembly locals; any
// other run lies in a stretch of memory kept for it. What comes in is the body, what goes out is code that reads and
// writes cells. The invariant: a local is `touched` from the first code that mentions it on, and code before that
// (which, without loops, is all code that can have run before it) has not changed it.

import type { Local, Statement } from "../../spec/program/program.ts";
import type { CellIndex } from "./field.ts";
import { type FunctionWriter, I32 } from "./function.ts";
import { walkBody } from "./walk.ts";

/** Longer runs lie in memory even if every index is known: so many locals would only burden the compiler. */
const LONGEST_RUN = 32;

export class Registers {
  readonly #writer: FunctionWriter;
  readonly #cells = new Map<number, number[]>();
  /** Address of each run that lies in memory. */
  readonly #addresses = new Map<number, number>();
  readonly #touched = new Set<number>();
  readonly #written = new Set<number>();
  readonly #locals: readonly Local[];
  /** Bytes of memory used from the given address on. */
  readonly bytes: number;

  constructor(writer: FunctionWriter, locals: readonly Local[], body: readonly Statement[], memory: number) {
    this.#writer = writer;
    this.#locals = locals;
    let address = memory;
    for (const id of memoryRuns(locals, body)) {
      this.#addresses.set(id, address);
      address += locals[id]!.count * 4;
    }
    this.bytes = address - memory;
  }

  /** Locals that the code so far reads or writes. */
  get touched(): ReadonlySet<number> {
    return this.#touched;
  }

  /** Locals that the code so far writes. */
  get written(): ReadonlySet<number> {
    return this.#written;
  }

  /** Gives every cell the code uses of a local the value that `push` leaves on the stack for it. */
  load(id: number, push: (cell: number) => void): void {
    const address = this.#addresses.get(id);
    for (let cell = 0; cell < this.#locals[id]!.count; cell++) {
      if (address !== undefined) {
        this.#writer.i32(0);
        push(cell);
        this.#writer.access("i32.store", address + cell * 4);
      } else if ((this.#cells.get(id)?.[cell] ?? -1) >= 0) {
        push(cell);
        this.#writer.set(this.#cells.get(id)![cell]!);
      }
    }
  }

  /** Leaves the value of a cell on the stack. */
  read(id: number, index: CellIndex): void {
    this.#touched.add(id);
    const address = this.#addresses.get(id);
    if (address === undefined) {
      this.#writer.get(this.#cell(id, index));
      return;
    }
    this.#pushAddress(index);
    this.#writer.access("i32.load", address + ("known" in index ? index.known * 4 : 0));
  }

  /** Stores what `value` leaves on the stack. */
  write(id: number, index: CellIndex, value: () => void): void {
    this.#touched.add(id);
    this.#written.add(id);
    const address = this.#addresses.get(id);
    if (address === undefined) {
      value();
      this.#writer.set(this.#cell(id, index));
      return;
    }
    this.#pushAddress(index);
    value();
    this.#writer.access("i32.store", address + ("known" in index ? index.known * 4 : 0));
  }

  /** Gives the WebAssembly locals back. */
  release(): void {
    for (const cells of this.#cells.values()) for (const cell of cells) if (cell >= 0) this.#writer.unreserve(cell);
  }

  #cell(id: number, index: CellIndex): number {
    if (!("known" in index)) throw new Error("a computed index into locals; please report this");
    const { count, name } = this.#locals[id]!;
    if (index.known < 0 || index.known >= count)
      throw new Error(`${name} has no cell ${index.known}; please report this`);
    let cells = this.#cells.get(id);
    if (cells === undefined) {
      cells = new Array<number>(count).fill(-1);
      this.#cells.set(id, cells);
    }
    if (cells[index.known] === -1) cells[index.known] = this.#writer.reserve(I32);
    return cells[index.known]!;
  }

  #pushAddress(index: CellIndex): void {
    if ("known" in index) {
      this.#writer.i32(0);
      return;
    }
    this.#writer.get(index.local);
    this.#writer.i32(4);
    this.#writer.op("i32.mul");
  }
}

function memoryRuns(locals: readonly Local[], body: readonly Statement[]): readonly number[] {
  const found = new Set<number>();
  walkBody(body, {
    cell: (cell) => {
      if (cell.store !== "local") return;
      const { count } = locals[cell.id]!;
      if (count > LONGEST_RUN || (count > 1 && cell.index.kind !== "const")) found.add(cell.id);
    },
  });
  return [...found].sort((a, b) => a - b);
}
