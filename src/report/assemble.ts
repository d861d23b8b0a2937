// From an exploration to a verdict: in, what the explorer found and what replaying it showed; out, the plain data of
// verdict.ts. Nothing is computed anew here but words.

import type { Exploration, Finding, Trace } from "../explorer/exploration.ts";
import { verdictOf } from "../explorer/property/completeness.ts";
import { fairnessWords } from "../spec/program/fairness.ts";
import type { Place, Program } from "../spec/program/program.ts";
import { becauseOf } from "../trace/because.ts";
import type { ReplayOutcome } from "../trace/disagreement.ts";
import { fingerprintOf } from "../trace/fingerprint.ts";
import { scheduleOf } from "../trace/follow.ts";
import { printSchedule } from "../trace/schedule.ts";
import { fillTemplate, viewPlace, viewTrace } from "../trace/view.ts";
import { coverageOf } from "./coverage.ts";
import { ExitCode, heaviest } from "./exit-code.ts";
import { viewFairness } from "./fairness.ts";
import { findVacuities } from "./vacuous.ts";
import {
  type Counterexample,
  extentOf,
  FINDING_EXIT,
  judgeAll,
  type PropertyVerdict,
  type Run,
  type RunReport,
  type Subject,
  type Verdict,
} from "./verdict.ts";

/** What is said of a run beside what was found. */
export interface Circumstances {
  readonly scenario: string | null;
  readonly checked: ReadonlySet<string> | null;
  /** See Verdict.selection. */
  readonly selection: readonly string[];
  /** 130 or 143 if a signal ended the search. */
  readonly interrupted: number | null;
  readonly remarks: readonly string[];
  /** What is vacuous moves the exit code. */
  readonly strict: boolean;
  readonly coverage: boolean;
  /** A cross-check came out otherwise: our fault. */
  readonly differs: boolean;
}

/** `replays` has an outcome for each finding of the exploration, in order. */
export function assembleVerdict(
  program: Program,
  exploration: Exploration,
  replays: readonly ReplayOutcome[],
  circumstances: Circumstances,
): Verdict {
  const { checked, scenario, selection, interrupted, remarks, differs } = circumstances;
  const properties = program.properties.map(({ name, kind, place }, index): PropertyVerdict => {
    const witness = exploration.witnesses.get(index)?.steps.length ?? null;
    const verdict = verdictOf(program, exploration, checked, index);
    return { name, kind, verdict, witness, place: viewPlace(place.span, program.sources) };
  });
  const judged = judgeAll(exploration, properties);
  const disagrees = replays.some(({ kind }) => kind === "disagrees");
  const vacuous = findVacuities(program, exploration, properties);
  const isHollow = circumstances.strict && vacuous.length > 0;
  const stopped = judged.verdict === "inconclusive" ? interrupted : null;
  const exitCode =
    disagrees || differs
      ? ExitCode.internal
      : heaviest([judged.exitCode, ...(stopped === null ? [] : [stopped]), ...(isHollow ? [ExitCode.vacuous] : [])]);
  return {
    ...subjectOf(program, { scenario, selection }),
    verdict: judged.verdict,
    exitCode,
    search: exploration.search,
    counts: exploration.counts,
    extent: extentOf(exploration),
    completeness: exploration.completeness,
    properties,
    fairness: properties.some(isJudgedByRuns) ? fairnessOr(program) : [],
    counterexamples: exploration.findings.map((finding, i) => assembleCounterexample(program, finding, replays[i]!)),
    vacuous,
    coverage: circumstances.coverage ? coverageOf(program, exploration) : null,
    statistics: exploration.statistics,
    remarks,
  };
}

/** A temporal property that runs have been looked at for: what is inconclusive relies on nothing yet. */
function isJudgedByRuns({ kind, verdict }: PropertyVerdict): boolean {
  return kind === "temporal" && verdict !== "unchecked" && verdict !== "inconclusive";
}

function fairnessOr(program: Program): readonly string[] {
  const words = fairnessWords(program);
  return words.length === 0 ? ["no fairness"] : words;
}

/** The report on one run; `findings` are those where it ends, in the order of report. */
export function assembleRun(
  program: Program,
  trace: Trace,
  findings: readonly Finding[],
  replay: ReplayOutcome,
  ending: string,
  circumstances: Pick<Circumstances, "scenario" | "selection">,
): RunReport {
  const [first] = findings;
  const finding = first ? assembleCounterexample(program, first, replay) : null;
  const run: Run = finding ?? runOf(program, trace, replay);
  const found = finding ? FINDING_EXIT[finding.kind] : ExitCode.holds;
  const exitCode = replay.kind === "disagrees" ? ExitCode.internal : found;
  return { ...subjectOf(program, circumstances), run, finding, ending, exitCode };
}

function subjectOf(program: Program, { scenario, selection }: Pick<Circumstances, "scenario" | "selection">): Subject {
  return { spec: program.name, file: program.file, scenario, parameters: program.parameters, selection };
}

function runOf(program: Program, trace: Trace, replay: ReplayOutcome): Run {
  return { trace: viewTrace(program, trace), schedule: printSchedule(scheduleOf(program, trace)), replay };
}

function assembleCounterexample(program: Program, finding: Finding, replay: ReplayOutcome): Counterexample {
  const property = "property" in finding ? program.properties[finding.property]! : null;
  const siteOf = (site: Place): Pick<Counterexample, "site" | "place"> => ({
    site,
    place: viewPlace(site.span, program.sources),
  });
  const run = runOf(program, finding.trace, replay);
  const because = becauseOf(program, finding);
  const { initialChoices, steps } = run.trace;
  const base = {
    kind: finding.kind,
    property: property?.name ?? null,
    fingerprint: fingerprintOf(finding.kind, property?.name ?? null, initialChoices, steps),
    depth: finding.depth,
    because,
    fairness: finding.trace.loop === undefined ? [] : viewFairness(program, finding.trace),
    ...run,
  };
  switch (finding.kind) {
    case "deadlock": {
      const blocked = because!.waiting.filter(({ process }) => finding.blocked.includes(process));
      return { ...base, text: "", site: null, place: null, conjunct: null, reads: null, blocked };
    }
    case "error":
    case "assert": {
      const { message, values, place } = program.sites[finding.site]!;
      const text = fillTemplate(message, values, finding.values);
      return { ...base, text, ...siteOf(place), conjunct: null, reads: null, blocked: [] };
    }
    case "temporal": {
      const { text, atoms } = property!.temporal!;
      const reads = [...new Set(atoms.flatMap(({ predicate }) => predicate.footprint.reads))];
      return { ...base, text, ...siteOf(property!.place), conjunct: null, reads, blocked: [] };
    }
    default: {
      const conjuncts = property!.conjuncts;
      const { text, place, footprint } = conjuncts[finding.conjunct]!;
      const conjunct = { number: finding.conjunct + 1, of: conjuncts.length };
      return { ...base, text, ...siteOf(place), conjunct, reads: footprint.reads, blocked: [] };
    }
  }
}
