// All runs with a loop, of at most some length with the loop once round, that violate a temporal property as one does: in, a
// program and the property; out, answers to questions about them. A run counts if it is fair and the automaton of the negated
// property accepts it. The invariant: a run that is found is one; that there is none is said only if every state within that length
// was looked at.
//
// The automaton may need several rounds of a loop to come back to where it was. So it is not followed along the loop: what is kept
// is, for each of its states, where one round can lead it and what it can accept on the way (a relation). The loop is accepted if,
// from where the stem can leave the automaton, rounds can lead to a component of that relation that accepts everything.

import { type Automaton, automatonAgainst, passes } from "../explorer/liveness/automaton.ts";
import { AtomFailure, fairProcesses, NOWHERE } from "../explorer/liveness/graph.ts";
import { Obligations } from "../explorer/liveness/obligations.ts";
import { Product } from "../explorer/liveness/product.ts";
import { type ReferenceGraph, referenceGraph } from "../explorer/liveness/reference.ts";
import type { Program } from "../spec/program/program.ts";
import { type Alike, type Budget, type Cut, numberActors, type Question } from "./question.ts";

export async function lassosAlike(program: Program, property: number, length: number, budget: Budget): Promise<Alike> {
  const temporal = program.properties[property]!.temporal!;
  const nothing = (cut: Cut): Alike => ({ exists: () => null, states: 0, cut });
  const automaton = automatonAgainst(temporal.formula);
  if (automaton === null) return nothing("property");
  let cut: "states" | "time" | null = null;
  let met = 0;
  const mayGoOn = (states: number): boolean => {
    met = states;
    cut = budget.spent(states);
    return cut === null;
  };
  try {
    const graph = finish(referenceGraph(program, temporal, { steps: length, mayGoOn }));
    const lassos = new Lassos(program, graph, automaton, length, budget);
    const isWhole = await lassos.findRings();
    return {
      exists: (question) => {
        const answer = isWhole ? lassos.exists(question) : null;
        return answer === false && cut !== null ? null : answer;
      },
      states: met,
      cut: cut ?? (isWhole ? null : "time"),
    };
  } catch (error) {
    if (error instanceof AtomFailure) return nothing("condition");
    throw error;
  }
}

function finish<T>(work: Generator<void, T>): T {
  for (let next = work.next(); ; next = work.next()) if (next.done) return next.value;
}

/** A step of a state. `place`: that of the fair process which it satisfies, or -1. */
interface Arrow {
  readonly to: number;
  readonly actor: number;
  readonly place: number;
  /** Bits of the atoms, over the state and over the step. */
  readonly letter: number;
}

/** Where a stem ends. */
interface Stem {
  readonly state: number;
  /** States in which the automaton can be then. */
  readonly automaton: readonly number[];
  readonly phase: number;
}

/** So far round a loop. `relation`: by pair of automaton states, what can be accepted from one to the other, or -1. */
interface Round {
  readonly state: number;
  readonly relation: readonly number[];
  readonly owed: readonly number[];
  readonly phase: number;
}

class Lassos {
  readonly #graph: ReferenceGraph;
  readonly #automaton: Automaton;
  readonly #length: number;
  readonly #budget: Budget;
  readonly #actors: readonly (readonly number[])[];
  /** Fairness alone; what is accepted is in the relation. */
  readonly #fairness: Obligations;
  readonly #product: Product;
  readonly #arrows: (readonly Arrow[])[] = [];
  readonly #bits: (readonly number[])[] = [];
  readonly #quiet: boolean[] = [];
  /** States on loops that are counterexamples, of any length. */
  readonly #rings = new Set<number>();
  /** By such a state: those with a step to it. */
  readonly #before = new Map<number, number[]>();

  constructor(program: Program, graph: ReferenceGraph, automaton: Automaton, length: number, budget: Budget) {
    this.#graph = graph;
    this.#automaton = automaton;
    this.#length = length;
    this.#budget = budget;
    this.#actors = numberActors(program);
    const fair = fairProcesses(program);
    this.#fairness = new Obligations(0, fair, program.processes.length);
    const obligations = new Obligations(automaton.conditions, fair, program.processes.length);
    this.#product = new Product(graph, automaton, obligations, async () => budget.spent(0) === null);
    for (let state = 0; state < graph.states; state++) this.#look(state);
  }

  /** False: the time ran out. */
  async findRings(): Promise<boolean> {
    if (!(await this.#product.search())) return false;
    const { states } = this.#automaton;
    for (let state = 0; state < this.#graph.states; state++) {
      if (states.some((_, q) => this.#product.loopOf(state, q) >= 0)) this.#rings.add(state);
    }
    for (const state of this.#rings) {
      for (const { to } of this.#arrows[state]!) {
        if (!this.#rings.has(to)) continue;
        const known = this.#before.get(to) ?? [];
        known.push(state);
        this.#before.set(to, known);
      }
    }
    return true;
  }

  /** Whether there is such a run; null if the time ran out. */
  exists({ next, last }: Question): boolean | null {
    const begun = this.#graph.starts.map(({ state }): Stem => ({ state, automaton: [0], phase: 0 }));
    const seen = new Set(begun.map(stemKey));
    let level: readonly Stem[] = begun;
    for (let depth = 0; depth <= this.#length && level.length > 0; depth++) {
      const fresh: Stem[] = [];
      for (const stem of level) {
        if (this.#budget.spent(0) !== null) return null;
        if (stem.phase === last && this.#staysAt(stem)) return true;
        if (depth === this.#length) continue;
        const closes = this.#rings.has(stem.state) && this.#goesRound(stem, this.#length - depth, { next, last });
        if (closes !== false) return closes;
        for (const { to, actor, letter } of this.#arrows[stem.state]!) {
          const phase = next(stem.phase, actor);
          if (phase === null) continue;
          const automaton = this.#automatonAfter(stem.automaton, letter);
          const further: Stem = { state: to, automaton, phase };
          if (automaton.length === 0 || seen.has(stemKey(further))) continue;
          seen.add(stemKey(further));
          fresh.push(further);
        }
      }
      level = fresh;
    }
    return false;
  }

  #look(state: number): void {
    const { edges } = this.#graph;
    this.#graph.expand(state);
    const arrows: Arrow[] = [];
    for (let position = 0; position < edges.count; position++) {
      const to = edges.targets[position]!;
      if (to === NOWHERE) continue;
      const process = edges.processes[position]!;
      const actor = this.#actors[process]![this.#graph.location(state, position)]!;
      const letter = this.#graph.letter(state) | edges.letters[position]!;
      arrows.push({ to, actor, place: this.#fairness.placeOf(edges, position), letter });
    }
    this.#arrows.push(arrows);
    const bits = new Array<number>(this.#fairness.words).fill(0);
    this.#fairness.addState(edges, bits, 0);
    this.#bits.push(bits);
    this.#quiet.push(edges.isQuiet());
  }

  #staysAt({ state, automaton }: Stem): boolean {
    const letter = this.#graph.letter(state);
    return this.#quiet[state]! && automaton.some((q) => this.#product.acceptsStay(q, letter));
  }

  #automatonAfter(before: readonly number[], letter: number): readonly number[] {
    const after = new Set<number>();
    for (const q of before) {
      for (const t of this.#automaton.states[q]!) if (passes(t, letter)) after.add(t.target);
    }
    return [...after].sort((a, b) => a - b);
  }

  /** Whether a loop of at most so many steps begins where a stem ends. */
  #goesRound(stem: Stem, steps: number, { next, last }: Question): boolean | null {
    const way = this.#wayBackTo(stem.state, steps);
    const begun: Round = {
      state: stem.state,
      relation: identity(this.#automaton.states.length),
      owed: this.#bits[stem.state]!,
      phase: stem.phase,
    };
    const seen = new Set<string>();
    let level: readonly Round[] = [begun];
    for (let left = steps - 1; left >= 0 && level.length > 0; left--) {
      const fresh: Round[] = [];
      for (const round of level) {
        if (this.#budget.spent(0) !== null) return null;
        for (const arrow of this.#arrows[round.state]!) {
          const phase = next(round.phase, arrow.actor);
          if (phase === null || (way.get(arrow.to) ?? Number.POSITIVE_INFINITY) > left) continue;
          const relation = this.#relationAfter(round.relation, arrow.letter);
          if (relation.every((accepts) => accepts < 0)) continue;
          const owed = round.owed.map((word, i) => (word | this.#bits[arrow.to]![i]!) >>> 0);
          this.#fairness.addStep(0, arrow.place, owed, 0);
          const further: Round = { state: arrow.to, relation, owed, phase };
          const key = `${arrow.to} ${phase} ${owed.join()} ${relation.join()}`;
          if (seen.has(key)) continue;
          seen.add(key);
          if (arrow.to === stem.state && phase === last && this.#isMet(stem, further)) return true;
          fresh.push(further);
        }
      }
      level = fresh;
    }
    return false;
  }

  /** By state on a ring: how many steps it is to that one, if at most so many. */
  #wayBackTo(state: number, steps: number): ReadonlyMap<number, number> {
    const way = new Map([[state, 0]]);
    for (const [to, distance] of way) {
      if (distance === steps) break;
      for (const from of this.#before.get(to) ?? []) if (!way.has(from)) way.set(from, distance + 1);
    }
    return way;
  }

  #relationAfter(relation: readonly number[], letter: number): readonly number[] {
    const { states } = this.#automaton;
    const size = states.length;
    const after = new Array<number>(size * size).fill(-1);
    for (const [at, accepts] of relation.entries()) {
      if (accepts < 0) continue;
      const row = at - (at % size);
      for (const t of states[at % size]!) {
        if (!passes(t, letter)) continue;
        const known = after[row + t.target]!;
        after[row + t.target] = Math.max(known, 0) | accepts | t.accepts;
      }
    }
    return after;
  }

  #isMet({ automaton }: Stem, { owed, relation }: Round): boolean {
    const bits = [...owed];
    if (!this.#fairness.isWeaklyMet(bits, 0) || this.#fairness.starved(bits, 0).length > 0) return false;
    const size = this.#automaton.states.length;
    const reach = (from: readonly number[]): Set<number> => {
      const seen = new Set(from);
      for (const q of seen) for (let to = 0; to < size; to++) if (relation[q * size + to]! >= 0) seen.add(to);
      return seen;
    };
    for (const pivot of reach(automaton)) {
      const after = reach([pivot]);
      const ring = [...after].filter((q) => reach([q]).has(pivot));
      const inside = ring.flatMap((q) => ring.map((to) => relation[q * size + to]!)).filter((accepts) => accepts >= 0);
      if (inside.length > 0 && inside.reduce((all, accepts) => all | accepts, 0) === this.#automaton.all) return true;
    }
    return false;
  }
}

function stemKey({ state, automaton, phase }: Stem): string {
  return `${state} ${phase} ${automaton.join()}`;
}

function identity(size: number): readonly number[] {
  return Array.from({ length: size * size }, (_, at) => (Math.floor(at / size) === at % size ? 0 : -1));
}
