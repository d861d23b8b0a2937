// Collections of numbers of states, or of pairs, in typed arrays. IntStack grows: what recursion over millions of states keeps;
// also read from its bottom, as a queue of everything that ever came. StateBits is a set, Frontier what is still to be done.

export class IntStack {
  length = 0;
  items: Int32Array = new Int32Array(1024);

  push(item: number): void {
    if (this.length === this.items.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.items);
      this.items = grown;
    }
    this.items[this.length++] = item;
  }

  pop(): number {
    return this.items[--this.length]!;
  }

  top(): number {
    return this.items[this.length - 1]!;
  }
}

/** One bit for each state. */
export class StateBits {
  readonly #words: Uint32Array;
  readonly #states: number;

  constructor(states: number) {
    this.#states = states;
    this.#words = new Uint32Array(Math.ceil(states / 32));
  }

  get bytes(): number {
    return this.#words.byteLength;
  }

  has(state: number): boolean {
    return (this.#words[state >>> 5]! & (1 << (state & 31))) !== 0;
  }

  /** Says whether it was new. */
  add(state: number): boolean {
    const [word, bit] = [state >>> 5, 1 << (state & 31)];
    const before = this.#words[word]!;
    this.#words[word] = before | bit;
    return (before & bit) === 0;
  }

  delete(state: number): void {
    this.#words[state >>> 5]! &= ~(1 << (state & 31));
  }

  /** In ascending order; may be added to meanwhile. */
  *[Symbol.iterator](): Generator<number> {
    for (let word = 0; word < this.#words.length; word++) {
      if (this.#words[word] === 0) continue;
      for (let bit = 0; bit < 32; bit++) {
        const state = word * 32 + bit;
        if (state < this.#states && this.has(state)) yield state;
      }
    }
  }
}

/** Numbers below some end that are still to be seen to: given out in ascending order, as far as that is known beforehand. */
export class Frontier {
  readonly #words: Uint32Array;
  /** All words before this one are empty. */
  #next = 0;
  /** Numbers that were added when the others were already past them. */
  readonly #behind = new IntStack();

  constructor(end: number) {
    this.#words = new Uint32Array(Math.ceil(end / 32));
  }

  get bytes(): number {
    return this.#words.byteLength + this.#behind.items.byteLength;
  }

  /** A number that is not in it. */
  add(number: number): void {
    const word = number >>> 5;
    if (word < this.#next) this.#behind.push(number);
    else this.#words[word]! |= 1 << (number & 31);
  }

  /** Takes numbers out until the batch is full or none are left; how many. */
  take(batch: Int32Array): number {
    const words = this.#words;
    let count = 0;
    while (count < batch.length && this.#behind.length > 0) batch[count++] = this.#behind.pop();
    while (count < batch.length && this.#next < words.length) {
      let word = words[this.#next]!;
      for (; word !== 0 && count < batch.length; word &= word - 1) {
        batch[count++] = this.#next * 32 + 31 - Math.clz32(word & -word);
      }
      words[this.#next] = word;
      if (word === 0) this.#next++;
    }
    if (this.#next === words.length && this.#behind.length === 0 && count === 0) this.#next = 0;
    return count;
  }
}
