// When nothing more has to happen (docs/language.md, Waiting), for every engine alike. What comes in is what each process
// can do in a state; what goes out is whether the state is quiescent, and whether it is a deadlock.
//
// A step counts as enabled if some tuple of its choices reaches its end or fails. It is optional if every such tuple has
// passed an `optional` guard; actions are no different. A step that is not enabled waits: a tuple waits as its false guard
// says (a choice from nothing: `blocked`), but `optional` if any guard it has met says so, passed or not; and the step
// waits `optional` if any tuple does, else `idle` if any does, else `blocked`.
//
// A state is quiescent if every enabled step is optional. It is a deadlock if it is quiescent and some process (actions
// are not meant) waits for what is owed to it: it has not ended, its step is not enabled, and its waiting is `blocked`. A
// spec of actions alone is deadlocked where no action is enabled. `mayEnd` excuses either kind. A state whose successors
// exist and were all cut by `within` is neither.

import type { Guard, Program } from "../../spec/program/program.ts";

/** What a process that has not ended, or an action, can do in a state. */
export interface Ability {
  readonly process: number;
  readonly kind: "process" | "action";
  /** Some tuple of choices reaches the end of the step or fails. */
  readonly enabled: boolean;
  /** Some such tuple has passed no `optional` guard. */
  readonly obliging: boolean;
  /** Why it waits if it is not enabled. */
  readonly waits: Guard["waits"];
}

export interface Stuckness {
  readonly quiescent: boolean;
  /** A deadlock unless `mayEnd` holds. */
  readonly deadlocked: boolean;
  /** The processes that wait for ever in a deadlock; empty for a spec of actions alone. */
  readonly blocked: readonly number[];
}

/** Whether the program has actions and no processes. Families of no instances are neither. */
export function hasActionsAlone({ processes }: Program): boolean {
  return processes.length > 0 && processes.every(({ kind }) => kind === "action");
}

/**
 * Classifies a state from the abilities of everything that has not ended. `actionsOnly`: the spec has no processes.
 * `allCut`: it has successors, and `within` cut them all.
 */
export function classify(abilities: readonly Ability[], actionsOnly: boolean, allCut: boolean): Stuckness {
  const quiescent = !allCut && abilities.every((a) => !a.enabled || !a.obliging);
  const blocked = abilities.filter((a) => a.kind === "process" && !a.enabled && a.waits === "blocked");
  const stopped = actionsOnly ? abilities.every((a) => !a.enabled) : blocked.length > 0;
  const deadlocked = quiescent && stopped;
  return { quiescent, deadlocked, blocked: deadlocked ? blocked.map((a) => a.process) : [] };
}
