// From a loaded spec to its transition system. In: the author's functions, shared records and definition of one evaluation.
// Out: the Program, or one SpecError with everything that was refused. The invariant: the Program means what the author's
// functions mean natively (language.md); where that cannot be had, there is a located error and no Program.

import { pathToFileURL } from "node:url";
import { footprintOf } from "../analysis/footprint.ts";
import type { LoadedSpec } from "../definition.ts";
import type {
  Column,
  Location,
  Process,
  Program,
  Property,
  SharedRoot,
  Statement,
  Variable,
} from "../program/program.ts";
import { type Diagnostic, SpecError } from "../source/diagnostic.ts";
import { namedConstants } from "../source/exports.ts";
import { authorFrames } from "../source/stack.ts";
import type { ProcessContext, ProgramContext, Root, Standing } from "./context.ts";
import { constant } from "./expr.ts";
import {
  finishAlone,
  finishPredicate,
  finishStep,
  type Numbering,
  Registers,
  Renumbering,
  slotsOf,
  variableOf,
} from "./finish.ts";
import { join } from "./interval.ts";
import { lowerProcess } from "./process.ts";
import { lowerInit, lowerPredicate, lowerProperty, type RawProperty } from "./property.ts";
import { cellsOf, leavesOf, shapeOf } from "./shape.ts";
import { liveBindings } from "./step.ts";
import { makeBranchTable } from "./tally.ts";
import { lowerTemporal, type RawTemporal } from "./temporal.ts";
import { localsOf } from "./variable.ts";

/** Shared state of more cells than this is a mistake in a domain, not a model. */
const MOST_CELLS = 1 << 16;

/**
 * Lowers a spec.
 * With `branches`, the program counts which way the author's conditions go.
 * @throws SpecError (150) with every construct outside the language, in the order of the text
 */
export function lowerSpec(loaded: LoadedSpec, { branches = false }: { readonly branches?: boolean } = {}): Program {
  try {
    return lowerLoaded(loaded, branches);
  } catch (error) {
    throw thrownBySpec(error, loaded) ?? error;
  }
}

/** A fault in the spec's own code that ran when a constant was looked at: a proxy's trap, an iterator of the author's. */
function thrownBySpec(error: unknown, loaded: LoadedSpec): SpecError | null {
  if (error instanceof SpecError || !(error instanceof Error)) return null;
  const [top] = String(error.stack).match(/^ +at .*$/m) ?? [];
  const [span, ...calls] = authorFrames(error, loaded.modules);
  if (span === undefined || !loaded.modules.some(({ file }) => top?.includes(pathToFileURL(file).href))) return null;
  const hints = ["constants that functions use are plain data: numbers, strings, arrays, objects"];
  return new SpecError([{ message: `thrown by a constant: ${error.name}: ${error.message}`, span, hints, calls }]);
}

function lowerLoaded(loaded: LoadedSpec, branches: boolean): Program {
  const { definition } = loaded;
  const columns: Column[] = [];
  const cells: number[][] = [];
  const roots = new Map<object, Root>();
  const diagnostics: Diagnostic[] = [];
  for (const shared of loaded.shared) {
    const first = columns.length;
    const shape = shapeOf(shared.domain, shared.name, (name, of, count) => allocate(columns, name, of, count));
    roots.set(shared.object, { name: shared.name, shape });
    const total = columns.reduce((sum, column) => sum + column.count, 0);
    if (total > MOST_CELLS) throw new SpecError([tooLarge(loaded, columns, total)]);
    fillInitial(cells, columns, first, shape, leavesOf(shared.domain, shared.domain.initial));
  }
  const program: ProgramContext = {
    loaded,
    roots,
    columns,
    diagnostics,
    sites: [],
    choices: [],
    notes: [],
    table: branches ? makeBranchTable() : null,
    labelled: new Set(),
    processes: [],
  };
  for (const family of definition.processes)
    for (const instance of family.instances) lowerProcess(program, family, instance, false);
  for (const family of definition.actions)
    for (const instance of family.instances) lowerProcess(program, family, instance, true);
  const init = definition.init === null ? null : lowerInit(program, definition.init);
  const properties = (["always", "quiescent", "reachable", "step"] as const).flatMap((kind) =>
    [...definition[kind]].map(([name, fn]) => lowerProperty(program, name, kind, fn)),
  );
  const temporal = [...definition.temporal].map(([name, formula]) => lowerTemporal(program, name, formula));
  const within = definition.within === null ? null : lowerPredicate(program, "within", definition.within);
  const mayEnd = typeof definition.mayEnd === "function" ? lowerPredicate(program, "mayEnd", definition.mayEnd) : null;
  if (diagnostics.length > 0) throw new SpecError(inOrder(diagnostics, loaded));

  const varying = [...(program.table?.varying ?? [])].sort((a, b) => a - b);
  const numbers = new Map(varying.map((branch, number) => [branch, number]));
  const numbering: Numbering = { sites: [], choices: [], notes: [], branches: numbers, program };
  const initial = init === null ? null : finishAlone(numbering, init.body, init.context);
  return {
    name: definition.name,
    file: loaded.file,
    sources: new Map(loaded.modules.map((module) => [module.file, module.text])),
    parameters: Object.fromEntries(loaded.parameters.map(({ name, value }) => [name, value])),
    roots: loaded.shared.map((shared): SharedRoot => ({ name: shared.name, shape: roots.get(shared.object)!.shape })),
    columns,
    initial: {
      cells,
      step: initial === null ? null : finishStep(initial.body),
      locals: initial?.locals ?? [],
    },
    processes: program.processes.map((process) => finishProcess(numbering, process)),
    properties: [
      ...properties.map((property) => finishProperty(numbering, property!)),
      ...temporal.map((property) => finishTemporal(numbering, property!)),
    ],
    within: within === null ? null : finishPredicate(numbering, within),
    mayEnd: definition.mayEnd === true ? true : mayEnd === null ? null : finishPredicate(numbering, mayEnd),
    sites: numbering.sites,
    choices: numbering.choices,
    notes: numbering.notes,
    branches: varying.map((branch) => program.table!.branches[branch]!),
  };
}

function tooLarge(loaded: LoadedSpec, columns: readonly Column[], total: number): Diagnostic {
  const largest = columns.reduce((a, b) => (b.count > a.count ? b : a));
  const root = largest.name.split(/[.[{<]/)[0];
  const [span] = loaded.modules.flatMap(({ file, program }) =>
    namedConstants(program).flatMap(({ id }) =>
      id.name === root ? [{ file, start: id.start, end: id.start + id.name.length }] : [],
    ),
  );
  return {
    message: `the shared state has ${total} cells, ${largest.count} of them in ${largest.name}`,
    hints: [`at most ${MOST_CELLS} are possible: make the domains of sets, maps and arrays smaller`],
    ...(span !== undefined && { span }),
  };
}

function allocate(columns: Column[], name: string, of: { lo: number; hi: number }, count: number): number {
  return columns.push({ id: columns.length, name, lo: of.lo, hi: of.hi, count }) - 1;
}

function finishProperty(numbering: Numbering, raw: RawProperty): Property {
  const { name, kind, place } = raw;
  return { name, kind, place, conjuncts: raw.conjuncts.map((conjunct) => finishPredicate(numbering, conjunct)) };
}

function finishTemporal(numbering: Numbering, { name, place, formula, atoms, text }: RawTemporal): Property {
  const finished = atoms.map(({ over, raw }) => ({ over, predicate: finishPredicate(numbering, raw) }));
  return { name, kind: "temporal", place, conjuncts: [], temporal: { formula, atoms: finished, text } };
}

function fairnessOf({ loaded }: ProgramContext, context: ProcessContext): Process["fairness"] {
  const { processes, actions } = loaded.definition;
  const family = (context.action ? actions : processes).find(({ name }) => name === context.family)!;
  return family.fairness[family.instances.indexOf(context.instance)]!;
}

function finishProcess(numbering: Numbering, context: ProcessContext): Process {
  const registers = new Registers(context);
  // Variables first, so that their numbers do not depend on the steps.
  const variables = new Map<string, Variable>();
  const standings = [...context.standings.values()];
  const live = standings.map((standing) => liveBindings({ process: context }, standing));
  for (const [, binding] of live.flat()) for (const id of localsOf(binding)) registers.number(id);
  for (const id of new Set(live.flat().flatMap(([, binding]) => localsOf(binding)))) {
    const local = registers.locals[registers.number(id)]!;
    const intervals = standings.flatMap((standing) => {
      const count = context.locals.get(id)?.count ?? 0;
      return Array.from({ length: count }, (_, i) => standing.known.get(`local${id}:${i}`)).flatMap(
        (found) => found ?? [],
      );
    });
    if (context.locals.get(id)?.interval === null && intervals.length > 0) Object.assign(local, intervals.reduce(join));
  }
  for (const [key, binding] of live.flat()) {
    for (const slot of slotsOf(binding)) {
      const own = slot.locals.map((id) => registers.locals[registers.number(id)]!);
      const [first] = own;
      // What can hold only one value wherever it is live is a constant to whoever reads a trace.
      if (own.some(({ lo, hi }) => lo < hi))
        variables.set(`${key}.${slot.name}`, variableOf(slot.name, slot, first!, registers.number));
    }
  }
  const kept = registers.locals.length;
  const finish = (body: readonly Statement[]): Statement[] => {
    registers.forget(kept);
    return new Renumbering(numbering, registers.number).list(body);
  };
  const location = (standing: Standing, i: number): Location => ({
    id: standing.id,
    label: standing.label,
    path: standing.path,
    owner: standing.owner,
    place: standing.place,
    live: [...new Set(live[i]!.flatMap(([, binding]) => localsOf(binding)).map(registers.number))],
    step: finishStep(finish(standing.body)),
  });
  const locations = standings.map(location);
  const ended: Location = {
    id: 0,
    label: "ended",
    path: [],
    owner: "",
    place: locations[0]?.place ?? { span: { file: numbering.program.loaded.file, start: 0, end: 0 }, calls: [] },
    live: [],
    step: { body: [], footprint: footprintOf([]) },
  };
  const { entry } = context;
  const start = standings.find((standing) => standing.id === entry.location);
  const entryLive =
    context.action || start === undefined
      ? []
      : liveBindings({ process: context }, start).flatMap(([, b]) => localsOf(b));
  return {
    id: context.id,
    kind: context.action ? "action" : "process",
    family: context.family,
    arguments: context.instance,
    name: context.name,
    locals: registers.locals,
    variables: [...variables.values()],
    locations: context.action ? locations : [ended, ...locations],
    entry: {
      location: entry.location,
      locals: [...new Set(entryLive)].map((id) => ({
        id: registers.number(id),
        values: Array.from(
          { length: context.locals.get(id)?.count ?? 0 },
          (_, i) => entry.known.get(`local${id}:${i}`)?.lo ?? 0,
        ),
      })),
    },
    fairness: fairnessOf(numbering.program, context),
  };
}

/** The cells of each column at the defaults. */
function fillInitial(
  cells: number[][],
  columns: readonly Column[],
  first: number,
  shape: Root["shape"],
  leaves: readonly number[],
): void {
  for (const column of columns.slice(first)) cells[column.id] = new Array<number>(column.count).fill(0);
  cellOrder(shape, 0).forEach(([id, index], i) => {
    cells[id]![index] = leaves[i]!;
  });
}

/** The cells of a shape in leaf order, as plain numbers. */
function cellOrder(shape: Root["shape"], at: number): [number, number][] {
  return cellsOf({ store: "state", shape, index: constant(at), old: false, loose: [], chosen: false }).map((cell) => [
    cell.id,
    cell.index.kind === "const" ? cell.index.value : 0,
  ]);
}

/** Each fault once, in the order of the files and of the text. */
function inOrder(diagnostics: readonly Diagnostic[], loaded: LoadedSpec): Diagnostic[] {
  const seen = new Set<string>();
  const rank = new Map(loaded.modules.map((module, i) => [module.file, i]));
  return diagnostics
    .filter((d) => {
      const key = JSON.stringify([d.message, d.span]);
      return !seen.has(key) && seen.add(key);
    })
    .sort(
      (a, b) =>
        (rank.get(a.span?.file ?? "") ?? 0) - (rank.get(b.span?.file ?? "") ?? 0) ||
        (a.span?.start ?? 0) - (b.span?.start ?? 0) ||
        (a.span?.end ?? 0) - (b.span?.end ?? 0),
    );
}
