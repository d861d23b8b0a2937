// Goals that a search has reached, as findings and witnesses with canonical traces. What comes in is the log with its
// levels; what goes out is for people. The invariant: every trace was run again by the interpreter and ends as said.

import type { Finding, Trace } from "../exploration.ts";
import { canonicalRun } from "../property/canonical-trace.ts";
import { compareFindings, rankOf } from "../property/order.ts";
import { refuseTooLong } from "../property/too-long.ts";
import { describeFinding, runSchedule } from "../reference/finding.ts";
import { Examiner } from "../store/examiner.ts";
import type { Partitions } from "../store/partitions.ts";
import type { KnownGoal } from "./goal-finder.ts";
import { logGraph } from "./log-graph.ts";

/**
 * Findings in the order of report, all or the first alone; and a trace for each witness. Ends the use of the engines.
 */
export function describeGoals(
  partitions: Partitions,
  goals: readonly KnownGoal[],
  all: boolean,
): { readonly findings: readonly Finding[]; readonly witnesses: readonly (readonly [number, Trace])[] } {
  const { program } = partitions.engines[0]!.compiled;
  const examiners = partitions.engines.map((engine) => {
    const examiner = new Examiner(engine);
    examiner.openLast();
    return examiner;
  });
  const runTo = ({ goal, depth }: KnownGoal) => {
    refuseTooLong(program, goal, depth - 1, "bfs");
    return canonicalRun(logGraph(examiners, partitions, goal, depth), depth);
  };
  const violations = goals.filter(({ goal }) => goal.kind !== "reachable");
  const findings = (all ? violations : firstOf(violations)).map((known) =>
    describeFinding(program, known.goal, runTo(known)),
  );
  const witnesses = goals.flatMap((known) =>
    known.goal.kind === "reachable" ? [[known.goal.property!, runSchedule(program, runTo(known)).trace] as const] : [],
  );
  return { findings: findings.sort(compareFindings).slice(0, all ? undefined : 1), witnesses };
}

/** Those among which the first to be reported is: equal in all that is known without a trace. */
function firstOf(goals: readonly KnownGoal[]): readonly KnownGoal[] {
  const order = (a: KnownGoal, b: KnownGoal): number =>
    a.depth - b.depth || rank(a) - rank(b) || (isFailure(a) ? 0 : (a.goal.property ?? -1) - (b.goal.property ?? -1));
  const [first] = [...goals].sort(order);
  return first === undefined ? [] : goals.filter((known) => order(known, first) === 0);
}

function rank({ goal }: KnownGoal): number {
  return goal.kind === "reachable" ? Number.POSITIVE_INFINITY : rankOf(goal.kind);
}

function isFailure({ goal }: KnownGoal): boolean {
  return goal.kind === "error" || goal.kind === "assert";
}
