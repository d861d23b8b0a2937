// From the words of a state to its number, for some states of the log: what a canonical trace needs and a visited set
// that holds whole states cannot say. An open hash table over 32-bit halves of words. The invariant: two numbers of the
// table never belong to equal states, because they come from the log.

import type { Engine } from "../store/engine.ts";
import type { Partitions } from "../store/partitions.ts";

export class Numbering {
  readonly states: readonly number[];
  readonly #partitions: Partitions;
  readonly #halves: number;
  readonly #mask: number;
  /** Position in `states` + 1, or 0. */
  readonly #slots: Uint32Array;

  constructor(partitions: Partitions, states: readonly number[]) {
    this.states = states;
    this.#partitions = partitions;
    this.#halves = partitions.engines[0]!.stride / 4;
    const size = 2 ** Math.max(4, Math.ceil(Math.log2(states.length * 2 + 1)));
    this.#mask = size - 1;
    this.#slots = new Uint32Array(size);
    for (const [position, id] of states.entries()) {
      const { engine, address } = partitions.locate(id);
      let slot = this.#hash(engine, address);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = position + 1;
    }
  }

  /** The number of the state whose words lie at an address in the memory of an engine; -1 if it is none of these. */
  numberAt(engine: Engine, address: number): number {
    for (let slot = this.#hash(engine, address); ; slot = (slot + 1) & this.#mask) {
      const known = this.#slots[slot]!;
      if (known === 0) return -1;
      const id = this.states[known - 1]!;
      const other = this.#partitions.locate(id);
      if (this.#same(engine, address, other.engine, other.address)) return id;
    }
  }

  #hash({ numbers }: Engine, address: number): number {
    let hash = 0;
    for (let i = 0; i < this.#halves; i++) {
      hash = Math.imul(hash ^ numbers[address / 4 + i]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & this.#mask;
  }

  #same(a: Engine, addressA: number, b: Engine, addressB: number): boolean {
    for (let i = 0; i < this.#halves; i++) {
      if (a.numbers[addressA / 4 + i] !== b.numbers[addressB / 4 + i]) return false;
    }
    return true;
  }
}
