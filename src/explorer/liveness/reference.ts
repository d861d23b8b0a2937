// The slow and obviously right way to find runs that violate a temporal property: the whole graph by interpretation, the
// whole product with the automaton, its components by who reaches whom, and fairness by its definition. What comes in is a
// Program and a temporal property; what goes out is as the fast search gives it. Nothing is shared with that but the
// automaton and the definition of the lasso.

import type { Program, Temporal } from "../../spec/program/program.ts";
import { type Edge, evaluate, situations, starts } from "../reference/interpreter.ts";
import { membershipOf } from "../reference/probe.ts";
import type { State } from "../state.ts";
import { stateKey } from "../state-key.ts";
import { type Automaton, passes } from "./automaton.ts";
import { AtomFailure, Edges, expansionOf, NOWHERE, type StateGraph } from "./graph.ts";
import type { Found } from "./lasso.ts";
import type { Obligations } from "./obligations.ts";

/** States between two moments in which the rest of the program may run. */
const SLICE = 512;

interface Step {
  readonly target: number;
  readonly process: number;
  readonly location: number;
  readonly obliging: boolean;
  readonly letter: number;
  readonly choices: readonly number[];
}

/** How far to look: what lies further is nowhere, and so is what is met after `mayGoOn`, given the number of states, says no. */
export interface Horizon {
  readonly steps: number;
  readonly mayGoOn: (states: number) => boolean;
}

export interface ReferenceGraph extends StateGraph {
  /** The location from which the step at a position among the edges of a state is taken. */
  location(state: number, position: number): number;
}

const NO_HORIZON: Horizon = { steps: Number.POSITIVE_INFINITY, mayGoOn: () => true };

/** Every state and every step, found breadth-first. Yields after each so many states. Throws AtomFailure. */
export function* referenceGraph(
  program: Program,
  temporal: Temporal | null,
  horizon: Horizon = NO_HORIZON,
): Generator<void, ReferenceGraph> {
  const atoms = temporal?.atoms ?? [];
  const states: State[] = [];
  const ids = new Map<string, number>();
  let steps = 0;
  const arrive = (state: State): number => {
    const key = stateKey(state);
    const known = ids.get(key);
    if (known !== undefined) return known;
    if (steps > horizon.steps || !membershipOf(program, state).inside) return NOWHERE;
    ids.set(key, states.length);
    return states.push(state) - 1;
  };
  const found = new Map<number, number>();
  for (const [position, { state, failure }] of starts(program).entries()) {
    const id = failure === null ? arrive(state) : NOWHERE;
    if (id !== NOWHERE && !found.has(id)) found.set(id, position);
  }
  const stepsOf: Step[][] = [];
  const letters: number[] = [];
  const bit = (atom: number, holds: boolean): number => (holds ? 1 << atom : 0);
  let levelEnd = 0;
  for (let id = 0; id < states.length; id++) {
    if (id % SLICE === SLICE - 1) yield;
    if (!horizon.mayGoOn(states.length)) break;
    if (id === levelEnd) {
      steps++;
      levelEnd = states.length;
    }
    const state = states[id]!;
    letters.push(
      atoms.reduce((letter, { over, predicate }, atom) => {
        if (over !== "state") return letter;
        const verdict = evaluate(program, predicate, state, null);
        if (verdict.kind === "failed") throw new AtomFailure(id, null, atom);
        return letter | bit(atom, verdict.value !== 0);
      }, 0),
    );
    const own: Step[] = [];
    const add = (process: number, location: number, edge: Edge): void => {
      const target = edge.kind === "moved" ? arrive(edge.state) : NOWHERE;
      let letter = 0;
      for (const [atom, { over, predicate }] of atoms.entries()) {
        if (over !== "step" || target === NOWHERE || edge.kind !== "moved") continue;
        const verdict = evaluate(program, predicate, edge.state, { process, location, before: state });
        if (verdict.kind === "failed") throw new AtomFailure(id, own.length, atom);
        letter |= bit(atom, verdict.value !== 0);
      }
      const choices = edge.taken.map((t) => t.option);
      own.push({ target, process, location, obliging: !edge.optional, letter, choices });
    };
    for (const { process, location, edges } of situations(program, state)) {
      for (const edge of edges) add(process, location, edge);
    }
    stepsOf.push(own);
  }
  const edges = new Edges();
  const count = stepsOf.length;
  return {
    states: count,
    starts: [...found].flatMap(([state, position]) => (state < count ? [{ state, position }] : [])),
    edges,
    stepAtoms: atoms.reduce((bits, { over }, atom) => bits | bit(atom, over === "step"), 0),
    ...expansionOf(edges, (state) =>
      stepsOf[state]!.map((step) => (step.target < count ? step : { ...step, target: NOWHERE })),
    ),
    letter: (state) => letters[state]!,
    choices: (state, position) => stepsOf[state]![position]!.choices,
    location: (state, position) => stepsOf[state]![position]!.location,
  };
}

interface Arrow {
  readonly to: number;
  readonly accepts: number;
  readonly process: number;
  readonly obliging: boolean;
}

interface Pair {
  readonly arrows: readonly Arrow[];
  /** Processes that are obliged to take a step here. */
  readonly able: ReadonlySet<number>;
}

/** Which pairs lie on loops that are accepted and fair, and where runs may stay; null if there is neither. */
export function findByDefinition(graph: StateGraph, automaton: Automaton, obligations: Obligations): Found | null {
  const size = automaton.states.length;
  const { edges } = graph;
  const pairs = new Map<number, Pair>();
  const queue = graph.starts.map(({ state }) => state * size);
  let stays = false;
  const found: Found = {
    graph,
    automaton,
    obligations,
    loopOf: (state, q) => loops.findIndex(({ members }) => members.has(state * size + q)),
    neededAt: (state, q) => loops.find(({ members }) => members.has(state * size + q))!.needed,
    acceptsStay: (q, letter) => acceptsForEver(automaton, q, letter),
  };
  for (const pair of queue) {
    if (pairs.has(pair)) continue;
    const [state, q] = [Math.floor(pair / size), pair % size];
    graph.expand(state);
    const arrows: Arrow[] = [];
    const able = new Set<number>();
    for (let i = 0; i < edges.count; i++) {
      const process = edges.processes[i]!;
      const obliging = edges.obliging[i] !== 0;
      if (obliging) able.add(process);
      for (const t of automaton.states[q]!) {
        if (edges.targets[i] === NOWHERE || !passes(t, graph.letter(state) | edges.letters[i]!)) continue;
        const to = edges.targets[i]! * size + t.target;
        arrows.push({ to, accepts: t.accepts, process, obliging });
        queue.push(to);
      }
    }
    pairs.set(pair, { arrows, able });
    if (edges.isQuiet() && acceptsForEver(automaton, q, graph.letter(state))) stays = true;
  }
  const loops = fairLoops(pairs, new Set(pairs.keys()), automaton, obligations).map((members) => ({
    members,
    needed: obligations.needed(bitsOf(members, pairs, obligations), 0),
  }));
  return stays || loops.length > 0 ? found : null;
}

/** The components among these pairs that hold a loop that is accepted and fair. */
function fairLoops(
  pairs: ReadonlyMap<number, Pair>,
  among: ReadonlySet<number>,
  automaton: Automaton,
  obligations: Obligations,
): ReadonlySet<number>[] {
  return components(pairs, among).flatMap((members) => {
    const inside = [...members].flatMap((pair) => pairs.get(pair)!.arrows.filter(({ to }) => members.has(to)));
    if (inside.length === 0) return [];
    if (inside.reduce((bits, { accepts }) => bits | accepts, 0) !== automaton.all) return [];
    const moves = (process: number): boolean => inside.some((arrow) => arrow.process === process && arrow.obliging);
    const isAble = (pair: number, process: number): boolean => pairs.get(pair)!.able.has(process);
    const starved = obligations.fair.filter(({ process }) => !moves(process));
    // Weak: possible from some point on for ever, so all the way round.
    if (starved.some((p) => p.fairness === "weak" && [...members].every((pair) => isAble(pair, p.process)))) return [];
    // Strong: possible again and again, so anywhere.
    const wronged = starved.filter(
      (p) => p.fairness === "strong" && [...members].some((pair) => isAble(pair, p.process)),
    );
    if (wronged.length === 0) return [members];
    const rest = [...members].filter((pair) => !wronged.some(({ process }) => isAble(pair, process)));
    return fairLoops(pairs, new Set(rest), automaton, obligations);
  });
}

/**
 * Those that reach one another: whom one of them reaches and is reached by is its component, and every other component lies
 * before it, behind it or apart from it (Fleischer, Hendrickson and Pinar, On Identifying Strongly Connected Components in
 * Parallel, 2000). What nothing leads to, or what leads nowhere, is one of its own.
 */
function components(pairs: ReadonlyMap<number, Pair>, among: ReadonlySet<number>): ReadonlySet<number>[] {
  const back = new Map<number, number[]>([...among].map((pair) => [pair, []]));
  for (const from of among) for (const { to } of pairs.get(from)!.arrows) back.get(to)?.push(from);
  const ahead = (pair: number): number[] => pairs.get(pair)!.arrows.map(({ to }) => to);
  const behind = (pair: number): number[] => back.get(pair)!;
  const found: ReadonlySet<number>[] = [];
  const open = [new Set(among)];
  for (let set = open.pop(); set !== undefined; set = open.pop()) {
    for (const [into, out] of [
      [behind, ahead],
      [ahead, behind],
    ] as const) {
      const queue = [...set];
      for (const pair of queue) {
        if (!set.has(pair) || into(pair).some((other) => set.has(other))) continue;
        set.delete(pair);
        found.push(new Set([pair]));
        queue.push(...out(pair));
      }
    }
    const [pivot] = set;
    if (pivot === undefined) continue;
    const within = set;
    const closure = (next: (pair: number) => readonly number[]): Set<number> => {
      const seen = new Set([pivot]);
      for (const pair of seen) for (const to of next(pair)) if (within.has(to)) seen.add(to);
      return seen;
    };
    const after = closure(ahead);
    const before = closure(behind);
    const apart = new Set([...within].filter((pair) => !after.has(pair) && !before.has(pair)));
    const members = new Set([...after].filter((pair) => before.delete(pair)));
    for (const pair of members) after.delete(pair);
    found.push(members);
    open.push(after, before, apart);
  }
  return found;
}

/** The bits of a component, as the fast search gathers them. */
function bitsOf(members: ReadonlySet<number>, pairs: ReadonlyMap<number, Pair>, obligations: Obligations): number[] {
  const bits = new Array<number>(obligations.words).fill(0);
  for (const pair of members) {
    const { arrows, able } = pairs.get(pair)!;
    const edges = new Edges();
    for (const process of able) edges.add(NOWHERE, process, true, 0);
    edges.end(0);
    obligations.addState(edges, bits, 0);
    for (const { to, accepts, process, obliging } of arrows) {
      if (!members.has(to)) continue;
      const step = new Edges();
      step.add(to, process, obliging, 0);
      obligations.addStep(accepts, obligations.placeOf(step, 0), bits, 0);
    }
  }
  return bits;
}

/** Whether the automaton, from a state, accepts one letter for ever. */
function acceptsForEver(automaton: Automaton, q: number, letter: number): boolean {
  const next = (from: number) => automaton.states[from]!.filter((t) => passes(t, letter));
  const reach = (from: number): Set<number> => {
    const seen = new Set([from]);
    for (const state of seen) for (const { target } of next(state)) seen.add(target);
    return seen;
  };
  return [...reach(q)].some((pivot) => {
    const ring = new Set([...reach(pivot)].filter((state) => reach(state).has(pivot)));
    const inside = [...ring].flatMap((state) => next(state).filter(({ target }) => ring.has(target)));
    return inside.length > 0 && inside.reduce((bits, { accepts }) => bits | accepts, 0) === automaton.all;
  });
}
