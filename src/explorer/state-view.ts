// A state as people see it: shared records and locals as values of their domains, processes where they stand. What comes
// in is a Program and an immutable State; what goes out is plain values. The invariant: what is shown is what the author
// named; temporaries, dead locals and actions are not.

import type { Value } from "../spec/program/domain.ts";
import type { Process, Program } from "../spec/program/program.ts";
import type { State } from "./state.ts";
import { decode, liveVariables, localCells, sharedCells } from "./state-value.ts";

export interface StateView {
  /** By name of the shared record. */
  readonly shared: readonly { readonly name: string; readonly value: Value }[];
  /** Process instances in order of declaration, without actions. */
  readonly processes: readonly ProcessView[];
}

export interface ProcessView {
  readonly process: number;
  readonly name: string;
  readonly ended: boolean;
  /** The label it stands at, and the functions on the call path to it; `ended` and nothing where it has ended. */
  readonly label: string;
  readonly path: readonly string[];
  /** Locals that are live there. */
  readonly variables: readonly { readonly name: string; readonly value: Value }[];
}

/** Decodes a state. */
export function viewState(program: Program, state: State): StateView {
  return {
    shared: program.roots.map(({ name, shape }) => ({ name, value: decode(shape, sharedCells(state), 0) })),
    processes: program.processes
      .filter((process) => process.kind === "process")
      .map((process) => viewProcess(process, state)),
  };
}

/** Where a process stands, and its live locals. */
export function viewProcess(process: Process, state: State): ProcessView {
  const id = state.locations.get(process.id)!;
  const location = process.locations[id]!;
  const cells = localCells(state, process.id);
  return {
    process: process.id,
    name: process.name,
    ended: id === 0,
    label: location.label,
    path: id === 0 ? [] : location.path,
    variables: liveVariables(process, state).map(({ name, shape }) => ({ name, value: decode(shape, cells, 0) })),
  };
}
