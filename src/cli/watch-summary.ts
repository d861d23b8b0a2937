// What a check came to, in as few words as tell one from the next: in, the outcomes of two checks of the same specs; out, lines that
// say what has changed. The invariant: two checks whose lines say nothing have the same verdict, counts and counterexamples.

import { describeFinding, describeOutcome } from "../check/expectation.ts";
import type { Outcome } from "../report/cases.ts";
import { grouped, plural, printable } from "../report/layout.ts";
import type { Style } from "../report/style.ts";
import type { Counterexample, Extent, Verdict } from "../report/verdict.ts";
import { shownPath } from "../spec/source/files.ts";

/** Plain data, which one process sends to another. */
export interface Summary {
  readonly file: string;
  /** `holds`, `refused`, or each counterexample in words. */
  readonly outcome: string;
  /** By name: states, generated, depth; none for a spec that was refused. */
  readonly counts: Readonly<Record<string, number>>;
  /** Null for a spec that was refused. */
  readonly extent: Extent | null;
  readonly counterexamples: readonly { readonly fingerprint: string; readonly steps: number }[];
}

const REFUSED = "refused";

/** To the process that started this one to watch. */
export function sendSummaries(outcomes: readonly Outcome[]): void {
  process.send?.(outcomes.map(summaryOf));
}

export function summaryOf(outcome: Outcome): Summary {
  const file = shownPath(outcome.kind === "refused" ? outcome.file : outcome.verdict.file);
  if (outcome.kind === "refused") return { file, outcome: REFUSED, counts: {}, extent: null, counterexamples: [] };
  const { verdict } = outcome;
  const { distinct, generated, depth } = verdict.counts;
  return {
    file,
    outcome: outcomeWords(verdict),
    counts: { states: distinct, generated, depth },
    extent: verdict.extent,
    counterexamples: verdict.counterexamples.map(({ fingerprint, trace }) => ({
      fingerprint,
      steps: trace.steps.length,
    })),
  };
}

function outcomeWords(verdict: Verdict): string {
  const found: readonly Counterexample[] = verdict.counterexamples;
  return found.length > 1 ? found.map(describeFinding).join(", ") : describeOutcome(verdict);
}

/** Each spec's last verdict: a spec that is refused has none, and is compared with what it was before. */
export function lastVerdicts(before: readonly Summary[], now: readonly Summary[]): readonly Summary[] {
  const kept = before.filter(
    ({ file }) => !now.some((summary) => summary.file === file && summary.outcome !== REFUSED),
  );
  return [...kept, ...now.filter(({ outcome }) => outcome !== REFUSED)];
}

/** A line for each spec: `holds → violates "x"; states 25 → 31`. */
export function compareSummaries(before: readonly Summary[], now: readonly Summary[], style: Style): string[] {
  return now.flatMap((summary) => {
    const other = before.find(({ file }) => file === summary.file);
    if (!other) return [];
    const words = compare(other, summary, style).join("; ");
    return [printable(`${now.length > 1 ? `${summary.file}: ` : ""}${words}`, style.ascii)];
  });
}

function compare(before: Summary, now: Summary, { symbols: { arrow } }: Style): string[] {
  const parts: string[] = [];
  if (before.outcome !== now.outcome) parts.push(`${before.outcome} ${arrow} ${now.outcome}`);
  else parts.push(...compareTraces(before, now, arrow));
  const counts = Object.entries(now.counts).flatMap(([name, count]) => {
    const was = before.counts[name];
    return was === undefined || was === count ? [] : [`${name} ${grouped(was)} ${arrow} ${grouped(count)}`];
  });
  if (counts.length > 0) parts.push(counts.join(", "));
  if (before.extent !== null && now.extent !== null && before.extent !== now.extent)
    parts.push(`${EXTENTS[before.extent]} ${arrow} ${EXTENTS[now.extent]}`);
  return parts.length > 0 ? parts : ["the same as before"];
}

const EXTENTS: Readonly<Record<Extent, string>> = {
  exhaustive: "exhaustive",
  level: "stopped at the first violation",
  bounded: "bounded",
  random: "random",
  probabilistic: "probabilistic",
};

/** Of the same outcome: whether it comes about in the same way. */
function compareTraces(before: Summary, now: Summary, arrow: string): string[] {
  const known = new Set(before.counterexamples.map(({ fingerprint }) => fingerprint));
  const others = now.counterexamples.filter(({ fingerprint }) => !known.has(fingerprint));
  if (others.length === 0) return [];
  const [was, is] = [before.counterexamples[0]!.steps, now.counterexamples[0]!.steps];
  const steps = was === is ? plural(is, "step") : `${grouped(was)} ${arrow} ${plural(is, "step")}`;
  return [now.counterexamples.length > 1 ? "other counterexamples" : `another counterexample, ${steps}`];
}
