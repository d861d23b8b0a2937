// Random small Programs, valid as the lowering's are: for tests that hold two engines against each other. What comes in is
// fast-check's randomness; what goes out is a Program. The invariants, which the interpreter also checks as it runs: every
// body ends on every path; a local is read only where it has a value, and has one where it is live; a cell is only given
// what it can hold, or checked; guards come before effects (but not so choices and offers).

import fc from "fast-check";
import type { Local, Predicate, Program, PropertyKind, Site, Statement } from "../../src/spec/program/program.ts";
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
  give,
  goto,
  guard,
  iff,
  type LocalOptions,
  type LocationOptions,
  leave,
  local,
  lt,
  makeBuilder,
  note,
  offer,
  predicate,
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

/** Programs of one to four processes and actions over one to five columns, with all kinds of properties. */
export const arbitraryProgram: fc.Arbitrary<Program> = fc
  .gen()
  .map((gen) => randomProgram((count) => (count <= 1 ? 0 : gen(uniform, count - 1))));

const uniform = (max: number): fc.Arbitrary<number> => fc.noBias(fc.nat(max));

/** A body being written: what it can see, where it may go, and the blocks it is in. */
interface Scope {
  readonly sight: Sight & { readonly defined: Set<number> };
  readonly builder: Builder;
  readonly columns: readonly ColumnHandle[];
  /** Locals that may live on, by id; the others are temporaries. */
  readonly lasting: readonly Local[];
  readonly temporaries: readonly Local[];
  /** Live locals by location. */
  readonly live: readonly (readonly number[])[];
  /** Labels of the blocks around. */
  readonly open: readonly number[];
}

export function randomProgram(pick: Pick): Program {
  const builder = makeBuilder("random");
  const columns = randomColumns(builder, pick);
  const processes = chance(pick, 15) ? 0 : between(pick, 1, 3);
  const actions = between(pick, processes === 0 ? 2 : 0, processes === 3 ? 1 : 3 - Math.min(1, processes));
  const standings: Standing[] = [];
  for (let id = 0; id < processes; id++) {
    standings.push({ id, kind: "process", locations: 1 + between(pick, 1, 3) });
  }
  for (let id = processes; id < processes + actions; id++) standings.push({ id, kind: "action", locations: 1 });
  if (chance(pick, 30)) randomInit(builder, pick, columns, standings);
  for (const standing of standings) {
    if (standing.kind === "process") randomProcess(builder, pick, columns, standings, standing);
    else randomAction(builder, pick, columns, standings, standing.id);
  }
  const judge = (speaks: Sight["speaks"]): Predicate => randomPredicate(builder, pick, columns, standings, speaks);
  const kinds: readonly PropertyKind[] = ["always", "always", "quiescent", "quiescent", "reachable", "step"];
  for (let i = pick(5); i > 0; i--) {
    const kind = oneOf(pick, kinds);
    const speaks = kind === "step" ? "step property" : "predicate";
    const conjuncts = Array.from({ length: between(pick, 1, 2) }, () => judge(speaks));
    builder.property(kind, `property ${i}`, ...conjuncts);
  }
  if (chance(pick, 20)) builder.within(judge("predicate"));
  if (chance(pick, 30)) builder.mayEnd(chance(pick, 50) || judge("predicate"));
  return builder.program();
}

const ranges: readonly (readonly [number, number])[] = [
  [0, 1],
  [0, 2],
  [0, 7],
  [-2, 2],
  [-9, -5],
  [3, 6],
  [5, 5],
  [0, 1000],
  [-100_000, 100_000],
  [-(2 ** 31), 2 ** 31 - 1],
];

function randomColumns(builder: Builder, pick: Pick): readonly ColumnHandle[] {
  return Array.from({ length: between(pick, 1, 5) }, (_, i) => {
    const [lo, hi] = i === 0 ? oneOf(pick, ranges.slice(1, 4)) : oneOf(pick, ranges);
    const count = chance(pick, 30) ? between(pick, 2, 4) : 1;
    const initial = Array.from({ length: count }, () => edgeValue(pick, lo, hi));
    return builder.column(`c${i}`, lo, hi, initial);
  });
}

function edgeValue(pick: Pick, lo: number, hi: number): number {
  return oneOf(pick, [lo, hi, Math.max(lo, Math.min(hi, 0)), Math.max(lo, Math.min(hi, 1))]);
}

function randomProcess(
  builder: Builder,
  pick: Pick,
  columns: readonly ColumnHandle[],
  processes: readonly Standing[],
  { locations: count }: Standing,
): void {
  const options = randomLocals(pick);
  const locals = options.map((option, id) => ({ id, count: 1, ...option }));
  const lasting = locals.slice(0, -2);
  const live = Array.from({ length: count }, (_, location) =>
    location === 0 ? [] : lasting.filter(() => chance(pick, 50)).map(({ id }) => id),
  );
  const locations: LocationOptions[] = [];
  for (let id = 1; id < count; id++) {
    const defined = new Set(live[id]);
    const scope = makeScope({ pick, columns, processes, builder, locals, live, defined, speaks: "step" });
    locations.push({ label: `l${id}`, live: live[id]!, body: randomStep(scope) });
  }
  const entry = chance(pick, 95) ? between(pick, 1, count - 1) : 0;
  const entryLocals = live[entry]!.map((id) => {
    const { lo, hi, count: cells } = locals[id]!;
    return { id, values: Array.from({ length: cells }, () => edgeValue(pick, lo, hi)) };
  });
  builder.process(`p${processes.length}`, { locals: options, locations, entry, entryLocals });
}

function randomAction(
  builder: Builder,
  pick: Pick,
  columns: readonly ColumnHandle[],
  processes: readonly Standing[],
  id: number,
): void {
  const options = randomLocals(pick);
  const locals = options.map((option, i) => ({ id: i, count: 1, ...option }));
  const scope = makeScope({
    pick,
    columns,
    processes,
    builder,
    locals,
    live: [[]],
    defined: new Set(),
    speaks: "step",
  });
  builder.action(`a${id}`, randomStep(scope), options);
}

function randomInit(
  builder: Builder,
  pick: Pick,
  columns: readonly ColumnHandle[],
  processes: readonly Standing[],
): void {
  const options = randomLocals(pick);
  const locals = options.map((option, i) => ({ id: i, count: 1, ...option }));
  const scope = makeScope({
    pick,
    columns,
    processes,
    builder,
    locals,
    live: [[]],
    defined: new Set(),
    speaks: "step",
  });
  const body = [...someOf(scope, 0, 2, () => randomChoice(scope)), ...effects(scope, 1)];
  builder.init([...body, ...arrival(scope, 0)], options);
}

/** Up to two locals that can live on, and two temporaries at the end. */
function randomLocals(pick: Pick): readonly LocalOptions[] {
  const lasting = Array.from({ length: pick(3) }, (_, i) => {
    const [lo, hi] = oneOf(pick, ranges);
    return { name: `v${i}`, lo, hi, count: chance(pick, 20) ? between(pick, 2, 3) : 1 };
  });
  const any = { lo: -(2 ** 31), hi: 2 ** 31 - 1 };
  return [...lasting, { name: "t0", ...any }, { name: "t1", ...any }];
}

function makeScope(from: {
  readonly pick: Pick;
  readonly columns: readonly ColumnHandle[];
  readonly processes: readonly Standing[];
  readonly builder: Builder;
  readonly locals: readonly Local[];
  readonly live: readonly (readonly number[])[];
  readonly defined: Set<number>;
  readonly speaks: Sight["speaks"];
}): Scope {
  const { pick, columns, processes, locals, defined, speaks } = from;
  return {
    sight: { pick, columns: columns.map(({ column }) => column), locals, defined, processes, speaks },
    builder: from.builder,
    columns,
    lasting: locals.slice(0, -2),
    temporaries: locals.slice(-2),
    live: from.live,
    open: [],
  };
}

/** The same place with definitions of its own: those made in it are forgotten after it. */
function inner(scope: Scope, open: readonly number[] = scope.open): Scope {
  const sight = { ...scope.sight, defined: new Set(scope.sight.defined) };
  return { ...scope, sight, open };
}

/** Guards and choices, then effects, then a goto; sometimes by several ways. */
function randomStep(scope: Scope): readonly Statement[] {
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
function arrival(scope: Scope, location: number): readonly Statement[] {
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
function randomChoice(scope: Scope): readonly Statement[] {
  const { pick, defined } = scope.sight;
  const count = smallCount(scope.sight);
  const targets = scope.lasting.filter(({ lo, hi, count: cells }) => cells === 1 && lo <= 0 && hi >= 3);
  const { id } = oneOf(pick, [...scope.temporaries, ...targets]);
  defined.add(id);
  const chosen = choose(scope.builder.choice(), id, count);
  return chance(pick, 25) ? [chosen, offer(either(truth(scope.sight, 1), truth(scope.sight, 1)))] : [chosen];
}

function setTemporary(scope: Scope): readonly Statement[] {
  const { pick, defined } = scope.sight;
  const { id } = oneOf(pick, scope.temporaries);
  const value = integer(scope.sight);
  defined.add(id);
  return [set(local(id), value)];
}

function effects(scope: Scope, depth: number): Statement[] {
  return someOf(scope, 1, 3, () => randomEffect(scope, depth));
}

function someOf(scope: Scope, least: number, most: number, make: () => readonly Statement[]): Statement[] {
  return Array.from({ length: between(scope.sight.pick, least, most) }, make).flat();
}

function randomEffect(scope: Scope, depth: number): readonly Statement[] {
  const { pick } = scope.sight;
  switch (pick(depth === 0 ? 8 : 12)) {
    case 0:
      return setTemporary(scope);
    case 1:
      return chance(pick, 40) ? randomChoice(scope) : [note(scope.builder.note("note", integer(scope.sight, 1)))];
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
function labelOf({ builder }: Scope): number {
  const label = (lastLabels.get(builder) ?? -1) + 1;
  lastLabels.set(builder, label);
  return label;
}

function setColumn(scope: Scope): readonly Statement[] {
  const { pick } = scope.sight;
  const handle = oneOf(pick, scope.columns);
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

function randomSite({ sight, builder }: Scope, kind: Site["kind"]): number {
  const values = Array.from({ length: sight.pick(2) }, () => integer(sight, 1));
  return builder.site(kind, `${kind}: ${values.map((_, i) => `{${i}}`).join()}`, ...values);
}

/** True more often than not, so that there is something to explore; it can fail, seldom. */
function randomPredicate(
  builder: Builder,
  pick: Pick,
  columns: readonly ColumnHandle[],
  processes: readonly Standing[],
  speaks: Sight["speaks"],
): Predicate {
  const options = randomLocals(pick).slice(-2);
  const locals = options.map((option, id) => ({ id, count: 1, ...option }));
  const scope = makeScope({ pick, columns, processes, builder, locals, live: [[]], defined: new Set(), speaks });
  const body: Statement[] = [];
  if (chance(pick, 30)) body.push(...setTemporary(scope));
  if (chance(pick, 20)) body.push(iff(truth(scope.sight), [give(truth(scope.sight))]));
  if (chance(pick, 10))
    body.push(iff(truth(scope.sight), [fail(randomSite(scope, oneOf(pick, ["index", "assert"] as const)))]));
  body.push(give(either(truth(scope.sight), chance(pick, 70) ? truth(scope.sight) : integer(scope.sight, 1))));
  return predicate(body, options);
}
