// The end of a counterexample, judged by the author's own functions: in, a native run that has gone all its steps; out,
// whether the property is false there, fails as it is said to, or every blocked process is disabled.

import type { Finding, Trace } from "../explorer/exploration.ts";
import { runStep } from "../explorer/reference/interpreter.ts";
import { nextOptions } from "../explorer/reference/statement.ts";
import type { State } from "../explorer/state.ts";
import { decode, sharedCells } from "../explorer/state-value.ts";
import type { LoadedSpec } from "../spec/definition.ts";
import type { Value } from "../spec/program/domain.ts";
import type { Program } from "../spec/program/program.ts";
import { RuntimeFault } from "../spec/runtime/fault.ts";
import { formulaNode } from "../spec/runtime/temporal.ts";
import { conditionsOf } from "./condition.ts";
import { type Disagreement, describeOutcome } from "./disagreement.ts";
import type { NativeRun, Outcome } from "./native.ts";
import { moverOf, positionsIn } from "./positions.ts";
import { probeProcess } from "./probe.ts";

/** Whether the author's functions find at the end of the run what the finding says. */
export function compareEnd(
  loaded: LoadedSpec,
  program: Program,
  run: NativeRun,
  trace: Trace,
  finding: Finding,
): Disagreement | null {
  const probe = (process: number): readonly Outcome[] => probeProcess(loaded, trace, trace.steps.length, process);
  if (finding.kind === "deadlock") {
    for (const process of finding.blocked) {
      const moving = probe(process).find(({ kind }) => kind !== "disabled");
      if (!moving) continue;
      const what = `what ${program.processes[process]!.name} can do`;
      return { what, expected: "nothing, it is blocked", actual: describeOutcome(moving) };
    }
    return null;
  }
  if (!("property" in finding))
    return failsInPredicate(finding, trace) ? comparePredicate(loaded, program, run, trace, finding) : null;
  return comparePredicate(loaded, program, run, trace, finding);
}

/** `within` and `mayEnd` fail without being properties: the last step happened, and yet there is a site. */
function failsInPredicate(finding: Finding, trace: Trace): boolean {
  const last = trace.steps.at(-1);
  return "site" in finding && (last === undefined || last.state !== null);
}

function comparePredicate(
  loaded: LoadedSpec,
  program: Program,
  run: NativeRun,
  trace: Trace,
  finding: Finding,
): Disagreement | null {
  const { steps, initial } = trace;
  const last = steps.at(-1);
  const stateAt = (count: number): State => (count === 0 ? initial : steps[count - 1]!.state!);
  const positionsAt = (count: number): ReturnType<typeof positionsIn> =>
    positionsIn(
      loaded,
      program,
      stateAt(count),
      (process) =>
        probeProcess(loaded, trace, count, process).some(({ kind }) => kind !== "disabled") ||
        failsUnnoticed(program, stateAt(count), process),
    );
  const { definition } = loaded;
  const property = "property" in finding ? program.properties[finding.property]! : null;
  const predicates = property
    ? property.kind === "temporal"
      ? conditionsOf(definition, formulaNode(definition.temporal.get(property.name)!)!)
      : [{ fn: definition[property.kind].get(property.name)!, over: property.kind === "step" ? "step" : "state" }]
    : [definition.within, definition.mayEnd].flatMap((fn) => (typeof fn === "function" ? [{ fn, over: "state" }] : []));
  const move =
    (property?.kind === "step" || property?.kind === "temporal") && last
      ? {
          shared: valuesOf(program, stateAt(steps.length - 1)),
          positions: positionsAt(steps.length - 1),
          by: moverOf(loaded, program, last.process, last.location),
        }
      : null;
  const name = property?.name ?? "within or mayEnd";
  const site = "site" in finding ? program.sites[finding.site]! : null;
  if (site?.unnoticed) return null;
  const expected = site ? `fails (${site.kind})` : "false";
  const actual = predicates.map(({ fn, over }) => {
    try {
      return run.evaluate(fn, positionsAt(steps.length), over === "step" ? move : null) ? "true" : "false";
    } catch (reason) {
      if (reason instanceof RuntimeFault) return `fails (${reason.kind})`;
      throw reason;
    }
  });
  return actual.includes(expected) ? null : { what: name, expected, actual: actual.join(", ") };
}

/** Whether a step fails where JavaScript goes on, as in a division by zero: a guard behind it may then be false natively. */
function failsUnnoticed(program: Program, state: State, process: number): boolean {
  for (let options: readonly number[] | null = []; options !== null; ) {
    const outcome = runStep(program, state, process, options);
    if (outcome.kind === "failed" && program.sites[outcome.site]!.unnoticed === true) return true;
    options = nextOptions(outcome.taken);
  }
  return false;
}

export function valuesOf(program: Program, state: State): ReadonlyMap<string, Value> {
  return new Map(program.roots.map(({ name, shape }) => [name, decode(shape, sharedCells(state), 0)]));
}
