// States and outcomes as lines of text, from the program's side and from the native side. The invariant: what the two sides
// must agree on is the same text, and nothing else is in it.

import type { Outcome as Interpreted } from "../../src/explorer/reference/interpreter.ts";
import type { State } from "../../src/explorer/state.ts";
import { decode, sharedCells } from "../../src/explorer/state-value.ts";
import { showValue } from "../../src/spec/program/enumerate.ts";
import type { Program, Shape, SharedRoot } from "../../src/spec/program/program.ts";
import type { NativeRun, Outcome } from "../../src/trace/native.ts";

export interface Word {
  readonly process: number;
  readonly options: readonly number[];
}

/** The two sides disagree. */
export class Difference extends Error {
  constructor(where: string, first: string, second: string) {
    super(`${where}\n  first:  ${first}\n  second: ${second}`);
    this.name = "Difference";
  }
}

export function wordsText(program: Program, route: { start: readonly number[]; words: readonly Word[] }): string {
  const words = route.words.map(({ process, options }) => [program.processes[process]!.name, ...options].join(":"));
  return [`init:${route.start.join(",")}`, ...words].join(" ");
}

/** Shared values, then labels. */
export function valuesText(program: Program, state: State): string {
  const values = program.roots.map(({ name, shape }) => `${name}=${showValue(decode(shape, sharedCells(state), 0))}`);
  const labels = program.processes.flatMap(({ id, kind, locations }) => {
    const at = state.locations.get(id)!;
    return kind === "process" ? [at === 0 ? "ended" : locations[at]!.label] : [];
  });
  return [...values, ...labels].join(" ");
}

export function nativeText(program: Program, run: NativeRun): string {
  const shared = run.shared();
  const values = program.roots.map(({ name }) => `${name}=${showValue(shared.get(name)!)}`);
  const labels = program.processes.flatMap(({ id, kind }) => (kind === "process" ? [run.labels()[id] ?? "ended"] : []));
  return [...values, ...labels].join(" ");
}

export function toldByProgram(program: Program, outcome: Interpreted): string {
  const counts = outcome.taken.map(({ count }) => count).join(",");
  if (outcome.kind === "disabled") return `disabled [${counts}]`;
  if (outcome.kind === "failed") return `failed: ${program.sites[outcome.site]!.kind} [${counts}]`;
  const notes = outcome.notes.map(({ note, value }) => {
    const { text, value: shown } = program.notes[note]!;
    const domain = shown?.domain ?? null;
    if (value === null) return text;
    if (domain?.kind === "bool") return `${text}=${value !== 0}`;
    return `${text}=${domain?.kind === "oneOf" ? domain.values[value] : value}`;
  });
  return [
    `moved${outcome.optional ? " optionally" : ""} [${counts}]`,
    valuesText(program, outcome.state),
    ...notes,
  ].join(" ");
}

/** How many options each choice had. A choice from nothing is no choice taken. */
export function offered(outcome: Outcome): readonly number[] {
  return outcome.choices.filter((count) => count > 0);
}

export function toldNatively(program: Program, outcome: Outcome, run: NativeRun): string {
  const counts = offered(outcome).join(",");
  if (outcome.kind === "disabled") return `disabled [${counts}]`;
  if (outcome.kind === "failed") return `failed: ${outcome.fault.kind} [${counts}]`;
  const notes = outcome.notes.map(({ text, value }) => (value === null ? text : `${text}=${String(value)}`));
  return [`moved${outcome.optional ? " optionally" : ""} [${counts}]`, nativeText(program, run), ...notes].join(" ");
}

export function failureText(program: Program, site: number, property: string | null): string {
  const { kind } = program.sites[site]!;
  return `${kind === "assert" ? "assert" : "error"} ${site}${property === null ? "" : ` in ${property}`}`;
}

/** A root's value, and the cells that hold it. */
export function cellsText(root: SharedRoot, state: State): { value: string; cells: string } {
  const columns = columnsOf(root.shape);
  const cells = columns.map((id) => `${id}:${state.shared.get(id)!.join(",")}`).join(" ");
  return { value: `${root.name}=${showValue(decode(root.shape, sharedCells(state), 0))}`, cells };
}

function columnsOf(shape: Shape): number[] {
  switch (shape.kind) {
    case "scalar":
      return [shape.storage];
    case "record":
      return Object.values(shape.fields).flatMap(columnsOf);
    case "union":
      return [shape.tag.storage, ...shape.variants.flatMap((fields) => Object.values(fields).flatMap(columnsOf))];
    case "array":
      return columnsOf(shape.element);
    case "list":
      return [shape.length.storage, ...columnsOf(shape.element)];
    case "set":
      return [shape.member];
    case "map":
      return [shape.present, ...columnsOf(shape.value)];
  }
}
