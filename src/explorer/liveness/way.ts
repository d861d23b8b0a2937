// Shortest ways in the product of the states with the automaton, breadth-first and in canonical order. What comes in is where
// to begin and what to look for; what goes out is the steps. The invariant: of all shortest ways it is the one found first
// if pairs are gone through in the order in which they are met, steps in that of the schedule, and transitions in that of
// the automaton; how many are expanded together makes no difference.

import { type Automaton, Passage } from "./automaton.ts";
import { NOWHERE, type StateGraph } from "./graph.ts";
import { IntStack, StateBits } from "./int-stack.ts";
import type { Obligations } from "./obligations.ts";
import { PairBatch } from "./pair-batch.ts";

/** A step of the product; pairs are numbered as state times automaton's states plus automaton's state. */
export interface PairStep {
  readonly from: number;
  /** Of the step among those of the state. */
  readonly position: number;
}

export interface Way {
  readonly steps: readonly PairStep[];
  readonly end: number;
}

/** What to look for. */
export interface Aim {
  /** Whether the way ends at a pair, whose state is the nth of those expanded. */
  readonly isEnd: (pair: number, nth: number) => boolean;
  /** The way must not leave these pairs, if there are any that it must not leave. */
  readonly isInside?: (pair: number) => boolean;
  /** Whether it ends after a step: what that accepts, and the place of the fair process that it satisfies. */
  readonly isLast?: (accepts: number, place: number) => boolean;
}

export class Wayfinder {
  readonly #graph: StateGraph;
  readonly #automaton: Automaton;
  readonly #obligations: Obligations;
  readonly #passage: Passage;
  readonly #batch = new PairBatch();
  readonly #met: StateBits;
  /** The pairs that were met, in that order; and for each the place here of the one it was met from, or -1. */
  readonly #queue = new IntStack();
  readonly #parents = new IntStack();

  constructor(graph: StateGraph, automaton: Automaton, obligations: Obligations) {
    this.#graph = graph;
    this.#automaton = automaton;
    this.#obligations = obligations;
    this.#passage = new Passage(automaton);
    this.#met = new StateBits(graph.states * automaton.states.length);
  }

  /** A way of at least no steps to where it may end, or of at least one step to after a last one. Null: there is none. */
  shortest(starts: readonly number[], aim: Aim): Way | null {
    const queue = this.#queue;
    for (let i = 0; i < queue.length; i++) this.#met.delete(queue.items[i]!);
    queue.length = 0;
    this.#parents.length = 0;
    for (const pair of starts) this.#meet(pair, -1);
    const size = this.#automaton.states.length;
    const { pairs } = this.#batch;
    for (let first = 0, count = 0; first < queue.length; first += count) {
      count = Math.min(pairs.length, queue.length - first);
      for (let i = 0; i < count; i++) pairs[i] = queue.items[first + i]!;
      this.#batch.expand(this.#graph, size, count);
      for (let i = 0; i < count; i++) {
        if (aim.isEnd(pairs[i]!, this.#batch.nths[i]!)) return this.#wayTo(first + i);
        const way = this.#follow(i, first + i, aim);
        if (way !== null) return way;
      }
    }
    return null;
  }

  /** Goes the steps from a pair of the batch, with its place in the queue. */
  #follow(i: number, place: number, { isInside, isLast }: Aim): Way | null {
    const graph = this.#graph;
    const { edges } = graph;
    const size = this.#automaton.states.length;
    const pair = this.#batch.pairs[i]!;
    const state = this.#batch.states[i]!;
    const q = pair - state * size;
    const letter = graph.letter(state);
    const first = edges.firstOf(this.#batch.nths[i]!);
    const end = edges.ends[this.#batch.nths[i]!]!;
    const hasLetters = graph.stepAtoms !== 0;
    let passing = this.#passage.of(q, letter);
    for (let at = first; at < end; at++) {
      const target = edges.targets[at]!;
      if (target === NOWHERE) continue;
      if (hasLetters) passing = this.#passage.of(q, letter | edges.letters[at]!);
      for (const t of passing) {
        const to = target * size + t.target;
        if (isInside !== undefined && !isInside(to)) continue;
        if (isLast?.(t.accepts, this.#obligations.placeOf(edges, at))) {
          const { steps } = this.#wayTo(place);
          return { steps: [...steps, { from: pair, position: at - first }], end: to };
        }
        this.#meet(to, place);
      }
    }
    return null;
  }

  #meet(pair: number, parent: number): void {
    if (!this.#met.add(pair)) return;
    this.#queue.push(pair);
    this.#parents.push(parent);
  }

  /** The way to a pair with a place in the queue. */
  #wayTo(end: number): Way {
    const { items } = this.#queue;
    const steps: PairStep[] = [];
    for (let to = end, parent = this.#parents.items[to]!; parent >= 0; to = parent, parent = this.#parents.items[to]!) {
      steps.push({ from: items[parent]!, position: this.#positionOf(items[parent]!, items[to]!) });
    }
    return { steps: steps.reverse(), end: items[end]! };
  }

  /** The first step from one pair to another. */
  #positionOf(from: number, to: number): number {
    const graph = this.#graph;
    const { edges } = graph;
    const size = this.#automaton.states.length;
    const state = Math.floor(from / size);
    graph.expand(state);
    for (let position = 0; position < edges.count; position++) {
      if (edges.targets[position] !== Math.floor(to / size)) continue;
      const passing = this.#passage.of(from % size, graph.letter(state) | edges.letters[position]!);
      if (passing.some(({ target }) => target === to % size)) return position;
    }
    throw new Error("a step of the product is there no more; please report this");
  }
}
