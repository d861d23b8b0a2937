// Whether each property holds in each state of a run: in, a program and a trace; out, a value for every state by number, for
// people to see where it broke. The invariant: only the interpreter is asked, with the definitions by which findings are
// judged; what a property does not speak of has no value there.

import type { Trace } from "../explorer/exploration.ts";
import { valuesOnTrace } from "../explorer/liveness/judgement.ts";
import type { JudgedStep } from "../explorer/reference/frame.ts";
import { situations } from "../explorer/reference/interpreter.ts";
import { judge } from "../explorer/reference/judge.ts";
import { membershipOf, probe } from "../explorer/reference/probe.ts";
import type { State } from "../explorer/state.ts";
import type { Program, Property } from "../spec/program/program.ts";
import type { Truth } from "./document.ts";

/** By property, in order of declaration: its value in each state (0 = initial). */
export function truthOf(program: Program, trace: Trace): readonly (readonly Truth[])[] {
  const moments = momentsOf(program, trace);
  return program.properties.map((property) => {
    if (property.kind === "temporal") return temporalValues(program, property, trace, moments.length);
    return moments.map(({ state, judged, atRest }) => {
      if (property.kind === "quiescent" && !atRest) return null;
      if (property.kind === "step" && judged === null) return null;
      const judgement = judge(program, property, state, property.kind === "step" ? judged : null);
      return judgement.kind === "failed" ? "fails" : judgement.kind === "holds";
    });
  });
}

/** Of the rest of the run from there on; a run that ends says nothing of it. */
function temporalValues(program: Program, { temporal }: Property, trace: Trace, count: number): readonly Truth[] {
  const values = trace.loop === undefined ? null : valuesOnTrace(program, temporal!, trace);
  return values ?? new Array<Truth>(count).fill(null);
}

interface Moment {
  readonly state: State;
  /** The step into it; null for the initial state. */
  readonly judged: JudgedStep | null;
  readonly atRest: boolean;
}

function momentsOf(program: Program, { initial, steps }: Trace): readonly Moment[] {
  const asksRest = program.properties.some(({ kind }) => kind === "quiescent");
  const momentOf = (state: State, judged: JudgedStep | null): Moment => ({
    state,
    judged,
    atRest:
      asksRest && membershipOf(program, state).inside && probe(program, state, situations(program, state)).quiescent,
  });
  const moments = [momentOf(initial, null)];
  for (const { process, location, state } of steps) {
    if (state !== null) moments.push(momentOf(state, { process, location, before: moments.at(-1)!.state }));
  }
  return moments;
}
