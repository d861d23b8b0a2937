// What a loop must do to be a counterexample: be accepted by the automaton, and be fair. What comes in is one state of the
// product or one step of it; what goes out is a few words of bits: a bit for each acceptance condition, one for each fair
// process, one for "there is a step at all"; and after them one for each strongly fair process that could move somewhere.
// The invariant: bits of a component are the bits of its states and steps, or'ed.

import type { Edges, FairProcess } from "./graph.ts";

export class Obligations {
  readonly words: number;
  readonly fair: readonly FairProcess[];
  readonly #conditions: number;
  /** By process: its place among the fair ones, or -1. */
  readonly #place: readonly number[];
  /** By place: the bit that says that a strongly fair process could move, or 0. */
  readonly #able: readonly number[];
  readonly #step: number;
  readonly #ready: Uint8Array;

  constructor(conditions: number, fair: readonly FairProcess[], processes: number) {
    this.fair = fair;
    this.#conditions = conditions;
    this.#place = Array.from({ length: processes }, (_, id) => fair.findIndex(({ process }) => process === id));
    this.#step = conditions + fair.length;
    let next = this.#step + 1;
    this.#able = fair.map(({ fairness }) => (fairness === "strong" ? next++ : 0));
    this.words = Math.ceil(next / 32);
    this.#ready = new Uint8Array(fair.length);
  }

  /** Bits of the nth of the expanded states: weakly fair processes that need not move there, strongly fair ones that could. */
  addState(edges: Edges, bits: Uint32Array | number[], at: number, nth = 0): void {
    const ready = this.#ready.fill(0);
    const end = edges.ends[nth]!;
    for (let i = edges.firstOf(nth); i < end; i++) {
      const place = this.#place[edges.processes[i]!]!;
      if (place >= 0 && edges.obliging[i] !== 0) ready[place] = 1;
    }
    for (let place = 0; place < ready.length; place++) {
      const able = this.#able[place]!;
      if (able === 0) {
        if (ready[place] === 0) set(bits, at, this.#conditions + place);
      } else if (ready[place] !== 0) set(bits, at, able);
    }
  }

  /** The place of the fair process that a step satisfies, or -1. */
  placeOf(edges: Edges, position: number): number {
    return edges.obliging[position] === 0 ? -1 : this.#place[edges.processes[position]!]!;
  }

  /** Bits of a step: the transition's, its process's if that is fair. */
  addStep(accepts: number, place: number, bits: Uint32Array | number[], at: number): void {
    bits[at] = (bits[at]! | accepts) >>> 0;
    set(bits, at, this.#step);
    if (place >= 0) set(bits, at, this.#conditions + place);
  }

  /** Whether a component with these bits has a loop that is accepted and weakly fair. */
  isWeaklyMet(bits: Uint32Array | number[], at: number): boolean {
    for (let bit = 0; bit < this.#conditions; bit++) if (!has(bits, at, bit)) return false;
    for (let place = 0; place < this.fair.length; place++) {
      if (this.#able[place] === 0 && !has(bits, at, this.#conditions + place)) return false;
    }
    return has(bits, at, this.#step);
  }

  /** Strongly fair processes that can move somewhere in it and never do. */
  starved(bits: Uint32Array | number[], at: number): readonly number[] {
    return this.fair.flatMap(({ process }, place) => {
      const able = this.#able[place]!;
      return able !== 0 && has(bits, at, able) && !has(bits, at, this.#conditions + place) ? [process] : [];
    });
  }

  /** The bits that a loop in a component with these bits must gather. */
  needed(bits: Uint32Array | number[], at: number): number[] {
    const needed = new Array<number>(this.words).fill(0);
    for (let bit = 0; bit < this.#conditions; bit++) set(needed, 0, bit);
    this.fair.forEach((_, place) => {
      const able = this.#able[place]!;
      if (able === 0 || has(bits, at, able)) set(needed, 0, this.#conditions + place);
    });
    set(needed, 0, this.#step);
    return needed;
  }
}

function set(bits: Uint32Array | number[], at: number, bit: number): void {
  const word = at + (bit >>> 5);
  bits[word] = (bits[word]! | (1 << (bit & 31))) >>> 0;
}

function has(bits: Uint32Array | number[], at: number, bit: number): boolean {
  return (bits[at + (bit >>> 5)]! & (1 << (bit & 31))) !== 0;
}
