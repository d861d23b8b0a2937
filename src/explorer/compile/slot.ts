// Where an entry of the visited set belongs: code for the hash of a state, for its home, and for noticing that an entry
// lies too far from it. The invariant: the home is the top bits of the hash, so a set of twice the size has it at twice
// the place, or one after.

import { pushCompaction } from "./compaction.ts";
import type { Compilation, SetCompilation } from "./compilation.ts";
import type { FunctionWriter } from "./function.ts";
import { BUCKET_SLOT_BYTES, BUCKET_SLOTS, CONTROL, SLOT_BYTES } from "./memory-map.ts";

/** Odd, with well spread bits: the golden ratio of 2^64. */
const MULTIPLIER = 0x9e3779b97f4a7c15n;

/**
 * Leaves the hash of the words at the address in a local plus `offset`, without the bits that say which partition they
 * belong to. Bijective where there is one word.
 */
export function pushHash(compilation: Compilation, writer: FunctionWriter, address: number, offset: number): void {
  pushWholeHash(compilation, writer, address, offset);
  dropOwner(compilation, writer);
}

/** As `pushHash`, from the only word of a state on the stack. */
export function pushHashOfWord(compilation: Compilation, writer: FunctionWriter): void {
  const scratch = writer.takeI64();
  pushRound(writer, scratch);
  writer.release(scratch);
  dropOwner(compilation, writer);
}

function dropOwner({ map }: Compilation, writer: FunctionWriter): void {
  if (map.exchange === null) return;
  writer.i64(BigInt(map.exchange.bits));
  writer.op("i64.shl");
}

/** Leaves the number of the partition to which the words at the address in a local plus `offset` belong. */
export function pushOwner(compilation: Compilation, writer: FunctionWriter, address: number, offset: number): void {
  const { bits } = compilation.map.exchange!;
  if (bits === 0) {
    writer.i32(0);
    return;
  }
  pushWholeHash(compilation, writer, address, offset);
  writer.i64(BigInt(64 - bits));
  writer.op("i64.shr_u", "i32.wrap_i64");
}

function pushWholeHash(compilation: Compilation, writer: FunctionWriter, address: number, offset: number): void {
  const { remainders } = compilation.map;
  if (remainders !== null && remainders.keys !== null) {
    const { stateBits: bits, keys } = remainders;
    pushCompaction(writer, { words: compilation.layout.words, bits, keys }, address, offset);
    return;
  }
  if (remainders !== null) {
    writer.get(address);
    writer.access("i64.load", offset);
    pushBijection(writer, remainders.stateBits);
    return;
  }
  const hash = writer.takeI64();
  for (let word = 0; word < compilation.layout.words; word++) {
    if (word > 0) {
      writer.get(hash);
      writer.i64(29n);
      writer.op("i64.rotl");
    }
    writer.get(address);
    writer.access("i64.load", offset + word * 8);
    if (word > 0) writer.op("i64.xor");
    pushRound(writer, hash);
    writer.set(hash);
  }
  writer.get(hash);
  writer.release(hash);
}

/** One round of xor-shift and multiply on the value on the stack. */
function pushRound(writer: FunctionWriter, scratch: number): void {
  writer.tee(scratch);
  writer.get(scratch);
  writer.i64(32n);
  writer.op("i64.shr_u", "i64.xor");
  writer.i64(MULTIPLIER);
  writer.op("i64.mul");
}

/** From the word of a state on the stack, whose bits are its lowest: as many bits, the highest, and none alike. */
function pushBijection(writer: FunctionWriter, bits: number): void {
  const state = writer.takeI64();
  const unused = BigInt(64 - bits);
  writer.i64((1n << BigInt(bits)) - 1n);
  writer.op("i64.and");
  writer.tee(state);
  writer.get(state);
  writer.i64(BigInt((bits + 1) >> 1));
  writer.op("i64.shr_u", "i64.xor");
  writer.i64(((MULTIPLIER >> unused) | 1n) << unused);
  writer.op("i64.mul");
  // Again, among the bits in use, so that whatever states have in common does not show.
  writer.tee(state);
  writer.get(state);
  writer.i64(BigInt((bits + 1) >> 1));
  writer.op("i64.shr_u");
  writer.i64(((1n << BigInt(bits)) - 1n) << unused);
  writer.op("i64.and", "i64.xor");
  writer.i64(MULTIPLIER);
  writer.op("i64.mul");
  writer.release(state);
}

/** From the hash on the stack, whose top 32 bits count, the address of its home: a slot, or the first one of a bucket. `shift` is a local with 64 - q. */
export function pushHome(compilation: SetCompilation, writer: FunctionWriter, shift: number): void {
  writer.get(shift);
  writer.op("i64.shr_u", "i32.wrap_i64");
  writer.i32(compilation.map.slotBytes);
  writer.op("i32.mul");
  const { slotBytes, remainders } = compilation.map;
  if (slotBytes === BUCKET_SLOT_BYTES || (slotBytes === SLOT_BYTES && remainders !== null)) {
    writer.i32(-BUCKET_SLOTS * BUCKET_SLOT_BYTES);
    writer.op("i32.and");
  }
  writer.i32(compilation.map.table);
  writer.op("i32.add");
}

export function loadShift(writer: FunctionWriter): number {
  const shift = writer.takeI64();
  writer.i32(0);
  writer.access("i64.load32_u", CONTROL.shift);
  writer.set(shift);
  return shift;
}

/** Raises `crowded` if a slot is too far from home; both are locals with addresses. */
export function emitCrowding(compilation: Compilation, writer: FunctionWriter, slot: number, home: number): void {
  writer.get(slot);
  writer.get(home);
  writer.op("i32.sub");
  writer.i32(compilation.maxDisplacement * SLOT_BYTES);
  writer.op("i32.gt_u");
  writer.if(() => {
    writer.i32(0);
    writer.i32(1);
    writer.access("i32.store", CONTROL.crowded);
  });
}
