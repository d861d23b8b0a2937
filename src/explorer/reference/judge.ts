// Whether a property holds of a state or of a step: its conjuncts in order, up to the first that does not. What comes in
// is a property and a state; what goes out says which conjunct broke, or where it failed to evaluate.

import type { Program, Property } from "../../spec/program/program.ts";
import type { State } from "../state.ts";
import type { JudgedStep, Watch } from "./frame.ts";
import { evaluate } from "./interpreter.ts";

export type Judgement =
  | { readonly kind: "holds" }
  | { readonly kind: "violated"; readonly conjunct: number }
  | { readonly kind: "failed"; readonly site: number; readonly values: readonly number[] };

/** Judges a property in a state; `judged` is the step into it for step properties, null for all others. */
export function judge(
  program: Program,
  property: Property,
  state: State,
  judged: JudgedStep | null,
  watch: Watch | null = null,
): Judgement {
  for (const [conjunct, predicate] of property.conjuncts.entries()) {
    const verdict = evaluate(program, predicate, state, judged, watch);
    if (verdict.kind === "failed") return verdict;
    if (verdict.value === 0) return { kind: "violated", conjunct };
  }
  return { kind: "holds" };
}
