// A stack of 32-bit integers that grows: what recursion over millions of states keeps. Also read from its bottom, as a
// queue of everything that ever came.

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

  fill(): void {
    this.#words.fill(0xffffffff);
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
