// The author's own functions as a machine: steps in, outcomes out. What it runs is the spec's text itself, so that it can
// contradict the checker. The invariant: a run owns its values (two runs of one loaded spec do not meet), a step either
// happens as a whole or leaves them as they were, and a run that was disabled or failed has lost a generator: it goes no
// further, and whoever wants to goes the same way again from `start`.

import type { AuthorFunction, Family, LoadedSpec } from "../spec/definition.ts";
import type { Value } from "../spec/program/domain.ts";
import type { GuardKind } from "../spec/program/program.ts";
import { argumentsOf } from "../spec/runtime/each.ts";
import { Blocked, type Execution, makeExecution, type NativeNote, perform } from "../spec/runtime/execution.ts";
import { RuntimeFault } from "../spec/runtime/fault.ts";
import { resetShared, restore, snapshot } from "../spec/runtime/shared.ts";
import type { Positions, Standing } from "../spec/runtime/standing.ts";
import { copy } from "../spec/runtime/view.ts";

/** `choices` says how many options each choice had that was made, up to where the step ended. */
export type Outcome =
  | {
      readonly kind: "moved";
      /** Where the process stands now; null when it has ended, and for actions and `init`. */
      readonly label: string | null;
      /** The step was the environment's choice: it passed an `optional` guard. */
      readonly optional: boolean;
      readonly notes: readonly NativeNote[];
      readonly choices: readonly number[];
    }
  /** A guard was false, or a chosen value was not on offer. */
  | { readonly kind: "disabled"; readonly guard: GuardKind; readonly choices: readonly number[] }
  | { readonly kind: "failed"; readonly fault: RuntimeFault; readonly choices: readonly number[] };

/** What a step property speaks of beside the state after the step. */
export interface Move {
  /** The values before the step, as `shared()` gave them. */
  readonly shared: ReadonlyMap<string, Value>;
  readonly positions: Positions;
  /** Whether the step was made by the function, by one instance of it, from one label. */
  readonly by: (fn: AuthorFunction, instance: number | null, label: string | null) => boolean;
}

/** A process instance or an action, at the position it has in `Program.processes`. */
interface Actor {
  readonly family: Family;
  readonly instance: number;
  readonly kind: "process" | "action";
}

type Steps = Iterator<unknown, unknown, undefined>;

export class NativeRun {
  readonly #loaded: LoadedSpec;
  readonly #actors: readonly Actor[];
  #values: ReadonlyMap<string, Value> = new Map();
  #generators: (Steps | null)[] = [];
  #labels: readonly (string | null)[] = [];
  /** Why the run goes no further; null while it does. */
  #end: string | null = "it has not been started";

  constructor(loaded: LoadedSpec) {
    const { processes, actions } = loaded.definition;
    this.#loaded = loaded;
    this.#actors = [
      ...processes.flatMap((family) => actorsOf(family, "process")),
      ...actions.flatMap((family) => actorsOf(family, "action")),
    ];
  }

  /**
   * Begins again: initial values, `init` with these option numbers, then every process up to its first yield. A choice
   * without a number takes option 0.
   */
  start(initialChoices: readonly number[]): Outcome {
    for (const { object } of this.#loaded.shared) resetShared(object);
    this.#values = this.#read();
    this.#generators = this.#actors.map(() => null);
    this.#labels = this.#actors.map(() => null);
    this.#end = null;
    const { init } = this.#loaded.definition;
    const outcome = this.#attempt(makeExecution("init", this.#loaded.parameters, initialChoices), () => {
      init?.();
      return null;
    });
    if (outcome.kind !== "moved") return outcome;
    for (const [process, actor] of this.#actors.entries()) {
      if (actor.kind === "action") continue;
      const created = this.#attempt(makeExecution("setup", this.#loaded.parameters), () => {
        const generator = actor.family.fn(...argumentsOf(actor.family, actor.instance)) as Steps;
        this.#generators[process] = generator;
        return this.#resume(process, generator);
      });
      if (created.kind !== "moved") return created;
    }
    return outcome;
  }

  /**
   * One atomic step of a process (an index into `Program.processes`) with these option numbers; a choice without one takes
   * option 0. The process must not have ended, and the run must not have been disabled or failed before.
   */
  step(process: number, choices: readonly number[]): Outcome {
    if (this.#end !== null) throw new Error(`a native run cannot go on: ${this.#end}; please report this`);
    const actor = this.#actors[process];
    if (actor === undefined) throw new Error(`a native run has no process ${process}; please report this`);
    return this.#attempt(makeExecution("step", this.#loaded.parameters, choices), () => {
      const { family, instance, kind } = actor;
      if (kind === "action") {
        family.fn(...argumentsOf(family, instance));
        return null;
      }
      const generator = this.#generators[process];
      if (!generator) throw new Error(`${family.name} has ended and cannot step; please report this`);
      return this.#resume(process, generator);
    });
  }

  /** The values by name of their shared record; after a step that did not happen, those before it. */
  shared(): ReadonlyMap<string, Value> {
    return this.#values;
  }

  /** By process: the label it stands at; null when it has ended, and for actions. */
  labels(): readonly (string | null)[] {
    return this.#labels;
  }

  /**
   * Evaluates a property in the present state. `positions` answers `at`, `ended` and `enabled`; `move` makes it a step
   * property. A property that fails throws its RuntimeFault.
   */
  evaluate<T>(property: () => T, positions: Positions, move: Move | null = null): T {
    const { parameters } = this.#loaded;
    const inside = (standing: Standing): Execution => makeExecution("property", parameters, [], standing);
    const before = move && standingOf(move.positions, move, (read) => read());
    const old = <R>(read: () => R): R => {
      try {
        this.#write(move!.shared);
        return copy(perform(inside(before!), read));
      } finally {
        this.#write(this.#values);
      }
    };
    const standing = standingOf(positions, move, move && old);
    this.#write(this.#values);
    return perform(inside(standing), property);
  }

  #attempt(execution: Execution, body: () => string | null): Outcome {
    this.#write(this.#values);
    this.#end = "a step of it broke off";
    try {
      const label = perform(execution, body);
      this.#values = this.#read();
      this.#end = null;
      const { optional, notes, offered } = execution;
      return { kind: "moved", label, optional, notes, choices: offered };
    } catch (reason) {
      if (reason instanceof Blocked) {
        this.#end = "a step of it was disabled";
        return { kind: "disabled", guard: reason.guard, choices: execution.offered };
      }
      if (reason instanceof RuntimeFault) {
        this.#end = "a step of it failed";
        return { kind: "failed", fault: reason, choices: execution.offered };
      }
      throw reason;
    }
  }

  /** Runs a process to its next yield, or to its end. */
  #resume(process: number, generator: Steps): string | null {
    const { done, value } = generator.next();
    if (done) this.#generators[process] = null;
    else if (typeof value !== "string") {
      throw new Error(`${this.#actors[process]!.family.name} yielded ${String(value)}, no label; please report this`);
    }
    const label = done ? null : String(value);
    this.#labels = this.#labels.with(process, label);
    return label;
  }

  #read(): ReadonlyMap<string, Value> {
    return new Map(this.#loaded.shared.map(({ name, object }) => [name, snapshot(object)]));
  }

  #write(values: ReadonlyMap<string, Value>): void {
    for (const { name, object } of this.#loaded.shared) restore(object, values.get(name)!);
  }
}

function actorsOf(family: Family, kind: Actor["kind"]): Actor[] {
  return family.instances.map((_, instance) => ({ family, instance, kind }));
}

function standingOf(positions: Positions, move: Move | null, old: Standing["old"]): Standing {
  return {
    at: (fn, instance, label) => positions.at(fn, instance, label),
    ended: (fn, instance) => positions.ended(fn, instance),
    enabled: (fn, instance, label) => positions.enabled(fn, instance, label),
    by: move && ((fn, instance, label) => move.by(fn, instance, label)),
    old,
  };
}
