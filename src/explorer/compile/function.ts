// The body of one WebAssembly function, written instruction by instruction. Structured control takes callbacks, and
// branches name the label they leave, so that nobody counts nesting depths by hand. The invariant: after every callback
// the label stack is what it was before, and a pooled local is in use by one holder at a time.

import { ByteWriter } from "./byte-writer.ts";

export const I32 = 0x7f;
export const I64 = 0x7e;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof I64 | typeof V128;

const EMPTY = 0x40;

/** Opcodes without operands, by the names of the text format. */
const OPCODES = {
  unreachable: 0x00,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  "i32.eqz": 0x45,
  "i32.eq": 0x46,
  "i32.ne": 0x47,
  "i32.lt_s": 0x48,
  "i32.lt_u": 0x49,
  "i32.gt_s": 0x4a,
  "i32.gt_u": 0x4b,
  "i32.le_s": 0x4c,
  "i32.le_u": 0x4d,
  "i32.ge_s": 0x4e,
  "i32.ge_u": 0x4f,
  "i64.eqz": 0x50,
  "i64.eq": 0x51,
  "i32.ctz": 0x68,
  "i32.add": 0x6a,
  "i32.sub": 0x6b,
  "i32.mul": 0x6c,
  "i32.div_s": 0x6d,
  "i32.div_u": 0x6e,
  "i32.rem_s": 0x6f,
  "i32.and": 0x71,
  "i32.or": 0x72,
  "i32.xor": 0x73,
  "i32.shl": 0x74,
  "i32.shr_s": 0x75,
  "i32.shr_u": 0x76,
  "i64.add": 0x7c,
  "i64.sub": 0x7d,
  "i64.mul": 0x7e,
  "i64.and": 0x83,
  "i64.or": 0x84,
  "i64.xor": 0x85,
  "i64.shl": 0x86,
  "i64.shr_u": 0x88,
  "i64.rotl": 0x89,
  "i32.wrap_i64": 0xa7,
  "i64.extend_i32_u": 0xad,
} as const;

type Opcode = keyof typeof OPCODES;

/** Those that come after a prefix of their own: on vectors of 128 bits. */
const VECTOR_PREFIX = 0xfd;
const VECTOR_OPCODES = {
  "i32x4.splat": 0x11,
  "i32x4.eq": 0x37,
  "v128.or": 0x50,
  "v128.any_true": 0x53,
  "i8x16.bitmask": 0x64,
  "i8x16.narrow_i16x8_s": 0x65,
  "i16x8.narrow_i32x4_s": 0x85,
} as const;

type VectorOpcode = keyof typeof VECTOR_OPCODES;

const VECTOR_ACCESS = { "v128.load": 0x00, "v128.store": 0x0b } as const;

type VectorAccess = keyof typeof VECTOR_ACCESS;

/** And on memory that other threads may change at the same time. */
const ATOMIC_PREFIX = 0xfe;
const ATOMIC_ACCESS = { "i32.atomic.store": 0x17, "i32.atomic.rmw.add": 0x1e, "i32.atomic.rmw.cmpxchg": 0x48 } as const;

type AtomicAccess = keyof typeof ATOMIC_ACCESS;

const ACCESS = {
  "i32.load": [0x28, 2],
  "i64.load": [0x29, 3],
  "i64.load32_u": [0x35, 2],
  "i32.store": [0x36, 2],
  "i64.store": [0x37, 3],
  "i64.store32": [0x3e, 2],
  "i32.store8": [0x3a, 0],
  "i64.store8": [0x3c, 0],
  "i64.store16": [0x3d, 1],
} as const;

type Access = keyof typeof ACCESS;

/** A place that branches can leave for: the end of a block, or the head of a loop. */
export interface Label {
  readonly depth: number;
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
    this.#code.byte(0x41);
    this.#code.signed32(value);
  }

  i64(value: bigint): void {
    this.#code.byte(0x42);
    this.#code.signed64(value);
  }

  get(local: number): void {
    this.#index(0x20, local);
  }

  set(local: number): void {
    this.#index(0x21, local);
  }

  tee(local: number): void {
    this.#index(0x22, local);
  }

  getGlobal(global: number): void {
    this.#index(0x23, global);
  }

  setGlobal(global: number): void {
    this.#index(0x24, global);
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

  /** As `access`, of 32 bits at a multiple of their size, at once. */
  atomicAccess(name: AtomicAccess, offset = 0): void {
    this.#code.byte(ATOMIC_PREFIX);
    this.#code.unsigned(ATOMIC_ACCESS[name]);
    this.#code.byte(2);
    this.#code.unsigned(offset);
  }

  /** The vector of zeros. */
  zeros(): void {
    this.#code.byte(VECTOR_PREFIX);
    this.#code.byte(0x0c);
    for (let i = 0; i < 16; i++) this.#code.byte(0);
  }

  call(target: FunctionWriter | number): void {
    this.#index(0x10, typeof target === "number" ? target : target.index);
  }

  block(body: (end: Label) => void, result?: ValueType): void {
    this.#structure(0x02, body, result);
  }

  loop(body: (head: Label) => void): void {
    this.#structure(0x03, body);
  }

  /** The condition is on the stack. */
  if(then: () => void, otherwise?: () => void, result?: ValueType): void {
    this.#code.byte(0x04);
    this.#code.byte(result ?? EMPTY);
    this.#depth++;
    then();
    if (otherwise !== undefined) {
      this.#code.byte(0x05);
      otherwise();
    }
    this.#depth--;
    this.#code.byte(0x0b);
  }

  br(label: Label): void {
    this.#index(0x0c, this.#depth - label.depth);
  }

  brIf(label: Label): void {
    this.#index(0x0d, this.#depth - label.depth);
  }

  /** Branches to the label the number on the stack selects, to the last one if there is none. */
  brTable(labels: readonly Label[]): void {
    this.#index(0x0e, labels.length - 1);
    for (const label of labels) this.#code.unsigned(this.#depth - label.depth);
  }

  /** What `body` writes, kept aside: for code whose preamble is known only afterwards. `splice` puts it in place. */
  capture(body: () => void): Uint8Array {
    const start = this.#code.length;
    body();
    return this.#code.cut(start);
  }

  /** Puts captured code here; the nesting must be what it was when it was captured. */
  splice(code: Uint8Array): void {
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
    body.byte(0x0b);
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
    this.#code.byte(0x0b);
  }

  /** An instruction with one index. */
  #index(opcode: number, index: number): void {
    this.#code.byte(opcode);
    this.#code.unsigned(index);
  }
}
