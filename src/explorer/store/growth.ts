// When the visited set grows, and to what: a pure decision from sizes. A small set doubles at 70 % load, since it fits
// the processor's caches whatever its load. A large one is kept at most half full, because long probes cost more than
// moving the entries does, and takes steps of four up to a size that any machine has; when memory runs short it doubles
// and fills up further. The invariant: a plan never lets the set and the log overlap.

import { SLACK_SLOTS, SLOT_BYTES } from "../compile/memory-map.ts";

/** Sets of up to this many slots (as a power of two) count as small. */
const SMALL_EXPONENT = 20;

/** Numbers of states and the hash in a slot have 32 bits. */
const LARGEST_EXPONENT = 32;

/** The largest set (as a power of two) that is quadrupled to: 128 MiB. */
const LARGEST_QUADRUPLED = 24;

export interface Room {
  /** Bytes for the set and the log together. */
  readonly capacity: number;
  /** Bytes of one log entry. */
  readonly entryBytes: number;
  /** States in the log; states that a batch can add. */
  readonly states: number;
  readonly batch: number;
  /** Of the set at present: it has 2^exponent slots and some slack. */
  readonly exponent: number;
  /** Entries lie too far from home, so the set has to grow whatever its load. */
  readonly crowded: boolean;
}

export interface Plan {
  readonly exponent: number;
  /** The number of states up to which this holds. */
  readonly limit: number;
}

export function bytesOfSet(exponent: number): number {
  return (2 ** exponent + SLACK_SLOTS) * SLOT_BYTES;
}

/** The load up to which a set is filled while there is memory. */
export function softLoad(exponent: number): number {
  return exponent <= SMALL_EXPONENT ? 0.7 : 0.5;
}

/** How many states a set of this size and the log beside it can hold. */
export function limitOf(room: Pick<Room, "capacity" | "entryBytes">, exponent: number, load: number): number {
  const log = Math.floor((room.capacity - bytesOfSet(exponent)) / room.entryBytes);
  return Math.min(Math.floor(load * 2 ** exponent), log);
}

/** What to do now that the set is as full as planned, or crowded; null if there is no more room. */
export function planGrowth(room: Room): Plan | null {
  const { exponent, crowded } = room;
  const needed = room.states + room.batch;
  const quadruple = exponent >= SMALL_EXPONENT && exponent + 2 <= LARGEST_QUADRUPLED;
  for (let next = exponent + (quadruple ? 2 : 1); next <= LARGEST_EXPONENT; next++) {
    const limit = limitOf(room, next, softLoad(next));
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
    const limit = limitOf(room, next, load);
    if (limit >= needed) return { exponent: next, limit };
  }
  return null;
}
