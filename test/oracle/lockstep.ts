// The author's functions against the program, exhaustively: every state of a spec is reached natively by a schedule prefix
// run from the start, and there every process is tried with every tuple of choices; then again by other ways to the same
// state, because what a state does not hold must not matter. What comes in is a loaded spec and its program; what goes out
// is the graph that both agree on, with what the properties say natively. The invariant: whatever differs is thrown as a
// Difference, with the schedule that leads to it.

import type { State } from "../../src/explorer/state.ts";
import { stateKey } from "../../src/explorer/state-key.ts";
import type { LoadedSpec } from "../../src/spec/definition.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { isExcused, isInside, judgeState, judgeStep } from "./judging.ts";
import { compareStarts, type Effort, noteFinding, probe, type Route, type Search, type Tried } from "./route.ts";
import { cellsText, Difference, failureText, wordsText } from "./telling.ts";

export interface Lockstep extends Pick<Search, "findings" | "witnesses" | "compared"> {
  readonly distinct: number;
  readonly generated: number;
  /** Levels that have states. */
  readonly depth: number;
  /** The level at which the search was given up; null if it was not. */
  readonly cutAt: number | null;
}

interface Node {
  readonly state: State;
  readonly routes: Route[];
}

interface Graph {
  readonly nodes: Map<string, Node>;
  generated: number;
  /** The states of the next level. */
  next: Node[];
  /** By value of a shared record: its cells, which must be the same whenever the value is. */
  readonly cells: Map<string, string>;
}

/** Explores level by level. Throws a Difference. */
export function explore(loaded: LoadedSpec, program: Program, effort: Effort): Lockstep {
  const witnesses = new Map<string, number | null>();
  for (const { kind, name } of program.properties) if (kind === "reachable") witnesses.set(name, null);
  const compared = { moved: 0, disabled: 0, failed: 0 };
  const search: Search = { loaded, program, effort, findings: new Map(), witnesses, compared };
  const graph: Graph = { nodes: new Map(), generated: 0, next: [], cells: new Map() };
  for (const start of compareStarts(search)) {
    graph.generated++;
    if (start.failure === null) arrive(search, graph, start.state, { start: start.choices, words: [] }, 1);
  }
  let depth = 0;
  let cutAt: number | null = null;
  while (graph.next.length > 0 && cutAt === null) {
    depth++;
    const level = graph.next;
    graph.next = [];
    if (graph.nodes.size > effort.states) cutAt = depth;
    for (const node of level) expand(search, graph, node, depth, cutAt === null);
  }
  for (const { state, routes } of graph.nodes.values())
    for (const route of routes.slice(1)) probe(search, state, route);
  const { nodes, generated } = graph;
  return { distinct: nodes.size, generated, depth, cutAt, findings: search.findings, witnesses, compared };
}

/** Takes note of a generated state, and says whether it is inside `within`. */
function arrive(search: Search, graph: Graph, state: State, route: Route, depth: number): boolean {
  const here = { state, route, depth };
  const inside = isInside(search, here);
  const key = stateKey(state);
  const known = inside ? graph.nodes.get(key) : undefined;
  if (known !== undefined) {
    if (known.routes.length < search.effort.routes) known.routes.push(route);
    return inside;
  }
  checkCells(search, graph, state, route);
  judgeState(search, ["always", "reachable"], here);
  if (!inside) return inside;
  const node: Node = { state, routes: [route] };
  graph.nodes.set(key, node);
  graph.next.push(node);
  return inside;
}

/** Tries everything in a state; `goesOn` says whether what it leads to is counted. */
function expand(search: Search, graph: Graph, node: Node, depth: number, goesOn: boolean): void {
  const { state, routes } = node;
  const route = routes[0]!;
  const here = { state, route, depth };
  const tried = probe(search, state, route);
  let inside = 0;
  let outside = 0;
  for (const { word, result, run } of tried) {
    if (result.kind === "disabled") continue;
    if (goesOn) graph.generated++;
    if (result.kind === "failed") {
      if (goesOn) noteFinding(search, failureText(search.program, result.site, null), depth + 1);
      continue;
    }
    const there = { state: result.state, route: { start: route.start, words: [...route.words, word] } };
    if (goesOn) judgeStep(search, state, word, run, { ...there, depth: depth + 1 });
    const isKept = goesOn
      ? arrive(search, graph, there.state, there.route, depth + 1)
      : isInside(search, { ...there, depth: null });
    if (isKept) inside++;
    else outside++;
  }
  const isCut = inside === 0 && outside > 0;
  const isObliged = tried.some(({ result }) => result.kind !== "disabled" && !result.optional);
  if (isObliged || isCut) return;
  judgeState(search, ["quiescent"], here);
  if (isStuck(search, tried) && !isExcused(search, here)) noteFinding(search, "deadlock", depth);
}

/** Whether some process waits for what is owed to it, or there are only actions and none is enabled. */
function isStuck({ program }: Search, tried: readonly Tried[]): boolean {
  if (program.processes.length > 0 && program.processes.every(({ kind }) => kind === "action")) {
    return tried.every(({ result }) => result.kind === "disabled");
  }
  return program.processes.some(({ id, kind }) => {
    const own = tried.filter(({ word }) => word.process === id);
    const isHeld = own.length > 0 && own.every(({ result }) => result.kind === "disabled");
    return (
      kind === "process" &&
      isHeld &&
      own.every(({ result }) => result.kind === "disabled" && result.waits === "blocked")
    );
  });
}

/** Equal values must be equal cells: what a value does not use is zero. */
function checkCells({ program }: Search, { cells: known }: Graph, state: State, route: Route): void {
  for (const root of program.roots) {
    const { value, cells } = cellsText(root, state);
    const before = known.get(value);
    if (before === undefined) known.set(value, cells);
    else if (before !== cells) throw new Difference(`${value} after ${wordsText(program, route)}`, before, cells);
  }
}
