// What a search looks for and when a breadth-first search ends: what docs/language.md says, made exact. What comes in is
// the ends of runs as an engine comes upon them; what goes out is, per thing to report, the smallest depth and all ends
// of that depth. The invariant: of each goal only ends of its smallest depth are kept.
//
// Depth. A state of level d (1 = initial) that violates `always`, that is quiescent and should not be, that is a
// deadlock, or in which a predicate fails to evaluate, is a finding of depth d. A step from a state of level d that fails,
// or that a step property does not allow, is a finding of depth d + 1: the level its successor has or would have had. A
// successor outside `within` is no state of any level, but what it violates is found at depth d + 1 all the same.
//
// Levels. Findings of depth d therefore come from two places: from expanding level d - 1 (failing steps, step
// properties, `always`) and from looking at what the states of level d can do (deadlock, `quiescent`). So a search for
// the first violation goes level by level: *probe* level d, which counts nothing; if there is a finding of depth d or
// less, end; otherwise expand level d. It ends with the smallest depth at which anything is found, with everything found
// at that depth, and its counts are those of the complete levels: distinct states of levels up to d, successors generated
// by expanding levels before d, coverage likewise. They depend on nothing but the spec. What was cut is level d, whose
// states were not expanded; if it is empty, nothing was cut and the search was exhaustive. `depth` counts the levels that
// have states, so it is d, or d - 1 where a step into the empty level d is what was found.
//
// A bound on depth ends the search in the same way: its last level is probed and not expanded, so every finding up to
// that depth is reported.
//
// With `all`, violating states are expanded like others, and each goal is reported with an end of its smallest depth: one
// per property, one deadlock, one per site (and property) that fails.
//
// Predicates that fail to evaluate do not hold and do not count as violated either: a failing `always` is an error and no
// violation, `within` cuts, `mayEnd` excuses nothing, `reachable` has no witness there. A conjunction is evaluated in
// order and ends with the first conjunct that is false or fails.

import type { Finding } from "../exploration.ts";

/** A thing to report, or a witness of a `reachable` property. */
export interface Goal {
  readonly kind: Finding["kind"] | "reachable";
  /** Index into Program.properties; null for deadlocks, failing steps, `within` and `mayEnd`. */
  readonly property: number | null;
  /** For errors and assertions. */
  readonly site: number | null;
}

/** How a run ends: in a state, with a step (of a state, by position among its steps in order), or with `init`. */
export type RunEnd =
  | { readonly kind: "state"; readonly state: number }
  | { readonly kind: "step"; readonly source: number; readonly position: number }
  | { readonly kind: "start"; readonly position: number };

/** A goal that was reached, and all ends of the shortest runs to it. */
export interface Reached {
  readonly goal: Goal;
  readonly depth: number;
  readonly states: ReadonlySet<number>;
  readonly steps: ReadonlyMap<number, ReadonlySet<number>>;
  readonly starts: ReadonlySet<number>;
}

interface Entry {
  readonly goal: Goal;
  readonly depth: number;
  readonly states: Set<number>;
  readonly steps: Map<number, Set<number>>;
  readonly starts: Set<number>;
}

export interface Goals {
  /** Notes that a run of this depth ends with the goal; deeper ends than those known are forgotten. */
  reach(goal: Goal, depth: number, end: RunEnd): void;
  /** What was reached at this depth or before, witnesses included. */
  upTo(depth: number): readonly Reached[];
}

export function makeGoals(): Goals {
  const entries = new Map<string, Entry>();
  return {
    reach(goal, depth, end) {
      const key = `${goal.kind} ${goal.property} ${goal.site}`;
      let entry = entries.get(key);
      if (entry === undefined || depth < entry.depth) {
        entry = { goal, depth, states: new Set(), steps: new Map(), starts: new Set() };
        entries.set(key, entry);
      }
      if (entry.depth === depth) addEnd(entry, end);
    },
    upTo: (depth) => [...entries.values()].filter((entry) => entry.depth <= depth),
  };
}

/** Whether a search for the first violation ends here: a witness is no violation. */
export function isViolation(reached: Reached): boolean {
  return reached.goal.kind !== "reachable";
}

/** Whether this step is one of the ends; `target` is the number of its state, or negative if it has none. */
export function endsWithStep(reached: Reached, source: number, position: number, target: number): boolean {
  return reached.states.has(target) || (reached.steps.get(source)?.has(position) ?? false);
}

/** Whether the run that is `init` alone is one of the ends. */
export function endsWithStart(reached: Reached, position: number, target: number): boolean {
  return reached.states.has(target) || reached.starts.has(position);
}

function addEnd(entry: Entry, end: RunEnd): void {
  switch (end.kind) {
    case "state":
      entry.states.add(end.state);
      break;
    case "start":
      entry.starts.add(end.position);
      break;
    case "step": {
      const positions = entry.steps.get(end.source);
      if (positions === undefined) entry.steps.set(end.source, new Set([end.position]));
      else positions.add(end.position);
    }
  }
}
