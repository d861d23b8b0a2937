// Which bits are not the same in all states: what a search has never seen move. What comes in is runs of states as they
// lie in memory, in any order; what goes out is, for each word, the bits in which some state differs from another.

import type { StateSet } from "./state-set.ts";

/** Of the states that are in the logs of some sets. */
export function variationOf(sets: readonly StateSet[]): Variation {
  const variation = new Variation(sets[0]!.stride / 8);
  for (const set of sets) variation.add(set.numbersOfLog(set.dropped, set.states));
  return variation;
}

export class Variation {
  /** By half of a word: bits that are 1 in some state; that are 0 in some. */
  readonly #ones: Uint32Array;
  readonly #zeros: Uint32Array;

  /** Of states of so many words. */
  constructor(words: number) {
    this.#ones = new Uint32Array(words * 2);
    this.#zeros = new Uint32Array(words * 2);
  }

  /** Adds the states that these are, one after the other. */
  add(numbers: Uint32Array): void {
    const halves = this.#ones.length;
    for (let half = 0; half < halves; half++) {
      let [ones, zeros] = [0, 0];
      for (let i = half; i < numbers.length; i += halves) {
        ones |= numbers[i]!;
        zeros |= ~numbers[i]!;
      }
      this.#ones[half]! |= ones;
      this.#zeros[half]! |= zeros;
    }
  }

  addAll(other: Variation): void {
    for (let half = 0; half < this.#ones.length; half++) {
      this.#ones[half]! |= other.#ones[half]!;
      this.#zeros[half]! |= other.#zeros[half]!;
    }
  }

  /** By word. */
  get differing(): readonly bigint[] {
    const halves = Array.from(this.#ones, (ones, half) => BigInt((ones & this.#zeros[half]!) >>> 0));
    return halves.flatMap((low, half) => (half % 2 === 0 ? [(halves[half + 1]! << 32n) | low] : []));
  }
}
