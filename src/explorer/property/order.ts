// The order of report (docs/language.md, Properties) as comparisons of findings. What comes in is findings with their
// canonical traces; what goes out is which one comes first. The invariant: the order is total on the findings of one exploration,
// so that a report never depends on the order in which an engine happened to come upon things.

import type { Finding, Trace } from "../exploration.ts";

const ranks: Readonly<Record<Finding["kind"], number>> = {
  error: 0,
  assert: 1,
  deadlock: 2,
  always: 3,
  quiescent: 4,
  step: 5,
  temporal: 6,
};

/** The place of a finding of this kind among those of the same depth. */
export function rankOf(kind: Finding["kind"]): number {
  return ranks[kind];
}

/** The index of the property a finding speaks of; -1 if it speaks of none. */
export function propertyOf(finding: Finding): number {
  return "property" in finding ? finding.property : -1;
}

/**
 * Negative if `a` is reported before `b`: temporal properties last, in order of declaration; smallest depth; error, assertion, deadlock, `always` in order of declaration,
 * `quiescent`, `step`; the canonical schedule; and where even that is the same, errors of steps before those of
 * properties, then by site.
 */
export function compareFindings(a: Finding, b: Finding): number {
  const declared = isPropertyKind(a.kind) ? propertyOf(a) - propertyOf(b) : 0;
  const runs = Number(a.kind === "temporal") - Number(b.kind === "temporal");
  return (
    runs ||
    (a.kind === "temporal" && b.kind === "temporal" ? declared : 0) ||
    a.depth - b.depth ||
    rankOf(a.kind) - rankOf(b.kind) ||
    declared ||
    compareTraces(a.trace, b.trace) ||
    propertyOf(a) - propertyOf(b) ||
    siteOf(a) - siteOf(b)
  );
}

/** Fewest context switches, then the smallest schedule: options of `init`, then step by step process and options. */
export function compareTraces(a: Trace, b: Trace): number {
  return (
    switchesOf(a) - switchesOf(b) ||
    compareNumbers(a.initialChoices, b.initialChoices) ||
    compareNumbers(scheduleOf(a), scheduleOf(b))
  );
}

/** Consecutive steps by different processes or action instances. */
export function switchesOf(trace: Trace): number {
  return trace.steps.filter((step, i) => i > 0 && step.process !== trace.steps[i - 1]!.process).length;
}

/** Process and options of every step. A step's number of options follows from those before it, so the runs align. */
function scheduleOf(trace: Trace): readonly number[] {
  return trace.steps.flatMap((step) => [step.process, ...step.choices.map((c) => c.option)]);
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}

function isPropertyKind(kind: Finding["kind"]): boolean {
  return kind === "always" || kind === "quiescent" || kind === "step" || kind === "temporal";
}

function siteOf(finding: Finding): number {
  return "site" in finding ? finding.site : -1;
}
