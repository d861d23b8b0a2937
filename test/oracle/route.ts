// Ways to a state, gone natively, and what can be done there. What comes in is a search and a route; what goes out is what the
// author's functions do under every tuple of choices, compared with the program. The invariant: whatever differs is thrown
// as a Difference, with the schedule that leads to it.

import { type Outcome as Interpreted, runStep, type Start, starts } from "../../src/explorer/reference/interpreter.ts";
import { nextOptions, type Taken } from "../../src/explorer/reference/statement.ts";
import type { State } from "../../src/explorer/state.ts";
import type { LoadedSpec } from "../../src/spec/definition.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { NativeRun, type Outcome } from "../../src/trace/native.ts";
import {
  Difference,
  failureText,
  nativeText,
  offered,
  toldByProgram,
  toldNatively,
  valuesText,
  type Word,
  wordsText,
} from "./telling.ts";

/** One way to a state: options of `init`, then processes with their options. */
export interface Route {
  readonly start: readonly number[];
  readonly words: readonly Word[];
}

export interface Effort {
  /** The search ends with the level in which it has met so many states. */
  readonly states: number;
  /** So many ways to a state are tried. */
  readonly routes: number;
  /** A spec with more outcomes than this is given up. */
  readonly outcomes: number;
}

/** What all parts of a comparison share. */
export interface Search {
  readonly loaded: LoadedSpec;
  readonly program: Program;
  readonly effort: Effort;
  /** Things found, and the smallest depth at which they were. */
  readonly findings: Map<string, number>;
  /** By name of a `reachable` property: the depth of the nearest witness, or null. */
  readonly witnesses: Map<string, number | null>;
  /** Outcomes compared, by kind. */
  readonly compared: Record<Outcome["kind"], number>;
}

/** `init` fails in a way that the native side cannot notice: there is nothing to compare. */
export class Unseen extends Error {}

/** Too many outcomes to compare. */
export class Excess extends Error {}

/** What one process did under one tuple of options, on both sides. */
export interface Tried {
  readonly word: Word;
  readonly result: Interpreted;
  /** Natively, after the step. */
  readonly run: NativeRun;
}

export function noteFinding({ findings }: Search, what: string, depth: number): void {
  findings.set(what, Math.min(depth, findings.get(what) ?? depth));
}

/** Whether a failure is one that nothing can notice natively. */
export function isUnseen(program: Program, site: number): boolean {
  return program.sites[site]!.unnoticed === true;
}

/** Goes a route natively. */
export function follow({ loaded, program }: Search, route: Route): NativeRun {
  const run = new NativeRun(loaded);
  run.start(route.start);
  for (const { process, options } of route.words) {
    const { kind } = run.step(process, options);
    if (kind !== "moved") throw new Difference(wordsText(program, route), "moved", kind);
  }
  return run;
}

/** All outcomes of `init`, which must be the same on both sides. */
export function compareStarts(search: Search): readonly Start[] {
  const { loaded, program } = search;
  const interpreted = starts(program);
  for (const { failure } of interpreted) {
    if (failure === null) continue;
    if (isUnseen(program, failure.site)) throw new Unseen();
    noteFinding(search, failureText(program, failure.site, null), 1);
  }
  const told = interpreted.map(({ choices, state, failure }) => {
    const after = failure === null ? valuesText(program, state) : `failed: ${program.sites[failure.site]!.kind}`;
    return `init:${choices.join(",")} ${after}`;
  });
  const native: string[] = [];
  for (let options: readonly number[] | null = []; options !== null; ) {
    const run = new NativeRun(loaded);
    const outcome = run.start(options);
    const taken = takenBy(outcome, options);
    const words = `init:${taken.map(({ option }) => option).join(",")}`;
    if (outcome.kind === "moved") native.push(`${words} ${nativeText(program, run)}`);
    if (outcome.kind === "failed") native.push(`${words} failed: ${outcome.fault.kind}`);
    options = nextOptions(taken);
  }
  if (native.join("\n") !== told.join("\n")) throw new Difference("init", told.join("\n"), native.join("\n"));
  return interpreted;
}

/** The options that a native outcome took, as the interpreter lists them. */
function takenBy(outcome: Outcome, options: readonly number[]): Taken[] {
  return offered(outcome).map((count, i) => ({ choice: 0, option: options[i] ?? 0, count }));
}

/** Tries everything natively in the state that a route leads to, and compares it with the program. */
export function probe(search: Search, state: State, route: Route): readonly Tried[] {
  const { program, compared, effort } = search;
  const here = follow(search, route);
  const [expected, arrived] = [valuesText(program, state), nativeText(program, here)];
  if (arrived !== expected) throw new Difference(wordsText(program, route), expected, arrived);
  const all: Tried[] = [];
  for (const { id, kind } of program.processes) {
    if (kind === "process" && here.labels()[id] === null) continue;
    for (let options: readonly number[] | null = []; options !== null; ) {
      const { tried, taken } = probeOne(search, state, route, id, options);
      all.push(tried);
      compared[tried.result.kind]++;
      if (compared.moved + compared.disabled + compared.failed > effort.outcomes) throw new Excess();
      options = nextOptions(taken);
    }
  }
  return all;
}

function probeOne(
  search: Search,
  state: State,
  route: Route,
  process: number,
  options: readonly number[],
): { tried: Tried; taken: readonly Taken[] } {
  const { program } = search;
  const run = follow(search, route);
  const result = runStep(program, state, process, options);
  if (result.kind === "failed" && isUnseen(program, result.site)) {
    // What the functions would go on with is nothing that means anything: the program is believed.
    const word = { process, options: result.taken.map(({ option }) => option) };
    return { tried: { word, result, run }, taken: result.taken };
  }
  const outcome = run.step(process, options);
  const taken = takenBy(outcome, options);
  const word = { process, options: taken.map(({ option }) => option) };
  const [told, native] = [toldByProgram(program, result), toldNatively(program, outcome, run)];
  if (native !== told) {
    const where = `${wordsText(program, route)} then ${program.processes[process]!.name}:${word.options.join(",")}`;
    throw new Difference(where, told, native);
  }
  // Natively only the first false guard is known, the program has weighed those that follow.
  if (outcome.kind === "disabled" && result.kind === "disabled") {
    const { guard } = outcome;
    const isWrong =
      guard === "optional" ? result.waits !== "optional" : guard === "idleUntil" && result.waits === "blocked";
    if (isWrong) throw new Difference(`waiting after ${wordsText(program, route)}`, result.waits, guard);
  }
  return { tried: { word, result, run }, taken };
}

/** Whether a process has a step natively; one that fails counts. */
export function canMove(search: Search, state: State, route: Route, process: number): boolean {
  for (let options: readonly number[] | null = []; options !== null; ) {
    const result = runStep(search.program, state, process, options);
    if (result.kind === "failed" && isUnseen(search.program, result.site)) return true;
    const outcome = follow(search, route).step(process, options);
    if (outcome.kind !== "disabled") return true;
    options = nextOptions(takenBy(outcome, options));
  }
  return false;
}
