// What a property natively asks about processes, answered from a state of the run: `at`, `ended`, `enabled`, `by`. Labels
// are known natively too and are compared before a property is judged; call paths are not, so they come from the program.
// The invariant: answers are sums over the instances an author means by a function and a number.

import type { State } from "../explorer/state.ts";
import type { AuthorFunction, LoadedSpec } from "../spec/definition.ts";
import type { Location, Process, Program } from "../spec/program/program.ts";
import { findInstance, type Positions } from "../spec/runtime/standing.ts";
import { functionKey } from "../spec/source/origin.ts";
import type { Move } from "./native.ts";

/** `canMove` says natively whether a process has an enabled step in this state. */
export function positionsIn(
  loaded: LoadedSpec,
  program: Program,
  state: State,
  canMove: (process: number) => boolean,
): Positions {
  const here = ({ id, locations }: Process): Location => locations[state.locations.get(id)!]!;
  const count = (processes: readonly Process[], test: (process: Process) => boolean): number =>
    processes.filter(test).length;
  return {
    at: (fn, instance, label) => {
      const processes = processesOf(loaded, program, fn, instance, true).filter(({ kind }) => kind === "process");
      return count(processes, (process) => standsAt(loaded, here(process), fn, label));
    },
    ended: (fn, instance) => {
      const processes = processesOf(loaded, program, fn, instance, false).filter(({ kind }) => kind === "process");
      return count(processes, (process) => here(process).id === 0);
    },
    enabled: (fn, instance, label) =>
      count(processesOf(loaded, program, fn, instance, label !== null), (process) => {
        if (process.kind === "process" && here(process).id === 0) return false;
        return (label === null || standsAt(loaded, here(process), fn, label)) && canMove(process.id);
      }),
  };
}

/** Who made a step, for `by`. */
export function moverOf(loaded: LoadedSpec, program: Program, process: number, location: number): Move["by"] {
  return (fn, instance, label) => {
    const mover = program.processes[process]!;
    if (!processesOf(loaded, program, fn, instance, label !== null).includes(mover)) return false;
    return label === null || (mover.kind === "process" && standsAt(loaded, mover.locations[location]!, fn, label));
  };
}

/** With a label and no number every process may be in the function, as its caller; otherwise the family's own are meant. */
function processesOf(
  loaded: LoadedSpec,
  program: Program,
  fn: AuthorFunction,
  instance: number | null,
  anywhere: boolean,
): readonly Process[] {
  if (instance === null && anywhere) return program.processes;
  const { processes, actions } = loaded.definition;
  const key = functionKey(loaded, fn);
  const families = [...processes, ...actions].filter((family) => functionKey(loaded, family.fn) === key);
  return families.flatMap((family) => {
    const kind = processes.includes(family) ? "process" : "action";
    const own = program.processes.filter((process) => process.kind === kind && process.family === family.name);
    if (instance === null) return own;
    const chosen = own[findInstance(family, instance)];
    return chosen ? [chosen] : [];
  });
}

function standsAt(loaded: LoadedSpec, location: Location, fn: AuthorFunction, label: string): boolean {
  return location.id !== 0 && location.label === label && location.owner === functionKey(loaded, fn);
}
