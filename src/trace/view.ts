// A trace as people read it: in, the cells of a run; out, rows that say who moved, from which label, and what changed by
// the author's names. Plain data, so that every reporter, and JSON, tells the same story.

import type { Trace, TraceStep } from "../explorer/exploration.ts";
import type { State } from "../explorer/state.ts";
import { type Change, diffStates } from "../explorer/state-diff.ts";
import { decode, sharedCells } from "../explorer/state-value.ts";
import { viewProcess } from "../explorer/state-view.ts";
import type { ScalarDomain } from "../spec/program/domain.ts";
import { showValue } from "../spec/program/enumerate.ts";
import type { Program, Shape } from "../spec/program/program.ts";
import type { Span } from "../spec/source/diagnostic.ts";
import { lineAndColumn } from "../spec/source/positions.ts";
import { startChoices } from "./choices.ts";

/** A place of the author's text; line and column count from 1. */
export interface PlaceView {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A name of the author's and a value as text. */
export interface Named {
  readonly name: string;
  readonly value: string;
}

export interface StepView {
  /** From 1. */
  readonly number: number;
  /** Id of the process, and its name: `cancel[0]`. */
  readonly process: number;
  readonly name: string;
  readonly isAction: boolean;
  /** Functions on the call path to the label, outermost first. */
  readonly path: readonly string[];
  readonly label: string;
  readonly choices: readonly Named[];
  readonly changes: readonly Change[];
  readonly notes: readonly { readonly text: string; readonly value: string | null }[];
  readonly place: PlaceView;
  /** The step failed and has no state after it. */
  readonly failed: boolean;
}

export interface TraceView {
  readonly initialChoices: readonly Named[];
  readonly steps: readonly StepView[];
  /** Of a run without end: the number of the state (0 = initial) that the last one is again, or itself if the run stays. */
  readonly loop: number | null;
  /** The last state there is: after a step that failed, the one before it. */
  readonly final: StateView;
}

export interface StateView {
  /** Fields of the shared records, with the columns each lies in. */
  readonly values: readonly (Named & { readonly columns: readonly number[] })[];
  readonly processes: readonly StandingView[];
}

export interface StandingView {
  readonly process: number;
  readonly name: string;
  /** Null for an ended process. */
  readonly label: string | null;
  readonly path: readonly string[];
  readonly locals: readonly Named[];
}

/** The whole of a trace. */
export function viewTrace(program: Program, trace: Trace): TraceView {
  const placeOf = placesOf(program);
  let state = trace.initial;
  const steps = trace.steps.map((step, index) => {
    const view = viewStep(program, step, state, index + 1, placeOf);
    state = step.state ?? state;
    return view;
  });
  const initialChoices = startChoices(program, trace.initialChoices).map((taken) => showChoice(program, taken));
  return { initialChoices, steps, loop: trace.loop ?? null, final: viewFinal(program, state) };
}

function viewStep(
  program: Program,
  step: TraceStep,
  before: State,
  number: number,
  placeOf: (span: Span) => PlaceView,
): StepView {
  const { name, kind, locations } = program.processes[step.process]!;
  const { label, path, place } = locations[step.location]!;
  const own = `${name}.`;
  const changes = step.state === null ? [] : diffStates(program, before, step.state);
  return {
    number,
    process: step.process,
    name,
    isAction: kind === "action",
    path,
    label,
    choices: step.choices.map((taken) => showChoice(program, taken)),
    // A local of the process that moves needs no name before it.
    changes: changes.map((change) =>
      change.path.startsWith(own) ? { ...change, path: change.path.slice(own.length) } : change,
    ),
    notes: step.notes.map(({ note, value }) => {
      const { text, value: shown } = program.notes[note]!;
      return { text, value: value === null ? null : scalarText(shown?.domain ?? null, value) };
    }),
    place: placeOf(place.span),
    failed: step.state === null,
  };
}

function showChoice(program: Program, { choice, option }: { readonly choice: number; readonly option: number }): Named {
  const { name, labels } = program.choices[choice]!;
  return { name, value: labels?.[option] ?? `#${option}` };
}

function viewFinal(program: Program, state: State): StateView {
  const cells = sharedCells(state);
  const values = program.roots.flatMap(({ name, shape }) => {
    const fields = shape.kind === "record" ? Object.entries(shape.fields) : [];
    return fields.map(([field, inner]) => ({
      name: `${name}.${field}`,
      value: showValue(decode(inner, cells, 0)),
      columns: columnsOf(inner),
    }));
  });
  const processes = program.processes.filter(({ kind }) => kind === "process");
  return { values, processes: processes.map(({ id }) => viewStanding(program, state, id)) };
}

/** Where a process stands, and its live locals. */
export function viewStanding(program: Program, state: State, process: number): StandingView {
  const { name, ended, label, path, variables } = viewProcess(program.processes[process]!, state);
  const locals = variables.map((variable) => ({ name: variable.name, value: showValue(variable.value) }));
  return { process, name, label: ended ? null : label, path, locals };
}

/** The columns a value lies in. */
function columnsOf(shape: Shape): number[] {
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

/** A message with its values put where `{0}`, `{1}`, … stand. */
export function fillTemplate(
  message: string,
  domains: readonly { readonly domain: ScalarDomain | null }[],
  values: readonly number[],
): string {
  return message.replace(/\{(\d+)\}/g, (hole, index: string) => {
    const value = values[Number(index)];
    return value === undefined ? hole : scalarText(domains[Number(index)]?.domain ?? null, value);
  });
}

/** An int32 as a value of its domain; one that has left it, or has none, as the number it is. */
function scalarText(domain: ScalarDomain | null, value: number): string {
  if (domain?.kind === "bool") return String(value !== 0);
  return (domain?.kind === "oneOf" ? domain.values[value] : undefined) ?? String(value);
}

/** How often the run passes from one process to another. */
export function contextSwitches(steps: readonly { readonly process: number | string }[]): number {
  return steps.filter((step, index) => index > 0 && steps[index - 1]!.process !== step.process).length;
}

/** Where a span begins, in lines and columns. */
export function viewPlace(span: Span, sources: ReadonlyMap<string, string>): PlaceView {
  return { file: span.file, ...lineAndColumn(sources.get(span.file) ?? "", span.start) };
}

/** As viewPlace, each place looked up once: a run passes the same labels again and again. */
export function placesOf({ sources }: Program): (span: Span) => PlaceView {
  const known = new Map<string, PlaceView>();
  return (span) => {
    const key = `${span.start} ${span.file}`;
    const place = known.get(key) ?? viewPlace(span, sources);
    known.set(key, place);
    return place;
  };
}
