// What a replay can come to: that the checker's program and the author's functions agree, or where they part ways.

import type { Outcome } from "./native.ts";

export type ReplayOutcome =
  | { readonly kind: "agrees" }
  /** They part ways at this step (0: before the first). */
  | {
      readonly kind: "disagrees";
      readonly step: number;
      readonly what: string;
      /** By the checker's program, and by the spec's functions. */
      readonly expected: string;
      readonly actual: string;
    };

/** On what they differ, and how. */
export type Disagreement = Omit<Extract<ReplayOutcome, { kind: "disagrees" }>, "kind" | "step">;

/** What a native step came to, in words. */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case "moved":
      return "moves";
    case "disabled":
      return `disabled by ${outcome.guard}`;
    case "failed":
      return `fails (${outcome.fault.kind}: ${outcome.fault.message})`;
  }
}
