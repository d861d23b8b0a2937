// The meaning of a Program, one step at a time: what a process can do in a state, where a program can start, and whether
// a predicate holds. What comes in is the Program and immutable states; what goes out is new states and reasons. The
// invariant: everything is a function of its arguments, and steps come in the order of the canonical schedule (processes
// as declared, then choices with the last counting fastest).

import { Map as ImmutableMap, List } from "immutable";
import type { Location, Place, Predicate, Process, Program } from "../../spec/program/program.ts";
import { makeState, type State } from "../state.ts";
import { type Frame, faulty, type JudgedStep, registersOf, sharedAfter, stateAfter, type Watch } from "./frame.ts";
import { nextOptions, type Run, runBody, type Taken, type Waits } from "./statement.ts";

interface Ran {
  /** Options taken, in order. */
  readonly taken: readonly Taken[];
  /** An `optional` guard was passed: nobody is obliged to take this step. */
  readonly optional: boolean;
  readonly notes: Run["notes"];
}

/** What became of one step under one tuple of choices. */
export type Outcome = Ran &
  (
    | { readonly kind: "moved"; readonly state: State }
    | { readonly kind: "failed"; readonly site: number; readonly values: readonly number[] }
    | { readonly kind: "disabled"; readonly waits: Waits; readonly place: Place }
  );

/** A step that exists: it reaches a state or fails. */
export type Edge = Exclude<Outcome, { kind: "disabled" }>;

/** What one process can do in a state. */
export interface Situation {
  readonly process: number;
  /** Where it stands. */
  readonly location: number;
  /** Its steps in the order of their choices; none if it is held here. */
  readonly edges: readonly Edge[];
  /** Why it waits, where it has no step; meaningless otherwise. */
  readonly waits: Waits;
}

/** What became of `init` under one tuple of choices; a failed one shows the default values it started from. */
export interface Start {
  /** Options taken, in order, and the choices they were taken at. */
  readonly choices: readonly number[];
  readonly taken: readonly Taken[];
  readonly state: State;
  readonly failure: { readonly site: number; readonly values: readonly number[] } | null;
}

/** The result of a predicate: its value (0 is false), or where it failed. */
export type Verdict =
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "failed"; readonly site: number; readonly values: readonly number[] };

/**
 * Runs the step of a process from where it stands, its nth choice taking `options[n]` (0 where the list is too short).
 * The process must not have ended.
 */
export function runStep(
  program: Program,
  state: State,
  process: number,
  options: readonly number[],
  watch: Watch | null = null,
): Outcome {
  const mover = processOf(program, process);
  const location = standing(program, state, mover);
  if (location === null) throw faulty(program, `${mover.name} has ended and has no step`);
  const live = state.locals.get(process) ?? ImmutableMap<number, List<number>>();
  const frame = frameOf(program, state, registersOf(mover.locals, live), null, watch);
  const { end, ...ran } = runBody(location.step.body, frame, options);
  if (end.kind === "returned") throw faulty(program, `a step of ${mover.name} returns`);
  return end.kind === "moved"
    ? { ...ran, kind: "moved", state: stateAfter(frame, mover, end.location) }
    : { ...ran, ...end };
}

/** What each process can do in a state, in order of declaration; those that have ended are left out. */
export function situations(program: Program, state: State, watch: Watch | null = null): readonly Situation[] {
  const result: Situation[] = [];
  for (const process of program.processes) {
    if (standing(program, state, process) !== null) result.push(situationOf(program, state, process.id, watch));
  }
  return result;
}

/**
 * What one process can do: every tuple of its choices is tried. Held, it waits `optional` if any tuple says so, else
 * `idle` if any does, else `blocked`.
 */
export function situationOf(program: Program, state: State, process: number, watch: Watch | null = null): Situation {
  const edges: Edge[] = [];
  let waits: Waits = "blocked";
  for (let options: readonly number[] | null = []; options !== null; ) {
    const outcome = runStep(program, state, process, options, watch);
    if (outcome.kind !== "disabled") edges.push(outcome);
    else if (outcome.waits === "optional" || waits === "blocked") waits = outcome.waits;
    options = nextOptions(outcome.taken);
  }
  return { process, location: state.locations.get(process)!, edges, waits };
}

/** Whether a process has a step in this state; one that fails counts. */
export function isEnabled(program: Program, state: State, process: number): boolean {
  const mover = processOf(program, process);
  return standing(program, state, mover) !== null && situationOf(program, state, process).edges.length > 0;
}

/** Where the program can start: one entry per resolved tuple of `init`'s choices, in order, equal states included. */
export function starts(program: Program, watch: Watch | null = null): readonly Start[] {
  const defaults = defaultState(program);
  const { step, locals } = program.initial;
  if (step === null) return [{ choices: [], taken: [], state: defaults, failure: null }];
  const result: Start[] = [];
  for (let options: readonly number[] | null = []; options !== null; ) {
    const frame = frameOf(program, defaults, registersOf(locals, ImmutableMap()), null, watch);
    const { end, taken } = runBody(step.body, frame, options);
    const choices = taken.map((t) => t.option);
    if (end.kind === "moved") {
      result.push({ choices, taken, state: defaults.set("shared", sharedAfter(frame)), failure: null });
    } else if (end.kind === "failed") {
      result.push({ choices, taken, state: defaults, failure: { site: end.site, values: end.values } });
    }
    options = nextOptions(taken);
  }
  return result;
}

/** The value of a predicate in a state; `judged` is the step a step property speaks of. */
export function evaluate(
  program: Program,
  predicate: Predicate,
  state: State,
  judged: JudgedStep | null,
  watch: Watch | null = null,
): Verdict {
  const frame = frameOf(program, state, registersOf(predicate.locals, ImmutableMap()), judged, watch);
  const { end } = runBody(predicate.body, frame, []);
  switch (end.kind) {
    case "returned":
      return { kind: "value", value: end.value };
    case "failed":
      return end;
    default:
      throw faulty(program, "a predicate moves or waits");
  }
}

/** Every column by default and every process where it is created. */
function defaultState(program: Program): State {
  return makeState({
    shared: List(program.initial.cells.map((cells) => List(cells))),
    locations: List(program.processes.map((process) => process.entry.location)),
    locals: List(
      program.processes.map(({ entry }) => ImmutableMap(entry.locals.map(({ id, values }) => [id, List(values)]))),
    ),
  });
}

function frameOf(
  program: Program,
  state: State,
  registers: (number | undefined)[][],
  judged: JudgedStep | null,
  watch: Watch | null,
): Frame {
  return {
    program,
    state,
    written: [],
    registers,
    judged,
    watch,
    enabled: (process) => isEnabled(program, state, process),
  };
}

function processOf(program: Program, id: number): Process {
  const process = program.processes[id];
  if (process === undefined) throw faulty(program, `there is no process ${id}`);
  return process;
}

/** The location whose step the process may take; null if it has ended. Actions always stand at their only one. */
function standing(program: Program, state: State, process: Process): Location | null {
  const id = state.locations.get(process.id);
  const location = id === undefined ? undefined : process.locations[id];
  if (location === undefined) throw faulty(program, `${process.name} stands nowhere`);
  return process.kind === "process" && id === 0 ? null : location;
}
