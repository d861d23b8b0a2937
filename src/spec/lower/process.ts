// One process instance or action: from the author's generator function to its locations and steps. The code before the
// first `yield` is lowered first and gives the entry; each `yield` found is a location whose step is lowered in turn, again
// whenever a new arrival widens what its locals can hold. The invariant: at the end nothing is pending.

import type { CallExpression, Expression } from "oxc-parser";
import { type Declared, localOf, resolveBindings } from "../analysis/bindings.ts";
import { constantOf } from "../analysis/constants.ts";
import { footprintOf } from "../analysis/footprint.ts";
import { rootPath } from "../analysis/keys.ts";
import { computeLiveness, type FlowContext, type Procedure } from "../analysis/liveness.ts";
import { unwrap } from "../analysis/syntax.ts";
import type { AuthorFunction, Family } from "../definition.ts";
import type { Value } from "../program/domain.ts";
import { showValue } from "../program/enumerate.ts";
import type { Statement } from "../program/program.ts";
import { isSharedPart } from "../runtime/shared.ts";
import { declarationSpan } from "../source/argument.ts";
import { SpecError } from "../source/diagnostic.ts";
import type { Origin } from "../source/origin.ts";
import type { Cursor, Frame, Mode, ProcessContext, ProgramContext, Standing } from "./context.ts";
import { collect, Refusal } from "./context.ts";
import { Environment } from "./environment.ts";
import { lowerExpression } from "./expression.ts";
import { originOrFaults } from "./inline.ts";
import { checkLabels } from "./label.ts";
import { failureOf, nowhere } from "./setup.ts";
import { lowerStatements } from "./statement.ts";
import { stop, weighGuards } from "./step.ts";

export function newProcess(
  program: ProgramContext,
  family: string,
  instance: readonly Value[],
  key: string | null,
  action: boolean,
): ProcessContext {
  const suffix = instance.length === 0 ? "" : `[${instance.map(showValue).join(",")}]`;
  return {
    id: program.processes.length,
    name: `${family}${suffix}`,
    family,
    instance,
    key,
    action,
    locals: new Map(),
    bindings: new Map(),
    slots: new Map(),
    standings: new Map(),
    pending: [],
    live: new Map(),
    entry: { location: 0, known: new Map() },
    unsettled: false,
    nextLocal: 0,
    nextTemporary: -1,
  };
}

export function newCursor(
  program: ProgramContext,
  process: ProcessContext,
  mode: Mode,
  frame: Frame,
  env: Environment,
): Cursor {
  return {
    program,
    process,
    mode,
    out: [],
    lists: [],
    held: [],
    env,
    frame,
    resume: null,
    old: false,
    kind: null,
    guardless: null,
    asked: null,
    aliasing: false,
    statement: null,
    labels: 0,
    written: 0,
  };
}

/** The frame of a function that nothing of the author's calls. */
export function rootFrame(origin: Origin, resumable: boolean, constants: ReadonlyMap<Declared, Value>): Frame {
  return {
    fn: origin.node,
    key: origin.key,
    name: origin.name,
    module: origin.module,
    bindings: resolveBindings(origin.node),
    path: rootPath,
    calls: [],
    callNodes: [],
    names: [origin.name],
    resumable,
    constants,
    returns: null,
    active: [origin.key],
    jumps: [],
  };
}

/** Runs a lowering; what it refuses outside any statement is recorded. */
export function recording(program: ProgramContext, lower: () => void): void {
  try {
    lower();
  } catch (error) {
    if (error instanceof SpecError) program.diagnostics.push(...error.diagnostics);
    else if (!(error instanceof Refusal)) throw error;
    else if (error.diagnostic !== null) program.diagnostics.push(error.diagnostic);
  }
}

/**
 * The origin of a function that the definition names under these keys; null, and a diagnostic, if it is not of the spec's
 * own modules.
 */
export function definedOrigin(
  program: ProgramContext,
  fn: AuthorFunction,
  what: string,
  keys: readonly string[],
): Origin | null {
  const origin = originOrFaults(program, fn, () => declarationSpan(program.loaded.modules, keys).span ?? null);
  if (Array.isArray(origin)) {
    program.diagnostics.push(...origin);
    return null;
  }
  if (origin === null) {
    program.diagnostics.push({
      message: `${what} is not a function of this spec`,
      hints: [
        "allways reads the source of what it runs: write it as a function of its own, at the top level of a module",
      ],
      ...declarationSpan(program.loaded.modules, keys),
    });
  }
  return origin;
}

/** The process's own parameters and the values they have in this instance. */
function parametersOf(
  program: ProgramContext,
  origin: Origin,
  instance: readonly Value[],
  name: string,
): Map<Declared, Value> {
  const bindings = resolveBindings(origin.node);
  const values = new Map<Declared, Value>();
  origin.node.params.forEach((param, i) => {
    const declared = param.type === "Identifier" ? localOf(bindings, param) : null;
    const value = instance[i];
    if (declared === null) {
      program.diagnostics.push({
        message: `the parameters of ${name} are plain names`,
        span: { file: origin.module.file, start: param.start, end: param.end },
        hints: ["write function* p(self: number)"],
      });
    } else if (value === undefined) {
      program.diagnostics.push({
        message: `${name} has no value for its parameter ${declared.name}`,
        span: { file: origin.module.file, start: param.start, end: param.end },
        hints: [`write each(${origin.name || "fn"}, n), or each(${origin.name || "fn"}, domain)`],
      });
    } else values.set(declared, value);
  });
  return values;
}

/** Lowers one instance of a process or an action, and adds its context to the program's. */
export function lowerProcess(
  program: ProgramContext,
  family: Family,
  instance: readonly Value[],
  action: boolean,
): void {
  const origin = definedOrigin(program, family.fn, `the ${action ? "action" : "process"} ${family.name}`, [
    action ? "actions" : "processes",
    family.name,
  ]);
  const process = newProcess(program, family.name, instance, origin?.key ?? null, action);
  program.processes.push(process);
  if (origin === null) return;
  const before = program.diagnostics.length;
  const constants = parametersOf(program, origin, instance, family.name);
  if (program.diagnostics.length > before) return;
  recording(program, () => {
    if (action) lowerAction(program, process, origin, constants);
    else lowerLocations(program, process, origin, constants);
  });
}

function lowerAction(
  program: ProgramContext,
  process: ProcessContext,
  origin: Origin,
  constants: ReadonlyMap<Declared, Value>,
): void {
  const body = lowerWhole(newCursor(program, process, "step", rootFrame(origin, false, constants), new Environment()));
  process.standings.set(origin.key as never, {
    id: 0,
    key: origin.key as never,
    label: process.family,
    targets: [],
    path: [origin.name],
    owner: origin.key,
    place: {
      span: { file: origin.module.file, start: origin.node.start, end: origin.node.end },
      calls: [],
    },
    known: new Map(),
    unset: new Set(),
    arrivals: 1,
    body,
  });
}

/** Lowers a function from where the cursor stands (or looks for its `yield`) to the end of the step. */
export function lowerWhole(cursor: Cursor): Statement[] {
  const { body } = cursor.frame.fn;
  const list = collect(cursor, () => {
    if (body !== null && body.type === "BlockStatement") lowerStatements(cursor, body.body);
    else if (body !== null) {
      cursor.statement = unwrap(body as Expression);
      lowerExpression(cursor, body as Expression);
    }
    stop(cursor);
  });
  return weighGuards(list);
}

function lowerLocations(
  program: ProgramContext,
  process: ProcessContext,
  origin: Origin,
  constants: ReadonlyMap<Declared, Value>,
): void {
  const frame = (): Frame => rootFrame(origin, true, constants);
  checkLabels(program, frame());
  process.live = computeLiveness({ fn: origin.node, module: origin.module }, constants, {
    procedureOf: (call, context) => procedureOf(program, call, context),
    isState: (value) => program.roots.has(value) || isSharedPart(value),
  });
  const faults = program.diagnostics.length;
  process.entry = { ...process.entry, location: nowhere };
  const setup = lowerWhole(newCursor(program, process, "setup", frame(), new Environment()));
  if (program.diagnostics.length === faults && readsState(setup)) {
    const { start, end } = origin.node.id ?? origin.node;
    program.diagnostics.push({
      message: "shared state is read before the first yield",
      span: { file: origin.module.file, start, end },
      hints: ['creating a process is not a step: write yield "label" before it'],
    });
  }
  if (process.entry.location === nowhere) {
    process.entry = { ...process.entry, location: 0 };
    if (program.diagnostics.length === faults) program.diagnostics.push(failureOf(program, process, origin, setup));
  }
  for (const { lo, hi } of process.entry.known.values()) {
    if (lo !== hi && program.diagnostics.length === faults)
      throw new Error(`${process.name} starts with a local that is not known; please report this`);
  }
  for (let standing = process.pending.shift(); standing !== undefined; standing = process.pending.shift()) {
    lowerStep(program, process, standing, frame());
    // What is wrong is wrong in every round: there is nothing to settle.
    if (program.diagnostics.length > 200) return;
  }
}

/** Whether any statement reads a cell of the shared state. */
function readsState(statements: readonly Statement[]): boolean {
  return footprintOf(statements).reads.length > 0;
}

function lowerStep(program: ProgramContext, process: ProcessContext, standing: Standing, frame: Frame): void {
  const cursor = newCursor(
    program,
    process,
    "step",
    frame,
    new Environment(new Map(standing.known), null, new Set(standing.unset)),
  );
  cursor.resume = { targets: standing.targets, depth: 0 };
  standing.body = lowerWhole(cursor);
}

/** The procedure a `yield*` runs, for the analysis. */
function procedureOf(program: ProgramContext, call: CallExpression, context: FlowContext): Procedure | null {
  const callee = unwrap(call.callee as Expression);
  const scope = context.module.scope();
  const value =
    callee.type === "Identifier" && localOf(context.constants.bindings, callee) === null
      ? scope[callee.name]
      : constantOf(callee, context.constants)?.value;
  if (typeof value !== "function") return null;
  const origin = originOrFaults(program, value as AuthorFunction);
  return origin === null || Array.isArray(origin) || !origin.node.generator
    ? null
    : { fn: origin.node, module: origin.module };
}
