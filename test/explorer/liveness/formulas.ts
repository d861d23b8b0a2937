// Random formulas and random graphs for the tests of temporal properties, and lassos by enumeration: the third opinion that
// knows neither automata nor components.

import {
  Edges,
  expansionOf,
  type FairProcess,
  NOWHERE,
  type StateGraph,
} from "../../../src/explorer/liveness/graph.ts";
import { holdsOn } from "../../../src/explorer/liveness/word.ts";
import type { Random } from "../../../src/explorer/search/random.ts";
import type { Formula } from "../../../src/spec/program/program.ts";

export function randomFormula(random: Random, atoms: number, depth: number): Formula {
  const atom = (): Formula => ({ kind: "atom", atom: random.below(atoms) });
  if (depth === 0) return random.below(3) === 0 ? { kind: "not", operand: atom() } : atom();
  const kinds = ["not", "eventually", "always", "eventually", "always", "and", "or", "implies", "until"] as const;
  const kind = kinds[random.below(kinds.length)]!;
  const part = (): Formula => randomFormula(random, atoms, depth - 1 - random.below(Math.min(2, depth)));
  switch (kind) {
    case "not":
    case "eventually":
    case "always":
      return { kind, operand: part() };
    default:
      return { kind, left: part(), right: part() };
  }
}

export interface Arrow {
  readonly target: number;
  readonly process: number;
  readonly obliging: boolean;
  readonly letter: number;
}

export interface SmallGraph {
  readonly letters: readonly number[];
  readonly arrows: readonly (readonly Arrow[])[];
  readonly starts: readonly number[];
}

/** Every state of it can be reached. Atoms 0 and 1 are over states, atom 2 over steps. */
export function randomGraph(random: Random, most: number, processes: number): SmallGraph {
  const states = 1 + random.below(most);
  const arrow = (target: number): Arrow => ({
    target,
    process: random.below(processes),
    obliging: random.below(5) > 0,
    letter: random.below(2) * 4,
  });
  const arrows: Arrow[][] = Array.from({ length: states }, () => []);
  for (let state = 1; state < states; state++) arrows[random.below(state)]!.push(arrow(state));
  for (let extra = random.below(states + 2); extra > 0; extra--) {
    arrows[random.below(states)]!.push(arrow(random.below(12) === 0 ? NOWHERE : random.below(states)));
  }
  for (const own of arrows) own.sort((a, b) => a.process - b.process);
  return { letters: Array.from({ length: states }, () => random.below(4)), arrows, starts: [0] };
}

export function stateGraph({ letters, arrows, starts }: SmallGraph): StateGraph {
  const edges = new Edges();
  return {
    states: letters.length,
    starts: starts.map((state, position) => ({ state, position })),
    edges,
    stepAtoms: 4,
    ...expansionOf(edges, (state) => arrows[state]!),
    letter: (state) => letters[state]!,
    choices: () => [],
  };
}

/** A run: its states, the step out of each, and where it goes on after the last. */
export interface Round {
  readonly states: readonly number[];
  /** Undefined where it stays for ever. */
  readonly taken: readonly (Arrow | undefined)[];
  readonly loop: number;
}

export function isQuiet(graph: SmallGraph, state: number): boolean {
  return graph.arrows[state]!.every(({ obliging }) => !obliging);
}

/** Fairness by its definition. */
export function isFair(graph: SmallGraph, round: Round, fair: readonly FairProcess[]): boolean {
  const inside = round.states.slice(round.loop);
  return fair.every(({ process, fairness }) => {
    const able = inside.map((state) => graph.arrows[state]!.some((a) => a.process === process && a.obliging));
    const moves = round.taken.slice(round.loop).some((a) => a?.process === process && a.obliging);
    return moves || (fairness === "weak" ? able.includes(false) : !able.includes(true));
  });
}

export function holdsOnRound(graph: SmallGraph, round: Round, formula: Formula): boolean {
  const letters = round.states.map((state, i) => graph.letters[state]! | (round.taken[i]?.letter ?? 0));
  return holdsOn(formula, { letters, loop: round.loop });
}

/** Whether some fair run of at most so many states violates the formula. */
export function isViolatedByEnumeration(
  graph: SmallGraph,
  formula: Formula,
  fair: readonly FairProcess[],
  most: number,
): boolean {
  const isCounterexample = (round: Round): boolean =>
    isFair(graph, round, fair) && !holdsOnRound(graph, round, formula);
  const extend = (states: readonly number[], taken: readonly Arrow[]): boolean => {
    const last = states.at(-1)!;
    if (isQuiet(graph, last) && isCounterexample({ states, taken: [...taken, undefined], loop: states.length - 1 })) {
      return true;
    }
    return graph.arrows[last]!.some((arrow) => {
      if (arrow.target === NOWHERE) return false;
      const closes = states.some(
        (state, loop) => state === arrow.target && isCounterexample({ states, taken: [...taken, arrow], loop }),
      );
      return closes || (states.length < most && extend([...states, arrow.target], [...taken, arrow]));
    });
  };
  return graph.starts.some((state) => extend([state], []));
}
