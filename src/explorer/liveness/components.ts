// Loops of the product that are accepted and fair, by strongly connected components. What comes in is a component of the
// automaton and the pairs with which it is entered; what goes out is a number for each pair that lies in a component of the
// product with a counterexample. The algorithm is Tarjan's in Couvreur's form (On-the-fly verification of linear temporal
// logic, FM 1999): a stack of the roots of unfinished components carries the bits gathered in each. Where only strong
// fairness is violated, the states in which the starved processes could move are taken away, and what is left is searched
// again (Lichtenstein and Pnueli, POPL 1985). The invariant: a pair's number in `#order` is 0 before it is met, its place
// on the stack while its component is unfinished, -1 after, and -2 - n in loop n.

import { passes, type Transition } from "./automaton.ts";
import { NOWHERE } from "./graph.ts";
import { IntStack } from "./int-stack.ts";
import type { Product } from "./product.ts";

const DONE = -1;
const FIRST_LOOP = -2;

/** A component that starves processes: its pairs, and who. */
interface Unfair {
  readonly members: Int32Array;
  readonly starved: ReadonlySet<number>;
}

export class ComponentSearch {
  readonly #product: Product;
  readonly #component: readonly number[];
  /** By state of the automaton: its place in the component, or -1. */
  readonly #places: readonly number[];
  readonly #order: Int32Array;
  readonly #unfair: Unfair[] = [];
  /** By loop: the bits of its component. */
  readonly #loopBits: number[][] = [];
  #counter = 0;
  /** Pairs of unfinished components; pairs on the path, and where the steps of each begin among the pending. */
  readonly #members = new IntStack();
  readonly #path = new IntStack();
  readonly #firsts = new IntStack();
  /** Steps still to be taken: the pair they lead to, what they accept, whose they are. */
  readonly #targets = new IntStack();
  readonly #accepts = new IntStack();
  readonly #movers = new IntStack();
  /** Roots: their place on the stack, the step into them, and the bits of their component. */
  readonly #roots = new IntStack();
  readonly #rootAccepts = new IntStack();
  readonly #rootMovers = new IntStack();
  #rootBits: Uint32Array;

  constructor(product: Product, component: readonly number[]) {
    this.#product = product;
    this.#component = component;
    this.#places = product.automaton.states.map((_, q) => component.indexOf(q));
    this.#order = new Int32Array(product.graph.states * component.length);
    this.#rootBits = new Uint32Array(1024 * product.obligations.words);
  }

  /** How many components with a counterexample there are. */
  get loops(): number {
    return this.#loopBits.length;
  }

  get bytes(): number {
    const stacks = [this.#members, this.#path, this.#firsts, this.#targets, this.#accepts, this.#movers];
    const roots = [this.#roots, this.#rootAccepts, this.#rootMovers];
    const held = [...stacks, ...roots].reduce((sum, { items }) => sum + items.byteLength, 0);
    return held + this.#order.byteLength + this.#rootBits.byteLength;
  }

  /** The loop that a pair lies on; -1 if on none. */
  loopOf(state: number, place: number): number {
    const order = this.#order[state * this.#component.length + place]!;
    return order <= FIRST_LOOP ? FIRST_LOOP - order : -1;
  }

  /** The bits that a run round a loop must gather. */
  neededFor(loop: number): number[] {
    return this.#product.obligations.needed(this.#loopBits[loop]!, 0);
  }

  /** Goes through all that can be reached from a pair. False: interrupted. */
  async searchFrom(state: number, place: number): Promise<boolean> {
    const start = state * this.#component.length + place;
    if (this.#order[start] !== 0) return true;
    const product = this.#product;
    this.#enter(start, 0, -1);
    while (this.#path.length > 0) {
      if (this.#targets.length > this.#firsts.top()) this.#follow();
      else this.#leave();
      if (product.isPauseDue && !(await product.pause())) return false;
    }
    return true;
  }

  /** Searches again what strong fairness divides. False: interrupted. */
  async divide(): Promise<boolean> {
    const { graph } = this.#product;
    const { edges } = graph;
    const width = this.#component.length;
    for (let next = this.#unfair.pop(); next !== undefined; next = this.#unfair.pop()) {
      const { members, starved } = next;
      for (const pair of members) {
        graph.expand(Math.floor(pair / width));
        this.#product.countExpansion();
        let couldMove = false;
        for (let i = 0; i < edges.count; i++) {
          if (edges.obliging[i] !== 0 && starved.has(edges.processes[i]!)) couldMove = true;
        }
        if (!couldMove) this.#order[pair] = 0;
        if (this.#product.isPauseDue && !(await this.#product.pause())) return false;
      }
      for (const pair of members) {
        if (!(await this.searchFrom(Math.floor(pair / width), pair % width))) return false;
      }
    }
    return true;
  }

  /** A pair met for the first time. */
  #enter(pair: number, accepts: number, mover: number): void {
    const product = this.#product;
    const { graph, obligations } = product;
    const { edges } = graph;
    const width = this.#component.length;
    const state = Math.floor(pair / width);
    const q = this.#component[pair % width]!;
    this.#order[pair] = ++this.#counter;
    this.#members.push(pair);
    this.#path.push(pair);
    this.#firsts.push(this.#targets.length);
    const at = this.#roots.length * obligations.words;
    this.#roots.push(this.#counter);
    this.#rootAccepts.push(accepts);
    this.#rootMovers.push(mover);
    this.#clearBits(at);
    graph.expand(state);
    product.countExpansion();
    product.lookForStay(state, q);
    obligations.addState(edges, this.#rootBits, at);
    const letter = graph.letter(state);
    const transitions = product.automaton.states[q]!;
    for (let i = 0; i < edges.count; i++) {
      if (edges.targets[i] !== NOWHERE) this.#addSteps(i, letter, transitions);
    }
  }

  #addSteps(position: number, letter: number, transitions: readonly Transition[]): void {
    const { graph, obligations } = this.#product;
    const { edges } = graph;
    const target = edges.targets[position]!;
    for (const t of transitions) {
      if (!passes(t, letter | edges.letters[position]!)) continue;
      const place = this.#places[t.target]!;
      if (place < 0) {
        this.#product.reach(target, t.target);
      } else if (this.#product.canGoOn(target, t.target)) {
        this.#targets.push(target * this.#component.length + place);
        this.#accepts.push(t.accepts);
        this.#movers.push(obligations.placeOf(edges, position));
      }
    }
  }

  /** Takes a step that is pending. */
  #follow(): void {
    const pair = this.#targets.pop();
    const accepts = this.#accepts.pop();
    const mover = this.#movers.pop();
    const order = this.#order[pair]!;
    if (order === 0) {
      this.#enter(pair, accepts, mover);
    } else if (order > 0) {
      this.#close(order, accepts, mover);
    }
  }

  /** A step back to an unfinished component: it and all that were entered since are one. */
  #close(order: number, accepts: number, mover: number): void {
    const { obligations } = this.#product;
    const { words } = obligations;
    const bits = this.#rootBits;
    while (this.#roots.top() > order) {
      const from = (this.#roots.length - 1) * words;
      obligations.addStep(this.#rootAccepts.pop(), this.#rootMovers.pop(), bits, from);
      this.#roots.pop();
      for (let i = 0; i < words; i++) bits[from - words + i]! |= bits[from + i]!;
    }
    obligations.addStep(accepts, mover, bits, (this.#roots.length - 1) * words);
  }

  /** Goes back from a pair all of whose steps were taken. */
  #leave(): void {
    const { obligations } = this.#product;
    const pair = this.#path.pop();
    this.#firsts.pop();
    if (this.#roots.top() !== this.#order[pair]) return;
    const at = (this.#roots.length - 1) * obligations.words;
    const isMet = obligations.isWeaklyMet(this.#rootBits, at);
    const starved = isMet ? obligations.starved(this.#rootBits, at) : [];
    let first = this.#members.length;
    do first--;
    while (this.#members.items[first] !== pair);
    const isLoop = isMet && starved.length === 0;
    const mark = isLoop ? FIRST_LOOP - this.#loopBits.length : DONE;
    for (let i = first; i < this.#members.length; i++) this.#order[this.#members.items[i]!] = mark;
    if (isLoop) {
      this.#loopBits.push([...this.#rootBits.subarray(at, at + obligations.words)]);
    } else if (isMet) {
      const members = this.#members.items.slice(first, this.#members.length);
      this.#unfair.push({ members, starved: new Set(starved) });
    }
    this.#members.length = first;
    this.#roots.pop();
    this.#rootAccepts.pop();
    this.#rootMovers.pop();
  }

  #clearBits(at: number): void {
    const { words } = this.#product.obligations;
    if (at + words > this.#rootBits.length) {
      const grown = new Uint32Array(this.#rootBits.length * 2);
      grown.set(this.#rootBits);
      this.#rootBits = grown;
    }
    this.#rootBits.fill(0, at, at + words);
  }
}
