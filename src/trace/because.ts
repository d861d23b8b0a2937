// Why a run shows what it shows: in, a program and a finding; out, the values that the broken condition read, the step that
// made it false, and who waits for what where the run ends. The invariant: a value is told if and only if evaluating the
// condition there read it.

import type { Finding, Trace } from "../explorer/exploration.ts";
import type { JudgedStep } from "../explorer/reference/frame.ts";
import { evaluate, situationOf } from "../explorer/reference/interpreter.ts";
import {
  cellKey,
  guardsAgainst,
  type Reading,
  readingOfFailure,
  readingOfPredicate,
} from "../explorer/reference/reading.ts";
import type { State } from "../explorer/state.ts";
import { fieldsOf, placesOf } from "../explorer/state-places.ts";
import { sharedCells } from "../explorer/state-value.ts";
import type { Predicate, Program } from "../spec/program/program.ts";
import { type Named, type PlaceView, type StandingView, viewPlace, viewStanding } from "./view.ts";

/** A value that was read. */
export interface Fact extends Named {
  /** What it was before the step that made the condition false, where that is something else. */
  readonly before: string | null;
}

export interface Because {
  /** Where the condition was found false; `at "label"` is the value of a process. */
  readonly values: readonly Fact[];
  /** The step that made it false, from 1; 0 if it was false from the start; null where that is not asked. */
  readonly since: number | null;
  /** What that step changed of what is read; the names of `values`. */
  readonly changes: readonly Fact[];
  /** In a quiescent state or a deadlock: every process that has not ended. */
  readonly waiting: readonly WaitingView[];
}

/** A process at the end of a run, and what holds it. */
export interface WaitingView extends StandingView {
  /** `free`: it could move, and need not. */
  readonly waits: "blocked" | "idle" | "optional" | "free";
  /** As the author wrote them: `when(fork[1] === 0)`. */
  readonly guards: readonly { readonly text: string; readonly place: PlaceView; readonly values: readonly Named[] }[];
  readonly place: PlaceView | null;
}

/** Null for what says itself why: an error in a step, a property that cannot be evaluated, a run without end. */
export function becauseOf(program: Program, finding: Finding): Because | null {
  const { trace } = finding;
  switch (finding.kind) {
    case "deadlock":
      return { values: [], since: null, changes: [], waiting: viewWaiting(program, endOf(trace)) };
    case "assert":
      return "property" in finding ? null : assertion(program, trace);
    case "always":
    case "quiescent":
    case "step": {
      const predicate = program.properties[finding.property]!.conjuncts[finding.conjunct]!;
      const waiting = finding.kind === "quiescent" ? viewWaiting(program, endOf(trace)) : [];
      return { ...(finding.kind === "step" ? ofStep : ofState)(program, trace, predicate), waiting };
    }
    default:
      return null;
  }
}

function endOf(trace: Trace): State {
  return trace.steps.findLast(({ state }) => state !== null)?.state ?? trace.initial;
}

type Reasons = Omit<Because, "waiting">;

function ofState(program: Program, trace: Trace, predicate: Predicate): Reasons {
  const states = [trace.initial, ...trace.steps.flatMap(({ state }) => state ?? [])];
  const held = states.findLastIndex((state) => !isFalse(program, predicate, state));
  const since = held + 1;
  const facts = (at: number): readonly Fact[] => {
    const after = states[at]!;
    return factsOf(program, readingOfPredicate(program, predicate, after, null), after, states[since - 1] ?? null);
  };
  const values = facts(states.length - 1).map((fact) => ({ ...fact, before: null }));
  return { values, since, changes: facts(since).filter(({ before }) => before !== null) };
}

function isFalse(program: Program, predicate: Predicate, state: State): boolean {
  const verdict = evaluate(program, predicate, state, null);
  return verdict.kind === "value" && verdict.value === 0;
}

/** Of a step everything is told as it was before and is after. */
function ofStep(program: Program, trace: Trace, predicate: Predicate): Reasons {
  const last = trace.steps.at(-1)!;
  const before = trace.steps.at(-2)?.state ?? trace.initial;
  const judged: JudgedStep = { process: last.process, location: last.location, before };
  const after = last.state!;
  const values = factsOf(program, readingOfPredicate(program, predicate, after, judged), after, before);
  return { values, since: trace.steps.length, changes: values.filter((fact) => fact.before !== null) };
}

function assertion(program: Program, trace: Trace): Because | null {
  const last = trace.steps.at(-1);
  if (last === undefined || last.state !== null) return null;
  const before = endOf(trace);
  const options = last.choices.map(({ option }) => option);
  const reading = readingOfFailure(program, before, last.process, options);
  const values = factsOf(program, reading, before, null, last.process);
  return { values, since: null, changes: [], waiting: [] };
}

/** What was read, by name, shared records first; `self` is whose locals they are. */
function factsOf(
  program: Program,
  reading: Reading,
  state: State,
  before: State | null,
  self: number | null = null,
): readonly Fact[] {
  const wanted = (storage: number, index: number): boolean => {
    const key = cellKey(storage, index);
    return reading.cells.has(key) || reading.before.has(key);
  };
  const was = before && sharedCells(before);
  const shared = program.roots
    .flatMap(({ name, shape }) => fieldsOf(shape, name, wanted))
    .map(({ path, show }) => fact(path, show(reading.shared), was && show(was)));
  const variables = self === null ? [] : program.processes[self]!.variables;
  const locals = variables.flatMap(({ name, shape, locals: ids }) =>
    placesOf(shape, name, (id) => ids.includes(id) && reading.locals.has(id)).map(({ path, show }) =>
      fact(path, show(reading.registers), null),
    ),
  );
  return [...shared, ...locals, ...standings(program, reading, state, before)];
}

function fact(name: string, value: string, before: string | null): Fact {
  return { name, value, before: before === value ? null : before };
}

/** With more processes than these only those are named of which something was true. */
const MOST_STANDINGS = 4;

function standings(program: Program, { asked, able }: Reading, state: State, before: State | null): readonly Fact[] {
  const ids = [...asked.keys()].sort((a, b) => a - b).filter((id) => program.processes[id]!.kind === "process");
  const told = ids.filter((id) => asked.get(id));
  const stands = (at: State, id: number): string => {
    const { label } = viewStanding(program, at, id);
    return label === null ? "ended" : `at "${label}"`;
  };
  const moves = (id: number): string => (able.has(id) ? (able.get(id) ? ", can move" : ", cannot move") : "");
  return (ids.length > MOST_STANDINGS && told.length > 0 ? told : ids).map((id) =>
    fact(
      program.processes[id]!.name,
      stands(state, id) + moves(id),
      able.has(id) ? null : before && stands(before, id),
    ),
  );
}

/** Every process that has not ended, those first that are obliged to move and cannot. */
export function viewWaiting(program: Program, state: State): readonly WaitingView[] {
  const views = program.processes.flatMap(({ id, kind, locations }): WaitingView[] => {
    const location = locations[state.locations.get(id)!]!;
    if (kind === "action" || location.id === 0) return [];
    const { edges, waits } = situationOf(program, state, id);
    const place = viewPlace(location.place.span, program.sources);
    const guards = edges.length > 0 ? [] : viewGuards(program, state, id);
    return [{ ...viewStanding(program, state, id), waits: edges.length > 0 ? "free" : waits, guards, place }];
  });
  return views.sort((a, b) => Number(b.waits === "blocked") - Number(a.waits === "blocked"));
}

/** The guards that hold a process, each with the values it reads. */
export function viewGuards(program: Program, state: State, process: number): WaitingView["guards"] {
  return guardsAgainst(program, state, process).map(({ span, reading }) => ({
    text: (program.sources.get(span.file) ?? "").slice(span.start, span.end).replace(/\s+/g, " ").trim(),
    place: viewPlace(span, program.sources),
    values: factsOf(program, reading, state, null, process).map(({ name, value }) => ({ name, value })),
  }));
}
