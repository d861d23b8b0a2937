// What a folder of specs came to: in, what `allways test` learned of every scenario; out, the same as data for a page. The
// invariant: every number is of a search that was made.

import type { Value } from "../spec/program/domain.ts";
import type { PlaceView } from "../trace/view.ts";
import type { Outcome } from "./cases.ts";
import type { StepCoverage } from "./coverage.ts";
import { relativePath } from "./json.ts";
import { html, type Markup } from "./markup.ts";
import type { TestResult } from "./test-table.ts";
import type { Verdict } from "./verdict.ts";

/** A scenario that was checked. */
export interface ScenarioReport {
  readonly verdict: Verdict;
  readonly result: TestResult;
  /** In the words of TestResult.outcome. */
  readonly expected: string;
  /** What the scenario sets; null for a spec without scenarios. */
  readonly settings: Readonly<Record<string, Value>> | null;
  /** Another for each, of small letters, digits, dots and hyphens. */
  readonly name: string;
  /** Of each counterexample: where its page lies, relative to this one. */
  readonly pages: readonly string[];
}

export interface Summary {
  readonly scenarios: readonly ScenarioReport[];
  readonly refused: readonly Extract<Outcome, { kind: "refused" }>[];
  /** Scenarios marked slow that were left out. */
  readonly skipped: number;
  readonly interrupted: boolean;
  readonly milliseconds: number;
  /** `allways 0.1.0` */
  readonly tool: string;
  /** `25 November 2026, 20:30 UTC` */
  readonly time: string;
  /** `Node.js v22.1.0, linux x64` */
  readonly machine: string;
  /** The command that made it. */
  readonly command: string;
  /** Paths are shown relative to it. */
  readonly folder: string;
}

/** Scenarios of one file stand together, in the order they came. */
export function bySpec(scenarios: readonly ScenarioReport[]): readonly (readonly ScenarioReport[])[] {
  const files = new Map<string, ScenarioReport[]>();
  for (const scenario of scenarios) {
    const { file } = scenario.verdict;
    files.set(file, [...(files.get(file) ?? []), scenario]);
  }
  return [...files.values()];
}

export function isUnmet({ result }: ScenarioReport): boolean {
  return result.differences.length > 0;
}

/** What the row and the details of a scenario are called in addresses, by its name. */
export function rowOf(name: string): string {
  return `scenario-${name}`;
}

export function detailOf(name: string): string {
  return `details-${name}`;
}

export function placeMarkup({ file, line }: PlaceView, folder: string): Markup {
  return html`<span class="path">${relativePath(file, folder)}:${line}</span>`;
}

export function stepItem({ owner, label, place }: StepCoverage, folder: string): Markup {
  return html`<li>${owner} › <code>${label}</code> ${placeMarkup(place, folder)}</li>`;
}
