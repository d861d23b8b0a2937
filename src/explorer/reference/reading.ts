// What a run of a body read before it came out as it did: in, a property that does not hold, a step that is held, or one that
// fails; out, the shared cells and locals that decided it, and the processes it asked about. The invariant: a register without a
// name of the author's stands for what it was computed from, so that all that is told has a name.

import { walkStatements } from "../../spec/analysis/ir.ts";
import type { Cell, Predicate, Program, Statement } from "../../spec/program/program.ts";
import type { Span } from "../../spec/source/diagnostic.ts";
import type { State } from "../state.ts";
import type { Cells } from "../state-value.ts";
import { type Frame, type JudgedStep, readCell, type Watch } from "./frame.ts";
import { evaluate, runStep } from "./interpreter.ts";
import { nextOptions } from "./statement.ts";

export interface Reading {
  /** Cells of shared columns, and those of the state before the step (step properties), as cellKey writes them. */
  readonly cells: ReadonlySet<string>;
  readonly before: ReadonlySet<string>;
  /** Ids of the author's locals. */
  readonly locals: ReadonlySet<number>;
  /** By process that was asked about: whether some answer was yes. */
  readonly asked: ReadonlyMap<number, boolean>;
  /** Those among them that were asked whether they could move, and whether some answer was yes. */
  readonly able: ReadonlyMap<number, boolean>;
  /** Values as they were read: of shared cells, and of locals. */
  readonly shared: Cells;
  readonly registers: Cells;
}

export function cellKey(storage: number, index: number): string {
  return `${storage} ${index}`;
}

interface Draft {
  readonly cells: Set<string>;
  readonly before: Set<string>;
  readonly locals: Set<number>;
  readonly asked: Map<number, boolean>;
  readonly able: Map<number, boolean>;
}

/** What a property, or a conjunct of one, reads in a state. */
export function readingOfPredicate(
  program: Program,
  predicate: Predicate,
  state: State,
  judged: JudgedStep | null,
): Reading {
  const draft = emptyDraft();
  let last: Frame | null = null;
  const watch: Watch = {
    enter: (_, frame) => {
      last = frame;
    },
    read: (cell, index) => {
      if (cell.store === "state") (cell.old ? draft.before : draft.cells).add(cellKey(cell.id, index));
    },
    ask: (process, about, answer) => ask(draft, process, about, answer),
  };
  evaluate(program, predicate, state, judged, watch);
  return finish(draft, last);
}

/** A guard that holds a process, and what it reads under any of its choices. */
export interface HeldBy {
  readonly span: Span;
  readonly reading: Reading;
}

/** The guards that hold a process, each once, whatever it chooses. */
export function guardsAgainst(program: Program, state: State, process: number): readonly HeldBy[] {
  const found = new Map<string, { readonly span: Span; readonly drafts: Draft[]; readonly frame: Frame | null }>();
  for (let options: readonly number[] | null = []; options !== null; ) {
    // What was computed or chosen since the label is another value under another choice.
    const witness = lastTest(program, process, (id) => state.locals.get(process)!.has(id));
    const outcome = runStep(program, state, process, options, witness.watch);
    if (outcome.kind === "disabled") {
      const { span } = outcome.place;
      const key = `${span.start} ${span.file}`;
      const entry = found.get(key) ?? { span, drafts: [], frame: witness.frame() };
      entry.drafts.push(witness.draft("inItsPlace"));
      found.set(key, entry);
    }
    options = nextOptions(outcome.taken);
  }
  return [...found.values()].map(({ span, drafts, frame }) => ({ span, reading: finish(merge(drafts), frame) }));
}

/** What the condition reads of which a step fails. */
export function readingOfFailure(program: Program, state: State, process: number, options: readonly number[]): Reading {
  const witness = lastTest(program, process, null);
  runStep(program, state, process, options, witness.watch);
  return finish(witness.draft("alone"), witness.frame());
}

/**
 * Follows a step to its last test: what went into that alone, and into meeting it at all. `shows`: which of the author's locals may
 * be told of, null for all as they are then. A test counts for all that stands under it, and one that may break out of a block
 * for the rest of that.
 */
function lastTest(
  program: Program,
  process: number,
  shows: ((local: number) => boolean) | null,
): {
  readonly watch: Watch;
  readonly draft: (kind: "alone" | "inItsPlace") => Draft;
  readonly frame: () => Frame | null;
} {
  const mover = program.processes[process]!;
  const named = new Set(mover.variables.flatMap(({ locals }) => locals).filter((id) => shows?.(id) ?? true));
  /** By register: what its value was computed from. */
  const origins = new Map<number, Draft>();
  /** What it depends on that the statement at hand is met at all: of the step, and of each `if` and block around. */
  const control: Draft[] = [emptyDraft()];
  let frame: Frame | null = null;
  let previous: Statement | null = null;
  let current = emptyDraft();
  let tested = { alone: emptyDraft(), inItsPlace: emptyDraft() };
  const settle = (): void => {
    const statement = previous;
    previous = null;
    if (statement?.kind === "set" && statement.cell.store === "local") {
      // Of several cells only one was written, and the others keep what they came from.
      const { id } = statement.cell;
      const before = mover.locals[id]!.count > 1 ? origins.get(id) : undefined;
      origins.set(id, merge([current, ...control, ...(before ? [before] : [])]));
    } else if (statement?.kind === "if" || statement?.kind === "guard" || statement?.kind === "choose") {
      tested = { alone: current, inItsPlace: merge([current, ...control]) };
      // Where it does not hold, no statement follows a guard.
      add(statement.kind === "if" ? control.at(-1)! : control[0]!, current);
    }
    current = emptyDraft();
  };
  return {
    watch: {
      enter: (statement, entered) => {
        settle();
        previous = statement;
        frame = entered;
        if (statement.kind === "if" || statement.kind === "block") control.push(emptyDraft());
      },
      leave: (statement) => {
        settle();
        const left = control.pop()!;
        if (statement.kind === "if" && breaks(statement)) add(control.at(-1)!, left);
      },
      read: (cell, index) => {
        if (cell.store === "state") current.cells.add(cellKey(cell.id, index));
        else if (named.has(cell.id)) current.locals.add(cell.id);
        if (cell.store === "local" && !(shows === null && named.has(cell.id))) add(current, origins.get(cell.id));
      },
      ask: (asked, about, answer) => ask(current, asked, about, answer),
    },
    draft: (kind) => {
      settle();
      return tested[kind];
    },
    frame: () => frame,
  };
}

/** Whether it may go on elsewhere than behind it. */
function breaks(statement: Statement): boolean {
  let found = false;
  walkStatements([statement], ({ kind }) => {
    found ||= kind === "break" || kind === "goto" || kind === "return";
  });
  return found;
}

function emptyDraft(): Draft {
  return { cells: new Set(), before: new Set(), locals: new Set(), asked: new Map(), able: new Map() };
}

function ask({ asked, able }: Draft, process: number, about: "at" | "enabled", answer: boolean): void {
  asked.set(process, answer || (asked.get(process) ?? false));
  if (about === "enabled") able.set(process, answer || (able.get(process) ?? false));
}

function add(draft: Draft, other: Draft | undefined): void {
  for (const key of other?.cells ?? []) draft.cells.add(key);
  for (const id of other?.locals ?? []) draft.locals.add(id);
  for (const [process, answer] of other?.asked ?? []) ask(draft, process, "at", answer);
  for (const [process, answer] of other?.able ?? []) ask(draft, process, "enabled", answer);
}

function merge(drafts: readonly Draft[]): Draft {
  const all = emptyDraft();
  for (const draft of drafts) add(all, draft);
  return all;
}

/** No frame: nothing was run, so that nothing was read. */
function finish(draft: Draft, frame: Frame | null): Reading {
  const silent = frame && { ...frame, watch: null };
  const cellsOf =
    (store: Cell["store"]): Cells =>
    (id, index) => {
      if (silent === null) throw new Error("a value is asked for where nothing was read; please report this");
      return readCell(silent, { store, id, index: NOWHERE }, index);
    };
  return { ...draft, shared: cellsOf("state"), registers: cellsOf("local") };
}

const NOWHERE = { kind: "const", value: 0 } as const;
