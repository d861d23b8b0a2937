// Where steps end: at a `yield`, at the end of the process. Arriving at a label, the step records the location and what it
// knows of the locals that are live there; when a location learns something new, its own step is lowered again. The
// invariant: when nothing is pending, every location's step was lowered with intervals that cover all arrivals.

import type { Node } from "oxc-parser";
import { locationKey } from "../analysis/keys.ts";
import { liveAt } from "../analysis/liveness.ts";
import type { Statement } from "../program/program.ts";
import { type Binding, type Cursor, emit, placeOf, Refusal, refuse, type Standing } from "./context.ts";
import { covers } from "./environment.ts";
import { type Interval, join, sameInterval } from "./interval.ts";
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
    throw new Error("a yield outside a process; please report this");
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
      unset: new Set(),
      arrivals: 0,
      body: [],
    };
    process.standings.set(key, standing);
    process.pending.push(standing);
  }
  for (const variable of liveAt(process.live, key)) {
    if (!cursor.env.unset.has(variable) || standing.unset.has(variable)) continue;
    standing.unset.add(variable);
    if (!process.pending.includes(standing)) process.pending.push(standing);
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
        const interval = cursor.env.known.get(`local${id}:${i}`) ?? process.locals.get(id)?.interval ?? undefined;
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
  const first = standing.arrivals === 0;
  const before = standing.known;
  standing.known = first ? new Map(known) : meet(before, known);
  standing.arrivals++;
  if (!first && standing.known.size === before.size && covers(before, standing.known)) return;
  if (standing.arrivals > PATIENCE) {
    if (cursor.process.unsettled) throw new Refusal(null);
    cursor.process.unsettled = true;
    const growing = [...standing.known].filter(([key, now]) => !sameInterval(before.get(key), now));
    const { locals } = cursor.process;
    const [name] = growing.flatMap(([key]) => locals.get(Number(/^local(\d+):/.exec(key)?.[1]))?.name ?? []);
    return refuse(
      cursor,
      node,
      `the values that ${name ?? "a local"} has here do not settle: each round adds more`,
      `declare what it can be at most: let ${name ?? "n"} = local(int(0, 7))`,
    );
  }
  if (!cursor.process.pending.includes(standing)) cursor.process.pending.push(standing);
}

/** What holds after either arrival. A cell that only one of them knows has no value yet on the other's way. */
function meet(a: ReadonlyMap<string, Interval>, b: ReadonlyMap<string, Interval>): Map<string, Interval> {
  const result = new Map(a);
  for (const [key, interval] of b) {
    const before = a.get(key);
    result.set(key, before === undefined ? interval : join(before, interval));
  }
  return result;
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
