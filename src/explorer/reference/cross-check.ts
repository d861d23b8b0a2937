// Two engines asked the same question. What comes in is a Program, options and two explorers; what goes out says on what
// they agree and where they differ, in words. The invariant: where the first one meets the limit on states, both are
// compared on the same complete levels, so that a difference is always somebody's fault.

import type { Program } from "../../spec/program/program.ts";
import type { Exploration, ExploreOptions, Explorer, Finding, Trace } from "../exploration.ts";
import { stateKey } from "../state-key.ts";

export interface CrossCheck {
  readonly agree: boolean;
  /** One line each, `first` against `second`. */
  readonly differences: readonly string[];
  /** Distinct states both had. */
  readonly states: number;
  /** The number of levels compared, where the limit cut the search; null if all of it was compared. */
  readonly cutAt: number | null;
  /** All of it in a sentence or, differing, in several lines. */
  readonly text: string;
  /** What each engine found; under a limit, up to that level. */
  readonly first: Exploration;
  readonly second: Exploration;
}

/**
 * Runs `first` (the reference explorer, whose bounds end with complete levels) with at most `limit` states, then `second`
 * to the same depth, breadth-first both, and compares counts, bounds, findings with their traces state for state,
 * witnesses and coverage.
 */
export async function crossCheck(
  program: Program,
  options: ExploreOptions,
  first: Explorer,
  second: Explorer,
  limit = 200_000,
): Promise<CrossCheck> {
  const maxStates = Math.min(limit, options.maxStates ?? limit);
  const mine = await first(program, { ...options, maxStates });
  const cut = mine.completeness.bounds.some((bound) => bound.name === "states");
  const maxDepth = cut ? mine.counts.depth : options.maxDepth;
  const theirs = await second(program, { ...options, maxStates: null, maxDepth });
  const differences = compareExplorations(mine, theirs, cut);
  const states = mine.counts.distinct;
  const range = cut ? `the first ${mine.counts.depth} levels (cut at ${maxStates} states)` : "everything";
  const text =
    differences.length === 0
      ? `the two explorers agree on ${range}: ${states} states`
      : [`the two explorers differ; please report this:`, ...differences].join("\n  ");
  const cutAt = cut ? mine.counts.depth : null;
  return { agree: differences.length === 0, differences, states, cutAt, text, first: mine, second: theirs };
}

/**
 * Differences between two explorations of one program, one line each. `cut`: they ended with the same level, the first by
 * a bound on states and the second by one on depth, and are compared as if by the same.
 */
export function compareExplorations(first: Exploration, second: Exploration, cut: boolean): readonly string[] {
  const differences: string[] = [];
  const compare = (what: string, a: unknown, b: unknown): void => {
    const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
    if (left !== right) differences.push(`${what}: ${left} against ${right}`);
  };
  for (const name of ["distinct", "generated", "initial", "depth"] as const) {
    compare(name, first.counts[name], second.counts[name]);
  }
  compare("bounds", boundsOf(first, cut), boundsOf(second, cut));
  compare("number of findings", first.findings.length, second.findings.length);
  for (const [i, finding] of first.findings.entries()) {
    const other = second.findings[i];
    if (other === undefined) continue;
    compare(`finding ${i + 1}`, bare(finding), bare(other));
    compareTraces(`finding ${i + 1}`, finding.trace, other.trace, compare);
  }
  const properties = new Set([...first.witnesses.keys(), ...second.witnesses.keys()]);
  for (const property of properties) {
    const [mine, theirs] = [first.witnesses.get(property), second.witnesses.get(property)];
    compare(`witness of property ${property}`, presence(mine), presence(theirs));
    if (mine && theirs) compareTraces(`witness of property ${property}`, mine, theirs, compare);
  }
  compare("temporal properties that hold", [...(first.live ?? [])], [...(second.live ?? [])]);
  compare("premises that never hold", first.unmet ?? [], second.unmet ?? []);
  compare("coverage", first.coverage, second.coverage);
  compare("branches", first.branches, second.branches);
  compare("what changed", first.changed, second.changed);
  return differences;
}

type Compare = (what: string, a: unknown, b: unknown) => void;

/** Step for step, and state for state. */
function compareTraces(what: string, first: Trace, second: Trace, compare: Compare): void {
  compare(`${what}, schedule`, scheduleOf(first), scheduleOf(second));
  compare(`${what}, initial state`, stateKey(first.initial), stateKey(second.initial));
  const steps = Math.min(first.steps.length, second.steps.length);
  for (let i = 0; i < steps; i++) {
    const [mine, theirs] = [first.steps[i]!, second.steps[i]!];
    compare(`${what}, after step ${i + 1}`, mine.state && stateKey(mine.state), theirs.state && stateKey(theirs.state));
    compare(`${what}, notes of step ${i + 1}`, mine.notes, theirs.notes);
  }
}

function scheduleOf({ initialChoices, steps, loop }: Trace): unknown {
  const words = steps.map(({ process, location, choices }) => [
    process,
    location,
    ...choices.map(({ choice, option }) => [choice, option]),
  ]);
  return loop === undefined ? [initialChoices, words] : [initialChoices, words, loop];
}

/** The cut of a bound, which does not depend on what the bound was called where a limit on states was met. */
function boundsOf({ completeness }: Exploration, cut: boolean): unknown {
  return completeness.bounds.map((bound) =>
    cut && (bound.name === "states" || bound.name === "depth") ? bound.cut : [bound.name, bound.cut],
  );
}

/** All of a finding but its trace, in one order of fields. */
function bare(finding: Finding): unknown {
  const fields = Object.entries(finding).filter(([name]) => name !== "trace");
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function presence(trace: Trace | null | undefined): string {
  if (trace === undefined) return "not asked for";
  return trace === null ? "none" : "found";
}
