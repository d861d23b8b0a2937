// What holds a process where it stands, in words: in, a program, a state and a process; out, the guards that are false, as their
// author wrote them, with the values they read. The invariant: nothing is said to hold a process that could move.

import { isEnabled } from "../explorer/reference/interpreter.ts";
import type { State } from "../explorer/state.ts";
import type { Program } from "../spec/program/program.ts";
import { viewGuards } from "./because.ts";
import { nameAndValue } from "./because-words.ts";

/** `waits at "run task_work" for idleUntil(req.queued > 0), with req.queued = 0`; null if it can move, or has ended. */
export function heldWords(program: Program, state: State, id: number): string | null {
  const process = program.processes[id]!;
  const location = process.locations[state.locations.get(id)!]!;
  if ((process.kind === "process" && location.id === 0) || isEnabled(program, state, id)) return null;
  const where = process.kind === "action" ? "" : ` at ${JSON.stringify(location.label)}`;
  const guards = viewGuards(program, state, id).map(({ text, values }) =>
    values.length === 0 ? text : `${text}, with ${values.map(nameAndValue).join(", ")}`,
  );
  return guards.length === 0 ? null : `waits${where} for ${guards.join("; ")}`;
}
