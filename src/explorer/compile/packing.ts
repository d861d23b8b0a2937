// Where bits go: items of some bits each come in, the word and shift of each go out. First-fit decreasing, a heuristic
// with a proven bound (Johnson 1973) that finds the fewest words on everything we have seen. The invariants: no item
// straddles two words, the top bit of the first word stays free, and equal input gives equal output.

/** The top bit of the first word marks an occupied slot of the visited set. */
export const FIRST_WORD_BITS = 63;
const WORD_BITS = 64;

export interface Place {
  readonly word: number;
  readonly shift: number;
}

export interface Packing {
  /** One for each item, in the items' order. */
  readonly places: readonly Place[];
  /** At least 1. */
  readonly words: number;
}

/** Sizes are 0 … FIRST_WORD_BITS bits. Items without bits lie at word 0, shift 0. */
export function packBits(sizes: readonly number[]): Packing {
  const order = sizes.map((_, index) => index).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const used: number[] = [0];
  const places: Place[] = sizes.map(() => ({ word: 0, shift: 0 }));
  for (const item of order) {
    const size = sizes[item]!;
    if (size > FIRST_WORD_BITS) throw new Error(`an item of ${size} bits; please report this`);
    if (size === 0) continue;
    let word = used.findIndex((bits, index) => bits + size <= (index === 0 ? FIRST_WORD_BITS : WORD_BITS));
    if (word < 0) word = used.push(0) - 1;
    places[item] = { word, shift: used[word]! };
    used[word]! += size;
  }
  return { places, words: used.length };
}
