// Where steps end: at a `yield`, at the end of the process. Arriving at a label, the step records the location and what it
// knows of the locals that are live there; when a location learns something new, its own step is lowered again. The
// invariant: when nothing is pending, every location's step was lowered with intervals that cover all arrivals.

import type { Node } from "oxc-parser";
import { locationKey } from "../analysis/keys.ts";
import { liveAt } from "../analysis/liveness.ts";
import type { Statement } from "../program/program.ts";
import { type Binding, type Cursor, emit, placeOf, refuse, type Standing } from "./context.ts";
import { covers } from "./environment.ts";
import { type Interval, join } from "./interval.ts";
import { isLoose, localsOf } from "./variable.ts";

/** After so many arrivals that each widened a local, its interval is not going to settle. */
const PATIENCE = 2_500;

/** The bindings of the variables live at a location, as far as they have been declared. */
export function liveBindings(cursor: Pick<Cursor, "process">, standing: Pick<Standing, "key">): [string, Binding][] {
  return [...liveAt(cursor.process.live, standing.key)].flatMap((key) => {
    const binding = cursor.process.bindings.get(key);
    const slot = cursor.process.slots.get(key);
    if (binding !== undefined) return [[key, binding] as [string, Binding]];
    return slot === undefined ? [] : [[key, { kind: "slot", slot }] as [string, Binding]];
  });
}

/** Ends the step at a `yield`. */
export function yieldAt(cursor: Cursor, node: Node, label: string): void {
  if (cursor.env === null) return;
  const { frame, process } = cursor;
  if (!frame.resumable || (cursor.mode !== "step" && cursor.mode !== "setup")) {
    return refuse(cursor, node, "a yield outside a process", "actions, init and properties are plain functions");
  }
  const key = locationKey(frame.path, node, frame.module.file);
  let standing = process.standings.get(key);
  if (standing === undefined) {
    standing = {
      id: process.standings.size + 1,
      key,
      label,
      targets: [...frame.callNodes, node],
      path: frame.names,
      owner: frame.key,
      place: placeOf(cursor, node),
      known: new Map(),
      arrivals: 0,
      body: [],
    };
    process.standings.set(key, standing);
    process.pending.push(standing);
  }
  const known = new Map<string, Interval>();
  for (const [, binding] of liveBindings(cursor, standing)) {
    if (isLoose(binding)) {
      return refuse(
        cursor,
        node,
        "an alias of an element of a list or a map is used after this yield",
        "others may move or remove the element: copy it, or keep its index",
      );
    }
    for (const id of localsOf(binding)) {
      const count = process.locals.get(id)?.count ?? 0;
      for (let i = 0; i < count; i++) {
        const interval = cursor.env.known.get(`local${id}:${i}`);
        if (interval !== undefined) known.set(`local${id}:${i}`, interval);
      }
    }
  }
  arrive(cursor, standing, known, node);
  emit(cursor, { kind: "goto", location: standing.id });
  if (cursor.mode === "setup") process.entry = { location: standing.id, known };
  cursor.env = null;
}

function arrive(cursor: Cursor, standing: Standing, known: ReadonlyMap<string, Interval>, node: Node): void {
  if (standing.arrivals > 0 && covers(standing.known, known) && known.size >= 0) {
    standing.arrivals++;
    // A cell of a declared domain about which this arrival knows nothing: then nothing is known.
    const forgotten = [...standing.known.keys()].filter((key) => !known.has(key));
    if (forgotten.length === 0) return;
    for (const key of forgotten) standing.known.delete(key);
    requeue(cursor, standing);
    return;
  }
  if (standing.arrivals === 0) standing.known = new Map(known);
  else {
    for (const [key, interval] of known) {
      const before = standing.known.get(key);
      if (before !== undefined) standing.known.set(key, join(before, interval));
      else if (declared(cursor, key) === null) standing.known.set(key, interval);
    }
    for (const key of standing.known.keys())
      if (!known.has(key) && declared(cursor, key) !== null) standing.known.delete(key);
  }
  standing.arrivals++;
  if (standing.arrivals > PATIENCE) {
    return refuse(
      cursor,
      node,
      `the values that locals have here do not settle`,
      "bound what grows: declare it let v = local(int(lo, hi))",
    );
  }
  requeue(cursor, standing);
}

function declared(cursor: Cursor, key: string): Interval | null {
  const id = Number(key.slice("local".length, key.indexOf(":")));
  return cursor.process.locals.get(id)?.interval ?? null;
}

function requeue(cursor: Cursor, standing: Standing): void {
  if (!cursor.process.pending.includes(standing)) cursor.process.pending.push(standing);
}

/** Ends the step with the process, or the action, or init. */
export function stop(cursor: Cursor): void {
  if (cursor.env === null) return;
  emit(cursor, { kind: "goto", location: 0 });
  if (cursor.mode === "setup") cursor.process.entry = { location: 0, known: new Map() };
  cursor.env = null;
}

/**
 * Weighs the guards of a step: a process held at a guard on the straight line to an `optional` waits as an optional step
 * does. Gives the statements with every guard's `waits` set.
 */
export function weighGuards(list: readonly Statement[], ahead = false): Statement[] {
  const result: Statement[] = [];
  let optional = ahead;
  for (const statement of [...list].reverse()) {
    switch (statement.kind) {
      case "guard":
        optional ||= statement.guard === "optional";
        result.push(optional ? { ...statement, waits: "optional" } : statement);
        break;
      case "if":
        result.push({
          ...statement,
          then: weighGuards(statement.then, optional && !leaves(statement.then)),
          else: weighGuards(statement.else, optional && !leaves(statement.else)),
        });
        break;
      case "block":
        result.push({ ...statement, body: weighGuards(statement.body, optional) });
        break;
      default:
        result.push(statement);
    }
  }
  return result.reverse();
}

/** Whether a list never reaches its end. */
function leaves(list: readonly Statement[]): boolean {
  const last = list.at(-1);
  return last !== undefined && ["goto", "fail", "break", "return"].includes(last.kind);
}
