// Two engines asked the same question: in, a program and the options of the search; out, a sentence that says how far they
// agree. What they disagree on is our fault, and thrown as such. Where the reference interpreter cannot go as far as was
// asked, both are run to the last level it completed, and compared there.

import { isDeepStrictEqual } from "node:util";
import type { Exploration, ExploreOptions, Explorer, Finding, Trace } from "../explorer/exploration.ts";
import { grouped } from "../report/layout.ts";
import type { Program } from "../spec/program/program.ts";

/** States the reference interpreter explores unless told otherwise. */
export const CROSS_CHECK_STATES = 200_000;

/** Runs both and compares counts, findings with their schedules, witnesses, coverage and completeness. */
export async function crossCheck(
  program: Program,
  options: ExploreOptions,
  limit: number,
  compiled: { readonly explore: Explorer; readonly exploration: Exploration },
  reference: Explorer,
): Promise<string> {
  const quiet: ExploreOptions = { ...options, onProgress: null };
  const asked = compiled.exploration;
  if (asked.counts.distinct <= limit) {
    compare(asked, await reference(program, quiet));
    return `cross-check: the reference interpreter agrees on ${grouped(asked.counts.distinct)} states`;
  }
  const probe = await reference(program, { ...quiet, maxStates: limit });
  const maxDepth = Math.max(1, probe.counts.depth - 1);
  const again = { ...quiet, maxDepth, maxStates: null };
  const mine = await compiled.explore(program, again);
  compare(mine, await reference(program, again));
  const states = grouped(mine.counts.distinct);
  return `cross-check: cut at depth ${grouped(maxDepth)}; to there the reference interpreter agrees on ${states} states`;
}

/** @throws Error naming the first thing on which they differ */
function compare(compiled: Exploration, reference: Exploration): void {
  const sides = [summary(compiled), summary(reference)] as const;
  for (const key of Object.keys(sides[0]) as (keyof (typeof sides)[0])[]) {
    if (isDeepStrictEqual(sides[0][key], sides[1][key])) continue;
    const [mine, theirs] = sides.map((side) => JSON.stringify(side[key]));
    throw new Error(`cross-check: ${key} differ: compiled ${mine}, reference ${theirs}; please report this`);
  }
}

interface Summary {
  readonly counts: Exploration["counts"];
  readonly bounds: Exploration["completeness"]["bounds"];
  readonly findings: readonly unknown[];
  readonly witnesses: readonly unknown[];
  readonly coverage: Exploration["coverage"];
}

function summary({ counts, completeness, findings, witnesses, coverage }: Exploration): Summary {
  return {
    counts: { ...counts },
    bounds: completeness.bounds,
    findings: findings.map(bare),
    witnesses: [...witnesses].sort(([a], [b]) => a - b).map(([index, trace]) => [index, trace && scheduleOf(trace)]),
    coverage,
  };
}

function bare(finding: Finding): unknown {
  return { ...finding, trace: scheduleOf(finding.trace) };
}

function scheduleOf({ initialChoices, steps }: Trace): unknown {
  return { initialChoices, steps: steps.map(({ process, location, choices }) => ({ process, location, choices })) };
}
