// Pairs of state and automaton that are looked at together, so that their states are expanded together. What comes in is pairs,
// numbered as state times width plus place; what goes out is the edges of their states, and which of them are whose. The
// invariant: pairs of one state that follow one another share its edges.

import type { StateGraph } from "./graph.ts";

/** Pairs in a batch: enough for the look-ups to wait for memory together. */
const SIZE = 128;

export class PairBatch {
  readonly pairs: Int32Array = new Int32Array(SIZE);
  /** By pair: its state; and which of the expanded states that is. */
  readonly states: Int32Array = new Int32Array(SIZE);
  readonly nths: Int32Array = new Int32Array(SIZE);
  readonly #expanded = new Int32Array(SIZE);

  /** Makes the edges of the graph those of the first so many pairs. */
  expand(graph: StateGraph, width: number, count: number): void {
    let last = -1;
    let expanded = 0;
    for (let i = 0; i < count; i++) {
      const state = width === 1 ? this.pairs[i]! : Math.floor(this.pairs[i]! / width);
      if (state !== last) this.#expanded[expanded++] = state;
      this.states[i] = state;
      this.nths[i] = expanded - 1;
      last = state;
    }
    if (expanded > 0) graph.expandAll(this.#expanded, expanded);
  }
}
