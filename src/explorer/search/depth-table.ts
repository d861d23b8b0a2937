// The smallest depth at which a depth-first search has met each state, and whether it was expanded. The invariant:
// depths only ever get smaller, and never smaller than the length of a shortest path.

import type { Engine } from "../store/engine.ts";
import { Examiner } from "../store/examiner.ts";

/** Marks an expanded state; depths stay below it. */
const EXPANDED = 2 ** 31;

export class DepthTable {
  readonly #engine: Engine;
  readonly #examiner: Examiner;
  #entries = new Uint32Array(1024);
  #states = 0;

  /** The engine must be able to look up the number of a state. */
  constructor(engine: Engine) {
    this.#engine = engine;
    this.#examiner = new Examiner(engine);
  }

  get bytes(): number {
    return this.#entries.byteLength;
  }

  depthOf(state: number): number {
    return this.#entries[state]! % EXPANDED;
  }

  isExpanded(state: number): boolean {
    return this.#entries[state]! >= EXPANDED;
  }

  markExpanded(state: number): void {
    this.#entries[state] = this.depthOf(state) + EXPANDED;
  }

  /** New states, with numbers first to end - 1. */
  enter(first: number, end: number, depth: number): void {
    if (end > this.#entries.length) {
      const larger = new Uint32Array(Math.max(end, this.#entries.length * 2));
      larger.set(this.#entries);
      this.#entries = larger;
    }
    this.#entries.fill(depth, first, end);
    this.#states = end;
  }

  /** The successors of a state for which this depth is smaller than the one known; it is theirs from then on. */
  relax(state: number, depth: number): readonly number[] {
    const engine = this.#engine;
    const examiner = this.#examiner;
    const nearer: number[] = [];
    examiner.open();
    const end = examiner.examine(engine.addressOf(state));
    for (let entry = examiner.entries; entry < end; entry += examiner.stride) {
      if (!examiner.isKept(entry)) continue;
      const target = (engine.code.find(examiner.stateOf(entry)) >>> 0) - 1;
      if (this.depthOf(target) <= depth) continue;
      this.#entries[target] = depth + (this.isExpanded(target) ? EXPANDED : 0);
      nearer.push(target);
    }
    examiner.close();
    return nearer;
  }

  /** How many states have this smallest depth. */
  countAt(depth: number): number {
    let count = 0;
    for (let state = 0; state < this.#states; state++) if (this.depthOf(state) === depth) count++;
    return count;
  }
}
