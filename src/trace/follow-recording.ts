// A recorded trace followed through a program that may have changed since: in, what was recorded; out, the run as the program
// takes it now, and the first value that came out otherwise. The invariant: a run is only given if every step was taken by the
// process and from the label that the recording says; otherwise it is said at which step, and what holds the process there.

import type { Trace } from "../explorer/exploration.ts";
import type { State } from "../explorer/state.ts";
import type { Program } from "../spec/program/program.ts";
import { SpecError } from "../spec/source/diagnostic.ts";
import { suggestions } from "../spec/source/suggest.ts";
import { documentState, type Recording, showTraceValue, type TraceState, type TraceValue } from "./document.ts";
import { type Followed, followSchedule } from "./follow.ts";
import { heldWords } from "./held.ts";
import { parseSchedule, type Schedule } from "./schedule.ts";

export interface FollowedRecording extends Followed {
  /** The first difference in values, in words; null if all came out as recorded. */
  readonly difference: string | null;
}

/** @throws SpecError (151) saying at which step the program cannot follow, and why */
export function followRecording(program: Program, recording: Recording): FollowedRecording {
  const schedule = parseSchedule(recording.schedule);
  const { words } = schedule;
  if (words.length !== recording.steps.length) {
    throw refuse(`its schedule has ${words.length} steps and it tells of ${recording.steps.length}`);
  }
  words.forEach(({ process }, index) => {
    const told = recording.steps[index]!.process;
    if (process !== told)
      throw refuse(`step ${index + 1} is ${process}'s in its schedule, and ${told}'s where it is told`);
  });
  const followed = followFurthest(program, schedule, recording);
  return { ...followed, difference: compareRun(program, followed.trace, recording) };
}

/**
 * The first difference in values, as far as the run goes.
 * @throws SpecError (151) where a step was made from another label than the recording says
 */
function compareRun(program: Program, { initial, steps }: Trace, recording: Recording): string | null {
  let difference = compareStates(program, initial, recording.initial, 0);
  for (const [index, step] of steps.entries()) {
    const recorded = recording.steps[index]!;
    const label = program.processes[step.process]!.locations[step.location]!.label;
    if (label !== recorded.label) {
      const { words, hints } = otherLabel(program, step.process, recorded.label, label);
      const message = `step ${index + 1} cannot be followed: ${recorded.process} ${words}`;
      throw refuse(message, [...hints, ...hintOf(difference)]);
    }
    if (step.state && recorded.state) difference ??= compareStates(program, step.state, recorded.state, index + 1);
  }
  return difference;
}

/** A process stands at another label than the recording says, or has no such label at all. */
function otherLabel(
  program: Program,
  process: number,
  recorded: string,
  label: string,
): { readonly words: string; readonly hints: readonly string[] } {
  const labels = program.processes[process]!.locations.filter(({ id }) => id !== 0).map((location) => location.label);
  if (labels.includes(recorded))
    return { words: `stood at ${quote(recorded)} in the trace, and stands at ${quote(label)} now`, hints: [] };
  return {
    words: `has no label ${quote(recorded)} now; it stands at ${quote(label)}`,
    hints: suggestions(recorded, labels),
  };
}

/** Where the schedule cannot be followed to its end, the error says what the process waits for. */
function followFurthest(program: Program, schedule: Schedule, recording: Recording): Followed {
  try {
    return followSchedule(program, schedule);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const [fault] = error.diagnostics;
    const [, number] = /^schedule: step (\d+), /.exec(fault?.message ?? "") ?? [];
    if (number === undefined) throw error;
    const before = Number(number) - 1;
    const { process: name, label } = recording.steps[before]!;
    const { trace } = followSchedule(program, { initial: schedule.initial, words: schedule.words.slice(0, before) });
    const difference = compareRun(program, trace, recording);
    const waits = waitsOf(program, trace.steps.at(-1)?.state ?? trace.initial, name, label);
    if (waits !== null) throw refuse(`step ${number} cannot be followed: ${waits}`, hintOf(difference));
    throw refuse(fault!.message.replace("schedule: ", ""), [...hintOf(difference), ...fault!.hints]);
  }
}

/** `taskWork waits at "run task_work" for idleUntil(req.queued > 0), with req.queued = 0`; null if it can move. */
function waitsOf(program: Program, state: State, name: string, label: string): string | null {
  const process = program.processes.find((candidate) => candidate.name === name);
  if (!process) return null;
  const location = process.locations[state.locations.get(process.id)!]!;
  if (process.kind === "process" && location.id === 0)
    return `${name} has ended, in the trace it stood at ${quote(label)}`;
  const held = heldWords(program, state, process.id);
  const other = location.label === label ? "" : `, in the trace it stood at ${quote(label)}`;
  return held && `${name} ${held}${other}`;
}

/** The first shared value, or standing, that is not as recorded; by the names the two have in common. */
function compareStates(program: Program, state: State, recorded: TraceState, step: number): string | null {
  const now = documentState(program, state);
  const where = step === 0 ? "at the start" : `after step ${step}`;
  for (const [name, value] of Object.entries(now.shared)) {
    const before = Object.hasOwn(recorded.shared, name) ? recorded.shared[name] : undefined;
    if (before === undefined) return `${name} is not in the trace`;
    if (canonical(before) === canonical(value)) continue;
    const [path, was, is] = narrow(name, before, value);
    return `${where} ${path} is ${showTraceValue(is)}, in the trace ${showTraceValue(was)}`;
  }
  for (const { process, label } of now.processes) {
    const before = recorded.processes.find((standing) => standing.process === process);
    if (before === undefined) return `${process} is not in the trace`;
    if (before.label !== label)
      return `${where} ${process} stands ${stands(label)}, in the trace ${stands(before.label)}`;
  }
  return null;
}

/** Into the field of a record that differs, if one does. */
function narrow(path: string, was: TraceValue, is: TraceValue): [string, TraceValue, TraceValue] {
  const [before, after] = [plainFields(was), plainFields(is)];
  if (before === null || after === null) return [path, was, is];
  const field = Object.keys(after).find(
    (name) => Object.hasOwn(before, name) && canonical(before[name]!) !== canonical(after[name]!),
  );
  return field === undefined ? [path, was, is] : narrow(`${path}.${field}`, before[field]!, after[field]!);
}

function plainFields(value: TraceValue): { readonly [name: string]: TraceValue } | null {
  if (typeof value !== "object" || Array.isArray(value)) return null;
  return Object.keys(value).some((name) => name.startsWith("#")) ? null : (value as { [name: string]: TraceValue });
}

/** ITF has no records with such names: there they are maps. */
function canonical(value: TraceValue): string {
  return JSON.stringify(value).replaceAll('{"#record":', '{"#map":');
}

function stands(label: string | null): string {
  return label === null ? "ended" : `at ${quote(label)}`;
}

function quote(label: string): string {
  return JSON.stringify(label);
}

function hintOf(difference: string | null): string[] {
  return difference === null ? [] : [`the first difference: ${difference}`];
}

function refuse(message: string, hints: readonly string[] = []): SpecError {
  return new SpecError([{ message: `trace: ${message}`, hints }], 151);
}
