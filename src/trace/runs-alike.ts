// All runs of at most some length that show the same as one that ends: in, a program and a finding; out, answers to questions about
// them. They are looked at as a graph of states, by the reference interpreter. The invariant: a run that is found is one; that there
// is none is said only if every state within that length was expanded.

import type { Finding } from "../explorer/exploration.ts";
import { situations, starts } from "../explorer/reference/interpreter.ts";
import { judge } from "../explorer/reference/judge.ts";
import { membershipOf, probe } from "../explorer/reference/probe.ts";
import type { State } from "../explorer/state.ts";
import { stateKey } from "../explorer/state-key.ts";
import type { Program } from "../spec/program/program.ts";
import { type Alike, type Budget, numberActors, PHASES, type Question } from "./question.ts";

/** A step of the graph. `goal`: it ends a run to the finding. */
interface Edge {
  readonly actor: number;
  /** Null where it leads to no state that is kept. */
  readonly target: number | null;
  readonly goal: boolean;
}

interface Graph {
  readonly starts: readonly number[];
  readonly goals: ReadonlySet<number>;
  /** By state; none of one that was not expanded. */
  readonly edges: readonly (readonly Edge[])[];
  readonly states: number;
  readonly cut: "states" | "time" | null;
}

export function runsAlike(program: Program, finding: Finding, length: number, budget: Budget): Alike {
  const graph = graphTo(program, finding, length, budget);
  return {
    exists: (question) => {
      const answer = reaches(graph, length, question, budget);
      return answer === false && graph.cut !== null ? null : answer;
    },
    states: graph.states,
    cut: graph.cut,
  };
}

/** Whether the finding is reached by such a run; null if the time ran out. */
function reaches(graph: Graph, length: number, { next, last }: Question, budget: Budget): boolean | null {
  let level = graph.starts.map((state) => state * PHASES);
  const seen = new Set(level);
  for (let depth = 0; ; depth++) {
    if (level.some((node) => node % PHASES === last && graph.goals.has(Math.floor(node / PHASES)))) return true;
    if (depth === length) return false;
    const fresh: number[] = [];
    for (const node of level) {
      for (const { actor, target, goal } of graph.edges[Math.floor(node / PHASES)] ?? []) {
        const phase = next(node % PHASES, actor);
        if (phase === null) continue;
        if (goal && phase === last) return true;
        if (target === null || seen.has(target * PHASES + phase)) continue;
        seen.add(target * PHASES + phase);
        fresh.push(target * PHASES + phase);
      }
    }
    if (budget.spent(0) !== null) return null;
    level = fresh;
  }
}

/** Everything within so many steps, or as much as is allowed. */
function graphTo(program: Program, finding: Finding, length: number, budget: Budget): Graph {
  const actors = numberActors(program);
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
      const cut = budget.spent(states.length);
      if (cut !== null) return { starts: first, goals, edges, states: states.length, cut };
      const state = states[from]!;
      const able = situations(program, state);
      if (endsAt(program, finding, state, able)) goals.add(from);
      if (depth === length) continue;
      edges[from] = able.flatMap(({ process, location, edges: steps }) => {
        const actor = actors[process]![location]!;
        return steps.map((step): Edge => {
          if (step.kind === "failed") return { actor, target: null, goal: isSite(finding, step.site) };
          const goal = endsWith(program, finding, state, step.state, process, location);
          const inside = membershipOf(program, step.state).inside;
          return { actor, target: inside ? numberOf(step.state) : null, goal };
        });
      });
    }
  }
  return { starts: first, goals, edges, states: states.length, cut: null };
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
