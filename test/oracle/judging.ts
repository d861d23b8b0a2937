// What properties say natively in a state and of a step, compared with what the program's predicates say. What comes in is a
// search, a state and a route to it; what goes out is noted among the findings. The invariant: whatever differs is thrown
// as a Difference.

import { judge } from "../../src/explorer/reference/judge.ts";
import type { State } from "../../src/explorer/state.ts";
import type { Property, PropertyKind } from "../../src/spec/program/program.ts";
import { RuntimeFault } from "../../src/spec/runtime/fault.ts";
import type { Positions } from "../../src/spec/runtime/standing.ts";
import type { Move, NativeRun } from "../../src/trace/native.ts";
import { moverOf, positionsIn } from "../../src/trace/positions.ts";
import { canMove, follow, isUnseen, noteFinding, type Route, type Search } from "./route.ts";
import { Difference, failureText, type Word, wordsText } from "./telling.ts";

/** A state, a way to it and its level; without a level nothing is noted. */
export interface Situation {
  readonly state: State;
  readonly route: Route;
  readonly depth: number | null;
}

type Condition = () => unknown;

function positionsAt(search: Search, { state, route }: Situation): Positions {
  return positionsIn(search.loaded, search.program, state, (process) => canMove(search, state, route, process));
}

/** A condition natively: its truth, or how it failed. */
function ask(run: NativeRun, condition: Condition, positions: Positions, move: Move | null): string {
  try {
    return run.evaluate(() => Boolean(condition()), positions, move) ? "holds" : "violated";
  } catch (fault) {
    if (!(fault instanceof RuntimeFault)) throw fault;
    return `failed: ${fault.kind}`;
  }
}

/** What the program says, which must be what was heard natively. */
function compareJudgement(
  { program }: Search,
  property: Property,
  native: string,
  { state, route }: Situation,
  judged: Parameters<typeof judge>[3],
): ReturnType<typeof judge> {
  const judgement = judge(program, property, state, judged);
  const told = judgement.kind === "failed" ? `failed: ${program.sites[judgement.site]!.kind}` : judgement.kind;
  const isBelieved = judgement.kind === "failed" && isUnseen(program, judgement.site);
  if (told !== native && !isBelieved) {
    throw new Difference(`${property.name} after ${wordsText(program, route)}`, told, native);
  }
  return judgement;
}

function noteJudgement(search: Search, property: Property, judgement: ReturnType<typeof judge>, depth: number): void {
  const { name, kind } = property;
  if (judgement.kind === "failed") {
    noteFinding(search, failureText(search.program, judgement.site, name), depth);
  } else if (kind !== "reachable") {
    if (judgement.kind === "violated") noteFinding(search, `${kind} ${name}`, depth);
  } else if (judgement.kind === "holds") {
    search.witnesses.set(name, Math.min(depth, search.witnesses.get(name) ?? depth));
  }
}

/** Judges the properties of these kinds in a state. */
export function judgeState(search: Search, kinds: readonly PropertyKind[], here: Situation): void {
  const { program, loaded } = search;
  const asked = program.properties.filter(({ kind }) => kinds.includes(kind));
  if (asked.length === 0) return;
  const run = follow(search, here.route);
  const positions = positionsAt(search, here);
  for (const property of asked) {
    const condition = loaded.definition[property.kind].get(property.name)! as Condition;
    const native = ask(run, condition, positions, null);
    noteJudgement(search, property, compareJudgement(search, property, native, here, null), here.depth!);
  }
}

/** Judges the step properties; `run` has just made the step that leads here. */
export function judgeStep(search: Search, before: State, word: Word, run: NativeRun, here: Situation): void {
  const { program, loaded } = search;
  const asked = program.properties.filter(({ kind }) => kind === "step");
  if (asked.length === 0) return;
  const { process } = word;
  const location = before.locations.get(process)!;
  const route: Route = { start: here.route.start, words: here.route.words.slice(0, -1) };
  const move: Move = {
    shared: follow(search, route).shared(),
    positions: positionsAt(search, { state: before, route, depth: null }),
    by: moverOf(loaded, program, process, location),
  };
  const positions = positionsAt(search, here);
  for (const property of asked) {
    const native = ask(run, loaded.definition.step.get(property.name)! as Condition, positions, move);
    const judgement = compareJudgement(search, property, native, here, { process, location, before });
    noteJudgement(search, property, judgement, here.depth!);
  }
}

/** `within`: what fails is outside. */
export function isInside(search: Search, here: Situation): boolean {
  return search.loaded.definition.within === null || holds(search, "within", here);
}

/** `mayEnd`. */
export function isExcused(search: Search, here: Situation): boolean {
  const { mayEnd } = search.loaded.definition;
  return mayEnd === true || (mayEnd !== null && holds(search, "mayEnd", here));
}

function holds(search: Search, name: "within" | "mayEnd", here: Situation): boolean {
  const { program, loaded } = search;
  const lowered = program[name];
  if (lowered === null || lowered === true) throw new Difference(name, "nothing", "a condition");
  const property: Property = { name, kind: "always", place: lowered.place, conjuncts: [lowered] };
  const run = follow(search, here.route);
  const native = ask(run, loaded.definition[name] as Condition, positionsAt(search, here), null);
  const judgement = compareJudgement(search, property, native, here, null);
  if (judgement.kind === "failed" && here.depth !== null) {
    noteFinding(search, failureText(program, judgement.site, null), here.depth);
  }
  return judgement.kind === "holds";
}
