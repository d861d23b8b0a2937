// What a run of tests has in common with an earlier one: the counterexamples that are known. In, entries of a baseline; out, plain
// data and words for reporters. What is known and what is not is judged in src/check/baseline.ts.

import { plural } from "./layout.ts";
import type { Difference } from "./test-table.ts";
import type { FindingKind } from "./verdict.ts";

/** A counterexample of a scenario, told from others by its fingerprint. */
export interface KnownCounterexample {
  /** Absolute path of the spec. */
  readonly file: string;
  /** Null for a spec without scenarios. */
  readonly scenario: string | null;
  readonly kind: FindingKind;
  readonly property: string | null;
  readonly fingerprint: string;
  readonly steps: number;
  /** What `allways replay` takes; empty for a property that is never reached. */
  readonly schedule: string;
}

/** A scenario beside the baseline. */
export interface BaselineResult {
  /** `known`: all that was found is in the baseline; `new`: something is not; null: nothing was found. */
  readonly state: "known" | "new" | null;
  /** Differences that would fail the scenario, were they not known. */
  readonly pardoned: readonly Difference[];
  /** In the baseline, and not found any more. */
  readonly gone: readonly KnownCounterexample[];
}

/** `violates "nothing lost" after 4 steps`. */
export function knownWords({ kind, property, steps }: KnownCounterexample): string {
  const what =
    kind === "deadlock"
      ? "deadlocks"
      : kind === "reachable"
        ? `never reaches "${property}"`
        : property === null
          ? "fails"
          : `violates "${property}"`;
  return kind === "reachable" ? what : `${what} after ${plural(steps, "step")}`;
}
