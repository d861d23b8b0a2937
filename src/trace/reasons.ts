// Which steps of a run matter, and which must keep their order: in, a program, a run, and what it shows; out, an answer for each.
// All runs of at most that length that show the same are looked at (runs-alike.ts), or, of a run that goes round for ever, all such
// runs of at most that length with the loop once round (lassos-alike.ts).
//
// A step matters if none of those runs does without its process and label. Two steps of different processes, the first in the run
// from their labels, must keep their order if none of those runs takes both labels, the later one first. The invariant: what the
// limits leave open is not decided (null), and nothing is said in its place.

import { performance } from "node:perf_hooks";
import type { Finding, Trace } from "../explorer/exploration.ts";
import type { Program } from "../spec/program/program.ts";
import { lassosAlike } from "./lassos-alike.ts";
import { type Budget, type Cut, numberActors, turned, without } from "./question.ts";
import { runsAlike } from "./runs-alike.ts";

export interface ReasonLimits {
  readonly states: number;
  readonly milliseconds: number;
  /** Called at most a few times a second. */
  readonly onProgress?: ((progress: ReasonProgress) => void) | null;
}

export interface ReasonProgress {
  readonly states: number;
  /** Questions answered, once all states are known. */
  readonly answered: number;
}

export const REASON_LIMITS: ReasonLimits = { states: 100_000, milliseconds: 30_000 };

export interface Reasons {
  /** By step of the run; null: not decided. */
  readonly matters: readonly (boolean | null)[];
  /** Numbers of steps (from 0), the earlier one first; null: not decided for some pair. */
  readonly ordered: readonly (readonly [number, number])[] | null;
  /** States that were looked at, and why not all of them; null: they were. */
  readonly states: number;
  readonly cut: Cut | null;
}

export async function reasonsOf(
  program: Program,
  trace: Trace,
  finding: Finding,
  limits: ReasonLimits = REASON_LIMITS,
): Promise<Reasons> {
  const length = trace.steps.length;
  const progress = { states: 0, answered: 0 };
  const budget = openBudget(limits, progress);
  const alike =
    finding.kind === "temporal"
      ? await lassosAlike(program, finding.property, length, budget)
      : runsAlike(program, finding, length, budget);
  const numbers = numberActors(program);
  const actors = trace.steps.map(({ process, location }) => numbers[process]![location]!);
  const isWanting = new Map<number, boolean | null>();
  for (const actor of new Set(actors)) {
    isWanting.set(actor, alike.exists(without(actor)));
    progress.answered++;
  }
  const matters = actors.map((actor) => not(isWanting.get(actor)!));
  const ordered = orderOf(trace, actors, (a, b) => {
    progress.answered++;
    return not(alike.exists(turned(a, b)));
  });
  const isLate = ordered === null || matters.includes(null) ? "time" : null;
  return { matters, ordered, states: alike.states, cut: alike.cut ?? isLate };
}

function orderOf(
  { steps }: Trace,
  actors: readonly number[],
  mustKeep: (first: number, second: number) => boolean | null,
): readonly (readonly [number, number])[] | null {
  const ordered: [number, number][] = [];
  const firsts = actors.flatMap((actor, i) => (actors.indexOf(actor) === i ? [i] : []));
  for (const i of firsts) {
    for (const j of firsts) {
      if (j <= i || steps[i]!.process === steps[j]!.process) continue;
      const keeps = mustKeep(actors[i]!, actors[j]!);
      if (keeps === null) return null;
      if (keeps) ordered.push([i, j]);
    }
  }
  return ordered;
}

function not(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer;
}

const PROGRESS_EVERY = 200;

function openBudget({ states: most, milliseconds, onProgress }: ReasonLimits, progress: ReasonProgress): Budget {
  const until = performance.now() + milliseconds;
  let next = performance.now() + PROGRESS_EVERY;
  let known = 0;
  return {
    spent: (states) => {
      const now = performance.now();
      known = Math.max(known, states);
      if (now > next) {
        onProgress?.({ ...progress, states: known });
        next = now + PROGRESS_EVERY;
      }
      return states > most ? "states" : now > until ? "time" : null;
    },
  };
}
