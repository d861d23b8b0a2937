// The last stage: registers, sites, choices and notes get their final numbers, unused ones are dropped, and everything
// becomes the Program. Registers that are live somewhere or belong to variables come first, the temporaries of all steps
// share the numbers after them. The invariant: every number in the Program names something in it.

import { footprintOf } from "../analysis/footprint.ts";
import type {
  Choice,
  Expr,
  Local,
  Note,
  Predicate,
  Shape,
  Site,
  Statement,
  Step,
  Variable,
} from "../program/program.ts";
import { unreachable } from "../source/diagnostic.ts";
import type { Binding, ProcessContext, ProgramContext, Slot } from "./context.ts";
import type { RawPredicate } from "./property.ts";

export interface Numbering {
  readonly sites: Site[];
  readonly choices: Choice[];
  readonly notes: Note[];
  /** Of each branch that is counted: its final number. */
  readonly branches: ReadonlyMap<number, number>;
  readonly program: ProgramContext;
}

/** Renumbers one body's statements; `local` gives the final number of a register. */
export class Renumbering {
  private readonly numbering: Numbering;
  private readonly local: (id: number) => number;
  private readonly sites = new Map<number, number>();
  private readonly choices = new Map<number, number>();

  constructor(numbering: Numbering, local: (id: number) => number) {
    this.numbering = numbering;
    this.local = local;
  }

  list(statements: readonly Statement[]): Statement[] {
    return statements.flatMap((statement) => {
      if (statement.kind === "count") return this.count(statement);
      const finished = this.statement(statement);
      return isEmpty(finished) && !isEmpty(statement) ? [] : [finished];
    });
  }

  /** A test that always comes out the same is no branch. */
  private count(statement: Statement & { kind: "count" }): Statement[] {
    const branch = this.numbering.branches.get(statement.branch);
    return branch === undefined ? [] : [{ ...statement, branch }];
  }

  private site(id: number): number {
    const known = this.sites.get(id);
    if (known !== undefined) return known;
    const site = this.numbering.program.sites[id]!;
    const at = this.numbering.sites.push({
      ...site,
      values: site.values.map((value) => ({ ...value, expr: this.expr(value.expr) })),
    });
    this.sites.set(id, at - 1);
    return at - 1;
  }

  private choice(id: number): number {
    const choice = this.numbering.program.choices[id]!;
    const known = this.choices.get(id);
    if (known !== undefined) return known;
    // The same choice lowered in several steps or rounds is one choice.
    const same = this.numbering.choices.findIndex(
      (other) =>
        other.name === choice.name &&
        other.place.span.start === choice.place.span.start &&
        other.place.span.file === choice.place.span.file &&
        other.labels?.length === choice.labels?.length &&
        JSON.stringify(other.labels) === JSON.stringify(choice.labels),
    );
    const at = same >= 0 ? same : this.numbering.choices.push(choice) - 1;
    this.choices.set(id, at);
    return at;
  }

  private statement(statement: Statement): Statement {
    switch (statement.kind) {
      case "set": {
        const { check } = statement;
        const set = { kind: "set" as const, cell: this.cell(statement.cell), value: this.expr(statement.value) };
        return check === undefined ? set : { ...set, check: { ...check, site: this.site(check.site) } };
      }
      case "if":
        return {
          kind: "if",
          test: this.expr(statement.test),
          then: this.list(statement.then),
          else: this.list(statement.else),
        };
      case "block":
        return { ...statement, body: this.list(statement.body) };
      case "guard":
        return { ...statement, test: this.expr(statement.test) };
      case "choose":
        return {
          ...statement,
          choice: this.choice(statement.choice),
          target: this.local(statement.target),
          count: this.expr(statement.count),
        };
      case "fail":
        return { kind: "fail", site: this.site(statement.site) };
      case "note": {
        const note = this.numbering.program.notes[statement.note]!;
        const value = note.value === null ? null : { ...note.value, expr: this.expr(note.value.expr) };
        return { kind: "note", note: this.numbering.notes.push({ ...note, value }) - 1 };
      }
      case "return":
        return { kind: "return", value: this.expr(statement.value) };
      case "goto":
      case "break":
      case "count":
        return statement;
      default:
        return unreachable(statement);
    }
  }

  private cell<C extends { readonly store: "state" | "local"; readonly id: number; readonly index: Expr }>(cell: C): C {
    const index = this.expr(cell.index);
    return cell.store === "local" ? { ...cell, id: this.local(cell.id), index } : { ...cell, index };
  }

  expr(expr: Expr): Expr {
    switch (expr.kind) {
      case "const":
      case "at":
      case "enabled":
      case "by":
        return expr;
      case "read":
        return { kind: "read", cell: this.cell(expr.cell) };
      case "unary":
        return { ...expr, operand: this.expr(expr.operand) };
      case "binary":
        return { ...expr, left: this.expr(expr.left), right: this.expr(expr.right) };
      case "cond":
        return { ...expr, test: this.expr(expr.test), then: this.expr(expr.then), else: this.expr(expr.else) };
      case "table":
        return { ...expr, index: this.expr(expr.index) };
      default:
        return unreachable(expr);
    }
  }
}

function isEmpty(statement: Statement): boolean {
  return statement.kind === "if" && statement.then.length + statement.else.length === 0;
}

/** Final numbers for the registers of a context, handed out in the order of first use. */
export class Registers {
  private readonly context: ProcessContext;
  private readonly numbers = new Map<number, number>();
  readonly locals: Local[] = [];

  constructor(context: ProcessContext) {
    this.context = context;
  }

  readonly number = (id: number): number => {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const info = this.context.locals.get(id);
    const interval = info?.interval ?? { lo: 0, hi: 0 };
    const at = this.locals.push({
      id: this.locals.length,
      name: info?.name ?? "t",
      lo: interval.lo,
      hi: interval.hi,
      count: info?.count ?? 1,
    });
    this.numbers.set(id, at - 1);
    return at - 1;
  };

  /** Temporaries are forgotten between steps: the next step's share their numbers. */
  forget(kept: number): void {
    for (const [id, at] of this.numbers) if (id < 0 && at >= kept) this.numbers.delete(id);
  }
}

/** A body whose registers are its own: a predicate's, or init's. */
export function finishAlone(
  numbering: Numbering,
  body: readonly Statement[],
  context: ProcessContext,
): { body: Statement[]; locals: readonly Local[] } {
  const registers = new Registers(context);
  return { body: new Renumbering(numbering, registers.number).list(body), locals: registers.locals };
}

export function finishPredicate(numbering: Numbering, raw: RawPredicate): Predicate {
  const { body, locals } = finishAlone(numbering, raw.body, raw.context);
  return { body, locals, footprint: footprintOf(body), place: raw.place, text: raw.text };
}

export function finishStep(body: Statement[]): Step {
  return { body, footprint: footprintOf(body) };
}

/** A shape with its registers renumbered. */
export function renumberShape(shape: Shape, local: (id: number) => number): Shape {
  const each = (fields: Readonly<Record<string, Shape>>): Record<string, Shape> =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, renumberShape(field, local)]));
  switch (shape.kind) {
    case "scalar":
      return { ...shape, storage: local(shape.storage) };
    case "record":
      return { ...shape, fields: each(shape.fields) };
    case "union":
      return { ...shape, tag: { ...shape.tag, storage: local(shape.tag.storage) }, variants: shape.variants.map(each) };
    case "array":
      return { ...shape, element: renumberShape(shape.element, local) };
    case "list":
      return {
        ...shape,
        length: { ...shape.length, storage: local(shape.length.storage) },
        element: renumberShape(shape.element, local),
      };
    case "set":
      return { ...shape, member: local(shape.member) };
    case "map":
      return { ...shape, present: local(shape.present), value: renumberShape(shape.value, local) };
    default:
      return unreachable(shape);
  }
}

/** How a variable is shown: an inferred scalar gets the domain of what it holds. */
export function variableOf(
  name: string,
  slot: Slot,
  interval: { lo: number; hi: number },
  local: (id: number) => number,
): Variable {
  const shape = renumberShape(slot.shape, local);
  const locals = slot.locals.map(local);
  if (slot.domain !== null || shape.kind !== "scalar") return { name, shape, locals };
  const domain =
    slot.holds === "bool"
      ? ({ kind: "bool", initial: false } as const)
      : slot.holds === "enum"
        ? ({ kind: "oneOf", values: slot.strings!.values, initial: slot.strings!.values[0] ?? "" } as const)
        : ({ kind: "int", lo: interval.lo, hi: interval.hi, initial: interval.lo } as const);
  return { name, shape: { ...shape, domain }, locals };
}

/** The slots inside a binding, with their names. */
export function slotsOf(binding: Binding): Slot[] {
  if (binding.kind === "slot") return [binding.slot];
  return binding.kind === "object" ? [...binding.fields.values()].flatMap(slotsOf) : [];
}
