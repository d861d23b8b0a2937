// Random bodies of steps: guards and choices, then effects, then a goto, by one way or several. What comes in is a scope (what
// may be read and written, and where the step may go); what goes out is statements. The invariants: every body ends on
// every path; a local is read only where it has a value, and has one where it is live; a cell is only given what it can
// hold, or checked; guards come before effects (but not so choices and offers).

import type { Local, Site, Statement } from "../../src/spec/program/program.ts";
import {
  add,
  type Builder,
  binary,
  block,
  both,
  type ColumnHandle,
  choose,
  cond,
  either,
  fail,
  goto,
  guard,
  iff,
  leave,
  local,
  lt,
  note,
  offer,
  set,
  setWithin,
} from "./builder.ts";
import {
  between,
  chance,
  indexInto,
  inside,
  integer,
  oneOf,
  type Pick,
  type Sight,
  type Standing,
  smallCount,
  truth,
} from "./random-expression.ts";

/** The program being written. */
export interface World {
  readonly pick: Pick;
  readonly builder: Builder;
  readonly columns: readonly ColumnHandle[];
  readonly processes: readonly Standing[];
  /** From 1 to 4: how much there is of everything. */
  readonly size: number;
}

/** A body being written: what it can see, where it may go, and the blocks it is in. */
export interface Scope {
  readonly sight: Sight & { readonly defined: Set<number> };
  readonly world: World;
  /** Locals that may live on, by id; the others are temporaries. */
  readonly lasting: readonly Local[];
  readonly temporaries: readonly Local[];
  /** Live locals by location. */
  readonly live: readonly (readonly number[])[];
  /** Labels of the blocks around. */
  readonly open: readonly number[];
}

/** The beginning of a body where the locals `live[location]` have a value; the last two locals are its temporaries. */
export function makeScope(
  world: World,
  locals: readonly Local[],
  live: readonly (readonly number[])[] = [[]],
  location = 0,
  speaks: Sight["speaks"] = "step",
): Scope {
  const { pick, columns, processes } = world;
  const defined = new Set(live[location]);
  return {
    sight: { pick, columns: columns.map(({ column }) => column), locals, defined, processes, speaks },
    world,
    lasting: locals.slice(0, -2),
    temporaries: locals.slice(-2),
    live,
    open: [],
  };
}

/** The same place with definitions of its own: those made in it are forgotten after it. */
function inner(scope: Scope, open: readonly number[] = scope.open): Scope {
  const sight = { ...scope.sight, defined: new Set(scope.sight.defined) };
  return { ...scope, sight, open };
}

/** Guards and choices, then effects, then a goto; sometimes by several ways. */
export function randomStep(scope: Scope): readonly Statement[] {
  const { pick } = scope.sight;
  const guards = chance(pick, 40)
    ? randomGuard(scope)
    : someOf(scope, 0, chance(pick, 30) ? 2 : 1, () => randomOpening(scope));
  if (chance(pick, 25)) {
    const [one, other] = [inner(scope), inner(scope)];
    return [...guards, iff(truth(scope.sight), randomEnding(one), randomEnding(other))];
  }
  return [...guards, ...randomEnding(scope)];
}

function randomEnding(scope: Scope): readonly Statement[] {
  const { pick } = scope.sight;
  const body = [...effects(scope, 2), ...setColumn(scope)];
  if (chance(pick, 20)) body.push(iff(truth(scope.sight), arrival(inner(scope), target(scope))));
  return [...body, ...arrival(scope, target(scope))];
}

/** Somewhere, seldom the end. */
function target({ sight: { pick }, live }: Scope): number {
  return live.length > 1 && chance(pick, 85) ? between(pick, 1, live.length - 1) : 0;
}

/** Gives a value to what must live on and has none, and goes there. */
export function arrival(scope: Scope, location: number): readonly Statement[] {
  const missing = scope.live[location]!.filter((id) => !scope.sight.defined.has(id));
  return [...missing.flatMap((id) => defineLocal(scope, scope.lasting[id]!)), goto(location)];
}

function randomOpening(scope: Scope): readonly Statement[] {
  const { pick } = scope.sight;
  if (chance(pick, 35)) return randomChoice(scope);
  if (chance(pick, 20)) return setTemporary(scope);
  return randomGuard(scope);
}

function randomGuard(scope: Scope): readonly Statement[] {
  const { pick } = scope.sight;
  const kind = oneOf(pick, ["when", "when", "idleUntil", "optional"] as const);
  const waits =
    kind === "optional" ? "optional" : kind === "idleUntil" ? oneOf(pick, ["idle", "idle", "optional"] as const) : null;
  const held = guard(
    kind,
    truth(scope.sight),
    waits ?? oneOf(pick, ["blocked", "blocked", "idle", "optional"] as const),
  );
  return chance(pick, 25) ? [iff(truth(scope.sight), [held])] : [held];
}

/** A choice, by itself or with an offer to pass; into a temporary, or a local that can hold any of up to four options. */
export function randomChoice(scope: Scope): readonly Statement[] {
  const { pick, defined } = scope.sight;
  const count = smallCount(scope.sight);
  const targets = scope.lasting.filter(({ lo, hi, count: cells }) => cells === 1 && lo <= 0 && hi >= 3);
  const { id } = oneOf(pick, [...scope.temporaries, ...targets]);
  defined.add(id);
  const chosen = choose(scope.world.builder.choice(), id, count);
  return chance(pick, 25) ? [chosen, offer(either(truth(scope.sight, 1), truth(scope.sight, 1)))] : [chosen];
}

export function setTemporary(scope: Scope): readonly Statement[] {
  const { pick, defined } = scope.sight;
  const { id } = oneOf(pick, scope.temporaries);
  const value = integer(scope.sight);
  defined.add(id);
  return [set(local(id), value)];
}

export function effects(scope: Scope, depth: number): Statement[] {
  return someOf(scope, 1, Math.min(3, scope.world.size), () => randomEffect(scope, depth));
}

export function someOf(scope: Scope, least: number, most: number, make: () => readonly Statement[]): Statement[] {
  return Array.from({ length: between(scope.sight.pick, least, most) }, make).flat();
}

function randomEffect(scope: Scope, depth: number): readonly Statement[] {
  const { pick } = scope.sight;
  switch (pick(depth === 0 ? 8 : 12)) {
    case 0:
      return setTemporary(scope);
    case 1:
      return chance(pick, 40) ? randomChoice(scope) : [note(scope.world.builder.note("note", integer(scope.sight, 1)))];
    case 2:
      return chance(pick, 20) ? [iff(truth(scope.sight), [fail(randomSite(scope, "assert"))])] : [];
    case 3:
      return scope.lasting.length === 0 ? [] : setLocal(scope, oneOf(pick, scope.lasting));
    case 8:
    case 9:
      return [iff(truth(scope.sight), effects(inner(scope), depth - 1), effects(inner(scope), depth - 1))];
    case 10:
      return randomBlock(scope, depth);
    case 11: {
      const { open } = scope;
      return open.length === 0 ? [] : [iff(truth(scope.sight), [leave(oneOf(pick, open))])];
    }
    default:
      return setColumn(scope);
  }
}

function randomBlock(scope: Scope, depth: number): readonly Statement[] {
  const label = labelOf(scope);
  const open = [...scope.open, label];
  const first = effects(inner(scope, open), depth - 1);
  const second = effects(inner(scope, open), depth - 1);
  return [block(label, ...first, iff(truth(scope.sight), [leave(label)]), ...second)];
}

const lastLabels = new WeakMap<Builder, number>();

/** A label that no other block of the program has. */
function labelOf({ world: { builder } }: Scope): number {
  const label = (lastLabels.get(builder) ?? -1) + 1;
  lastLabels.set(builder, label);
  return label;
}

function setColumn(scope: Scope): readonly Statement[] {
  const { pick } = scope.sight;
  const handle = oneOf(pick, scope.world.columns);
  const { lo, hi, count } = handle.column;
  const cell = handle(indexInto(scope.sight, count));
  if (chance(pick, 5)) return [setWithin(cell, integer(scope.sight), lo, hi, randomSite(scope, "domain"))];
  if (chance(pick, 10)) return [setWithin(cell, add(cell, 1), lo, hi, randomSite(scope, "domain"))];
  if (chance(pick, 40)) return [set(cell, inside(scope.sight, lo, hi))];
  // Counting, from the lowest to the highest of a few values and round again.
  const most = Math.min(hi, Math.max(lo, 0) + 4);
  return [set(cell, cond(both(binary("ge", cell, lo), lt(cell, most)), add(cell, 1), lo))];
}

function setLocal(scope: Scope, { id, lo, hi, count }: Local): readonly Statement[] {
  const { pick, defined } = scope.sight;
  if (!defined.has(id)) return defineLocal(scope, scope.lasting[id]!);
  const cell = local(id, indexInto(scope.sight, count));
  if (chance(pick, 10)) return [setWithin(cell, integer(scope.sight), lo, hi, randomSite(scope, "domain"))];
  return [set(cell, inside(scope.sight, lo, hi))];
}

function defineLocal({ sight }: Scope, { id, lo, hi, count }: Local): readonly Statement[] {
  const sets = Array.from({ length: count }, (_, i) => set(local(id, i), inside(sight, lo, hi)));
  sight.defined.add(id);
  return sets;
}

export function randomSite({ sight, world: { builder } }: Scope, kind: Site["kind"]): number {
  const values = Array.from({ length: sight.pick(2) }, () => integer(sight, 1));
  return builder.site(kind, `${kind}: ${values.map((_, i) => `{${i}}`).join()}`, ...values);
}
