// The counterexamples that are known, and what of them came again: in, the entries of a baseline and the verdict on each scenario;
// out, which counterexamples are new, known and gone, and the entries of the next baseline. The invariant: nothing is known but by
// its fingerprint in the same scenario of the same file, and a scenario that was not decided leaves its entries as they were.

import type { BaselineResult, KnownCounterexample } from "../report/baseline.ts";
import type { Difference } from "../report/test-table.ts";
import type { Verdict } from "../report/verdict.ts";
import { fingerprintOf } from "../trace/fingerprint.ts";
import { describeOutcome } from "./expectation.ts";

export class Baseline {
  readonly #known: readonly KnownCounterexample[];
  /** By file and scenario: what was found in those that were decided. */
  readonly #found = new Map<string, readonly KnownCounterexample[]>();
  /** By file: the scenarios it has. */
  readonly #scenarios = new Map<string, ReadonlySet<string | null>>();
  readonly #update: boolean;

  /** With `update` everything that is found counts as known. */
  constructor(known: readonly KnownCounterexample[], update: boolean) {
    this.#known = known;
    this.#update = update;
  }

  /** A spec that is tested, and all scenarios it has, tested or not. */
  meet(file: string, scenarios: readonly string[]): void {
    this.#scenarios.set(file, new Set(scenarios.length === 0 ? [null] : scenarios));
  }

  /** A verdict beside the baseline; `differences` are those to the scenario's expectation. */
  judge(
    verdict: Verdict,
    differences: readonly Difference[],
  ): BaselineResult & { readonly fresh: readonly Difference[] } {
    const { file, scenario } = verdict;
    const known = this.#known.filter((entry) => entry.file === file && entry.scenario === scenario);
    const found = findingsOf(verdict);
    if (verdict.verdict === "inconclusive") return { state: null, pardoned: [], gone: [], fresh: [] };
    this.#found.set(keyOf(file, scenario), found);
    const news = this.#update ? [] : found.filter((entry) => !known.some((other) => isSame(entry, other)));
    const gone = known.filter((entry) => !found.some((other) => isSame(entry, other)));
    if (found.length === 0) return { state: null, pardoned: [], gone, fresh: [] };
    if (news.length > 0) {
      const fresh = {
        what: "counterexample",
        expected: "one of the baseline",
        actual: `${describeOutcome(verdict)}, new`,
      };
      return { state: "new", pardoned: [], gone, fresh: [fresh] };
    }
    // Counts and lengths were stated of another outcome, if that differs.
    const isOther = differences.some(({ what }) => what === "verdict");
    return { state: "known", pardoned: isOther ? differences : [], gone, fresh: [] };
  }

  /** Entries of scenarios that are there no more, in the files that were tested or are not there either. */
  lost(exists: (file: string) => boolean): readonly KnownCounterexample[] {
    return this.#known.filter(({ file, scenario }) => {
      const scenarios = this.#scenarios.get(file);
      return scenarios === undefined ? !exists(file) : !scenarios.has(scenario);
    });
  }

  /** The next baseline, in an order that does not depend on that of the tests. */
  entries(exists: (file: string) => boolean): readonly KnownCounterexample[] {
    const lost = new Set(this.lost(exists));
    const kept = this.#known.filter((entry) => !lost.has(entry) && !this.#found.has(keyOf(entry.file, entry.scenario)));
    return [...kept, ...[...this.#found.values()].flat()].sort(
      (a, b) =>
        compare(a.file, b.file) || compare(a.scenario ?? "", b.scenario ?? "") || compare(a.fingerprint, b.fingerprint),
    );
  }
}

/** Its counterexamples, and the properties it never reaches, which have none. */
function findingsOf(verdict: Verdict): KnownCounterexample[] {
  const { file, scenario, counterexamples, properties } = verdict;
  const missed = properties.filter((one) => one.kind === "reachable" && one.verdict === "violated");
  return [
    ...counterexamples.map(({ kind, property, fingerprint, trace, schedule }) => {
      const steps = trace.steps.length;
      return { file, scenario, kind, property, fingerprint, steps, schedule };
    }),
    ...missed.map(({ name }) => {
      const fingerprint = fingerprintOf("reachable", name, [], []);
      return { file, scenario, kind: "reachable" as const, property: name, fingerprint, steps: 0, schedule: "" };
    }),
  ];
}

function isSame(a: KnownCounterexample, b: KnownCounterexample): boolean {
  return a.fingerprint === b.fingerprint;
}

function keyOf(file: string, scenario: string | null): string {
  return JSON.stringify([file, scenario]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
