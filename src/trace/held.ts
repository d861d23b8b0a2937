// What holds a process where it stands: in, a program, a state and a process; out, the guards that are false, as their author wrote
// them, with the values they speak of. The invariant: nothing is said to hold a process that could move.

import { runStep } from "../explorer/reference/interpreter.ts";
import { nextOptions } from "../explorer/reference/statement.ts";
import type { State } from "../explorer/state.ts";
import { decode, sharedCells } from "../explorer/state-value.ts";
import { viewProcess } from "../explorer/state-view.ts";
import { showValue } from "../spec/program/enumerate.ts";
import type { Program, Shape } from "../spec/program/program.ts";

/** `waits at "run task_work" for idleUntil(req.queued > 0), with req.queued = 0`; null if it can move, or has ended. */
export function heldWords(program: Program, state: State, id: number): string | null {
  const process = program.processes[id]!;
  const location = process.locations[state.locations.get(id)!]!;
  if (process.kind === "process" && location.id === 0) return null;
  const guards = new Set<string>();
  for (let options: readonly number[] | null = []; options !== null; ) {
    const outcome = runStep(program, state, id, options);
    if (outcome.kind !== "disabled") return null;
    const { file, start, end } = outcome.place.span;
    guards.add((program.sources.get(file) ?? "").slice(start, end).replace(/\s+/g, " ").trim());
    options = nextOptions(outcome.taken);
  }
  const texts = [...guards];
  const values = valuesIn(program, state, id, texts.join(" "));
  const where = process.kind === "action" ? "" : ` at ${JSON.stringify(location.label)}`;
  const held = values.length > 0 ? `, with ${values.join(", ")}` : "";
  return `waits${where} for ${texts.join(", ")}${held}`;
}

/** What the guards name; where they name nothing that is state, all that the step reads. */
function valuesIn(program: Program, state: State, id: number, text: string): string[] {
  const process = program.processes[id]!;
  const { reads } = process.locations[state.locations.get(id)!]!.step.footprint;
  const read = new Set(reads);
  const words = new Set(text.match(/[\p{L}\p{N}_$]+/gu));
  const fields = program.roots.flatMap(({ name: root, shape }) => {
    const inner = shape.kind === "record" ? Object.entries(shape.fields) : [];
    return inner.flatMap(([field, part]) => {
      if (!columnsOf(part).some((column) => read.has(column))) return [];
      const value = showValue(decode(part, sharedCells(state), 0));
      return [{ isNamed: words.has(field), words: `${root}.${field} = ${value}` }];
    });
  });
  const named = fields.filter(({ isNamed }) => isNamed);
  const locals = viewProcess(process, state).variables.filter(({ name }) => words.has(name));
  return [
    ...(named.length > 0 ? named : fields).map((field) => field.words),
    ...locals.map(({ name, value }) => `${name} = ${showValue(value)}`),
  ];
}

/** The columns a value lies in. */
export function columnsOf(shape: Shape): number[] {
  switch (shape.kind) {
    case "scalar":
      return [shape.storage];
    case "record":
      return Object.values(shape.fields).flatMap(columnsOf);
    case "union":
      return [...columnsOf(shape.tag), ...shape.variants.flatMap((fields) => Object.values(fields).flatMap(columnsOf))];
    case "array":
      return columnsOf(shape.element);
    case "list":
      return [...columnsOf(shape.length), ...columnsOf(shape.element)];
    case "set":
      return [shape.member];
    case "map":
      return [shape.present, ...columnsOf(shape.value)];
  }
}
