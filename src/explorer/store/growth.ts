// When the visited set grows, and to what: a pure decision from sizes. It doubles: to move the entries costs less than to
// touch memory that may never be needed. A small set does so at 70 % load, since it fits the processor's caches
// whatever its load, and one of buckets at 75 %, since it hardly probes. Any other large one is kept at most half full,
// because of long probes; when memory runs short it fills up further. The invariant: a plan never lets the set and the
// log overlap.

import { BUCKET_SLOT_BYTES, BUCKET_SLOTS, MAX_DISPLACEMENT, SLACK_SLOTS, SLOT_BYTES } from "../compile/memory-map.ts";

/** Sets of up to this many slots (as a power of two) count as small. */
const SMALL_EXPONENT = 20;

/** Numbers of states and the hash in a slot have 32 bits. */
const LARGEST_EXPONENT = 32;

export interface Room {
  /** Bytes for the set and the log together. */
  readonly capacity: number;
  /** Bytes of one log entry. */
  readonly entryBytes: number;
  /** States found; those of them that are not in the log any more; states that a batch can add. */
  readonly states: number;
  readonly dropped: number;
  readonly batch: number;
  /** Fill the set as far as it can be. */
  readonly frugal: boolean;
  readonly slotBytes: number;
  /** Of the set at present: it has 2^exponent slots and some slack. */
  readonly exponent: number;
  /** Of the largest set that makes sense; null if there is none. With it every state has a home of its own. */
  readonly largest: number | null;
  /** Entries lie too far from home, so the set has to grow whatever its load. */
  readonly crowded: boolean;
}

export interface Plan {
  readonly exponent: number;
  /** The number of states up to which this holds. */
  readonly limit: number;
}

export function bytesOfSet(exponent: number, slotBytes: number = SLOT_BYTES): number {
  return (2 ** exponent + SLACK_SLOTS) * slotBytes;
}

/** Of a memory map: what it says of slots. */
interface Slots {
  readonly slotBytes: number;
  readonly remainders: { readonly stateBits: number } | null;
  readonly exchange: { readonly bits: number } | null;
}

/**
 * Distances that a slot with a remainder must at least be able to say, as a power of two: in slots, more where sets are full; in
 * buckets.
 */
const LEAST_DISTANCE_BITS = 5;
const FRUGAL_DISTANCE_BITS = 10;
const LEAST_BUCKETS_BITS = 1;

/** Sets of remainders: the bits of a remainder, and the most slots between an entry and its home. */
export function measureRemainders(map: Slots, exponent: number): { readonly rest: number; readonly reach: number } {
  // Which of the slots of a bucket it is says nothing.
  const inBucket = hasBuckets(map) ? Math.log2(BUCKET_SLOTS) : 0;
  const rest = Math.max(0, hashBits(map) - exponent + inBucket);
  return { rest, reach: Math.min((2 ** (map.slotBytes * 8 - rest) - 2) * 2 ** inBucket, MAX_DISPLACEMENT) };
}

/** The smallest and the largest set of remainders that a slot is large enough for, as powers of two. */
export function extentOfRemainders(map: Slots, frugal = false): { readonly least: number; readonly largest: number } {
  const bits = hashBits(map);
  const inSlots = frugal ? FRUGAL_DISTANCE_BITS : LEAST_DISTANCE_BITS;
  const distances = hasBuckets(map) ? Math.log2(BUCKET_SLOTS) + LEAST_BUCKETS_BITS : inSlots;
  return { least: Math.max(4, bits - map.slotBytes * 8 + distances), largest: Math.max(4, bits) };
}

/** What comes nearest to a set of 2^exponent slots. */
export function possibleExponent(map: Slots, exponent: number): number {
  if (map.remainders === null) return exponent;
  const { least, largest } = extentOfRemainders(map);
  return Math.min(largest, Math.max(least, exponent));
}

/** Bits of the hash that tell the states of one memory apart. */
function hashBits({ remainders, exchange }: Slots): number {
  return remainders!.stateBits - (exchange?.bits ?? 0);
}

function hasBuckets({ slotBytes }: Pick<Slots, "slotBytes">): boolean {
  return slotBytes === BUCKET_SLOT_BYTES;
}

/** Beyond that, many states would have no room near their home. */
const BUCKETS_LOAD = 0.75;

/** The load up to which a set is filled while there is memory. */
export function softLoad(exponent: number, { slotBytes, frugal }: Pick<Room, "slotBytes" | "frugal">): number {
  if (hasBuckets({ slotBytes })) return BUCKETS_LOAD;
  if (frugal) return FRUGAL_LOAD;
  return exponent <= SMALL_EXPONENT ? 0.7 : 0.5;
}

/** Beyond that, entries lie too far from home. */
const FRUGAL_LOAD = 0.8;

/** How many states a set of this size and the log beside it can hold. */
export function limitOf(
  room: Pick<Room, "capacity" | "entryBytes" | "slotBytes" | "largest" | "dropped">,
  exponent: number,
  load: number,
): number {
  const log = room.dropped + Math.floor((room.capacity - bytesOfSet(exponent, room.slotBytes)) / room.entryBytes);
  if (exponent === room.largest) return log;
  return Math.min(Math.floor(load * 2 ** exponent), log);
}

/** What to do now that the set is as full as planned, or crowded; null if there is no more room. */
export function planGrowth(room: Room): Plan | null {
  const { exponent, crowded } = room;
  const needed = room.states + room.batch;
  const largest = room.largest ?? LARGEST_EXPONENT;
  const present = limitOf(room, exponent, softLoad(exponent, room));
  // Then all it takes is a larger memory.
  if (!crowded && present >= needed * 1.25) return { exponent, limit: present };
  for (let next = exponent + 1; next <= largest; next++) {
    const limit = limitOf(room, next, softLoad(next, room));
    if (limit >= needed * 1.25) return { exponent: next, limit };
  }
  // Memory is short: what there is, fuller and fuller.
  const choices = crowded
    ? [{ next: exponent + 1, load: 0.85 }]
    : [
        { next: exponent, load: 0.7 },
        { next: exponent + 1, load: 0.85 },
        { next: exponent, load: 0.85 },
      ];
  for (const { next, load } of choices) {
    if (next > largest) continue;
    const limit = limitOf(room, next, load);
    if (limit >= needed) return { exponent: next, limit };
  }
  return null;
}
