// One run of a body: statements in order until one of them ends it. What comes in is a body, a frame, and the options to
// take at its choices; what goes out is how the run ended, with what it met on the way. The invariant: the same options
// give the same run, so that other options are tried by running again from the start.

import type { Guard, Place, Site, Statement } from "../../spec/program/program.ts";
import { unreachable } from "../../spec/source/diagnostic.ts";
import { evaluateExpression } from "./expression.ts";
import { type Frame, faulty, writeCell } from "./frame.ts";

/** What a process held at a step is doing: waiting for good reason (`idle`, `optional`) or not (`blocked`). */
export type Waits = Guard["waits"];

/** An option taken at a choice, and of how many. */
export interface Taken {
  readonly choice: number;
  readonly option: number;
  readonly count: number;
}

/** How a run ended. `returned` is for predicates alone. */
export type End =
  | { readonly kind: "moved"; readonly location: number }
  | { readonly kind: "failed"; readonly site: number; readonly values: readonly number[] }
  /** Held by the guard, or by the choice from nothing, at this place. */
  | { readonly kind: "disabled"; readonly waits: Waits; readonly place: Place }
  | { readonly kind: "returned"; readonly value: number };

export interface Run {
  readonly end: End;
  readonly taken: readonly Taken[];
  /** An `optional` guard was passed. */
  readonly optional: boolean;
  readonly notes: readonly { readonly note: number; readonly value: number | null }[];
}

interface Progress {
  readonly options: readonly number[];
  readonly taken: Taken[];
  readonly notes: { note: number; value: number | null }[];
  optional: boolean;
  /** Some guard met so far, true or false, says that waiting here is the environment's right. */
  mayWait: boolean;
}

/**
 * Runs a body. Its nth choice takes `options[n]`, or option 0 where the list is too short. A choice from nothing, or an
 * option that is not on offer, disables the step as a false `when` would.
 */
export function runBody(body: readonly Statement[], frame: Frame, options: readonly number[]): Run {
  const progress: Progress = { options, taken: [], notes: [], optional: false, mayWait: false };
  const end = runAll(body, frame, progress);
  if (end === null || end.kind === "broken") throw faulty(frame.program, "a body falls off its end");
  return { end, taken: progress.taken, optional: progress.optional, notes: progress.notes };
}

/**
 * The options to try after a run that took `taken`, counting the last choice fastest; null after the last of them. A
 * choice only counts as far as this run came, since the choices after it may be others under another option.
 */
export function nextOptions(taken: readonly Taken[]): readonly number[] | null {
  for (let last = taken.length - 1; last >= 0; last--) {
    const { option, count } = taken[last]!;
    if (option + 1 < count) return [...taken.slice(0, last).map((t) => t.option), option + 1];
  }
  return null;
}

type Outcome = End | { readonly kind: "broken"; readonly label: number } | null;

function runAll(body: readonly Statement[], frame: Frame, progress: Progress): Outcome {
  for (const statement of body) {
    frame.watch?.enter?.(statement, frame);
    const outcome = run(statement, frame, progress);
    if (outcome !== null) return outcome;
  }
  return null;
}

function run(statement: Statement, frame: Frame, progress: Progress): Outcome {
  switch (statement.kind) {
    case "set": {
      const value = evaluateExpression(statement.value, frame);
      const { check } = statement;
      if (check !== undefined && (value < check.lo || value > check.hi)) return failure(check.site, frame);
      writeCell(frame, statement.cell, evaluateExpression(statement.cell.index, frame), value);
      return null;
    }
    case "if": {
      const taken = evaluateExpression(statement.test, frame) !== 0 ? statement.then : statement.else;
      const outcome = runAll(taken, frame, progress);
      frame.watch?.leave?.(statement);
      return outcome;
    }
    case "block": {
      const outcome = runAll(statement.body, frame, progress);
      frame.watch?.leave?.(statement);
      return outcome?.kind === "broken" && outcome.label === statement.label ? null : outcome;
    }
    case "break":
      return { kind: "broken", label: statement.label };
    case "guard": {
      if (statement.waits === "optional") progress.mayWait = true;
      if (evaluateExpression(statement.test, frame) === 0) return held(progress, statement.waits, statement.place);
      if (statement.guard === "optional") progress.optional = true;
      return null;
    }
    case "choose": {
      const count = evaluateExpression(statement.count, frame);
      const option = progress.options[progress.taken.length] ?? 0;
      if (option >= count) return held(progress, "blocked", statement.place);
      progress.taken.push({ choice: statement.choice, option, count });
      writeCell(frame, { store: "local", id: statement.target, index: zero }, 0, option);
      return null;
    }
    case "fail":
      return failure(statement.site, frame);
    case "count":
      frame.watch?.count?.(statement.branch, statement.side);
      return null;
    case "note": {
      const note = frame.program.notes[statement.note];
      if (note === undefined) throw faulty(frame.program, `there is no note ${statement.note}`);
      progress.notes.push({
        note: statement.note,
        value: note.value === null ? null : evaluateExpression(note.value.expr, frame),
      });
      return null;
    }
    case "goto":
      return { kind: "moved", location: statement.location };
    case "return":
      return { kind: "returned", value: evaluateExpression(statement.value, frame) };
    default:
      return unreachable(statement);
  }
}

const zero = { kind: "const", value: 0 } as const;

function held(progress: Progress, waits: Waits, place: Place): End {
  return { kind: "disabled", waits: progress.mayWait ? "optional" : waits, place };
}

function failure(id: number, frame: Frame): End {
  const site: Site | undefined = frame.program.sites[id];
  if (site === undefined) throw faulty(frame.program, `there is no site ${id}`);
  return { kind: "failed", site: id, values: site.values.map(({ expr }) => evaluateExpression(expr, frame)) };
}
