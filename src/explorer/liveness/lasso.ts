// The counterexample itself: a run to a loop, and once round it. What comes in is which pairs of state and automaton lie on
// loops that are counterexamples, and in which states a run may stay; what goes out is steps by position. The definition:
// the stem is a shortest run to any such pair (found breadth-first, starts and steps in canonical order, so it is the same
// whoever asks); the loop begins there and goes by a shortest way to the next thing that it still owes, until nothing is
// owed, and back by a shortest way. Where the pair's state is one to stay in, the run stays. The invariant: which of several
// loops it is depends on the graph and the automaton alone.

import { type Automaton, passes } from "./automaton.ts";
import type { StateGraph } from "./graph.ts";
import type { Obligations } from "./obligations.ts";
import { type PairStep, Wayfinder } from "./way.ts";

/** What a search has found. */
export interface Found {
  readonly graph: StateGraph;
  readonly automaton: Automaton;
  readonly obligations: Obligations;
  /** The loop a pair lies on, -1 if on none. Loops in different components of the automaton may have one number. */
  loopOf(state: number, q: number): number;
  neededAt(state: number, q: number): number[];
  acceptsStay(q: number, letter: number): boolean;
}

export interface LassoStep {
  readonly state: number;
  /** Of the step among those of the state. */
  readonly position: number;
}

export interface Lasso {
  /** The position of the start among the options of `init`. */
  readonly start: number;
  readonly stem: readonly LassoStep[];
  /** None: the run stays where the stem ends. */
  readonly loop: readonly LassoStep[];
}

/** The lasso that the definition gives; null if nothing was found. */
export function findLasso(found: Found): Lasso | null {
  const { graph, automaton, obligations } = found;
  const size = automaton.states.length;
  const isEnd = (pair: number, nth: number): boolean => {
    const [state, q] = [Math.floor(pair / size), pair % size];
    return staysAt(found, state, q, nth) || found.loopOf(state, q) >= 0;
  };
  const starts = graph.starts.map(({ state }) => state * size);
  const wayfinder = new Wayfinder(graph, automaton, obligations);
  const stem = wayfinder.shortest(starts, { isEnd });
  if (stem === null) return null;
  const [first] = stem.steps;
  const begin = first === undefined ? stem.end : first.from;
  const start = graph.starts.find(({ state }) => state * size === begin)!.position;
  const steps = stem.steps.map(({ from, position }) => ({ state: Math.floor(from / size), position }));
  const [state, q] = [Math.floor(stem.end / size), stem.end % size];
  graph.expand(state);
  if (staysAt(found, state, q, 0)) return { start, stem: steps, loop: [] };
  return rolledUp({ start, stem: steps, loop: loopFrom(found, stem.end, wayfinder) });
}

/** The same run told with a shorter stem, where the loop's last steps are the stem's last as well. */
function rolledUp({ start, stem, loop }: Lasso): Lasso {
  const [before, round] = [[...stem], [...loop]];
  for (let last = before.at(-1); last !== undefined; last = before.at(-1)) {
    const other = round.at(-1)!;
    if (other.state !== last.state || other.position !== last.position) break;
    before.pop();
    round.unshift(round.pop()!);
  }
  return { start, stem: before, loop: round };
}

/** Whether a run may stay in a state, the nth of those expanded. */
function staysAt(found: Found, state: number, q: number, nth: number): boolean {
  const { graph } = found;
  return graph.edges.isQuiet(nth) && found.acceptsStay(q, graph.letter(state));
}

function loopFrom(found: Found, start: number, wayfinder: Wayfinder): LassoStep[] {
  const { graph, automaton, obligations } = found;
  const size = automaton.states.length;
  const loop = found.loopOf(Math.floor(start / size), start % size);
  const arena = new Set<number>();
  const isInside = (pair: number): boolean => {
    const q = pair % size;
    return (
      (arena.has(q) || sameArena(found, start % size, q, arena)) && found.loopOf(Math.floor(pair / size), q) === loop
    );
  };
  const owed = found.neededAt(Math.floor(start / size), start % size);
  const walk: PairStep[] = [];
  let at = start;
  take(owed, stateBits(found, at));
  while (owed.some((word) => word !== 0)) {
    const gain = (bits: readonly number[]): boolean => bits.some((word, i) => (word & owed[i]!) !== 0);
    const none = (): number[] => new Array<number>(obligations.words).fill(0);
    const part = wayfinder.shortest([at], {
      isInside,
      isEnd(_, nth) {
        const bits = none();
        obligations.addState(graph.edges, bits, 0, nth);
        return gain(bits);
      },
      isLast(accepts, place) {
        const bits = none();
        obligations.addStep(accepts, place, bits, 0);
        return gain(bits);
      },
    });
    if (part === null) throw new Error("a loop does not do what it must; please report this");
    for (const [i, step] of part.steps.entries()) {
      walk.push(step);
      const next = part.steps[i + 1]?.from ?? part.end;
      take(owed, bitsOfStep(found, step, next));
      take(owed, stateBits(found, next));
    }
    at = part.end;
  }
  if (at !== start) {
    const back = wayfinder.shortest([at], { isInside, isEnd: (pair) => pair === start });
    if (back === null) throw new Error("a loop does not close; please report this");
    walk.push(...back.steps);
  }
  return walk.map(({ from, position }) => ({ state: Math.floor(from / size), position }));
}

/** Whether two states of the automaton reach one another; those that do are remembered. */
function sameArena({ automaton }: Found, a: number, b: number, known: Set<number>): boolean {
  const reaches = (from: number, to: number): boolean => {
    const seen = new Set([from]);
    for (const state of seen) for (const { target } of automaton.states[state]!) seen.add(target);
    return seen.has(to);
  };
  const same = reaches(a, b) && reaches(b, a);
  if (same) known.add(b);
  return same;
}

function take(owed: number[], bits: readonly number[]): void {
  for (const [i, word] of bits.entries()) owed[i] = (owed[i]! & ~word) >>> 0;
}

function stateBits({ graph, automaton, obligations }: Found, pair: number): number[] {
  const bits = new Array<number>(obligations.words).fill(0);
  graph.expand(Math.floor(pair / automaton.states.length));
  obligations.addState(graph.edges, bits, 0);
  return bits;
}

/** All that the step does, by whichever transitions lead to the same pair. */
function bitsOfStep({ graph, automaton, obligations }: Found, { from, position }: PairStep, to: number): number[] {
  const size = automaton.states.length;
  const state = Math.floor(from / size);
  const bits = new Array<number>(obligations.words).fill(0);
  graph.expand(state);
  const letter = graph.letter(state) | graph.edges.letters[position]!;
  for (const t of automaton.states[from % size]!) {
    if (t.target === to % size && passes(t, letter)) {
      obligations.addStep(t.accepts, obligations.placeOf(graph.edges, position), bits, 0);
    }
  }
  return bits;
}
