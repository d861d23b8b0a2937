// What a search along paths has met for the first time, made into findings and witnesses on the spot, since the path is
// gone a moment later. The invariant: every trace was run again by the interpreter and ends as said.

import type { Finding, Trace } from "../exploration.ts";
import { compareFindings } from "../property/order.ts";
import { refuseTooLong } from "../property/too-long.ts";
import type { Session } from "./session.ts";

export interface Described {
  readonly findings: Finding[];
  /** By `reachable` property. */
  readonly witnesses: Map<number, Trace | null>;
}

/**
 * Shows what was met in the last state of the path or in a step from it; without a path, in `init`. Of findings that are
 * met at once the first in the order of report is kept, or with `all` each.
 */
export async function describeFresh(session: Session & Described, path: readonly number[]): Promise<void> {
  const fresh = session.goals.takeFresh();
  if (fresh.length === 0) return;
  const { engine, options, program } = session;
  // What shows states to people is loaded only where there is something to show.
  const [{ runAlong }, { describeFinding, runSchedule }] = await Promise.all([
    import("./path.ts"),
    import("../reference/finding.ts"),
  ]);
  const findings: Finding[] = [];
  for (const { goal } of fresh) {
    refuseTooLong(program, goal, path.length, "dfs");
    const run = runAlong(engine, path, goal);
    if (goal.kind === "reachable") session.witnesses.set(goal.property!, runSchedule(program, run).trace);
    else findings.push(describeFinding(program, goal, run));
  }
  findings.sort(compareFindings);
  session.findings.push(...(options.all ? findings : findings.slice(0, 1)));
}
