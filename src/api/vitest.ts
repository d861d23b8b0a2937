// `allways/vitest`: matchers for specs, registered when this module is imported. In, a spec (its path, its URL, or what its module
// exports by default) and what is expected of it; out, a failure whose message is the report that `allways check` prints. The invariant:
// neither a matcher nor its `.not` passes on what was not decided: a search that a bound ended, a replay that disagreed.

import { expect } from "vitest";
import { compareExpectation, describeOutcome, MUST_HOLD } from "../check/expectation.ts";
import { DEFAULT_SEARCH, runCheck } from "../check/run.ts";
import { ExitCode } from "../report/exit-code.ts";
import type { FindingKind, Verdict } from "../report/verdict.ts";
import { usage } from "../spec/source/diagnostic.ts";
import { type CheckOptions, explained, reportOf, runSpec, type SpecSource, selectSource } from "./check.ts";

export type { CheckOptions, SpecSource } from "./check.ts";

/** What `await expect(spec)` can be asked; each is a promise. */
export interface SpecMatchers {
  /** Every property holds, and there is no deadlock, no error and no failed assertion. */
  toHold(options?: CheckOptions): Promise<void>;
  /** The property is violated, or never reached; with `all` it need not be the first thing found. */
  toViolate(property: string, options?: CheckOptions): Promise<void>;
  /** Some run ends where nothing can move and not everything has ended. */
  toDeadlock(options?: CheckOptions): Promise<void>;
  /** An assertion fails, or an error happens, in the step with this label. */
  toFail(label: string, options?: CheckOptions): Promise<void>;
  /** Every scenario of the spec comes out as it expects, as with `allways test`; `slow` runs those marked slow, too. */
  toMeetScenarios(options?: ScenarioOptions): Promise<void>;
}

export interface ScenarioOptions {
  readonly slow?: boolean;
  /** Only the scenario of this name. */
  readonly scenario?: string;
}

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: vitest declares it so
  interface Matchers<T = any> extends SpecMatchers {}
}

/** What a verdict says to a question: yes, no, or neither, if the search ended before it could tell. */
interface Answer {
  readonly yes: boolean;
  readonly no: boolean;
}

interface Outcome {
  readonly pass: boolean;
  readonly message: () => string;
}

expect.extend({
  toHold(spec: SpecSource, options: CheckOptions = {}): Promise<Outcome> {
    return ask(spec, options, "hold", this.isNot, ({ verdict }) => ({
      yes: verdict === "holds",
      no: verdict !== "holds" && verdict !== "inconclusive",
    }));
  },

  toViolate(spec: SpecSource, property: string, options: CheckOptions = {}): Promise<Outcome> {
    const properties = [...new Set([property, ...(options.properties ?? [])])];
    return ask(spec, { ...options, properties }, `violate "${property}"`, this.isNot, ({ properties }) => {
      const judged = properties.find(({ name }) => name === property)?.verdict;
      return { yes: judged === "violated", no: judged === "holds" || judged === "bounded" };
    });
  },

  toDeadlock(spec: SpecSource, options: CheckOptions = {}): Promise<Outcome> {
    return ask(spec, options, "deadlock", this.isNot, (verdict) => {
      const yes = verdict.counterexamples.some(({ kind }) => kind === "deadlock");
      return { yes, no: !yes && isComplete(verdict) };
    });
  },

  toFail(spec: SpecSource, label: string, options: CheckOptions = {}): Promise<Outcome> {
    return ask(spec, options, `fail at "${label}"`, this.isNot, (verdict) => {
      const failures = verdict.counterexamples.filter(({ kind }) => FAILURES.includes(kind));
      const yes = failures.some(({ trace }) => trace.steps.at(-1)?.failed && trace.steps.at(-1)?.label === label);
      return { yes, no: failures.length === 0 && isComplete(verdict) };
    });
  },

  toMeetScenarios(spec: SpecSource, options: ScenarioOptions = {}): Promise<Outcome> {
    return explained(() => meetScenarios(spec, options, this.isNot));
  },
});

const FAILURES: readonly FindingKind[] = ["error", "assert"];

/** Nothing was left out that could have answered otherwise. */
function isComplete({ verdict, extent }: Verdict): boolean {
  return verdict === "holds" || extent === "exhaustive";
}

function ask(
  spec: SpecSource,
  options: CheckOptions,
  what: string,
  isNot: boolean,
  question: (verdict: Verdict) => Answer,
): Promise<Outcome> {
  return explained(async () => {
    const { verdict, selection } = await runSpec(spec, options);
    const report = await reportOf(verdict, selection);
    const answer = isFault(verdict) ? { yes: false, no: false } : question(verdict);
    const expected = `expected ${subjectOf(verdict)} ${isNot ? "not " : ""}to ${what}`;
    return conclude(answer, isNot, `${expected}, ${reasonOf(verdict, answer, isNot)}\n\n${report}`);
  });
}

/** A matcher passes on a yes and its `.not` on a no; what is neither fails both. */
function conclude({ yes, no }: Answer, isNot: boolean, text: string): Outcome {
  return { pass: isNot ? !no : yes, message: () => text };
}

function reasonOf(verdict: Verdict, { yes, no }: Answer, isNot: boolean): string {
  const came = describeOutcome(verdict);
  const open = verdict.completeness.omission === undefined ? "a bound was hit" : "states may have been missed";
  if (isFault(verdict)) return "but allways contradicts itself; please report this";
  if (yes || !isNot) return `but it ${came === "inconclusive" ? `is inconclusive: ${open}` : came}`;
  if (no || came === "inconclusive") return `but that is not decided: ${open}`;
  return `but that is not decided: it ${came}, where the search ended; all: true looks further`;
}

/** The engines, or the spec's own functions, came to something else. */
function isFault({ exitCode }: Verdict): boolean {
  return exitCode === ExitCode.internal;
}

function subjectOf({ spec, scenario }: Verdict): string {
  return scenario === null ? `"${spec}"` : `"${spec}", scenario "${scenario}",`;
}

async function meetScenarios(spec: SpecSource, options: ScenarioOptions, isNot: boolean): Promise<Outcome> {
  const only = options.scenario === undefined ? {} : { scenario: options.scenario };
  const { loaded } = await selectSource(spec, only);
  const all = [...loaded.definition.scenarios.values()];
  const chosen = all.filter(
    ({ name, slow }) => (only.scenario ?? name) === name && (options.slow || only.scenario || !slow),
  );
  if (all.length > 0 && chosen.length === 0) {
    throw usage("toMeetScenarios: all scenarios of the spec are marked slow", ["slow: true runs them"]);
  }
  const failures: string[] = [];
  let decided = true;
  for (const scenario of all.length === 0 ? [MUST_HOLD] : chosen) {
    const selection = await selectSource(spec, all.length === 0 ? {} : { scenario: scenario.name });
    const interruption = { signal: new AbortController().signal, exitCode: () => null };
    const { verdict } = await runCheck(selection, DEFAULT_SEARCH, interruption, null);
    const differences = compareExpectation(scenario, verdict);
    if (differences.length === 0 && !isFault(verdict)) continue;
    decided &&= verdict.verdict !== "inconclusive" && !isFault(verdict);
    const lines = differences.map(({ what, expected, actual }) => `  ${what}: expected ${expected}, came ${actual}`);
    failures.push([`${subjectOf(verdict)}`, ...lines, "", await reportOf(verdict, selection)].join("\n"));
  }
  const answer = { yes: failures.length === 0, no: failures.length > 0 && decided };
  const expected = `expected "${loaded.definition.name}" ${isNot ? "not " : ""}to come out as its scenarios expect`;
  return conclude(answer, isNot, [expected, ...failures].join("\n\n"));
}
