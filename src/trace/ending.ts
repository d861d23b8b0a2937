// What the end of a run shows: in, a trace and how its last step failed, if it did; out, the findings there, in the order
// of report, or none. A replayed schedule and a simulated run are judged by it, as a search judges the states it reaches.

import type { Finding, Trace } from "../explorer/exploration.ts";
import { whatIsWrong } from "../explorer/liveness/check.ts";
import { judgeFairness } from "../explorer/liveness/judgement.ts";
import { compareFindings } from "../explorer/property/order.ts";
import { classify, hasActionsAlone } from "../explorer/property/stuck.ts";
import type { JudgedStep } from "../explorer/reference/frame.ts";
import { situations } from "../explorer/reference/interpreter.ts";
import { judge } from "../explorer/reference/judge.ts";
import { abilitiesOf, membershipOf, probe } from "../explorer/reference/probe.ts";
import type { State } from "../explorer/state.ts";
import type { Program, Site } from "../spec/program/program.ts";

export interface Failure {
  readonly site: number;
  readonly values: readonly number[];
}

/** Of the checked properties (null: all), of deadlock, and of everything that can fail. */
export function endingOf(
  program: Program,
  trace: Trace,
  failure: Failure | null,
  checked: ReadonlySet<string> | null,
): readonly Finding[] {
  const base = { depth: trace.steps.length + 1, trace };
  const failed = ({ site, values }: Failure): Finding => ({
    ...base,
    kind: kindOf(program.sites[site]!),
    site,
    values,
  });
  if (failure) return [failed(failure)];
  const { state, judged } = lastOf(trace);
  const all = situations(program, state);
  const inside = membershipOf(program, state);
  const probed = probe(program, state, all);
  const findings: Finding[] = [inside.failure, probed.failure].flatMap((found) => (found ? [failed(found)] : []));
  if (inside.inside && probed.deadlock) {
    const actionsOnly = hasActionsAlone(program);
    const { blocked } = classify(abilitiesOf(program, all), actionsOnly, false);
    findings.push({ ...base, kind: "deadlock", blocked });
  }
  program.properties.forEach((property, index) => {
    const { kind } = property;
    if (kind === "reachable" || (checked && !checked.has(property.name))) return;
    if (kind === "temporal") {
      const isLasso = trace.loop !== undefined && whatIsWrong(program, property.temporal!, trace) === null;
      if (isLasso) findings.push({ ...base, kind, property: index });
      return;
    }
    if (kind === "quiescent" && !(inside.inside && probed.quiescent)) return;
    if (kind === "step" && !judged) return;
    const judgement = judge(program, property, state, kind === "step" ? judged : null);
    if (judgement.kind === "violated") findings.push({ ...base, kind, property: index, conjunct: judgement.conjunct });
    else if (judgement.kind === "failed") {
      const { site, values } = judgement;
      findings.push({ ...base, kind: kindOf(program.sites[site]!), site, values, property: index });
    }
  });
  return findings.sort(compareFindings);
}

/** How a run ends where nothing is wrong. */
export function endingWords(program: Program, trace: Trace): string {
  if (trace.loop === undefined) return "nothing is violated where it ends";
  const wronged = judgeFairness(program, trace).filter(({ kind }) => kind === "wronged");
  const names = wronged.map(({ process }) => program.processes[process]!.name);
  return names.length === 0
    ? "the run goes on so for ever, and violates nothing"
    : `no run that is fair: it goes on so for ever, and ${names.join(", ")} never ${names.length === 1 ? "moves" : "move"}`;
}

function kindOf({ kind }: Site): "assert" | "error" {
  return kind === "assert" ? "assert" : "error";
}

/** The state a run that has not failed ends in, and the step into it (null: it has none). */
function lastOf(trace: Trace): { readonly state: State; readonly judged: JudgedStep | null } {
  const last = trace.steps.at(-1);
  if (!last) return { state: trace.initial, judged: null };
  if (!last.state) throw new Error("a run that failed has no last state; please report this");
  const before = trace.steps.at(-2)?.state ?? trace.initial;
  return { state: last.state, judged: { process: last.process, location: last.location, before } };
}
