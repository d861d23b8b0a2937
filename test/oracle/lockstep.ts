// The author's functions against the program, exhaustively: every state of a spec is reached natively by a schedule prefix
// run from the start, and there every process is tried with every tuple of choices. What comes in is a loaded spec and its
// program; what goes out is the graph that both agree on, with what the properties say natively. The invariant: whatever
// differs is thrown as a Difference, with the schedule that leads to it.

import { runStep, type Start, starts } from "../../src/explorer/reference/interpreter.ts";
import { judge } from "../../src/explorer/reference/judge.ts";
import { nextOptions } from "../../src/explorer/reference/statement.ts";
import type { State } from "../../src/explorer/state.ts";
import { stateKey } from "../../src/explorer/state-key.ts";
import type { LoadedSpec } from "../../src/spec/definition.ts";
import type { Program, Property } from "../../src/spec/program/program.ts";
import type { Positions } from "../../src/spec/runtime/standing.ts";
import { type Move, NativeRun, type Outcome } from "../../src/trace/native.ts";
import { moverOf, positionsIn } from "../../src/trace/positions.ts";
import {
  cellsText,
  Difference,
  failureText,
  offered,
  toldByProgram,
  toldNatively,
  valuesText,
  type Word,
  wordsText,
} from "./telling.ts";

/** One way to a state: options of `init`, then processes with their options. */
interface Route {
  readonly start: readonly number[];
  readonly words: readonly Word[];
}

interface Node {
  readonly state: State;
  readonly routes: Route[];
}

/** A thing found, and the smallest depth at which it was. */
export type Findings = ReadonlyMap<string, number>;

export interface Lockstep {
  readonly distinct: number;
  readonly generated: number;
  /** Levels that have states. */
  readonly depth: number;
  /** The level at which the search was given up; null if it was not. */
  readonly cutAt: number | null;
  readonly findings: Findings;
  /** By name of a `reachable` property: the depth of the nearest witness, or null. */
  readonly witnesses: ReadonlyMap<string, number | null>;
  /** Outcomes compared, by kind. */
  readonly compared: Readonly<Record<Outcome["kind"], number>>;
}

export interface Effort {
  /** The search ends with the level in which it has met so many states. */
  readonly states: number;
  /** So many ways to a state are tried. */
  readonly routes: number;
  /** A spec with more outcomes than this is given up. */
  readonly outcomes: number;
}

interface Search {
  readonly loaded: LoadedSpec;
  readonly program: Program;
  readonly findings: Map<string, number>;
  readonly witnesses: Map<string, number | null>;
  readonly compared: Record<Outcome["kind"], number>;
  readonly canonical: Map<string, string>;
  readonly effort: Effort;
}

/** What one process did under one tuple of options. */
interface Tried {
  readonly word: Word;
  readonly outcome: Outcome;
  /** Natively, after the step. */
  readonly run: NativeRun;
}

/** A failure that the native side cannot notice: there is nothing left to compare. */
export class Unseen extends Error {}

/** Too many outcomes to compare. */
export class Excess extends Error {}

/** Explores level by level. Throws a Difference. */
export function explore(loaded: LoadedSpec, program: Program, effort: Effort): Lockstep {
  const witnesses = new Map<string, number | null>();
  for (const { kind, name } of program.properties) if (kind === "reachable") witnesses.set(name, null);
  const compared = { moved: 0, disabled: 0, failed: 0 };
  const search: Search = { loaded, program, findings: new Map(), witnesses, compared, canonical: new Map(), effort };
  const nodes = new Map<string, Node>();
  let generated = 0;
  let depth = 0;
  let level: Node[] = [];
  const arrive = (next: Node[], state: State, route: Route, at: number): boolean => {
    const inside = isInside(search, state, route, at);
    const key = stateKey(state);
    const known = inside ? nodes.get(key) : undefined;
    if (known !== undefined) {
      if (known.routes.length < effort.routes) known.routes.push(route);
      return inside;
    }
    checkCanonical(search, state, route);
    judgeState(search, ["always", "reachable"], state, route, at);
    if (!inside) return inside;
    const node: Node = { state, routes: [route] };
    nodes.set(key, node);
    next.push(node);
    return inside;
  };
  for (const start of compareStarts(search)) {
    generated++;
    if (start.failure === null) arrive(level, start.state, { start: start.choices, words: [] }, 1);
  }
  let cutAt: number | null = null;
  for (let at = 1; level.length > 0; at++) {
    depth = at;
    const next: Node[] = [];
    const cut = nodes.size > effort.states;
    for (const node of level) {
      const route = node.routes[0]!;
      const tried = probe(search, node.state, route);
      let obliging = false;
      let blocked = program.processes.every(({ kind }) => kind === "action");
      let inside = 0;
      let outside = 0;
      for (const { id, kind } of program.processes) {
        const own = tried.filter(({ word }) => word.process === id);
        const able = own.filter(({ outcome }) => outcome.kind !== "disabled");
        if (able.some(({ word }) => isObliging(search, node.state, word))) obliging = true;
        if (program.processes.every((process) => process.kind === "action") && able.length > 0) blocked = false;
        if (kind === "process" && able.length === 0 && own.length > 0 && waitsBlocked(search, node.state, id, own))
          blocked = true;
      }
      for (const { word, outcome, run } of tried) {
        if (outcome.kind === "disabled") continue;
        const there: Route = { start: route.start, words: [...route.words, word] };
        const result = runStep(program, node.state, word.process, word.options);
        if (outcome.kind === "failed") {
          if (result.kind === "failed" && !cut) {
            generated++;
            noteFinding(search, failureText(program, result.site, null), at + 1);
          }
          continue;
        }
        if (result.kind !== "moved") continue;
        if (cut) {
          if (isInside(search, result.state, there, null)) inside++;
          else outside++;
          continue;
        }
        generated++;
        judgeStep(search, node.state, result.state, word, run, there, at + 1);
        if (arrive(next, result.state, there, at + 1)) inside++;
        else outside++;
      }
      const quiescent = !obliging && !(inside === 0 && outside > 0);
      if (quiescent) judgeState(search, ["quiescent"], node.state, route, at);
      if (quiescent && blocked && !isExcused(search, node.state, route, at)) noteFinding(search, "deadlock", at);
    }
    if (cut) {
      cutAt = at;
      break;
    }
    level = next;
  }
  for (const node of nodes.values()) for (const route of node.routes.slice(1)) probe(search, node.state, route);
  return { distinct: nodes.size, generated, depth, cutAt, findings: search.findings, witnesses, compared };
}

/** All outcomes of `init`, which must be the same on both sides. */
function compareStarts(search: Search): readonly Start[] {
  const { loaded, program } = search;
  const interpreted = starts(program);
  if (interpreted.some(({ failure }) => failure !== null && isUnseen(program, failure.site))) throw new Unseen();
  const told = interpreted.map((start) => {
    const words = `init:${start.choices.join(",")}`;
    return start.failure === null
      ? `${words} ${valuesText(program, start.state)}`
      : `${words} failed: ${program.sites[start.failure.site]!.kind}`;
  });
  const native: string[] = [];
  for (let options: readonly number[] | null = []; options !== null; ) {
    const run = new NativeRun(loaded);
    const outcome = run.start(options);
    const taken = takenBy(outcome, options);
    const words = `init:${taken.map(({ option }) => option).join(",")}`;
    if (outcome.kind === "moved")
      native.push(
        `${words} ${toldNatively(program, { ...outcome, choices: [], notes: [] }, run).replace(/^moved(?: optionally)? \[\] /, "")}`,
      );
    if (outcome.kind === "failed") native.push(`${words} failed: ${outcome.fault.kind}`);
    options = nextOptions(taken);
  }
  if (native.join("\n") !== told.join("\n")) throw new Difference("init", told.join("\n"), native.join("\n"));
  for (const start of interpreted) {
    if (start.failure !== null) noteFinding(search, failureText(program, start.failure.site, null), 1);
  }
  return interpreted;
}

function takenBy(outcome: Outcome, options: readonly number[]): { choice: number; option: number; count: number }[] {
  return offered(outcome).map((count, i) => ({ choice: 0, option: options[i] ?? 0, count }));
}

function follow(search: Search, route: Route): NativeRun {
  const run = new NativeRun(search.loaded);
  run.start(route.start);
  for (const { process, options } of route.words) {
    const { kind } = run.step(process, options);
    if (kind !== "moved") throw new Difference(wordsText(search.program, route), "moved", kind);
  }
  return run;
}

/** Tries everything natively in the state that a route leads to, and compares it with the program. */
function probe(search: Search, state: State, route: Route): readonly Tried[] {
  const { program } = search;
  const here = follow(search, route);
  const expected = valuesText(program, state);
  const arrived = toldNatively(
    program,
    { kind: "moved", label: null, optional: false, notes: [], choices: [] },
    here,
  ).replace(/^moved \[\] /, "");
  if (arrived !== expected) throw new Difference(wordsText(program, route), expected, arrived);
  const all: Tried[] = [];
  for (const { id, kind, name } of program.processes) {
    if (kind === "process" && here.labels()[id] === null) continue;
    for (let options: readonly number[] | null = []; options !== null; ) {
      const run = follow(search, route);
      const outcome = run.step(id, options);
      const result = runStep(program, state, id, options);
      const taken = takenBy(outcome, options);
      const word = { process: id, options: taken.map(({ option }) => option) };
      if (result.kind === "failed" && isUnseen(program, result.site)) throw new Unseen();
      const native = toldNatively(program, outcome, run);
      const told = toldByProgram(program, result);
      if (native !== told) {
        throw new Difference(`${wordsText(program, route)} then ${name}:${word.options.join(",")}`, told, native);
      }
      search.compared[outcome.kind]++;
      if (search.compared.moved + search.compared.disabled + search.compared.failed > search.effort.outcomes)
        throw new Excess();
      all.push({ word, outcome, run });
      options = nextOptions(taken);
    }
  }
  return all;
}

/** Whether a failure is one that nothing can notice natively. */
function isUnseen(program: Program, site: number): boolean {
  return program.sites[site]!.unnoticed === true;
}

/** Whether a step has passed no `optional` guard; of one that fails only the program knows. */
function isObliging({ program }: Search, state: State, { process, options }: Word): boolean {
  return !runStep(program, state, process, options).optional;
}

/** Why a process that cannot move waits: natively only the first false guard is known. */
function waitsBlocked(search: Search, state: State, process: number, own: readonly Tried[]): boolean {
  const waits: string[] = [];
  for (const { word } of own) {
    const result = runStep(search.program, state, process, word.options);
    if (result.kind === "disabled") waits.push(result.waits);
  }
  const guards = own.flatMap(({ outcome }) => (outcome.kind === "disabled" ? [outcome.guard] : []));
  guards.forEach((guard, i) => {
    if (guard === "idleUntil" && waits[i] === "blocked") throw new Difference("waiting", "blocked", guard);
    if (guard === "optional" && waits[i] !== "optional") throw new Difference("waiting", waits[i]!, guard);
  });
  return waits.every((wait) => wait === "blocked");
}

function noteFinding(search: Search, what: string, depth: number): void {
  search.findings.set(what, Math.min(depth, search.findings.get(what) ?? depth));
}

function positionsAt(search: Search, state: State, route: Route): Positions {
  return positionsIn(search.loaded, search.program, state, (process) => canMove(search, state, route, process));
}

/** Whether a process has a step natively; one that fails counts. */
function canMove(search: Search, state: State, route: Route, process: number): boolean {
  for (let options: readonly number[] | null = []; options !== null; ) {
    const result = runStep(search.program, state, process, options);
    if (result.kind === "failed" && isUnseen(search.program, result.site)) throw new Unseen();
    const outcome = follow(search, route).step(process, options);
    if (outcome.kind !== "disabled") return true;
    options = nextOptions(takenBy(outcome, options));
  }
  return false;
}

/** A condition natively: its truth, or how it failed. */
function ask(run: NativeRun, fn: () => unknown, positions: Positions, move: Move | null): string {
  try {
    return run.evaluate(() => Boolean(fn()), positions, move) ? "holds" : "violated";
  } catch (fault) {
    if (!(fault instanceof Error && fault.name === "RuntimeFault")) throw fault;
    return `failed: ${(fault as Error & { kind: string }).kind}`;
  }
}

function compareJudgement(
  search: Search,
  property: Property,
  native: string,
  state: State,
  before: { readonly process: number; readonly location: number; readonly before: State } | null,
  route: Route,
  depth: number | null,
): void {
  const { program } = search;
  const judgement = judge(program, property, state, before);
  const told = judgement.kind === "failed" ? `failed: ${program.sites[judgement.site]!.kind}` : judgement.kind;
  if (judgement.kind === "failed" && isUnseen(program, judgement.site)) throw new Unseen();
  if (told !== native) throw new Difference(`${property.name} after ${wordsText(program, route)}`, told, native);
  if (depth === null) return;
  if (judgement.kind === "failed") noteFinding(search, failureText(program, judgement.site, property.name), depth);
  else if (property.kind === "reachable") {
    if (judgement.kind === "holds") {
      search.witnesses.set(property.name, Math.min(depth, search.witnesses.get(property.name) ?? depth));
    }
  } else if (judgement.kind === "violated") noteFinding(search, `${property.kind} ${property.name}`, depth);
}

function judgeState(search: Search, kinds: readonly string[], state: State, route: Route, depth: number): void {
  const { program, loaded } = search;
  const asked = program.properties.filter(({ kind }) => kinds.includes(kind));
  if (asked.length === 0) return;
  const run = follow(search, route);
  const positions = positionsAt(search, state, route);
  for (const property of asked) {
    const fn = loaded.definition[property.kind].get(property.name)!;
    compareJudgement(search, property, ask(run, fn as () => unknown, positions, null), state, null, route, depth);
  }
}

function judgeStep(
  search: Search,
  before: State,
  after: State,
  word: Word,
  run: NativeRun,
  route: Route,
  depth: number,
): void {
  const { program, loaded } = search;
  const asked = program.properties.filter(({ kind }) => kind === "step");
  if (asked.length === 0) return;
  const { process } = word;
  const location = before.locations.get(process)!;
  const past: Route = { start: route.start, words: route.words.slice(0, -1) };
  const move: Move = {
    shared: follow(search, past).shared(),
    positions: positionsAt(search, before, past),
    by: moverOf(loaded, program, process, location),
  };
  for (const property of asked) {
    const fn = loaded.definition.step.get(property.name)!;
    const native = ask(run, fn as () => unknown, positionsAt(search, after, route), move);
    compareJudgement(search, property, native, after, { process, location, before }, route, depth);
  }
}

/** `within`, natively. A failure means outside; with a depth it is a finding. */
function isInside(search: Search, state: State, route: Route, depth: number | null): boolean {
  const { within } = search.loaded.definition;
  if (within === null) return true;
  return predicate(search, "within", within as () => unknown, state, route, depth) === "holds";
}

function isExcused(search: Search, state: State, route: Route, depth: number): boolean {
  const { mayEnd } = search.loaded.definition;
  if (mayEnd === true || mayEnd === null) return mayEnd === true;
  return predicate(search, "mayEnd", mayEnd as () => unknown, state, route, depth) === "holds";
}

function predicate(
  search: Search,
  name: "within" | "mayEnd",
  fn: () => unknown,
  state: State,
  route: Route,
  depth: number | null,
): string {
  const { program } = search;
  const lowered = program[name];
  if (lowered === null || lowered === true) throw new Difference(name, "nothing", "a predicate");
  const native = ask(follow(search, route), fn, positionsAt(search, state, route), null);
  const property: Property = { name, kind: "always", place: lowered.place, conjuncts: [lowered] };
  compareJudgement(search, property, native, state, null, route, null);
  if (depth !== null && native.startsWith("failed")) {
    const judgement = judge(program, property, state, null);
    if (judgement.kind === "failed") noteFinding(search, failureText(program, judgement.site, null), depth);
  }
  return native;
}

/** Equal values must be equal cells: what a value does not use is zero. */
function checkCanonical(search: Search, state: State, route: Route): void {
  const { program, canonical } = search;
  for (const root of program.roots) {
    const { value, cells } = cellsText(root, state);
    const known = canonical.get(value);
    if (known === undefined) canonical.set(value, cells);
    else if (known !== cells) throw new Difference(`${value} after ${wordsText(program, route)}`, known, cells);
  }
}
