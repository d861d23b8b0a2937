// Hash compaction (Wolper and Leroy, "Reliable hashing without collision detection", 1993; Stern and Dill, "Improved
// probabilistic verification by hash compaction", 1995): the visited set holds so many bits of a hash of each state, and
// what has the same hash as a state before it is taken for that state and left out. What comes in is the words of a state
// and keys; what goes out is the hash, and how likely it is that anything was left out. The hash is MULTILINEAR-HM (Lemire
// and Kaser, "Strongly universal string hashing is fast", 2014): with keys drawn by lot, two different states have the
// same b bits with probability 2^-b exactly, whatever the states are. The invariant: equal seeds give equal hashes.

import type { FunctionWriter } from "./function.ts";

/** Bits of one hash; more are those of a second one. */
const HALF = 32;

/** The most bits of a hash for which there are slots, with room to say how far an entry is from home. */
export const MOST_HASH_BITS = 60;

/** Hashes of up to so many bits are kept in slots of five bytes. */
const FIVE_BYTES = 52;

/** The bits to keep, and where keys are drawn from. */
export interface Compaction {
  readonly hashBits: number;
  readonly seed: number;
}

/** Bytes of a slot for so many bits, of which the place says some. */
export function slotBytesOf(hashBits: number): number {
  return hashBits <= FIVE_BYTES ? 5 : 6;
}

/** For states of so many words: two hashes, each with a key to begin with and two for each word. */
export function drawKeys(words: number, seed: number): readonly bigint[] {
  let state = BigInt(seed);
  const draw = (): bigint => {
    // SplitMix64.
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let key = BigInt.asUintN(64, (state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
    key = BigInt.asUintN(64, (key ^ (key >> 27n)) * 0x94d049bb133111ebn);
    return key ^ (key >> 31n);
  };
  return Array.from({ length: 2 * (1 + 2 * words) }, draw);
}

/** Leaves the hash of the words at the address in a local plus `offset`: so many bits, the highest. */
export function pushCompaction(
  writer: FunctionWriter,
  { words, bits, keys }: { readonly words: number; readonly bits: number; readonly keys: readonly bigint[] },
  address: number,
  offset: number,
): void {
  const keysEach = keys.length / 2;
  const mask = (count: number): bigint => (1n << 64n) - (1n << BigInt(64 - count));
  const pushSum = (first: number): void => {
    writer.i64(keys[first]!);
    for (let word = 0; word < words; word++) {
      pushHalf(writer, address, offset + word * 8, keys[first + 1 + 2 * word]!);
      pushHalf(writer, address, offset + word * 8 + 4, keys[first + 2 + 2 * word]!);
      writer.op("i64.mul", "i64.add");
    }
  };
  pushSum(0);
  writer.i64(mask(Math.min(bits, HALF)));
  writer.op("i64.and");
  if (bits <= HALF) return;
  pushSum(keysEach);
  writer.i64(mask(bits - HALF));
  writer.op("i64.and");
  writer.i64(BigInt(HALF));
  writer.op("i64.shr_u", "i64.or");
}

/** Leaves half a word plus a key. */
function pushHalf(writer: FunctionWriter, address: number, offset: number, key: bigint): void {
  writer.get(address);
  writer.access("i64.load32_u", offset);
  writer.i64(key);
  writer.op("i64.add");
}

/**
 * An upper bound of the probability that a search that has found so many states has left out any. Whatever is left out first
 * has the hash of one of them, so among the states found and that one, taken in the order in which they would be met, two
 * collide; each pair does so with probability 2^-hashBits.
 */
export function omissionProbability(states: number, hashBits: number): number {
  return Math.min(1, (states * (states + 1)) / 2 / 2 ** hashBits);
}
