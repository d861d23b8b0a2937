// The counterexample itself: a run to a loop, and once round it. What comes in is which pairs of state and automaton lie on
// loops that are counterexamples, and in which states a run may stay; what goes out is steps by position. The definition:
// the stem is a shortest run to any such pair (found breadth-first, starts and steps in canonical order, so it is the same
// whoever asks); the loop begins there and goes by a shortest way to the next thing that it still owes, until nothing is
// owed, and back by a shortest way. Where the pair's state is one to stay in, the run stays. The invariant: which of several
// loops it is depends on the graph and the automaton alone.

import { type Automaton, passes } from "./automaton.ts";
import { NOWHERE, type StateGraph } from "./graph.ts";
import { IntStack } from "./int-stack.ts";
import type { Obligations } from "./obligations.ts";

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

/** A step of the product. */
interface PairStep {
  readonly from: number;
  readonly position: number;
}

/** The lasso that the definition gives; null if nothing was found. */
export function findLasso(found: Found): Lasso | null {
  const { graph, automaton } = found;
  const size = automaton.states.length;
  const isEnd = (pair: number): boolean => {
    const [state, q] = [Math.floor(pair / size), pair % size];
    return staysAt(found, state, q) || found.loopOf(state, q) >= 0;
  };
  const starts = graph.starts.map(({ state }) => state * size);
  const stem = shortest(found, starts, isEnd, () => true, null);
  if (stem === null) return null;
  const [first] = stem.steps;
  const begin = first === undefined ? stem.end : first.from;
  const start = graph.starts.find(({ state }) => state * size === begin)!.position;
  const steps = stem.steps.map(({ from, position }) => ({ state: Math.floor(from / size), position }));
  const [state, q] = [Math.floor(stem.end / size), stem.end % size];
  if (staysAt(found, state, q)) return { start, stem: steps, loop: [] };
  return rolledUp({ start, stem: steps, loop: loopFrom(found, stem.end) });
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

function staysAt(found: Found, state: number, q: number): boolean {
  const { graph } = found;
  graph.expand(state);
  return graph.edges.isQuiet() && found.acceptsStay(q, graph.letter(state));
}

function loopFrom(found: Found, start: number): LassoStep[] {
  const { automaton, obligations } = found;
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
    const part = shortest(
      found,
      [at],
      (pair) => gain(stateBits(found, pair)),
      isInside,
      (accepts, place) => {
        const bits = new Array<number>(obligations.words).fill(0);
        obligations.addStep(accepts, place, bits, 0);
        return gain(bits);
      },
    );
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
    const back = shortest(found, [at], (pair) => pair === start, isInside, null);
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

/**
 * A shortest way of at least no steps to a pair that is an end, or, with `isLast`, of at least one step to after a step that
 * is. Null: there is none.
 */
function shortest(
  found: Found,
  starts: readonly number[],
  isEnd: (pair: number) => boolean,
  isInside: (pair: number) => boolean,
  isLast: ((accepts: number, place: number) => boolean) | null,
): { readonly steps: readonly PairStep[]; readonly end: number } | null {
  const { graph, automaton, obligations } = found;
  const { edges } = graph;
  const size = automaton.states.length;
  // By pair: 1 + the pair it was met from, -1 for a start, 0 if it was not met; and by which of that one's steps.
  const parents = new Int32Array(graph.states * size);
  const positions = new Int32Array(graph.states * size);
  const queue = new IntStack();
  const wayTo = (end: number, last: PairStep | null): { steps: PairStep[]; end: number } => {
    const steps: PairStep[] = last === null ? [] : [last];
    for (let pair = last === null ? end : last.from; parents[pair]! > 0; pair = parents[pair]! - 1) {
      steps.push({ from: parents[pair]! - 1, position: positions[pair]! });
    }
    return { steps: steps.reverse(), end };
  };
  for (const pair of starts) {
    if (parents[pair] !== 0) continue;
    parents[pair] = -1;
    queue.push(pair);
  }
  for (let next = 0; next < queue.length; next++) {
    const pair = queue.items[next]!;
    if (isEnd(pair)) return wayTo(pair, null);
    const state = Math.floor(pair / size);
    const letter = graph.letter(state);
    graph.expand(state);
    for (let position = 0; position < edges.count; position++) {
      const target = edges.targets[position]!;
      if (target === NOWHERE) continue;
      for (const t of automaton.states[pair % size]!) {
        if (!passes(t, letter | edges.letters[position]!)) continue;
        const to = target * size + t.target;
        if (isInside(to)) {
          if (isLast?.(t.accepts, obligations.placeOf(edges, position))) return wayTo(to, { from: pair, position });
          if (parents[to] === 0) {
            parents[to] = pair + 1;
            positions[to] = position;
            queue.push(to);
          }
        }
      }
    }
  }
  return null;
}
