// How many threads a search may have: out, a number that depends on the machine alone. Apart, since the command line names it
// in its help before anything else is loaded.

import { availableParallelism } from "node:os";

/** The most threads that can share the states of a search. */
export const MOST_THREADS = 64;

/** As many as the machine runs at once. */
export function defaultThreads(): number {
  return Math.min(MOST_THREADS, availableParallelism());
}
