// Programs by hand, for tests of explorers: a builder in which a transition system of ten lines takes ten lines. What comes
// in is columns, processes and properties; what goes out is a Program as the lowering would make one, footprints included.
// The invariant: location 0 of a process is `ended`, so that the locations given are numbered from 1.

import type { Domain, Value } from "../../src/spec/program/domain.ts";
import type {
  Cell,
  Choice,
  Column,
  Expr,
  Footprint,
  Guard,
  Local,
  Note,
  Place,
  Predicate,
  Process,
  Program,
  Property,
  PropertyKind,
  Shape,
  SharedRoot,
  Site,
  Statement,
  Step,
} from "../../src/spec/program/program.ts";

export type Operand = number | Expr | Cell;
type BinaryOp = Extract<Expr, { kind: "binary" }>["op"];

export const place: Place = { span: { file: "built.ts", start: 0, end: 0 }, calls: [] };

export function expr(operand: Operand): Expr {
  if (typeof operand === "number") return { kind: "const", value: operand };
  return "store" in operand ? { kind: "read", cell: operand } : operand;
}

export function binary(op: BinaryOp, left: Operand, right: Operand): Expr {
  return { kind: "binary", op, left: expr(left), right: expr(right) };
}

export const add = (a: Operand, b: Operand): Expr => binary("add", a, b);
export const sub = (a: Operand, b: Operand): Expr => binary("sub", a, b);
export const eq = (a: Operand, b: Operand): Expr => binary("eq", a, b);
export const ne = (a: Operand, b: Operand): Expr => binary("ne", a, b);
export const lt = (a: Operand, b: Operand): Expr => binary("lt", a, b);
export const le = (a: Operand, b: Operand): Expr => binary("le", a, b);
export const gt = (a: Operand, b: Operand): Expr => binary("gt", a, b);
export const both = (a: Operand, b: Operand): Expr => binary("and", a, b);
export const either = (a: Operand, b: Operand): Expr => binary("or", a, b);
export const not = (a: Operand): Expr => ({ kind: "unary", op: "not", operand: expr(a) });
export const cond = (test: Operand, then: Operand, otherwise: Operand): Expr => ({
  kind: "cond",
  test: expr(test),
  then: expr(then),
  else: expr(otherwise),
});
export const at = (process: number, ...locations: number[]): Expr => ({ kind: "at", process, locations });
export const wasAt = (process: number, ...locations: number[]): Expr => ({ kind: "at", process, locations, old: true });
export const enabled = (process: number, ...locations: number[]): Expr => ({ kind: "enabled", process, locations });
export const by = (process: number, ...locations: number[]): Expr => ({
  kind: "by",
  process,
  locations: locations.length === 0 ? null : locations,
});
export const local = (id: number, index: Operand = 0): Cell => ({ store: "local", id, index: expr(index) });
/** The cell before the step. */
export const old = (cell: Cell): Cell => ({ ...cell, old: true }) as Cell;

export const set = (cell: Cell, value: Operand): Statement => ({ kind: "set", cell, value: expr(value) });
export const setWithin = (cell: Cell, value: Operand, lo: number, hi: number, site: number): Statement => ({
  kind: "set",
  cell,
  value: expr(value),
  check: { lo, hi, site },
});
export const when = (test: Operand): Guard => guard("when", test, "blocked");
export const idleUntil = (test: Operand): Guard => guard("idleUntil", test, "idle");
export const optional = (test: Operand = 1): Guard => guard("optional", test, "optional");
export const offer = (test: Operand): Guard => guard("offer", test, "blocked");
export const guard = (kind: Guard["guard"], test: Operand, waits: Guard["waits"]): Guard => ({
  kind: "guard",
  guard: kind,
  test: expr(test),
  waits,
  place,
});
export const iff = (test: Operand, then: readonly Statement[], otherwise: readonly Statement[] = []): Statement => ({
  kind: "if",
  test: expr(test),
  then,
  else: otherwise,
});
export const block = (label: number, ...body: Statement[]): Statement => ({ kind: "block", label, body });
export const leave = (label: number): Statement => ({ kind: "break", label });
export const choose = (choice: number, target: number, count: Operand): Statement => ({
  kind: "choose",
  choice,
  target,
  count: expr(count),
  place,
});
export const fail = (site: number): Statement => ({ kind: "fail", site });
export const goto = (location: number): Statement => ({ kind: "goto", location });
export const give = (value: Operand): Statement => ({ kind: "return", value: expr(value) });
export const note = (id: number): Statement => ({ kind: "note", note: id });

export interface LocalOptions {
  readonly name: string;
  readonly lo: number;
  readonly hi: number;
  readonly count?: number;
}

export interface LocationOptions {
  readonly label: string;
  readonly body: readonly Statement[];
  readonly live?: readonly number[];
}

export interface ProcessOptions {
  readonly locals?: readonly LocalOptions[];
  readonly locations: readonly LocationOptions[];
  /** 1 unless given; 0 is born ended. */
  readonly entry?: number;
  readonly entryLocals?: Process["entry"]["locals"];
  readonly family?: string;
  readonly arguments?: readonly Value[];
}

/** A column's cell by index. */
export type ColumnHandle = ((index?: Operand) => Cell) & { readonly column: Column };

export interface Builder {
  column(name: string, lo: number, hi: number, initial?: number | readonly number[], count?: number): ColumnHandle;
  site(kind: Site["kind"], message: string, ...values: Operand[]): number;
  choice(name?: string): number;
  note(text: string, value?: Operand): number;
  /** The id of the new process. Processes must come before actions. */
  process(name: string, options: ProcessOptions): number;
  action(name: string, body: readonly Statement[], locals?: readonly LocalOptions[]): number;
  init(body: readonly Statement[], locals?: readonly LocalOptions[]): void;
  property(kind: PropertyKind, name: string, ...conjuncts: (Operand | Predicate)[]): number;
  within(predicate: Operand | Predicate): void;
  mayEnd(predicate: Operand | Predicate | true): void;
  program(): Program;
}

/** A predicate with a body and registers of its own. */
export function predicate(body: readonly Statement[], locals: readonly LocalOptions[] = []): Predicate {
  return { body, locals: localsOf(locals), footprint: footprintOf(body), place, text: "built" };
}

export function makeBuilder(name: string): Builder {
  const columns: Column[] = [];
  const cells: (readonly number[])[] = [];
  const sites: Site[] = [];
  const choices: Choice[] = [];
  const notes: Note[] = [];
  const processes: Process[] = [];
  const properties: Property[] = [];
  let initial: { step: Step | null; locals: readonly Local[] } = { step: null, locals: [] };
  let within: Predicate | null = null;
  let mayEnd: Predicate | true | null = null;
  return {
    column(columnName, lo, hi, first = 0, count = typeof first === "number" ? 1 : first.length) {
      const column: Column = { id: columns.length, name: columnName, lo, hi, count };
      columns.push(column);
      cells.push(typeof first === "number" ? new Array<number>(count).fill(first) : first);
      const cell = (index: Operand = 0): Cell => ({ store: "state", id: column.id, index: expr(index) });
      return Object.assign(cell, { column });
    },
    site(kind, message, ...values) {
      return sites.push({ kind, message, values: values.map((v) => ({ expr: expr(v), domain: null })), place }) - 1;
    },
    choice: (choiceName = "choice") => choices.push({ name: choiceName, domain: null, labels: null, place }) - 1,
    note(text, value) {
      const shown = value === undefined ? null : ({ shape: "scalar", expr: expr(value), domain: null } as const);
      return notes.push({ text, value: shown, place }) - 1;
    },
    process(processName, options) {
      const id = processes.length;
      const family = options.family ?? processName;
      const locals = localsOf(options.locals ?? []);
      const entry = { location: options.entry ?? 1, locals: options.entryLocals ?? [] };
      const given = [{ label: "ended", body: [] }, ...options.locations];
      const locations = given.map((location, l) => locationOf(location, l, family));
      const args = options.arguments ?? [];
      const variables = locals.map((l) => ({ name: l.name, shape: shapeOf(l), locals: [l.id] }));
      const fixed = { id, kind: "process", name: processName, family, arguments: args, fairness: "weak" } as const;
      processes.push({ ...fixed, locals, variables, locations, entry });
      return id;
    },
    action(actionName, body, locals = []) {
      const id = processes.length;
      const locations = [locationOf({ label: actionName, body }, 0, actionName)];
      const entry = { location: 0, locals: [] };
      const fixed = {
        id,
        kind: "action",
        name: actionName,
        family: actionName,
        arguments: [],
        fairness: "none",
      } as const;
      processes.push({ ...fixed, locals: localsOf(locals), variables: [], locations, entry });
      return id;
    },
    init(body, locals = []) {
      initial = { step: stepOf(body), locals: localsOf(locals) };
    },
    property(kind, propertyName, ...conjuncts) {
      return properties.push({ name: propertyName, kind, place, conjuncts: conjuncts.map(predicateOf) }) - 1;
    },
    within(given) {
      within = predicateOf(given);
    },
    mayEnd(given) {
      mayEnd = given === true ? true : predicateOf(given);
    },
    program: () => ({
      name,
      file: place.span.file,
      sources: new Map([[place.span.file, ""]]),
      parameters: {},
      roots: rootsOf(columns),
      columns,
      initial: { cells, ...initial },
      processes,
      properties,
      within,
      mayEnd,
      sites,
      choices,
      notes,
      branches: [],
    }),
  };
}

function predicateOf(given: Operand | Predicate): Predicate {
  return typeof given === "object" && "body" in given ? given : predicate([give(given)]);
}

function localsOf(locals: readonly LocalOptions[]): readonly Local[] {
  return locals.map(({ name, lo, hi, count = 1 }, id) => ({ id, name, lo, hi, count }));
}

function locationOf({ label, body, live = [] }: LocationOptions, id: number, owner: string): Process["locations"][0] {
  return { id, label, path: [owner], owner, place, live, step: stepOf(body) };
}

function stepOf(body: readonly Statement[]): Step {
  return { body, footprint: footprintOf(body) };
}

/** `s.flag` and `s.turn` are fields of the shared record `s`; a name without a dot is a field of `shared`. */
function rootsOf(columns: readonly Column[]): readonly SharedRoot[] {
  const roots = new Map<string, Record<string, Shape>>();
  for (const column of columns) {
    const [first, ...rest] = column.name.split(".");
    const root = rest.length === 0 ? "shared" : first!;
    const fields = roots.get(root) ?? {};
    fields[rest.length === 0 ? first! : rest.join(".")] = shapeOf(column);
    roots.set(root, fields);
  }
  return [...roots].map(([name, fields]) => ({ name, shape: { kind: "record", domain: recordOf(fields), fields } }));
}

function recordOf(fields: Readonly<Record<string, Shape>>): Domain {
  const domains = Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, shape.domain]));
  return { kind: "record", fields: domains, initial: {} };
}

function shapeOf({ id, lo, hi, count }: Column | Local): Shape {
  const domain = { kind: "int", lo, hi, initial: lo } as const;
  const element: Shape = { kind: "scalar", domain, storage: id };
  if (count === 1) return element;
  const initial = new Array<number>(count).fill(lo);
  return { kind: "array", domain: { kind: "array", length: count, element: domain, initial }, length: count, element };
}

function footprintOf(body: readonly Statement[]): Footprint {
  const reads = new Set<number>();
  const writes = new Set<number>();
  const locations = new Set<number>();
  // Every node of the tree is a plain object, so one walk over everything finds all cells and locations.
  const walk = (node: unknown, written: boolean): void => {
    if (Array.isArray(node)) {
      for (const child of node) walk(child, false);
    } else if (typeof node === "object" && node !== null) {
      const fields = node as Record<string, unknown>;
      if (fields.store === "state") (written ? writes : reads).add(fields.id as number);
      if (fields.kind === "at" || fields.kind === "enabled") locations.add(fields.process as number);
      for (const [name, child] of Object.entries(fields)) walk(child, fields.kind === "set" && name === "cell");
    }
  };
  walk(body, false);
  const sorted = (ids: ReadonlySet<number>): readonly number[] => [...ids].sort((a, b) => a - b);
  return { reads: sorted(reads), writes: sorted(writes), locations: sorted(locations) };
}
