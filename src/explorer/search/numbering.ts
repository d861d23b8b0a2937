// From the words of a state to its number, for some states of the log: what a canonical trace needs and a visited set
// that holds whole states cannot say. An open hash table over 32-bit halves of words. The invariant: two numbers of the
// table never belong to equal states, because they come from the log.

import type { Engine } from "../store/engine.ts";

export class Numbering {
  readonly states: readonly number[];
  readonly #engine: Engine;
  readonly #halves: number;
  readonly #mask: number;
  /** Number + 1, or 0. */
  readonly #slots: Uint32Array;

  constructor(engine: Engine, states: readonly number[]) {
    this.states = states;
    this.#engine = engine;
    this.#halves = engine.stride / 4;
    const size = 2 ** Math.max(4, Math.ceil(Math.log2(states.length * 2 + 1)));
    this.#mask = size - 1;
    this.#slots = new Uint32Array(size);
    for (const state of states) {
      const address = engine.addressOf(state);
      let slot = this.#hash(address);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = state + 1;
    }
  }

  /** The number of the state whose words lie at an address; -1 if it is none of these. */
  numberAt(address: number): number {
    for (let slot = this.#hash(address); ; slot = (slot + 1) & this.#mask) {
      const known = this.#slots[slot]!;
      if (known === 0) return -1;
      if (this.#same(this.#engine.addressOf(known - 1), address)) return known - 1;
    }
  }

  #hash(address: number): number {
    const { numbers } = this.#engine;
    let hash = 0;
    for (let i = 0; i < this.#halves; i++) {
      hash = Math.imul(hash ^ numbers[address / 4 + i]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & this.#mask;
  }

  #same(a: number, b: number): boolean {
    const { numbers } = this.#engine;
    for (let i = 0; i < this.#halves; i++) if (numbers[a / 4 + i] !== numbers[b / 4 + i]) return false;
    return true;
  }
}
