// The product of the states with the automaton, as far as it can matter: which pairs are reached, and which of them lie on
// a loop that is accepted and fair. What comes in is a graph, an automaton and what is owed to whom; what goes out answers
// for each pair whether a counterexample can end there. The invariants: every reached pair is expanded at most once, and
// once more for each time strong fairness divides the component it lies in; nothing is kept of a step.
//
// Pairs are gone through one strongly connected component of the automaton after the other. Where that accepts nothing,
// they are only reached; state 0 of the automaton, if it waits there under no condition, is reached with every state there
// is, and only those are expanded that can leave it. Where it accepts, components.ts finds the loops.

import { type Automaton, componentsOf, isAccepting, passes, type Transition } from "./automaton.ts";
import { ComponentSearch } from "./components.ts";
import { NOWHERE, type StateGraph } from "./graph.ts";
import { IntStack, StateBits } from "./int-stack.ts";
import type { Obligations } from "./obligations.ts";
import { Trimming } from "./trimming.ts";

/** Called now and then with the number of pairs expanded so far; false ends the search. */
export type Pause = (expanded: number) => Promise<boolean>;

/** Expansions between two pauses. */
const SLICE = 8192;

/** Letters of which it is known beforehand what they allow: those of the first few atoms. */
const LETTERS = 64;

export class Product {
  readonly graph: StateGraph;
  readonly automaton: Automaton;
  readonly obligations: Obligations;
  /** Something was found: a loop, or a place to stay. */
  found = false;
  expanded = 0;
  interrupted = false;
  #nextPause = SLICE;
  /** By state of the automaton: the states it is reached with. */
  readonly #reached: readonly StateBits[];
  /** By state of the automaton: where its loops are found, and its place there. */
  readonly #arenas = new Map<number, { readonly search: ComponentSearch; readonly place: number }>();
  #trimming: Trimming | null = null;
  /** By state of the automaton and letter, for the smallest ones: whether it has anywhere to go. */
  readonly #goesOn: readonly Uint8Array[];
  readonly #stays = new Map<string, boolean>();
  readonly #pause: Pause;

  constructor(graph: StateGraph, automaton: Automaton, obligations: Obligations, pause: Pause) {
    this.graph = graph;
    this.automaton = automaton;
    this.obligations = obligations;
    this.#pause = pause;
    this.#reached = automaton.states.map(() => new StateBits(graph.states));
    this.#goesOn = automaton.states.map((_, q) =>
      Uint8Array.from({ length: LETTERS }, (_, letter) => (this.#goesOnWith(letter, q) ? 1 : 0)),
    );
  }

  /** What it takes beside the states. */
  get bytes(): number {
    const searches = new Set([...this.#arenas.values()].map(({ search }) => search));
    const bits = this.#reached.reduce((sum, { bytes }) => sum + bytes, this.#trimming?.bytes ?? 0);
    return [...searches].reduce((sum, search) => sum + search.bytes, bits);
  }

  /** Finds everything. False: it was interrupted. */
  async search(): Promise<boolean> {
    const { automaton, graph } = this;
    for (const { state } of graph.starts) this.reach(state, 0);
    for (const component of [...componentsOf(automaton)].reverse()) {
      const done = isAccepting(automaton, new Set(component))
        ? await this.#findLoops(component)
        : await this.#spread(component);
      if (!done) return false;
    }
    return true;
  }

  /** The bits that a run round the loop must gather on which the pair lies. */
  neededAt(state: number, q: number): number[] {
    const { search, place } = this.#arenas.get(q)!;
    return search.neededFor(search.loopOf(state, place));
  }

  /** The number of the fair loop that the pair lies on, -1 if on none; different loops of one component of the automaton. */
  loopOf(state: number, q: number): number {
    const arena = this.#arenas.get(q);
    return arena === undefined ? -1 : arena.search.loopOf(state, arena.place);
  }

  /** Whether the automaton, in q, accepts that the run stays for ever in a state with these bits. */
  acceptsStay(q: number, letter: number): boolean {
    const key = `${q} ${letter}`;
    let answer = this.#stays.get(key);
    if (answer === undefined) {
      const { automaton } = this;
      const states = automaton.states.map((transitions) => transitions.filter((t) => passes(t, letter)));
      const closure = new Set([q]);
      for (const from of closure) for (const { target } of states[from]!) closure.add(target);
      const confined = { ...automaton, states };
      answer = componentsOf(confined).some(
        (component) => component.every((state) => closure.has(state)) && isAccepting(confined, new Set(component)),
      );
      this.#stays.set(key, answer);
    }
    return answer;
  }

  /** Notes that the automaton is in q where the run is in a state, unless that leads nowhere. */
  reach(state: number, q: number): boolean {
    return this.canGoOn(state, q) && this.#reached[q]!.add(state);
  }

  /** Whether the automaton has anywhere to go from q in this state. */
  canGoOn(state: number, q: number): boolean {
    const letter = this.graph.letter(state);
    const known = this.#goesOn[q]!;
    return letter < known.length ? known[letter] === 1 : this.#goesOnWith(letter, q);
  }

  #goesOnWith(letter: number, q: number): boolean {
    return this.automaton.states[q]!.some((t) => this.#mayPass(t, letter));
  }

  countExpansion(): void {
    this.expanded++;
  }

  /** Whether it is time for a pause. */
  get isPauseDue(): boolean {
    return this.expanded >= this.#nextPause;
  }

  /** False: the search must end. */
  async pause(): Promise<boolean> {
    this.#nextPause = this.expanded + SLICE;
    if (!(await this.#pause(this.expanded))) this.interrupted = true;
    return !this.interrupted;
  }

  /** Looks at the nth of the states just expanded: whether the run may stay there. */
  lookForStay(state: number, q: number, nth = 0): void {
    if (this.graph.edges.isQuiet(nth) && this.acceptsStay(q, this.graph.letter(state))) this.found = true;
  }

  /** Reaches what a component of the automaton can that accepts nothing. */
  async #spread(component: readonly number[]): Promise<boolean> {
    const { automaton, graph } = this;
    const transitions = automaton.states[0]!;
    if (component.length === 1 && component[0] === 0 && transitions.some((t) => t.target === 0 && isFree(t))) {
      const away = transitions.filter(({ target }) => target !== 0);
      const early = away.filter((t) => this.#canBeEarly(t));
      const leaving = away.filter((t) => !early.includes(t));
      for (let state = 0; state < graph.states; state++) {
        const letter = graph.letter(state);
        for (const t of early) if (passes(t, letter)) this.reach(state, t.target);
        if (leaving.some((t) => this.#mayPass(t, letter))) this.#step(state, 0, leaving, () => {});
        if (this.isPauseDue && !(await this.pause())) return false;
      }
      return true;
    }
    const pending = new IntStack();
    const push = (state: number, q: number): void => {
      pending.push(state);
      pending.push(q);
    };
    for (const q of component) for (const state of this.#reached[q]!) push(state, q);
    while (pending.length > 0) {
      const q = pending.pop();
      this.#step(pending.pop(), q, automaton.states[q]!, (state, target) => {
        if (component.includes(target)) push(state, target);
      });
      if (this.isPauseDue && !(await this.pause())) return false;
    }
    return true;
  }

  /** Expands a pair; calls `visit` for each that is reached for the first time. */
  #step(state: number, q: number, transitions: readonly Transition[], visit: (state: number, q: number) => void): void {
    const { graph } = this;
    const { edges } = graph;
    const letter = graph.letter(state);
    graph.expand(state);
    this.countExpansion();
    this.lookForStay(state, q);
    for (let i = 0; i < edges.count; i++) {
      const target = edges.targets[i]!;
      if (target === NOWHERE) continue;
      for (const t of transitions) {
        if (passes(t, letter | edges.letters[i]!) && this.reach(target, t.target)) visit(target, t.target);
      }
    }
  }

  /**
   * Whether it makes no difference to be where a transition leads already before it: from there, too, all that can be done is to
   * go there, under a condition that the transition's own implies. Saves going through the steps of every trigger twice.
   */
  #canBeEarly({ positive, negative, target }: Transition): boolean {
    const [only, ...rest] = this.automaton.states[target]!;
    if (only === undefined || rest.length > 0 || only.target !== target) return false;
    if (((positive | negative | only.positive | only.negative) & this.graph.stepAtoms) !== 0) return false;
    return (only.positive & ~positive) === 0 && (only.negative & ~negative) === 0;
  }

  /** Whether a transition can pass at a state with these bits, whatever step is taken. */
  #mayPass({ negative, positive }: Transition, letter: number): boolean {
    return (letter & negative) === 0 && (positive & ~letter & ~this.graph.stepAtoms) === 0;
  }

  async #findLoops(component: readonly number[]): Promise<boolean> {
    const trimming = new Trimming(this, component);
    this.#trimming = trimming;
    for (const [place, q] of component.entries()) {
      for (const state of this.#reached[q]!) trimming.enter(state, place);
    }
    if (!(await trimming.trim())) return false;
    if (trimming.left > 0) {
      const search = new ComponentSearch(this, component);
      component.forEach((q, place) => {
        this.#arenas.set(q, { search, place });
      });
      const width = component.length;
      for (let pair = 0; pair < this.graph.states * width; pair++) {
        if (trimming.isLeft(pair) && !(await search.searchFrom(Math.floor(pair / width), pair % width))) return false;
      }
      if (!(await search.divide())) return false;
      if (search.loops > 0) this.found = true;
    }
    this.#trimming = null;
    return true;
  }
}

function isFree({ positive, negative }: Transition): boolean {
  return positive === 0 && negative === 0;
}
