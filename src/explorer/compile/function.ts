// The body of one WebAssembly function, written instruction by instruction. Structured control takes callbacks, and
// branches name the label they leave, so that nobody counts nesting depths by hand. The invariant: after every callback
// the label stack is what it was before, and a pooled local is in use by one holder at a time.

import { ByteWriter } from "./byte-writer.ts";
import {
  ACCESS,
  type Access,
  ATOMIC_ACCESS,
  ATOMIC_PREFIX,
  type AtomicAccess,
  EMPTY,
  I32,
  I64,
  INSTRUCTION,
  OPCODES,
  type Opcode,
  type ValueType,
  VECTOR_ACCESS,
  VECTOR_OPCODES,
  VECTOR_PREFIX,
  VECTOR_ZEROS,
  type VectorAccess,
  type VectorOpcode,
} from "./opcodes.ts";

export { I32, I64, V128, type ValueType } from "./opcodes.ts";

/** A place that branches can leave for: the end of a block, or the head of a loop. */
export interface Label {
  readonly depth: number;
}

/** A remark on the code from a byte of a function's body on. */
export interface Note {
  readonly at: number;
  readonly text: string;
}

interface Captured {
  readonly code: Uint8Array;
  readonly notes: readonly Note[];
}

export class FunctionWriter {
  readonly name: string;
  readonly index: number;
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly #locals: ValueType[] = [];
  readonly #free = new Map<ValueType, number[]>();
  readonly #unreserved = new Map<ValueType, number[]>();
  readonly #code = new ByteWriter();
  readonly #notes: Note[] = [];
  #depth = 0;

  constructor(name: string, index: number, params: readonly ValueType[], results: readonly ValueType[]) {
    this.name = name;
    this.index = index;
    this.params = params;
    this.results = results;
  }

  /** A fresh local, or a released one of the same type, whose value is then arbitrary. */
  take(type: ValueType): number {
    const free = this.#free.get(type)?.pop();
    if (free !== undefined) return free;
    this.#locals.push(type);
    return this.params.length + this.#locals.length - 1;
  }

  release(local: number): void {
    this.#give(this.#free, local);
  }

  /**
   * A local that is given its value by code placed before code already written (see `capture`), so it must not be one
   * that such code used for something else: these come from a pool of their own.
   */
  reserve(type: ValueType): number {
    const free = this.#unreserved.get(type)?.pop();
    if (free !== undefined) return free;
    this.#locals.push(type);
    return this.params.length + this.#locals.length - 1;
  }

  /** Ends a reservation, once all the code that may not share the local is written. */
  unreserve(local: number): void {
    this.#give(this.#unreserved, local);
  }

  takeI32(): number {
    return this.take(I32);
  }

  takeI64(): number {
    return this.take(I64);
  }

  op(...names: readonly Opcode[]): void {
    for (const name of names) this.#code.byte(OPCODES[name]);
  }

  /** As `op`, on vectors. */
  vector(...names: readonly VectorOpcode[]): void {
    for (const name of names) {
      this.#code.byte(VECTOR_PREFIX);
      this.#code.unsigned(VECTOR_OPCODES[name]);
    }
  }

  i32(value: number): void {
    this.#code.byte(INSTRUCTION["i32.const"]);
    this.#code.signed32(value);
  }

  i64(value: bigint): void {
    this.#code.byte(INSTRUCTION["i64.const"]);
    this.#code.signed64(value);
  }

  get(local: number): void {
    this.#index(INSTRUCTION["local.get"], local);
  }

  set(local: number): void {
    this.#index(INSTRUCTION["local.set"], local);
  }

  tee(local: number): void {
    this.#index(INSTRUCTION["local.tee"], local);
  }

  getGlobal(global: number): void {
    this.#index(INSTRUCTION["global.get"], global);
  }

  setGlobal(global: number): void {
    this.#index(INSTRUCTION["global.set"], global);
  }

  /** A load or store; the address (and the value) are on the stack, `offset` is added to the address unsigned. */
  access(name: Access, offset = 0): void {
    const [opcode, alignment] = ACCESS[name];
    this.#code.byte(opcode);
    this.#code.byte(alignment);
    this.#code.unsigned(offset);
  }

  /** As `access`, of a vector, which lies at a multiple of its size. */
  vectorAccess(name: VectorAccess, offset = 0): void {
    this.#code.byte(VECTOR_PREFIX);
    this.#code.unsigned(VECTOR_ACCESS[name]);
    this.#code.byte(4);
    this.#code.unsigned(offset);
  }

  /** As `access`, of a number at a multiple of its size, at once. */
  atomicAccess(name: AtomicAccess, offset = 0): void {
    const [opcode, alignment] = ATOMIC_ACCESS[name];
    this.#code.byte(ATOMIC_PREFIX);
    this.#code.unsigned(opcode);
    this.#code.byte(alignment);
    this.#code.unsigned(offset);
  }

  /** The vector of zeros. */
  zeros(): void {
    this.#code.byte(VECTOR_PREFIX);
    this.#code.byte(VECTOR_ZEROS);
    for (let i = 0; i < 16; i++) this.#code.byte(0);
  }

  call(target: FunctionWriter | number): void {
    this.#index(INSTRUCTION.call, typeof target === "number" ? target : target.index);
  }

  block(body: (end: Label) => void, result?: ValueType): void {
    this.#structure(INSTRUCTION.block, body, result);
  }

  loop(body: (head: Label) => void): void {
    this.#structure(INSTRUCTION.loop, body);
  }

  /** The condition is on the stack. */
  if(then: () => void, otherwise?: () => void, result?: ValueType): void {
    this.#code.byte(INSTRUCTION.if);
    this.#code.byte(result ?? EMPTY);
    this.#depth++;
    then();
    if (otherwise !== undefined) {
      this.#code.byte(INSTRUCTION.else);
      otherwise();
    }
    this.#depth--;
    this.#code.byte(INSTRUCTION.end);
  }

  br(label: Label): void {
    this.#index(INSTRUCTION.br, this.#depth - label.depth);
  }

  brIf(label: Label): void {
    this.#index(INSTRUCTION.br_if, this.#depth - label.depth);
  }

  /** Branches to the label the number on the stack selects, to the last one if there is none. */
  brTable(labels: readonly Label[]): void {
    this.#index(INSTRUCTION.br_table, labels.length - 1);
    for (const label of labels) this.#code.unsigned(this.#depth - label.depth);
  }

  /** Says in the module's text what the code from here on does. The code is the same with it and without. */
  note(text: string): void {
    this.#notes.push({ at: this.#code.length, text });
  }

  get notes(): readonly Note[] {
    return this.#notes;
  }

  /** What `body` writes, kept aside: for code whose preamble is known only afterwards. `splice` puts it in place. */
  capture(body: () => void): Captured {
    const start = this.#code.length;
    const before = this.#notes.length;
    body();
    const notes = this.#notes.splice(before).map(({ at, text }) => ({ at: at - start, text }));
    return { code: this.#code.cut(start), notes };
  }

  /** Puts captured code here; the nesting must be what it was when it was captured. */
  splice({ code, notes }: Captured): void {
    for (const { at, text } of notes) this.#notes.push({ at: this.#code.length + at, text });
    this.#code.append(code);
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#code.length;
  }

  /** Writes the function as the code section holds it: its locals in runs of one type, then the body. */
  writeTo(section: ByteWriter): void {
    const runs: { count: number; type: ValueType }[] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count++;
      else runs.push({ count: 1, type });
    }
    const body = new ByteWriter();
    body.unsigned(runs.length);
    for (const run of runs) {
      body.unsigned(run.count);
      body.byte(run.type);
    }
    body.append(this.#code.toBytes());
    body.byte(INSTRUCTION.end);
    section.nest(body);
  }

  #give(pool: Map<ValueType, number[]>, local: number): void {
    const type = this.#locals[local - this.params.length];
    if (type === undefined) throw new Error("released a parameter; please report this");
    const list = pool.get(type) ?? [];
    list.push(local);
    pool.set(type, list);
  }

  #structure(opcode: number, body: (label: Label) => void, result?: ValueType): void {
    this.#code.byte(opcode);
    this.#code.byte(result ?? EMPTY);
    this.#depth++;
    body({ depth: this.#depth });
    this.#depth--;
    this.#code.byte(INSTRUCTION.end);
  }

  /** An instruction with one index. */
  #index(opcode: number, index: number): void {
    this.#code.byte(opcode);
    this.#code.unsigned(index);
  }
}
