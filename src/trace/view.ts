// A trace as people read it: in, the cells of a run; out, rows that say who moved, from which label, and what changed by
// the author's names. Plain data, so that every reporter, and JSON, tells the same story.

import type { Place } from "../spec/program/program.ts";

/** A place of the author's text; line and column count from 1. */
export interface PlaceView {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A value before and after, as text; null where there was none before or is none after (a local that came or went). */
export interface ChangeView {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface StepView {
  /** From 1. */
  readonly number: number;
  /** Id of the process, and its name: `cancel[0]`. */
  readonly process: number;
  readonly name: string;
  /** Functions on the call path to the label, outermost first. */
  readonly path: readonly string[];
  readonly label: string;
  readonly choices: readonly { readonly name: string; readonly value: string }[];
  readonly changes: readonly ChangeView[];
  readonly notes: readonly { readonly text: string; readonly value: string | null }[];
  readonly place: PlaceView;
  /** The step failed and has no state after it. */
  readonly failed: boolean;
}

export interface TraceView {
  readonly initialChoices: readonly { readonly name: string; readonly value: string }[];
  readonly steps: readonly StepView[];
  /** Shared values and, of each process, where it stands, in the last state there is. */
  readonly final: StateView;
}

export interface StateView {
  readonly values: readonly { readonly name: string; readonly value: string; readonly columns: readonly number[] }[];
  readonly processes: readonly StandingView[];
}

export interface StandingView {
  readonly process: number;
  readonly name: string;
  /** Null for an ended process. */
  readonly label: string | null;
  readonly path: readonly string[];
  readonly locals: readonly { readonly name: string; readonly value: string }[];
}

/** How often the run passes from one process to another. */
export function contextSwitches(steps: readonly { readonly process: number }[]): number {
  return steps.filter((step, index) => index > 0 && steps[index - 1]!.process !== step.process).length;
}

/** Where a place lies in its file, in lines and columns from 1. */
export function viewPlace(place: Place, sources: ReadonlyMap<string, string>): PlaceView {
  const text = sources.get(place.span.file) ?? "";
  const before = text.slice(0, place.span.start).split(/\r\n|[\n\r\u2028\u2029]/);
  return { file: place.span.file, line: before.length, column: before.at(-1)!.length + 1 };
}
