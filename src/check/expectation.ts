// What a scenario expects beside what came: in, an expectation and a verdict; out, the differences in words. None: met.

import type { Difference } from "../report/test-table.ts";
import type { Counterexample, Verdict } from "../report/verdict.ts";
import type { Scenario } from "../spec/definition.ts";
import type { Expectation } from "../spec/program/program.ts";
import { unreachable } from "../spec/source/diagnostic.ts";

/** A spec without scenarios is checked as it stands, and must hold. */
export const MUST_HOLD: Pick<Scenario, "name" | "expect" | "states" | "steps"> = {
  name: "",
  expect: { kind: "holds" },
  states: null,
  steps: null,
};

/** `holds`, `violates "completed once"`, `deadlocks`, `fails at "put"`. */
export function describeExpectation(expectation: Expectation): string {
  switch (expectation.kind) {
    case "holds":
    case "deadlocks":
      return expectation.kind;
    case "violates":
      return `violates "${expectation.property}"`;
    case "fails":
      return `fails at "${expectation.label}"`;
    default:
      return unreachable(expectation);
  }
}

/** What came, in the words of an expectation; `inconclusive` where no expectation can be met. */
export function describeOutcome({ verdict, counterexamples, properties }: Verdict): string {
  if (verdict === "holds" || verdict === "inconclusive") return verdict;
  const [first] = counterexamples;
  if (!first) {
    const missed = properties.find(({ kind, verdict }) => kind === "reachable" && verdict === "violated");
    return `violates "${missed?.name ?? ""}"`;
  }
  return describeFinding(first);
}

/** One counterexample in those words. */
export function describeFinding({ kind, property, trace }: Counterexample): string {
  if (kind === "deadlock") return "deadlocks";
  if (kind !== "error" && kind !== "assert") return `violates "${property}"`;
  if (property !== null) return `fails in the property "${property}"`;
  const failing = trace.steps.at(-1);
  return failing?.failed ? `fails at "${failing.label}"` : "fails in init, within or mayEnd";
}

/** Outcome first, then the counts the author states. */
export function compareExpectation(
  { expect, states, steps }: Pick<Scenario, "expect" | "states" | "steps">,
  verdict: Verdict,
): Difference[] {
  const differences: Difference[] = [];
  const note = (what: string, expected: string, actual: string): void => {
    if (expected !== actual) differences.push({ what, expected, actual });
  };
  note("verdict", describeExpectation(expect), describeOutcome(verdict));
  if (states !== null) note("states", String(states), String(verdict.counts.distinct));
  if (steps !== null)
    note("steps", String(steps), String(verdict.counterexamples[0]?.trace.steps.length ?? "no trace"));
  return differences;
}
