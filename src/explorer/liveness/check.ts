// Temporal properties after a search that is complete: each in turn, until one is violated or, with `all`, to the end. What
// comes in is a Program, options, and a way to find what violates a property; what goes out is findings with lassos, and
// which properties hold. The invariants: every lasso was run again by the interpreter, is fair by definition, and does not
// satisfy the formula; a property is said to hold only if all runs were there to be looked at.

import type { Program, Property, Temporal } from "../../spec/program/program.ts";
import { SpecError } from "../../spec/source/diagnostic.ts";
import type { BoundName, Completeness, ExploreOptions, Finding, Trace, Unmet } from "../exploration.ts";
import type { CanonicalRun } from "../property/canonical-trace.ts";
import { runSchedule } from "../reference/finding.ts";
import { faulty } from "../reference/frame.ts";
import { evaluate, starts } from "../reference/interpreter.ts";
import { type Automaton, automatonAgainst } from "./automaton.ts";
import { AtomFailure, fairProcesses, NOWHERE, type StateGraph } from "./graph.ts";
import { holdsOnTrace, judgeFairness, mayStay, statesOfTrace } from "./judgement.ts";
import { type Found, findLasso, type LassoStep } from "./lasso.ts";
import { Obligations } from "./obligations.ts";
import { premisesOf, truthOf } from "./premises.ts";
import { temporalOf } from "./wanted.ts";

/** How a kind of search goes about it. */
export interface Finder {
  /** The graph with the atoms of a property (index into Program.properties); with none for null. Throws AtomFailure. */
  open(temporal: Temporal | null, property: number): Promise<StateGraph | BoundName>;
  /** What violates the property of the automaton; null if nothing does; or why the search ended early. */
  find(graph: StateGraph, automaton: Automaton, obligations: Obligations): Promise<Found | BoundName | null>;
  close(): void;
}

export interface Checked {
  readonly findings: readonly Finding[];
  readonly live: ReadonlySet<number>;
  readonly unmet: readonly Unmet[];
  /** Why it ended early, if it did. */
  readonly bound: BoundName | null;
}

/** Whether a search has left a graph in which every loop is one of the program's. */
export function isCheckable({ bounds }: Completeness): boolean {
  return bounds.every(({ name }) => name === "within");
}

export async function checkTemporal(
  program: Program,
  options: Pick<ExploreOptions, "all" | "properties">,
  completeness: Completeness,
  before: readonly Finding["kind"][],
  finder: Finder,
): Promise<Checked> {
  const findings: Finding[] = [];
  const live = new Set<number>();
  const unmet: Unmet[] = [];
  const wanted = temporalOf(program, options.properties);
  if (!isCheckable(completeness) || (!options.all && before.length > 0)) return { findings, live, unmet, bound: null };
  // Runs that fail or leave `within` are not there to be looked at.
  const isWhole = completeness.bounds.length === 0 && !before.includes("error") && !before.includes("assert");
  try {
    for (const property of wanted) {
      const result = await checkOne(program, property, finder);
      if (typeof result === "string") return { findings, live, unmet, bound: result };
      if ("never" in result) {
        if (isWhole) {
          live.add(property);
          unmet.push(...result.never.map((premise) => ({ property, premise })));
        }
        continue;
      }
      findings.push(result);
      if (!options.all) break;
    }
  } finally {
    finder.close();
  }
  return { findings, live, unmet, bound: null };
}

/** It holds; which of its premises never did. */
interface Holds {
  readonly never: readonly number[];
}

async function checkOne(program: Program, index: number, finder: Finder): Promise<Finding | BoundName | Holds> {
  const property = program.properties[index]!;
  const temporal = property.temporal!;
  const automaton = automatonAgainst(temporal.formula);
  if (automaton === null) throw tooLarge(property);
  try {
    const graph = await finder.open(temporal, index);
    if (typeof graph === "string") return graph;
    const obligations = new Obligations(automaton.conditions, fairProcesses(program), program.processes.length);
    const found = await finder.find(graph, automaton, obligations);
    if (found === null) return findUnmet(program, property, graph, finder);
    if (typeof found === "string") return found;
    return describeLasso(program, index, found);
  } catch (error) {
    if (!(error instanceof AtomFailure)) throw error;
    const graph = await finder.open(null, index);
    if (typeof graph === "string") return graph;
    return describeFailure(program, index, graph, error);
  }
}

/** Which premises never hold. One that is too large for an automaton counts as met. */
async function findUnmet(
  program: Program,
  { temporal }: Property,
  graph: StateGraph,
  finder: Finder,
): Promise<Holds | BoundName> {
  const { formula, atoms } = temporal!;
  const never: number[] = [];
  for (const [number, { left, never: sentence, everywhere }] of premisesOf(formula).entries()) {
    if (truthOf(left, atoms, 0) !== null) {
      const holdsIn = (state: number): boolean => truthOf(left, atoms, graph.letter(state)) === true;
      if (!(everywhere ? someState(graph, holdsIn) : graph.starts.some(({ state }) => holdsIn(state))))
        never.push(number);
      continue;
    }
    const automaton = automatonAgainst(sentence);
    if (automaton === null) continue;
    const obligations = new Obligations(automaton.conditions, fairProcesses(program), program.processes.length);
    const found = await finder.find(graph, automaton, obligations);
    if (typeof found === "string") return found;
    if (found === null) never.push(number);
  }
  return { never };
}

function someState(graph: StateGraph, holds: (state: number) => boolean): boolean {
  for (let state = 0; state < graph.states; state++) if (holds(state)) return true;
  return false;
}

function describeLasso(program: Program, index: number, found: Found): Finding {
  const lasso = findLasso(found);
  if (lasso === null) throw faulty(program, "a loop that was found cannot be reached");
  const run = scheduleOf(program, found.graph, lasso.start, [...lasso.stem, ...lasso.loop]);
  const trace: Trace = { ...runSchedule(program, run).trace, loop: lasso.stem.length };
  const wrong = whatIsWrong(program, program.properties[index]!.temporal!, trace);
  if (wrong !== null) throw faulty(program, `a loop that violates "${program.properties[index]!.name}" ${wrong}`);
  return { kind: "temporal", property: index, depth: trace.steps.length + 1, trace };
}

/** Why a trace is no counterexample; null if it is one. */
export function whatIsWrong(program: Program, temporal: Temporal, trace: Trace): string | null {
  const states = statesOfTrace(trace);
  const [last, first] = [states.at(-1)!, states[trace.loop!]];
  if (!last.equals(first)) return "does not close";
  if (trace.loop === trace.steps.length && !mayStay(program, last)) return "stays where somebody must move";
  const wronged = judgeFairness(program, trace).find(({ kind }) => kind === "wronged");
  if (wronged !== undefined) return `is not fair to ${program.processes[wronged.process]!.name}`;
  return holdsOnTrace(program, temporal, trace) ? "satisfies it" : null;
}

function scheduleOf(program: Program, graph: StateGraph, start: number, steps: readonly LassoStep[]): CanonicalRun {
  return {
    initialChoices: starts(program)[start]!.choices,
    steps: steps.map(({ state, position }) => {
      graph.expand(state);
      return { process: graph.edges.processes[position]!, choices: graph.choices(state, position) };
    }),
  };
}

/** A condition that fails to evaluate, with a shortest run to where it does. */
function describeFailure(program: Program, index: number, graph: StateGraph, failure: AtomFailure): Finding {
  const { atom, state, position } = failure;
  const steps = [...pathTo(graph, state), ...(position === null ? [] : [{ state, position }])];
  let begin = steps[0]?.state ?? state;
  if (steps.length === 0) begin = state;
  const start = graph.starts.find((candidate) => candidate.state === begin)!.position;
  const { trace, state: last, judged } = runSchedule(program, scheduleOf(program, graph, start, steps));
  const { predicate } = program.properties[index]!.temporal!.atoms[atom]!;
  const verdict = evaluate(program, predicate, last, position === null ? null : judged);
  if (verdict.kind !== "failed") throw faulty(program, "a failure cannot be repeated");
  const { site, values } = verdict;
  const kind = program.sites[site]!.kind === "assert" ? "assert" : "error";
  return { kind, depth: trace.steps.length + 1, trace, site, values, property: index };
}

/** A shortest way to a state. */
function pathTo(graph: StateGraph, state: number): LassoStep[] {
  const { edges } = graph;
  const parents = new Map<number, LassoStep | null>(graph.starts.map((start) => [start.state, null]));
  for (const from of parents.keys()) {
    if (parents.has(state)) break;
    graph.expand(from);
    for (let position = 0; position < edges.count; position++) {
      const target = edges.targets[position]!;
      if (target !== NOWHERE && !parents.has(target)) parents.set(target, { state: from, position });
    }
  }
  const steps: LassoStep[] = [];
  for (let step = parents.get(state)!; step !== null; step = parents.get(step.state)!) steps.unshift(step);
  return steps;
}

function tooLarge({ name, place }: Property): SpecError {
  const message = `the property "${name}" is too large: its automaton has too many states`;
  return new SpecError([{ message, span: place.span, hints: ["make several properties of it"] }]);
}
