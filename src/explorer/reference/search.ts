// One breadth-first search of the reference explorer, level by level: starting, probing a level, expanding it. What comes
// in is a Program and the names of the properties to check; what goes out are counts, goals and the graph, in place. The
// invariant: counts and coverage are those of complete levels; a level given up halfway leaves no mark on them.

import type { Program, Property } from "../../spec/program/program.ts";
import type { BoundName } from "../exploration.ts";
import type { GraphStep } from "../property/canonical-trace.ts";
import { type Goal, type Goals, makeGoals, type RunEnd } from "../property/goals.ts";
import type { State } from "../state.ts";
import type { JudgedStep, Watch } from "./frame.ts";
import { type Graph, makeGraph, nowhere, numberOf } from "./graph.ts";
import { type Situation, situations, starts } from "./interpreter.ts";
import { judge } from "./judge.ts";
import { membershipOf, probe } from "./probe.ts";

/** A property that is to be checked, with its index in the Program. */
interface Checked {
  readonly index: number;
  readonly property: Property;
}

/** What is counted; a level's share is added when it is complete. */
interface Tally {
  distinct: number;
  generated: number;
  /** Levels that have states. */
  depth: number;
  /** Successors and starts outside `within`. */
  cut: number;
  readonly coverage: readonly number[][];
  /** By branch of a step: how often each side was taken. */
  readonly branches: readonly [number, number][];
}

/** A state of the level at hand with its number. */
interface Numbered {
  readonly id: number;
  readonly state: State;
}

export interface Search {
  readonly program: Program;
  readonly checked: readonly Checked[];
  readonly graph: Graph;
  readonly goals: Goals;
  tally: Tally;
  /** The states of the level at hand, and what they can do once it was probed. */
  frontier: readonly Numbered[];
  situations: (readonly Situation[])[];
  /** Counted while the level at hand was probed. */
  probed: readonly [number, number][];
  /** Sides of branches taken in properties, whatever became of the level: branch * 2 + side. */
  readonly evaluated: Set<number>;
  readonly seen: Watch;
  /** One state that was kept, and what others have otherwise. */
  base: State | null;
  readonly changed: { readonly columns: Set<number>; readonly processes: Set<number> };
}

/** Asked after each state, with the numbers of states known and expanded: the bound that is met, or null to go on. */
export type Pause = (known: number, expanded: number) => Promise<BoundName | null>;

/** A level being generated. */
interface Draft {
  readonly depth: number;
  readonly tally: Tally;
  readonly states: Numbered[];
}

export function makeSearch(program: Program, properties: ReadonlySet<string> | null): Search {
  const evaluated = new Set<number>();
  const coverage = program.processes.map((process) => process.locations.map(() => 0));
  return {
    program,
    checked: program.properties
      .map((property, index) => ({ index, property }))
      .filter(({ property }) => properties === null || properties.has(property.name)),
    graph: makeGraph(),
    goals: makeGoals(),
    tally: { distinct: 0, generated: 0, depth: 0, cut: 0, coverage, branches: noCounts(program) },
    frontier: [],
    situations: [],
    probed: noCounts(program),
    evaluated,
    seen: { count: (branch, side) => evaluated.add(branch * 2 + side) },
    base: null,
    changed: { columns: new Set(), processes: new Set() },
  };
}

/** Generates level 1. */
export function startSearch(search: Search): void {
  const draft = beginLevel(search, 1);
  for (const [position, { choices, state, failure }] of starts(
    search.program,
    counter(draft.tally.branches),
  ).entries()) {
    const end: RunEnd = { kind: "start", position };
    draft.tally.generated++;
    if (failure !== null) search.goals.reach(failureGoal(search.program, failure.site, null), 1, end);
    const target = failure === null ? arrive(search, draft, state, end) : nowhere;
    search.graph.starts.push({ choices, target });
  }
  completeLevel(search, draft);
}

/** Looks at what the states of the level at hand can do, and counts nothing. */
export async function probeLevel(search: Search, depth: number, pause: Pause): Promise<BoundName | null> {
  const { program, goals, tally, frontier } = search;
  search.situations = [];
  const probed = noCounts(program);
  search.probed = probed;
  for (const { id, state } of frontier) {
    const able = situations(program, state, counter(probed));
    search.situations.push(able);
    const { quiescent, deadlock, failure } = probe(program, state, able);
    const end: RunEnd = { kind: "state", state: id };
    if (failure !== null) goals.reach(failureGoal(program, failure.site, null), depth, end);
    if (deadlock) goals.reach({ kind: "deadlock", property: null, site: null }, depth, end);
    if (quiescent) check(search, "quiescent", state, null, depth, end);
    const met = await pause(tally.distinct, tally.distinct - frontier.length);
    if (met !== null) return met;
  }
  return null;
}

/** Generates the next level from the one at hand, which must have been probed. */
export async function expandLevel(search: Search, depth: number, pause: Pause): Promise<BoundName | null> {
  const { frontier } = search;
  const draft = beginLevel(search, depth + 1);
  draft.tally.branches.forEach((sides, branch) => {
    for (const side of [0, 1] as const) sides[side] += search.probed[branch]![side];
  });
  for (const [i, { id, state }] of frontier.entries()) {
    search.graph.steps[id] = expand(search, draft, id, state, search.situations[i]!);
    const known = search.tally.distinct + draft.states.length;
    const met = await pause(known, search.tally.distinct - frontier.length + i + 1);
    if (met !== null) return met;
  }
  completeLevel(search, draft);
  return null;
}

function expand(
  search: Search,
  draft: Draft,
  source: number,
  before: State,
  able: readonly Situation[],
): readonly GraphStep[] {
  const steps: GraphStep[] = [];
  for (const { process, location, edges } of able) {
    for (const edge of edges) {
      const end: RunEnd = { kind: "step", source, position: steps.length };
      draft.tally.generated++;
      draft.tally.coverage[process]![location]!++;
      let target = nowhere;
      if (edge.kind === "failed") {
        search.goals.reach(failureGoal(search.program, edge.site, null), draft.depth, end);
      } else {
        check(search, "step", edge.state, { process, location, before }, draft.depth, end);
        target = arrive(search, draft, edge.state, end);
      }
      steps.push({ process, choices: edge.taken.map((t) => t.option), target });
    }
  }
  return steps;
}

/** The number of a generated state, which is checked if it is new; `nowhere` if it is outside `within`. */
function arrive(search: Search, draft: Draft, state: State, end: RunEnd): number {
  const { program, goals, graph } = search;
  const { inside, failure } = membershipOf(program, state);
  if (failure !== null) goals.reach(failureGoal(program, failure.site, null), draft.depth, end);
  if (!inside) {
    draft.tally.cut++;
    check(search, "always", state, null, draft.depth, end);
    check(search, "reachable", state, null, draft.depth, end);
    return nowhere;
  }
  const { id, fresh } = numberOf(graph, state);
  if (fresh) {
    noteChanges(search, state);
    draft.states.push({ id, state });
    check(search, "always", state, null, draft.depth, { kind: "state", state: id });
    check(search, "reachable", state, null, draft.depth, { kind: "state", state: id });
  }
  return id;
}

/** Judges all properties of a kind, and notes those that do not hold, fail, or have a witness here. */
function check(
  search: Search,
  kind: Property["kind"],
  state: State,
  judged: JudgedStep | null,
  depth: number,
  end: RunEnd,
): void {
  for (const { index, property } of search.checked) {
    if (property.kind !== kind) continue;
    const judgement = judge(search.program, property, state, judged, search.seen);
    if (judgement.kind === "failed") {
      search.goals.reach(failureGoal(search.program, judgement.site, index), depth, end);
    } else if ((judgement.kind === "holds") === (kind === "reachable")) {
      search.goals.reach({ kind, property: index, site: null }, depth, end);
    }
  }
}

function beginLevel({ tally }: Search, depth: number): Draft {
  return { depth, tally: copyTally(tally), states: [] };
}

function noteChanges(search: Search, state: State): void {
  search.base ??= state;
  const { base, changed } = search;
  state.shared.forEach((cells, id) => {
    if (!cells.equals(base.shared.get(id)!)) changed.columns.add(id);
  });
  state.locations.forEach((location, id) => {
    if (location !== base.locations.get(id)) changed.processes.add(id);
  });
}

function copyTally(tally: Tally): Tally {
  const { coverage, branches } = tally;
  return { ...tally, coverage: coverage.map((counts) => [...counts]), branches: branches.map(([a, b]) => [a, b]) };
}

function noCounts(program: Program): [number, number][] {
  return program.branches.map(() => [0, 0]);
}

function counter(branches: readonly [number, number][]): Watch {
  return {
    count: (branch, side) => {
      branches[branch]![side]++;
    },
  };
}

function completeLevel(search: Search, { tally, states }: Draft): void {
  tally.distinct += states.length;
  if (states.length > 0) tally.depth++;
  search.tally = tally;
  search.frontier = states;
  search.graph.levels.push(states.map(({ id }) => id));
}

function failureGoal(program: Program, site: number, property: number | null): Goal {
  return { kind: program.sites[site]!.kind === "assert" ? "assert" : "error", property, site };
}
