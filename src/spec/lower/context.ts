// Where the lowering stands. A ProgramContext gathers what belongs to the whole spec, a ProcessContext what belongs to one
// process instance (its variables and the locations it can stand at), and a Cursor is the point now being lowered: the
// statements written so far, what is known of the cells there, and the calls that lead to it. The invariant: `env` is null
// exactly when the point cannot be reached, and nothing is written there.

import type { Node } from "oxc-parser";
import type { Bindings, Declared } from "../analysis/bindings.ts";
import type { CallPath, LocationKey, VariableKey } from "../analysis/keys.ts";
import type { Liveness } from "../analysis/liveness.ts";
import type { Extent, FunctionNode } from "../analysis/syntax.ts";
import type { LoadedSpec } from "../definition.ts";
import type { Domain, Value } from "../program/domain.ts";
import type {
  Cell,
  Choice,
  Column,
  Expr,
  Note,
  Place,
  PropertyKind,
  Shape,
  Site,
  Statement,
} from "../program/program.ts";
import type { Diagnostic, Span } from "../source/diagnostic.ts";
import type { Module } from "../source/module.ts";
import { cellKey, type Environment, lasting } from "./environment.ts";
import { constant, intervalOf, read } from "./expr.ts";
import { INT32, type Interval } from "./interval.ts";
import type { BranchTable } from "./tally.ts";
import type { Location, Strings, Val } from "./value.ts";

export interface Root {
  readonly name: string;
  readonly shape: Shape;
}

export interface ProgramContext {
  readonly loaded: LoadedSpec;
  readonly roots: ReadonlyMap<object, Root>;
  readonly columns: readonly Column[];
  readonly diagnostics: Diagnostic[];
  readonly sites: Site[];
  readonly choices: Choice[];
  readonly notes: Note[];
  /** Null where branches are not counted. */
  readonly table: BranchTable | null;
  /** Keys of the functions whose labels have been compared with one another. */
  readonly labelled: Set<string>;
  /** Of each `process family name`, its instances' contexts; filled before properties are lowered. */
  readonly processes: ProcessContext[];
}

/** A variable of the author's (or the hidden state of a loop) with storage of its own in the process. */
export interface Slot {
  readonly name: string;
  readonly shape: Shape;
  /** Declared or copied domain; null for a scalar whose interval is inferred. */
  readonly domain: Domain | null;
  /** What an inferred scalar holds. */
  readonly holds: "int" | "bool" | "enum" | null;
  readonly strings: Strings | null;
  readonly locals: readonly number[];
}

/** Where something was bound: after a statement of a list (order.ts). */
export interface Bound {
  readonly list: Statement[];
  readonly after: Statement | null;
}

export type Binding =
  | { readonly kind: "slot"; readonly slot: Slot }
  | { readonly kind: "alias"; readonly place: Location; readonly locals: readonly number[]; readonly bound: Bound }
  /** `bound` marks where it was bound, if what its expression reads may be written later. */
  | {
      readonly kind: "value";
      readonly val: Val;
      readonly bound?: { readonly list: Statement[]; readonly after: Statement | null };
    }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Binding> }
  /** Its declaration was refused; what uses it says nothing more. */
  | { readonly kind: "poisoned" };

export interface LocalInfo {
  readonly name: string;
  readonly count: number;
  /** From a declared domain; null where it is inferred. */
  readonly interval: Interval | null;
  /** How many calls deep the function is that it belongs to. */
  readonly depth: number;
}

/** A location found so far. */
export interface Standing {
  readonly id: number;
  readonly key: LocationKey;
  readonly label: string;
  /** Call nodes from the process to the procedure, then the `yield`. */
  readonly targets: readonly Node[];
  readonly path: readonly string[];
  readonly owner: string;
  readonly place: Place;
  /** What is known of the live locals on arrival, joined over all arrivals. */
  known: Map<string, Interval>;
  /** Live variables that on some arrival had no value yet. */
  readonly unset: Set<VariableKey>;
  arrivals: number;
  body: Statement[];
}

export interface ProcessContext {
  readonly id: number;
  readonly name: string;
  readonly family: string;
  readonly instance: readonly Value[];
  readonly key: string | null;
  readonly action: boolean;
  readonly locals: Map<number, LocalInfo>;
  readonly bindings: Map<VariableKey, Binding>;
  readonly slots: Map<VariableKey, Slot>;
  readonly standings: Map<LocationKey, Standing>;
  readonly pending: Standing[];
  live: Liveness;
  /** Where it stands when created, and what its locals hold there. */
  entry: { readonly location: number; readonly known: ReadonlyMap<string, Interval> };
  /** Some local's values do not settle, and that has been said. */
  unsettled: boolean;
  nextLocal: number;
  nextTemporary: number;
}

/** What `return` does in an inlined function. */
export interface Returns {
  readonly label: number;
  /** Set by the first `return`. */
  readonly result: { val: Val | null; ids: number[] };
  exits: (Environment | null)[];
  /** For a procedure the results keep their storage while others run. */
  readonly key: VariableKey | null;
  /** What one of them gives was refused: of the call's value nothing more is said. */
  refused: boolean;
}

export interface Jump {
  readonly names: readonly string[];
  readonly breakLabel: number;
  /** Of the round being lowered; null outside loops. */
  continueLabel: number | null;
  readonly breaks: (Environment | null)[];
  continues: (Environment | null)[];
}

export interface Frame {
  readonly fn: FunctionNode;
  readonly key: string;
  readonly name: string;
  readonly module: Module;
  readonly bindings: Bindings;
  readonly path: CallPath;
  /** Places of the calls that lead here, innermost first. */
  readonly calls: readonly Span[];
  readonly callNodes: readonly Node[];
  readonly names: readonly string[];
  /** Variables keep storage across yields: a process or a procedure. */
  readonly resumable: boolean;
  readonly constants: ReadonlyMap<Declared, Value>;
  readonly returns: Returns | null;
  readonly active: readonly string[];
  jumps: Jump[];
}

export type Mode = "setup" | "step" | "init" | "property";

export interface Cursor {
  readonly program: ProgramContext;
  readonly process: ProcessContext;
  /** Becomes `step` in what follows a refused first `yield`. */
  mode: Mode;
  out: Statement[];
  /** The lists around `out` that are being written, outermost first. */
  readonly lists: Statement[][];
  /** Lists already written that will stand before `out`, but are in no list yet. */
  readonly held: Statement[][];
  env: Environment | null;
  frame: Frame;
  /** While looking for the `yield` a step starts after: the calls on the way and the `yield`, and how deep we are. */
  resume: { readonly targets: readonly Extent[]; depth: number } | null;
  /** Inside `old(() => …)`. */
  old: boolean;
  kind: PropertyKind | "within" | null;
  /** Why a guard may not stand here, if it may not. */
  guardless: string | null;
  /** Before the first yield: lowering what may only turn out to be an alias of a place, which reads nothing. */
  aliasing: boolean;
  /** The expression that is the statement at hand by itself: where a guard may stand. */
  statement: Node | null;
  /** While a value is lowered that is only compared: the conditions under which it lies in its domain. */
  asked: Expr[] | null;
  labels: number;
  written: number;
}

export class Refusal extends Error {
  readonly diagnostic: Diagnostic | null;
  constructor(diagnostic: Diagnostic | null) {
    super(diagnostic?.message ?? "already reported");
    this.diagnostic = diagnostic;
  }
}

/** What a value is blamed on: its own text, and for a run that fails on it the whole of what was being done. */
export interface Blame extends Extent {
  readonly whole?: Extent;
}

export function spanOf(frame: Pick<Frame, "module">, node: Extent): Span {
  return { file: frame.module.file, start: node.start, end: node.end };
}

export function placeOf(cursor: Cursor, node: Extent): Place {
  return { span: spanOf(cursor.frame, node), calls: cursor.frame.calls };
}

/** Ends the lowering of the statement at hand with an error at a node. */
export function refuse(cursor: Cursor, node: Extent, message: string, ...hints: string[]): never {
  const { span, calls } = placeOf(cursor, node);
  throw new Refusal({ message, span, hints, calls });
}

/** What is being lowered where nothing may be changed. */
export function conditionWord(cursor: Cursor): string {
  return cursor.kind === "within" ? "a condition on states" : "a property";
}

export function textOf(cursor: Cursor, node: Extent): string {
  return cursor.frame.module.text.slice(node.start, node.end);
}

/** Statements and calls of one step: more is a mistake in a loop, not a model. */
const LARGEST_STEP = 100_000;

/** Refuses what makes a step grow without end: a round of a loop, a call. */
export function grow(cursor: Cursor, node: Extent): void {
  cursor.written++;
  if (cursor.written <= LARGEST_STEP) return;
  const isKnown = cursor.written === Number.POSITIVE_INFINITY;
  // Said once: everything after it is too large as well.
  cursor.written = Number.POSITIVE_INFINITY;
  if (isKnown) throw new Refusal(null);
  refuse(cursor, node, "this makes the step too large", "make loops shorter, or end the step earlier with a yield");
}

/** Puts the statements of one list at the end of another, however many they are. */
export function append(to: Statement[], statements: readonly Statement[]): void {
  for (const statement of statements) to.push(statement);
}

export function emit(cursor: Cursor, statement: Statement): void {
  if (cursor.env === null) return;
  cursor.out.push(statement);
  cursor.written++;
}

/** The interval of an expression at this point. */
export function interval(cursor: Cursor, expr: Expr): Interval {
  return intervalOf(expr, (cell) => cellInterval(cursor, cell));
}

export function cellInterval(cursor: Cursor, cell: Cell): Interval {
  const key = cellKey(cell);
  const known = key === null ? undefined : cursor.env?.known.get(key);
  if (known !== undefined) return known;
  if (cell.store === "state") return cursor.program.columns[cell.id]!;
  return cursor.process.locals.get(cell.id)?.interval ?? INT32;
}

/** A new register of the process; one that is not kept lives only within the step (its id is negative). */
export function newLocal(cursor: Cursor, name: string, info: Interval | null, count: number, kept: boolean): number {
  const id = kept ? cursor.process.nextLocal++ : cursor.process.nextTemporary--;
  cursor.process.locals.set(id, { name, count, interval: info, depth: depthOf(cursor.frame) });
  return id;
}

export function localCell(id: number, index: Expr = constant(0)): Cell {
  return { store: "local", id, index };
}

/** Fixes an expression's present value in a register, so that later effects do not change it. */
export function spill(cursor: Cursor, expr: Expr, name = "t"): Expr {
  if (expr.kind === "const") return expr;
  const id = newLocal(cursor, name, null, 1, false);
  const cell = localCell(id);
  const now = interval(cursor, expr);
  emit(cursor, { kind: "set", cell, value: expr });
  cursor.env?.known.set(cellKey(cell)!, now);
  return now.lo === now.hi ? constant(now.lo) : read(cell);
}

/** Writes a cell; what is known of it afterwards is `value`'s interval, cut down by the check. */
export function emitSet(
  cursor: Cursor,
  cell: Cell,
  value: Expr,
  check?: { readonly lo: number; readonly hi: number; readonly site: number },
): void {
  if (cursor.env === null) return;
  const now = interval(cursor, value);
  const folded = now.lo === now.hi ? constant(now.lo) : value;
  emit(
    cursor,
    check === undefined ? { kind: "set", cell, value: folded } : { kind: "set", cell, value: folded, check },
  );
  const key = cellKey(cell);
  if (key === null) {
    forgetRun(cursor, cell);
    return;
  }
  const lo = Math.max(now.lo, check?.lo ?? now.lo);
  const hi = Math.min(now.hi, check?.hi ?? now.hi);
  if (lo > hi) cursor.env = null;
  else cursor.env.known.set(key, { lo, hi });
}

/** After a write through an index not known, every cell of the run may hold anything of its domain. */
function forgetRun(cursor: Cursor, cell: Cell): void {
  if (cursor.env === null) return;
  if (cell.store === "state") {
    cursor.env.forgetRun(cell.id);
    return;
  }
  // What is not known of a local's cell at all means that the path has not written it, so it is not enough to forget.
  const info = cursor.process.locals.get(cell.id);
  for (let i = 0; i < (info?.count ?? 0); i++) {
    cursor.env.known.set(`local${cell.id}:${i}`, info?.interval ?? INT32);
  }
}

/** How many calls deep the function at hand is. */
export function depthOf(frame: Frame): number {
  return frame.calls.length + 1;
}

/** Remembers that the step has had an effect, after which no guard may stand; one on what lives so many calls deep. */
export function markEffect(cursor: Cursor, what: string, depth: number = depthOf(cursor.frame)): void {
  if (cursor.env !== null) cursor.env.effect = lasting(cursor.env.effect, { what, depth });
}

export function newLabel(cursor: Cursor): number {
  return cursor.labels++;
}

/** Lowers into a list of its own and gives it back; the surrounding list is as it was. */
export function collect(cursor: Cursor, lower: () => void): Statement[] {
  const outer = cursor.out;
  cursor.lists.push(outer);
  cursor.out = [];
  try {
    lower();
    return cursor.out;
  } finally {
    cursor.out = outer;
    cursor.lists.pop();
  }
}

export function addSite(cursor: Cursor, site: Omit<Site, "place">, node: Blame): number {
  return cursor.program.sites.push({ ...site, place: placeOf(cursor, node.whole ?? node) }) - 1;
}
