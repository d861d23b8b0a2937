// What is asked of all runs that end alike: in, the steps of a run, one after the other, each by its actor; out, whether it is one
// that is sought. An actor is a process and a label. The invariant: a phase says all that is to be known of the steps so far, and
// a run that is out of the question (null) stays so.

import type { Program } from "../spec/program/program.ts";

export interface Question {
  /** The phase after a step; null: not such a run. Every run begins in phase 0. */
  readonly next: (phase: number, actor: number) => number | null;
  /** The phase in which a run must end. */
  readonly last: number;
}

/** Phases are less than this. */
export const PHASES = 3;

/** Does a run do without an actor? */
export function without(actor: number): Question {
  return { next: (_, other) => (other === actor ? null : 0), last: 0 };
}

/** Does a run take steps of both, `second` before the first of `first`? */
export function turned(first: number, second: number): Question {
  const next = (phase: number, actor: number): number | null => {
    if (phase === 0) return actor === first ? null : actor === second ? 1 : 0;
    return phase === 1 && actor === first ? 2 : phase;
  };
  return { next, last: 2 };
}

/** By process and location: the number of the actor. Locations in different calls of one function have the same label. */
export function numberActors(program: Program): readonly (readonly number[])[] {
  const numbers = new Map<string, number>();
  return program.processes.map(({ id, locations }) =>
    locations.map(({ place, label }) => {
      const key = `${id} ${place.span.start} ${label} ${place.span.file}`;
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    }),
  );
}

/** Why not all runs were looked at: a limit was met, or a condition fails on one of them, or the property is too large. */
export type Cut = "states" | "time" | "condition" | "property";

/** All runs of at most some length that end alike. */
export interface Alike {
  /** Whether there is one; null where that was not decided. */
  readonly exists: (question: Question) => boolean | null;
  /** States that were looked at. */
  readonly states: number;
  readonly cut: Cut | null;
}

/** What may be spent; asked again and again. */
export interface Budget {
  /** Whether so many states, or the time, are more than allowed. */
  readonly spent: (states: number) => "states" | "time" | null;
}
