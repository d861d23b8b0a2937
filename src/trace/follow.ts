// From a schedule to the run it names: in, a program and the words of a schedule; out, a Trace with the state after each
// step, as the reference interpreter steps. The invariant: following the schedule of a trace gives that trace again.

import type { Trace, TraceStep } from "../explorer/exploration.ts";
import { type Edge, type Start, situationOf, situations, starts } from "../explorer/reference/interpreter.ts";
import type { State } from "../explorer/state.ts";
import type { Program } from "../spec/program/program.ts";
import { type Diagnostic, SpecError } from "../spec/source/diagnostic.ts";
import { suggestions } from "../spec/source/suggest.ts";
import { type Option, startChoices } from "./choices.ts";
import { heldWords } from "./held.ts";
import { printWord, type Schedule, type ScheduleChoice, type ScheduleWord } from "./schedule.ts";

/** The schedule of a trace: what `allways replay` takes to show it again. */
export function scheduleOf(program: Program, trace: Trace): Schedule {
  return {
    initial: startChoices(program, trace.initialChoices).map((option) => nameOption(program, option)),
    words: trace.steps.map(({ process, choices }) => ({
      process: program.processes[process]!.name,
      choices: choices.map((option) => nameOption(program, option)),
    })),
    ...(trace.loop !== undefined && { loop: trace.loop }),
  };
}

/** An option by its text where that tells it from the others, else by its number. */
function nameOption(program: Program, { choice, option }: Option): ScheduleChoice {
  const { name, labels } = program.choices[choice]!;
  const label = labels?.[option];
  const unique = label !== undefined && labels?.indexOf(label) === labels?.lastIndexOf(label);
  return { name, option: unique ? label : option };
}

/** A run, and how its last step failed, if it did. */
export interface Followed {
  readonly trace: Trace;
  readonly failure: { readonly site: number; readonly values: readonly number[] } | null;
}

/**
 * The run that a schedule names. A word without choices takes the only step there is.
 * @throws SpecError (151) naming the word that cannot be followed, and what could
 */
export function followSchedule(program: Program, schedule: Schedule): Followed {
  const start = findStart(program, schedule.initial);
  let failure = start.failure;
  const steps: TraceStep[] = [];
  let state: State | null = start.failure === null ? start.state : null;
  schedule.words.forEach((word, index) => {
    const where = `schedule: step ${index + 1}, ${printWord(word)}`;
    if (state === null) throw usage(`${where}: the run has already failed`);
    const process = findProcess(program, word, where);
    const edge = findEdge(program, state, process, word, where);
    const after: State | null = edge.kind === "moved" ? edge.state : null;
    if (edge.kind === "failed") failure = { site: edge.site, values: edge.values };
    const location = state.locations.get(process)!;
    steps.push({ process, location, choices: edge.taken.map(optionOf), state: after, notes: edge.notes });
    state = after;
  });
  const trace: Trace = { initialChoices: start.choices, initial: start.state, steps };
  return { trace: schedule.loop === undefined ? trace : withLoop(program, trace, schedule.loop), failure };
}

/** The trace as a run without end. @throws SpecError (151) if it cannot go on so */
export function withLoop(program: Program, trace: Trace, loop: number): Trace {
  const states = [trace.initial, ...trace.steps.map(({ state }) => state)];
  const last = states.at(-1);
  if (!last) throw usage("schedule: @: the run has failed, and does not go on for ever");
  if (loop === trace.steps.length) {
    const moving = situations(program, last).find(({ edges }) => edges.some(({ optional }) => !optional));
    if (moving === undefined) return { ...trace, loop };
    const { name } = program.processes[moving.process]!;
    throw usage(`schedule: @: the run cannot stay here for ever, ${name} has to move`);
  }
  if (last.equals(states[loop])) return { ...trace, loop };
  throw usage("schedule: @: the steps after it do not lead back to where they begin");
}

function optionOf({ choice, option }: Option): Option {
  return { choice, option };
}

function findStart(program: Program, wanted: readonly ScheduleChoice[]): Start {
  const all = starts(program);
  if (all.length === 0) throw usage("schedule: init leaves no initial state");
  const matching = wanted.length === 0 ? all : all.filter(({ taken }) => matches(program, taken, wanted));
  if (matching.length === 1) return matching[0]!;
  const options = all.map(({ taken }) => printOptions(program, taken));
  if (matching.length === 0) throw usage("schedule: init has no such choice", listed(options));
  throw usage("schedule: init has several outcomes; begin with one", listed(options));
}

function findProcess(program: Program, { process: name }: ScheduleWord, where: string): number {
  const found = program.processes.find((process) => process.name === name);
  if (found) return found.id;
  const names = program.processes.map((process) => process.name);
  throw usage(`${where}: there is no process ${JSON.stringify(name)}`, suggestions(name, names));
}

function findEdge(program: Program, state: State, process: number, word: ScheduleWord, where: string): Edge {
  const { name, kind } = program.processes[process]!;
  if (kind === "process" && state.locations.get(process) === 0) throw usage(`${where}: ${name} has ended`);
  const { edges } = situationOf(program, state, process);
  if (edges.length === 0) {
    const others = situations(program, state).filter((situation) => situation.edges.length > 0);
    const names = others.map((situation) => program.processes[situation.process]!.name);
    const held = heldWords(program, state, process) ?? "cannot move here";
    throw usage(`${where}: ${name} ${held}`, names.length > 0 ? [`what can: ${names.join(", ")}`] : []);
  }
  const matching = edges.filter(({ taken }) => word.choices.length === 0 || matches(program, taken, word.choices));
  if (matching.length === 1) return matching[0]!;
  const options = edges.map(({ taken }) => printWord({ process: name, choices: namesOf(program, taken) }));
  if (matching.length === 0) throw usage(`${where}: there is no such choice here`, listed(options));
  throw usage(`${where}: ${name} has a choice here`, listed(options));
}

/** Whether the options taken are those wanted: by number, or by text. */
function matches(program: Program, taken: readonly Option[], wanted: readonly ScheduleChoice[]): boolean {
  if (taken.length !== wanted.length) return false;
  return taken.every(({ choice, option }, i) => {
    const { name, labels } = program.choices[choice]!;
    const want = wanted[i]!;
    return (
      want.name === name &&
      (typeof want.option === "number" ? want.option === option : labels?.[option] === want.option)
    );
  });
}

function namesOf(program: Program, taken: readonly Option[]): ScheduleChoice[] {
  return taken.map((option) => nameOption(program, option));
}

function printOptions(program: Program, taken: readonly Option[]): string {
  return printWord({ process: "", choices: namesOf(program, taken) }).replace('"":', "init:");
}

const MOST_LISTED = 8;

function listed(options: readonly string[]): string[] {
  const shown = options.slice(0, MOST_LISTED).join(", ");
  return options.length === 0 ? [] : [`one of ${shown}${options.length > MOST_LISTED ? ", …" : ""}`];
}

function usage(message: string, hints: readonly string[] = []): SpecError {
  const diagnostic: Diagnostic = { message, hints };
  return new SpecError([diagnostic], 151);
}
