// How often each place in the author's text was run: in, a program that counts its branches and what was counted; out,
// plain data. Instances, call paths and inlinings of one place are one entry, their counts added up.

import type { Exploration } from "../explorer/exploration.ts";
import type { BranchKind, Program } from "../spec/program/program.ts";
import type { Span } from "../spec/source/diagnostic.ts";
import { type PlaceView, viewPlace } from "../trace/view.ts";
import { textOf } from "./vacuous.ts";

export interface StepCoverage {
  /** The function that contains the label; of an action the action. */
  readonly owner: string;
  readonly label: string;
  readonly place: PlaceView;
  /** Successors that this step produced in all states that were expanded; failing ones included. */
  readonly taken: number;
}

export interface BranchCoverage {
  readonly kind: BranchKind;
  /** The test: for && and || the left side. */
  readonly text: string;
  readonly place: PlaceView;
  /** How often the test was evaluated to either, in runs of steps from expanded states; runs that are held or fail included. */
  readonly onTrue: number;
  readonly onFalse: number;
}

/** Both in the order of the text. */
export interface Coverage {
  readonly steps: readonly StepCoverage[];
  readonly branches: readonly BranchCoverage[];
}

export function coverageOf(program: Program, exploration: Exploration): Coverage {
  const steps = new Map<string, { readonly span: Span; readonly entry: Omit<StepCoverage, "taken">; taken: number }>();
  for (const { id, kind, family, locations } of program.processes) {
    for (const location of locations) {
      if (kind === "process" && location.id === 0) continue;
      const { span } = location.place;
      const key = `${span.start} ${span.file}`;
      const owner = kind === "action" ? family : (location.path.at(-1) ?? family);
      const entry = { owner, label: location.label, place: viewPlace(span, program.sources) };
      const known = steps.get(key) ?? { span, entry, taken: 0 };
      known.taken += exploration.coverage[id]![location.id]!;
      steps.set(key, known);
    }
  }
  const branches = program.branches.flatMap(({ kind, property, span }, id) => {
    if (property !== null) return [];
    const [onTrue, onFalse] = exploration.branches[id]!;
    const place = viewPlace(span, program.sources);
    return [{ span, entry: { kind, text: textOf(program, span), place, onTrue, onFalse } }];
  });
  const files = [...program.sources.keys()];
  const inOrder = (a: { readonly span: Span }, b: { readonly span: Span }): number =>
    files.indexOf(a.span.file) - files.indexOf(b.span.file) || a.span.start - b.span.start || a.span.end - b.span.end;
  return {
    steps: [...steps.values()].sort(inOrder).map(({ entry, taken }) => ({ ...entry, taken })),
    branches: branches.sort(inOrder).map(({ entry }) => entry),
  };
}
