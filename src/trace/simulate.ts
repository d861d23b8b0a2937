// One random run, as the reference interpreter steps: in, a program and a seed; out, a trace that ends where something is
// wrong, where nobody can move, where every step leaves `within`, or where it is long enough. The same seed gives the
// same run: every choice is uniform over the steps there are, in their canonical order.

import type { Finding, Trace, TraceStep } from "../explorer/exploration.ts";
import { type Edge, situations, starts } from "../explorer/reference/interpreter.ts";
import { membershipOf } from "../explorer/reference/probe.ts";
import type { State } from "../explorer/state.ts";
import type { Program } from "../spec/program/program.ts";
import { SpecError } from "../spec/source/diagnostic.ts";
import { endingOf, type Failure } from "./ending.ts";

export interface Simulation {
  readonly trace: Trace;
  readonly findings: readonly Finding[];
  /** `nobody can move`, `long enough`, …; of no interest where there are findings. */
  readonly ending: string;
}

/** `maxDepth` counts states, as --depth does. */
export function simulateRun(
  program: Program,
  seed: number,
  maxDepth: number,
  checked: ReadonlySet<string> | null,
): Simulation {
  const random = makeRandom(seed);
  const all = starts(program);
  if (all.length === 0) throw new SpecError([{ message: "init leaves no initial state", hints: [] }]);
  const start = all[random(all.length)]!;
  const steps: TraceStep[] = [];
  const trace = (): Trace => ({ initialChoices: start.choices, initial: start.state, steps: [...steps] });
  const end = (failure: Failure | null, ending: string): Simulation => ({
    trace: trace(),
    findings: endingOf(program, trace(), failure, checked),
    ending,
  });
  if (start.failure) return end(start.failure, "init failed");
  for (let state: State = start.state; ; ) {
    const here = end(null, "");
    if (here.findings.length > 0) return here;
    if (steps.length + 1 >= maxDepth) return { ...here, ending: `the run goes on; --depth ${maxDepth} ends it here` };
    const moves = situations(program, state).flatMap(({ process, location, edges }) =>
      edges.map((edge) => ({ process, location, edge })),
    );
    const allowed = moves.filter(({ edge }) => edge.kind === "failed" || membershipOf(program, edge.state).inside);
    if (allowed.length === 0) {
      return { ...here, ending: moves.length > 0 ? "every step from here leaves `within`" : "nobody can move" };
    }
    const { process, location, edge } = allowed[random(allowed.length)]!;
    steps.push(stepOf(process, location, edge));
    if (edge.kind === "failed") return end({ site: edge.site, values: edge.values }, "a step failed");
    state = edge.state;
  }
}

function stepOf(process: number, location: number, edge: Edge): TraceStep {
  const choices = edge.taken.map(({ choice, option }) => ({ choice, option }));
  return { process, location, choices, state: edge.kind === "moved" ? edge.state : null, notes: edge.notes };
}

/** Integers from 0 below a bound (xorshift32: Marsaglia, "Xorshift RNGs", 2003; seeded through a multiplication). */
function makeRandom(seed: number): (bound: number) => number {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ 0x6d2b79f5) | 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * bound);
  };
}
