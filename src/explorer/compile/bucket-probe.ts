// Looking for one state in a set of buckets, which are lines of the processor's cache: sixteen slots of four bytes with
// remainders (visited-buckets.ts), or, in a set that threads have in common, eight slots of eight bytes with whole hashes.
// What comes in is a hash; what goes out is code that goes from bucket to bucket, and says what a slot of each holds if it is
// the state's. The invariant: no state has the value 0.

import type { SetCompilation } from "./compilation.ts";
import { type FunctionWriter, I32, I64, type Label } from "./function.ts";
import { BUCKET_SLOT_BYTES, BUCKET_SLOTS, CONTROL, SLOT_BYTES } from "./memory-map.ts";
import { loadShift, pushHome } from "./slot.ts";

export const BUCKET_BYTES: number = BUCKET_SLOTS * BUCKET_SLOT_BYTES;

/** Where in a bucket its vectors lie. */
export const VECTORS = [0, 16, 32, 48] as const;

/** Looking for one state: locals with what the size of the set decides, and with how far the search has got. */
export class Probe {
  readonly #compilation: SetCompilation;
  readonly #writer: FunctionWriter;
  readonly #shift: number;
  readonly #rest: number;
  /** 2^rest: what another bucket away adds. */
  readonly #step: number;
  readonly #reach: number;
  readonly #home: number;
  readonly bucket: number;
  /** Slots hold whole hashes. */
  readonly isWhole: boolean;
  /** What a slot of the bucket holds if it is the state's. */
  readonly value: number;

  constructor(compilation: SetCompilation, writer: FunctionWriter) {
    this.#compilation = compilation;
    this.#writer = writer;
    this.#shift = loadShift(writer);
    this.#rest = writer.takeI64();
    this.#step = writer.takeI32();
    this.#reach = writer.takeI32();
    this.#home = writer.takeI32();
    this.bucket = writer.takeI32();
    this.isWhole = compilation.map.slotBytes === SLOT_BYTES;
    this.value = writer.take(this.isWhole ? I64 : I32);
    writer.i32(0);
    writer.access("i64.load32_u", CONTROL.rest);
    writer.set(this.#rest);
    writer.i32(1);
    writer.get(this.#rest);
    writer.op("i32.wrap_i64", "i32.shl");
    writer.set(this.#step);
    writer.i32(0);
    writer.access("i32.load", CONTROL.reach);
    writer.set(this.#reach);
  }

  /** At the home of the state with the hash in a local. */
  begin(hash: number): void {
    const writer = this.#writer;
    writer.get(hash);
    pushHome(this.#compilation, writer, this.#shift);
    writer.tee(this.#home);
    writer.set(this.bucket);
    if (this.isWhole) {
      // The lowest bit is in no use.
      writer.get(hash);
      writer.i64(1n);
      writer.op("i64.or");
      writer.set(this.value);
      return;
    }
    // All but the number of the bucket, moved to the lower end. Shifts of 64 would do nothing.
    writer.get(hash);
    writer.i64(64n + BigInt(-Math.log2(BUCKET_SLOTS)));
    writer.get(this.#shift);
    writer.op("i64.sub", "i64.shl");
    writer.i64(1n);
    writer.op("i64.shr_u");
    writer.i64(63n);
    writer.get(this.#rest);
    writer.op("i64.sub", "i64.shr_u", "i32.wrap_i64");
    writer.get(this.#step);
    writer.op("i32.or");
    writer.set(this.value);
  }

  /** On to the next bucket; branches to `far` if it is out of reach. */
  next(far: Label): void {
    const writer = this.#writer;
    if (!this.isWhole) {
      writer.get(this.value);
      writer.get(this.#step);
      writer.op("i32.add");
      writer.set(this.value);
    }
    writer.get(this.bucket);
    writer.i32(BUCKET_BYTES);
    writer.op("i32.add");
    writer.tee(this.bucket);
    writer.get(this.#home);
    writer.op("i32.sub");
    writer.get(this.#reach);
    writer.op("i32.gt_u");
    writer.brIf(far);
  }

  /** Leaves whether the bucket has a slot that is not in use. */
  pushHasRoom(): void {
    this.#writer.get(this.bucket);
    if (this.isWhole) {
      this.#writer.access("i64.load", BUCKET_BYTES - SLOT_BYTES);
      this.#writer.op("i64.eqz");
    } else {
      this.#writer.access("i32.load", BUCKET_BYTES - BUCKET_SLOT_BYTES);
      this.#writer.op("i32.eqz");
    }
  }

  /** Leaves a vector with the value in each slot. */
  pushSought(): void {
    this.#writer.get(this.value);
    this.#writer.vector(this.isWhole ? "i64x2.splat" : "i32x4.splat");
  }

  /** From two vectors of slots on the stack, one that says where they are equal. */
  equal(): void {
    this.#writer.vector(this.isWhole ? "i64x2.eq" : "i32x4.eq");
  }

  /** Leaves a bit for each four bytes of the bucket, given its vectors: set where a slot is empty. */
  pushEmpty(pushVector: (index: number) => void): void {
    const writer = this.#writer;
    for (const half of [0, 2]) {
      for (const index of [half, half + 1]) {
        pushVector(index);
        writer.zeros();
        this.equal();
      }
      writer.vector("i16x8.narrow_i32x4_s");
    }
    writer.vector("i8x16.narrow_i16x8_s", "i8x16.bitmask");
  }

  /** From such bits on the stack, the address of the first empty slot. */
  addressOfFirst(): void {
    const writer = this.#writer;
    writer.op("i32.ctz");
    writer.i32(Math.log2(BUCKET_SLOT_BYTES));
    writer.op("i32.shl");
    writer.get(this.bucket);
    writer.op("i32.add");
  }

  /** Puts the value into the first slot of the bucket that is not in use. */
  store(): void {
    const writer = this.#writer;
    this.pushEmpty((index) => {
      writer.get(this.bucket);
      writer.vectorAccess("v128.load", VECTORS[index]!);
    });
    this.addressOfFirst();
    writer.get(this.value);
    writer.access(this.isWhole ? "i64.store" : "i32.store");
  }
}
