// Steps for a run of which only the states are known, written by another model checker: in, a program and the states; out, a run of
// the program through just those values. Variables are told by name: a shared record, or `req.refs`, or `refs` where only one record
// has it. Between two states lies one step, or none where nothing that is told has changed. The invariant: every state of the run has
// the values that the trace says; where none does, it is said after which state, and what came instead.

import type { Trace, TraceStep } from "../explorer/exploration.ts";
import { situations, starts } from "../explorer/reference/interpreter.ts";
import type { State } from "../explorer/state.ts";
import { stateKey } from "../explorer/state-key.ts";
import type { Program } from "../spec/program/program.ts";
import { SpecError } from "../spec/source/diagnostic.ts";
import { documentState, isList, showTraceValue, type TraceValue } from "./document.ts";
import { type Followed, withLoop } from "./follow.ts";
import { heldWords } from "./held.ts";
import type { StateSequence } from "./states.ts";

export interface FollowedStates extends Followed {
  /** Variables of the trace that the spec does not have. */
  readonly strangers: readonly string[];
}

/** A state that fits, and how the run came to it; without a step the values stayed as they were. */
interface Node {
  readonly state: State;
  readonly before: Node | null;
  readonly step: TraceStep | null;
  readonly start: readonly number[];
}

/** What a state is held to: values by the spec's names, and labels by process. */
type Wanted = ReadonlyMap<string, TraceValue>;

/** More than this that all fit say that the trace tells too little. */
const MOST_NODES = 200_000;

/** @throws SpecError (151) saying after which state no step leads on */
export function followStates(program: Program, sequence: StateSequence): FollowedStates {
  const { states, loop } = sequence;
  const { wanted, strangers } = wantedOf(program, sequence);
  let nodes = startsOf(program, wanted[0]!);
  let count = nodes.length;
  const isRound = loop !== null && loop < states.length - 1;
  const targets = [...states.keys()].slice(1).concat(isRound ? [loop] : []);
  for (const [index, target] of targets.entries()) {
    const next = followOne(program, nodes, wanted[index]!, wanted[target]!, states[target]!.action);
    if (next.length === 0) throw lost(program, nodes, index, target, wanted[target]!);
    count += next.length;
    if (count > MOST_NODES)
      throw refuse("more runs fit than are looked at: its variables say too little of the spec's");
    nodes = next;
  }
  if (!isRound) {
    const trace = traceOf(nodes[0]!);
    return { trace: loop === null ? trace : withLoop(program, trace, trace.steps.length), failure: null, strangers };
  }
  for (const node of nodes) {
    const path = pathTo(node);
    const first = path[loop]!;
    if (!first.state.equals(node.state)) continue;
    const before = path.slice(1, loop + 1).filter(({ step }) => step !== null).length;
    return { trace: { ...traceOf(node), loop: before }, failure: null, strangers };
  }
  throw refuse(`its last state does not lead back to state ${loop}: the spec's processes stand elsewhere then`);
}

/** The values of each state under the spec's names, and what has no name there. */
function wantedOf(
  program: Program,
  { states, variables }: StateSequence,
): { readonly wanted: readonly Wanted[]; readonly strangers: readonly string[] } {
  const fields = program.roots.flatMap(({ name, shape }) =>
    shape.kind === "record" ? Object.keys(shape.fields).map((field) => ({ root: name, field })) : [],
  );
  const roots = new Set(program.roots.map(({ name }) => name));
  const processes = new Set(program.processes.map(({ name }) => name));
  const nameOf = (variable: string): string | null => {
    const bare = variable.split("::").at(-1)!;
    for (const name of [variable, bare]) {
      if (roots.has(name) || fields.some(({ root, field }) => `${root}.${field}` === name)) return name;
    }
    const having = fields.filter(({ field }) => field === bare);
    return having.length === 1 ? `${having[0]!.root}.${bare}` : null;
  };
  // Locals, as allways writes them, come and go; a run is found without them.
  const isLocal = (variable: string): boolean => processes.has(variable.slice(0, variable.lastIndexOf("::")));
  const names = new Map(variables.filter((name) => !isLocal(name)).map((variable) => [variable, nameOf(variable)]));
  const strangers = new Set([...names.keys()].filter((variable) => names.get(variable) === null));
  const wanted = states.map(({ values, stands }) => {
    const all = new Map<string, TraceValue>();
    for (const [variable, value] of Object.entries(values)) {
      const name = names.get(variable) ?? null;
      if (name === null) continue;
      if (!roots.has(name)) all.set(name, value);
      else
        for (const [field, held] of fieldsOf(value)) {
          if (fields.some((known) => known.root === name && known.field === field)) all.set(`${name}.${field}`, held);
          else strangers.add(`${variable}.${field}`);
        }
    }
    for (const [process, label] of stands ?? []) {
      if (processes.has(process)) all.set(standOf(process), label ?? "");
    }
    return all;
  });
  if (wanted[0]!.size > 0) return { wanted, strangers: [...strangers] };
  const known = fields.map(({ root, field }) => `${root}.${field}`);
  throw refuse(`none of its variables is one of the spec's: ${variables.join(", ")}`, [
    `the spec has ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}`,
  ]);
}

/** Where a process stands is no variable's name. */
function standOf(process: string): string {
  return `${process} stands`;
}

/** Of a record, or of a function from strings, which is what a record is in TLA+. */
function fieldsOf(value: TraceValue): readonly (readonly [string, TraceValue])[] {
  if (typeof value !== "object" || isList(value)) return [];
  const pairs = value["#map"] as readonly (readonly [TraceValue, TraceValue])[] | undefined;
  if (pairs === undefined) return Object.entries(value);
  return pairs.flatMap(([key, held]) => (typeof key === "string" ? [[key, held] as const] : []));
}

function startsOf(program: Program, wanted: Wanted): Node[] {
  const all = starts(program).filter(({ failure }) => failure === null);
  const fitting = all.filter(({ state }) => differenceIn(program, state, wanted) === null);
  if (fitting.length === 0) {
    const differences = all.map(({ state }) => differenceIn(program, state, wanted)!);
    throw refuse("its first state is none that the spec begins in", differences.slice(0, MOST_HINTS));
  }
  return unique(fitting.map(({ state, choices }) => ({ state, before: null, step: null, start: choices })));
}

/** Every way on from the nodes, first those that the trace names, then to stay, then all others. */
function followOne(program: Program, nodes: readonly Node[], from: Wanted, to: Wanted, action: string | null): Node[] {
  const named: Node[] = [];
  const others: Node[] = [];
  const stays = canonicalAll(from) === canonicalAll(to);
  for (const before of nodes) {
    for (const { process, location, edges } of situations(program, before.state)) {
      for (const edge of edges) {
        if (edge.kind !== "moved" || differenceIn(program, edge.state, to) !== null) continue;
        const choices = edge.taken.map(({ choice, option }) => ({ choice, option }));
        const step: TraceStep = { process, location, choices, state: edge.state, notes: edge.notes };
        const { name, locations } = program.processes[process]!;
        const isNamed = action === locations[location]!.label || action === name;
        (isNamed ? named : others).push({ state: edge.state, before, step, start: before.start });
      }
    }
  }
  const idle = stays ? nodes.map((before) => ({ state: before.state, before, step: null, start: before.start })) : [];
  return unique([...named, ...idle, ...others]);
}

function unique(nodes: readonly Node[]): Node[] {
  const seen = new Map<string, Node>();
  for (const node of nodes) {
    const key = stateKey(node.state);
    if (!seen.has(key)) seen.set(key, node);
  }
  return [...seen.values()];
}

/** The first value that is not as wanted, in words; null if all are. */
function differenceIn(program: Program, state: State, wanted: Wanted): string | null {
  const { shared, processes } = documentState(program, state);
  for (const [root, record] of Object.entries(shared)) {
    for (const [field, value] of Object.entries(record)) {
      const name = `${root}.${field}`;
      const want = wanted.get(name);
      if (want === undefined || canonical(want) === canonical(value)) continue;
      return `${name} is ${showTraceValue(value)}, in the trace ${showTraceValue(want)}`;
    }
  }
  for (const { process, label } of processes) {
    const want = wanted.get(standOf(process));
    if (want === undefined || want === (label ?? "")) continue;
    return `${process} ${standWords(label)}, in the trace it ${standWords(want === "" ? null : String(want))}`;
  }
  return null;
}

function standWords(label: string | null): string {
  return label === null ? "has ended" : `stands at ${JSON.stringify(label)}`;
}

/** Sets and functions have no order; a function from 0 to n is an array, one from strings a record. */
function canonical(value: TraceValue): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join()}]`;
  const { "#set": members, "#map": pairs, "#record": named } = value as Readonly<Record<string, TraceValue>>;
  if (members !== undefined)
    return `{${[...new Set((members as readonly TraceValue[]).map(canonical))].sort().join()}}`;
  const entries =
    ((pairs ?? named) as readonly (readonly [TraceValue, TraceValue])[] | undefined) ?? Object.entries(value);
  const held = entries.map(([key, one]) => [canonical(key), canonical(one)] as const);
  const values = new Map(held);
  const isArray = values.size > 0 && [...values.keys()].every((_, i) => values.has(String(i)));
  if (isArray) return `[${[...values.keys()].map((_, i) => values.get(String(i))).join()}]`;
  return `(${held
    .map(([key, one]) => `${key}:${one}`)
    .sort()
    .join()})`;
}

function canonicalAll(wanted: Wanted): string {
  return JSON.stringify([...wanted].map(([name, value]) => [name, canonical(value)]));
}

function pathTo(node: Node): Node[] {
  const path: Node[] = [];
  for (let at: Node | null = node; at !== null; at = at.before) path.push(at);
  return path.reverse();
}

function traceOf(node: Node): Trace {
  const path = pathTo(node);
  return {
    initialChoices: node.start,
    initial: path[0]!.state,
    steps: path.flatMap(({ step }) => (step === null ? [] : [step])),
  };
}

const MOST_HINTS = 6;

/** What comes instead, of everybody who can move in a state that fits, and what holds the others. */
function lost(program: Program, nodes: readonly Node[], index: number, target: number, wanted: Wanted): SpecError {
  const [moves, hints] = [new Set<string>(), new Set<string>()];
  for (const { state } of nodes.slice(0, 50)) {
    for (const { id, name } of program.processes) {
      const held = heldWords(program, state, id);
      if (held !== null) hints.add(`${name} ${held}`);
    }
    for (const { process, location, edges } of situations(program, state)) {
      const { name, locations } = program.processes[process]!;
      for (const edge of edges) {
        if (edge.kind !== "moved") continue;
        moves.add(
          `${name} at ${JSON.stringify(locations[location]!.label)}: ${differenceIn(program, edge.state, wanted)}`,
        );
      }
    }
  }
  const others = nodes.length > 1 ? ` (nor from any other of ${nodes.length} states that fit)` : "";
  return refuse(
    `state ${target} cannot be followed: no step leads there from state ${index}${others}`,
    [...moves, ...hints].slice(0, MOST_HINTS),
  );
}

function refuse(message: string, hints: readonly string[] = []): SpecError {
  return new SpecError([{ message: `trace: ${message}`, hints }], 151);
}
