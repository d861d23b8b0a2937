// Which steps of a run matter, and which must keep their order: in, a program, a run, and what its end shows; out, an answer for
// each. All traces of at most that length to the same finding are looked at, as a graph of states by the reference interpreter.
//
// A step matters if none of those traces does without its process and label. Two steps of different processes, the first in the
// run from their labels, must keep their order if none of those traces takes both labels, the later one first. The invariant: where
// the graph is larger than allowed nothing is decided.

import { performance } from "node:perf_hooks";
import type { Finding, Trace } from "../explorer/exploration.ts";
import { situations, starts } from "../explorer/reference/interpreter.ts";
import { judge } from "../explorer/reference/judge.ts";
import { membershipOf, probe } from "../explorer/reference/probe.ts";
import type { State } from "../explorer/state.ts";
import { stateKey } from "../explorer/state-key.ts";
import type { Program } from "../spec/program/program.ts";

export interface ReasonLimits {
  readonly states: number;
  readonly milliseconds: number;
}

export const REASON_LIMITS: ReasonLimits = { states: 100_000, milliseconds: 30_000 };

export interface Reasons {
  /** By step of the run. */
  readonly matters: readonly boolean[];
  /** Numbers of steps (from 0), the earlier one first. */
  readonly ordered: readonly (readonly [number, number])[];
}

/** A step of the graph. `goal`: it ends a trace to the finding. */
interface Edge {
  readonly actor: string;
  /** Null where it leads to no state that is kept. */
  readonly target: number | null;
  readonly goal: boolean;
}

interface Graph {
  readonly starts: readonly number[];
  readonly goals: Set<number>;
  readonly edges: (readonly Edge[])[];
}

/** Null where that cannot be decided within the limits. */
export function reasonsOf(
  program: Program,
  trace: Trace,
  finding: Finding,
  limits: ReasonLimits = REASON_LIMITS,
): Reasons | null {
  const length = trace.steps.length;
  const graph = graphTo(program, finding, length, limits);
  if (graph === null) return null;
  const until = performance.now() + limits.milliseconds;
  const actors = trace.steps.map(({ process, location }) => actorOf(program, process, location));
  const needed = new Map([...new Set(actors)].map((actor) => [actor, !reaches(graph, length, actor, null)]));
  const ordered: [number, number][] = [];
  for (let i = 0; i < length; i++) {
    for (let j = i + 1; j < length; j++) {
      if (performance.now() > until) return null;
      const [a, b] = [actors[i]!, actors[j]!];
      const isFirst = actors.indexOf(a) === i && actors.indexOf(b) === j;
      if (!isFirst || trace.steps[i]!.process === trace.steps[j]!.process) continue;
      if (!reaches(graph, length, a, b)) ordered.push([i, j]);
    }
  }
  return { matters: actors.map((actor) => needed.get(actor)!), ordered };
}

/** A process and the place of a label. */
export function actorOf(program: Program, process: number, location: number): string {
  const { place, label } = program.processes[process]!.locations[location]!;
  return `${process} ${place.span.start} ${label} ${place.span.file}`;
}

/**
 * Whether the finding is reached in at most so many steps, without `first`; or, given `second`, with a step of `second` before one of
 * `first`, both taken.
 */
function reaches(graph: Graph, length: number, first: string, second: string | null): boolean {
  // How far the order has come: nothing, `second`, both.
  const last = second === null ? 0 : 2;
  const next = (phase: number, actor: string): number | null => {
    if (second === null) return actor === first ? null : 0;
    if (phase === 0) return actor === first ? null : actor === second ? 1 : 0;
    return phase === 1 && actor === first ? 2 : phase;
  };
  let level = graph.starts.map((state) => state * 3);
  const seen = new Set(level);
  for (let depth = 0; ; depth++) {
    if (level.some((node) => node % 3 === last && graph.goals.has(Math.floor(node / 3)))) return true;
    if (depth === length) return false;
    const fresh: number[] = [];
    for (const node of level) {
      for (const { actor, target, goal } of graph.edges[Math.floor(node / 3)] ?? []) {
        const phase = next(node % 3, actor);
        if (phase === null) continue;
        if (goal && phase === last) return true;
        if (target === null || seen.has(target * 3 + phase)) continue;
        seen.add(target * 3 + phase);
        fresh.push(target * 3 + phase);
      }
    }
    level = fresh;
  }
}

/** Everything within so many steps; null if that is more than allowed. */
function graphTo(program: Program, finding: Finding, length: number, limits: ReasonLimits): Graph | null {
  const until = performance.now() + limits.milliseconds;
  const states: State[] = [];
  const numbers = new Map<string, number>();
  const goals = new Set<number>();
  const edges: (readonly Edge[])[] = [];
  const numberOf = (state: State): number => {
    const key = stateKey(state);
    const number = numbers.get(key) ?? states.push(state) - 1;
    numbers.set(key, number);
    return number;
  };
  const kept = starts(program).filter(({ failure, state }) => failure === null && membershipOf(program, state).inside);
  const first = [...new Set(kept.map(({ state }) => numberOf(state)))];
  let from = 0;
  for (let depth = 0; depth <= length && from < states.length; depth++) {
    const to = states.length;
    for (; from < to; from++) {
      if (states.length > limits.states || performance.now() > until) return null;
      const state = states[from]!;
      const able = situations(program, state);
      if (endsAt(program, finding, state, able)) goals.add(from);
      if (depth === length) continue;
      edges[from] = able.flatMap(({ process, location, edges: steps }) => {
        const actor = actorOf(program, process, location);
        return steps.map((step): Edge => {
          if (step.kind === "failed") return { actor, target: null, goal: isSite(finding, step.site) };
          const goal = endsWith(program, finding, state, step.state, process, location);
          const inside = membershipOf(program, step.state).inside;
          return { actor, target: inside ? numberOf(step.state) : null, goal };
        });
      });
    }
  }
  return { starts: first, goals, edges };
}

/** A failure in a step, not in a property. */
function isSite(finding: Finding, site: number): boolean {
  return (finding.kind === "error" || finding.kind === "assert") && !("property" in finding) && finding.site === site;
}

function endsAt(program: Program, finding: Finding, state: State, able: ReturnType<typeof situations>): boolean {
  if (finding.kind === "deadlock") return probe(program, state, able).deadlock;
  if (!("property" in finding)) return false;
  const property = program.properties[finding.property]!;
  if (property.kind === "step") return false;
  if (property.kind === "quiescent" && !probe(program, state, able).quiescent) return false;
  return isBroken(finding, judge(program, property, state, null));
}

/** By the step itself, or by a state outside `within` that it leads to. */
function endsWith(
  program: Program,
  finding: Finding,
  before: State,
  after: State,
  process: number,
  location: number,
): boolean {
  if (!("property" in finding)) return false;
  const property = program.properties[finding.property]!;
  if (property.kind === "quiescent") return false;
  const judged = property.kind === "step" ? { process, location, before } : null;
  return isBroken(finding, judge(program, property, after, judged));
}

function isBroken(finding: Finding, judgement: ReturnType<typeof judge>): boolean {
  const fails = finding.kind === "error" || finding.kind === "assert";
  return fails ? judgement.kind === "failed" && judgement.site === finding.site : judgement.kind === "violated";
}
