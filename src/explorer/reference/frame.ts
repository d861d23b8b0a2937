// Where one run of a body stands: the immutable state it started from, a mutable working copy of what it has written so
// far, and the registers of its process. What comes in is a State; what goes out is a new State or nothing. The
// invariant: the state it started from never changes, and every cell written into a column lies within its bounds.

import { Map as ImmutableMap, List } from "immutable";
import type { Cell, Local, Process, Program, Statement } from "../../spec/program/program.ts";
import { makeState, type State } from "../state.ts";

/** The step that a step property judges: who moved, from where, and the state before. */
export interface JudgedStep {
  readonly process: number;
  readonly location: number;
  readonly before: State;
}

/** Who looks on while a body runs: coverage counts branches, explanations ask what was read. */
export interface Watch {
  /** A side of a branch is taken; side 0: its test was true. */
  readonly count?: (branch: number, side: 0 | 1) => void;
  /** A statement begins. */
  readonly enter?: (statement: Statement, frame: Frame) => void;
  /** An `if` or a block is left, at its end or by a break. */
  readonly leave?: (statement: Statement) => void;
  /** A cell is read. */
  readonly read?: (cell: Cell, index: number) => void;
  /** A process is asked where it stands, or whether it can move from there. */
  readonly ask?: (process: number, about: "at" | "enabled", answer: boolean) => void;
}

export interface Frame {
  readonly program: Program;
  readonly state: State;
  /** By column id: its cells, once something was written to them. */
  readonly written: (number[] | undefined)[];
  /** By local id: its cells; an unset cell holds nothing, so that reading it is noticed. */
  readonly registers: (number | undefined)[][];
  /** The step being judged; null outside step properties. */
  readonly judged: JudgedStep | null;
  /** Whether a process has an enabled step in `state`; predicates only. */
  readonly enabled: (process: number) => boolean;
  readonly watch: Watch | null;
}

/** A fault of the program given to us (never of the spec it was made from). */
export function faulty(program: Program, what: string): Error {
  return new Error(`${program.name}: ${what}; please report this`);
}

/** Registers as a body finds them: the live locals of the process, the rest unset. */
export function registersOf(
  locals: readonly Local[],
  live: ImmutableMap<number, List<number>>,
): (number | undefined)[][] {
  return locals.map((local) => {
    const cells = live.get(local.id);
    return cells === undefined ? new Array<number | undefined>(local.count).fill(undefined) : cells.toArray();
  });
}

export function readCell(frame: Frame, cell: Cell, index: number): number {
  frame.watch?.read?.(cell, index);
  if (cell.store === "local") {
    const value = frame.registers[cell.id]?.[index];
    if (value === undefined) {
      throw faulty(frame.program, `local ${cell.id}[${index}] is read where it has no value`);
    }
    return value;
  }
  const value = cell.old
    ? beforeOf(frame)
        .shared.get(cell.id)
        ?.get(checkIndex(frame, cell.id, index))
    : (frame.written[cell.id]?.[index] ?? frame.state.shared.get(cell.id)?.get(checkIndex(frame, cell.id, index)));
  if (value === undefined) throw faulty(frame.program, `column ${cell.id} has no cell ${index}`);
  return value;
}

export function writeCell(frame: Frame, cell: Cell, index: number, value: number): void {
  if (cell.store === "local") {
    const cells = frame.registers[cell.id];
    if (cells === undefined || !(index >= 0 && index < cells.length)) {
      throw faulty(frame.program, `local ${cell.id} has no cell ${index}`);
    }
    cells[index] = value;
    return;
  }
  const column = frame.program.columns[cell.id];
  if (column === undefined || cell.old) throw faulty(frame.program, `column ${cell.id} cannot be written`);
  checkIndex(frame, cell.id, index);
  if (value < column.lo || value > column.hi) {
    throw faulty(frame.program, `${column.name} is given ${value}, outside its ${column.lo}..${column.hi}`);
  }
  let cells = frame.written[cell.id];
  if (cells === undefined) {
    cells = frame.state.shared.get(cell.id)!.toArray();
    frame.written[cell.id] = cells;
  }
  cells[index] = value;
}

/** The state after a step of `process` that ends at `location`, with the locals that are dead there gone. */
export function stateAfter(frame: Frame, process: Process, location: number): State {
  const target = process.locations[location];
  if (target === undefined)
    throw faulty(frame.program, `${process.name} goes to location ${location}, which it has not`);
  const live = ImmutableMap(target.live.map((id) => [id, liveCells(frame, process, id)]));
  return makeState({
    shared: sharedAfter(frame),
    locations: frame.state.locations.set(process.id, location),
    locals: frame.state.locals.set(process.id, live),
  });
}

/** The shared columns with what the body has written. */
export function sharedAfter(frame: Frame): List<List<number>> {
  return frame.state.shared.withMutations((shared) => {
    frame.written.forEach((cells, id) => {
      if (cells !== undefined) shared.set(id, List(cells));
    });
  });
}

export function beforeOf(frame: Frame): State {
  if (frame.judged === null)
    throw faulty(frame.program, "the state before a step is asked for outside a step property");
  return frame.judged.before;
}

function liveCells(frame: Frame, process: Process, id: number): List<number> {
  const local = process.locals[id];
  const cells = frame.registers[id];
  if (local === undefined || cells === undefined) throw faulty(frame.program, `${process.name} has no local ${id}`);
  for (const value of cells) {
    if (value === undefined) throw faulty(frame.program, `${process.name}: ${local.name} is live but has no value`);
    if (value < local.lo || value > local.hi) {
      throw faulty(frame.program, `${process.name}: ${local.name} is ${value}, outside its ${local.lo}..${local.hi}`);
    }
  }
  return List(cells as number[]);
}

function checkIndex(frame: Frame, id: number, index: number): number {
  const column = frame.program.columns[id];
  if (column === undefined || !(index >= 0 && index < column.count)) {
    throw faulty(frame.program, `column ${column?.name ?? id} has no cell ${index}`);
  }
  return index;
}
