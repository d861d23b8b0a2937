// What is running now: at most one step, `init`, process setup or property at a time. The API functions ask here whether
// they mean something, take their choices from here and leave here what the run reports. The invariant: outside `perform`
// nothing is running, so a guard, a choice or a write at module level is refused with a sentence that says where it belongs.

import type { Parameter } from "../definition.ts";
import type { Value } from "../program/domain.ts";
import type { GuardKind } from "../program/program.ts";
import { declarationError } from "./fault.ts";
import type { Standing } from "./standing.ts";

export interface NativeNote {
  readonly text: string;
  readonly value: Value | null;
}

export interface Execution {
  /** `setup` is a process before its first yield. */
  readonly kind: "step" | "init" | "setup" | "property";
  readonly parameters: readonly Parameter[];
  /** Option numbers for the choices to come; where they run out, option 0. */
  readonly choices: readonly number[];
  /** How many options each choice made so far had. */
  readonly offered: number[];
  readonly notes: NativeNote[];
  /** An `optional` guard was passed. */
  optional: boolean;
  /** Where processes stand; properties only. */
  readonly standing: Standing | null;
}

/** Thrown by a false guard and caught by whoever performs the step; authors' code cannot catch it. */
export class Blocked {
  readonly guard: GuardKind;

  constructor(guard: GuardKind) {
    this.guard = guard;
  }
}

let current: Execution | null = null;

/** A fresh execution with nothing offered yet. */
export function makeExecution(
  kind: Execution["kind"],
  parameters: readonly Parameter[],
  choices: readonly number[] = [],
  standing: Standing | null = null,
): Execution {
  return { kind, parameters, choices, offered: [], notes: [], optional: false, standing };
}

/** Runs the body as that execution. */
export function perform<T>(execution: Execution, body: () => T): T {
  const outer = current;
  current = execution;
  try {
    return body();
  } finally {
    current = outer;
  }
}

export function currentExecution(): Execution | null {
  return current;
}

const PLACES = {
  step: "in a step",
  init: "in init",
  setup: "before a process's first yield",
  property: "in a property",
} as const;

/** The running execution if it is of one of the kinds; otherwise says where `what` belongs. */
export function requireExecution(what: string, ...kinds: readonly Execution["kind"][]): Execution {
  if (current !== null && kinds.includes(current.kind)) return current;
  const here = current === null ? "at module level" : PLACES[current.kind];
  const allowed = kinds.map((kind) => (kind === "step" ? "in steps" : kind === "init" ? "in init" : "in properties"));
  throw declarationError(`${what} has no meaning ${here}`, `it belongs ${allowed.join(" or ")}`);
}
