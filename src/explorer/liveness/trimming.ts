// What cannot lie on a loop, taken away before loops are looked for. What comes in is a component of the automaton and the
// pairs with which it is entered; what goes out is the pairs that are left. First all pairs that can be reached are gone
// through, and the steps counted that lead to each; then those are taken away to which none leads, which takes away their own
// steps, and so on (A. B. Kahn, Topological sorting of large networks, CACM 1962): all of them, where there are no loops. Pairs are
// expanded many at a time, in the order of the log as far as possible, so that looking up where steps lead is as fast as in
// the search for states. The invariants: `#known` has, for each pair that is left, how many steps lead to it from others that
// are left, or that they are many; and pairs that are left lead only to pairs that are left.
//
// A step from a pair to itself is counted if going round it alone is accepted and, but for strong fairness, fair.

import { Passage } from "./automaton.ts";
import { NOWHERE } from "./graph.ts";
import { Frontier } from "./int-stack.ts";
import { PairBatch } from "./pair-batch.ts";
import type { Product } from "./product.ts";

/** What is known of a pair: 0 before it is met, else one more than the number of steps that lead to it. */
const MET = 1;
/** So many or more: they are not counted any further, and it stays. */
const MANY = 254;
/** The automaton has nowhere to go from there. */
const OUT = 255;

export class Trimming {
  readonly #product: Product;
  readonly #component: readonly number[];
  /** By state of the automaton: its place in the component, or -1. */
  readonly #places: readonly number[];
  readonly #known: Uint8Array;
  readonly #frontier: Frontier;
  readonly #passage: Passage;
  readonly #bits: Uint32Array;
  readonly #batch = new PairBatch();
  /** Steps are taken away, not counted. */
  #removing = false;
  #left = 0;

  constructor(product: Product, component: readonly number[]) {
    const { graph, automaton, obligations } = product;
    const pairs = graph.states * component.length;
    this.#product = product;
    this.#component = component;
    this.#places = automaton.states.map((_, q) => component.indexOf(q));
    this.#known = new Uint8Array(pairs);
    for (let state = 0, pair = 0; state < graph.states; state++) {
      for (let place = 0; place < component.length; place++, pair++) {
        if (!product.canGoOn(state, component[place]!)) this.#known[pair] = OUT;
      }
    }
    this.#frontier = new Frontier(pairs);
    this.#passage = new Passage(automaton);
    this.#bits = new Uint32Array(obligations.words);
  }

  get bytes(): number {
    return this.#known.byteLength + this.#frontier.bytes;
  }

  /** How many pairs are left. */
  get left(): number {
    return this.#left;
  }

  isLeft(pair: number): boolean {
    const known = this.#known[pair]!;
    return known > MET && known !== OUT;
  }

  /** A pair with which the component is entered. */
  enter(state: number, place: number): void {
    const pair = state * this.#component.length + place;
    if (this.#known[pair] !== 0) return;
    this.#known[pair] = MET;
    this.#frontier.add(pair);
  }

  /** False: interrupted. */
  async trim(): Promise<boolean> {
    if (!(await this.#goThrough())) return false;
    const known = this.#known;
    this.#removing = true;
    for (let pair = 0; pair < known.length; pair++) if (known[pair] === MET) this.#frontier.add(pair);
    return this.#goThrough();
  }

  /** Expands whatever is in the frontier, until nothing is. */
  async #goThrough(): Promise<boolean> {
    const product = this.#product;
    for (let count = this.#take(); count > 0; count = this.#take()) {
      for (let i = 0; i < count; i++) this.#follow(i);
      product.expanded += count;
      this.#left += this.#removing ? -count : count;
      if (product.isPauseDue && !(await product.pause())) return false;
    }
    return true;
  }

  /** Expands the states of as many pairs as there are, up to a batch. */
  #take(): number {
    const count = this.#frontier.take(this.#batch.pairs);
    this.#batch.expand(this.#product.graph, this.#component.length, count);
    return count;
  }

  /** Goes the steps from a pair of the batch. */
  #follow(i: number): void {
    const { graph } = this.#product;
    const { edges } = graph;
    const known = this.#known;
    const places = this.#places;
    const removing = this.#removing;
    const width = this.#component.length;
    const from = this.#batch.pairs[i]!;
    const state = this.#batch.states[i]!;
    const nth = this.#batch.nths[i]!;
    const q = this.#component[from - state * width]!;
    const letter = graph.letter(state);
    const hasLetters = graph.stepAtoms !== 0;
    let passing = this.#passage.of(q, letter);
    let isRound = false;
    if (!removing) this.#product.lookForStay(state, q, nth);
    const end = edges.ends[nth]!;
    for (let at = edges.firstOf(nth); at < end; at++) {
      const target = edges.targets[at]!;
      if (target === NOWHERE) continue;
      if (hasLetters) passing = this.#passage.of(q, letter | edges.letters[at]!);
      for (let j = 0; j < passing.length; j++) {
        const next = passing[j]!.target;
        const place = places[next]!;
        if (place < 0) {
          if (!removing) this.#product.reach(target, next);
          continue;
        }
        const to = target * width + place;
        const before = known[to]!;
        if (before >= MANY) continue;
        if (to === from) {
          isRound = true;
        } else if (removing) {
          known[to] = before - 1;
          if (before === MET + 1) this.#frontier.add(to);
        } else if (before === 0) {
          known[to] = MET + 1;
          this.#frontier.add(to);
        } else {
          known[to] = before + 1;
        }
      }
    }
    if (isRound && !removing && known[from]! < MANY && this.#isGoodRound(i, letter)) known[from]!++;
  }

  /** Whether the steps from a pair of the batch to itself are a loop that may be a counterexample. */
  #isGoodRound(i: number, letter: number): boolean {
    const { obligations, graph } = this.#product;
    const { edges } = graph;
    const nth = this.#batch.nths[i]!;
    const q = this.#component[this.#batch.pairs[i]! % this.#component.length]!;
    const bits = this.#bits.fill(0);
    obligations.addState(edges, bits, 0, nth);
    for (let at = edges.firstOf(nth); at < edges.ends[nth]!; at++) {
      if (edges.targets[at] !== this.#batch.states[i]) continue;
      for (const t of this.#passage.of(q, letter | edges.letters[at]!)) {
        if (t.target === q) obligations.addStep(t.accepts, obligations.placeOf(edges, at), bits, 0);
      }
    }
    return obligations.isWeaklyMet(bits, 0);
  }
}
