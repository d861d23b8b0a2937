// Random small Programs, valid as the lowering's are: for tests that hold two engines against each other. What comes in is
// fast-check's randomness; what goes out is a Program. The invariant: the interpreter, which checks as it runs, finds no
// fault with any of them.

import fc from "fast-check";
import type { Predicate, Program, PropertyKind, Statement } from "../../src/spec/program/program.ts";
import {
  type Builder,
  type ColumnHandle,
  either,
  fail,
  give,
  iff,
  type LocalOptions,
  type LocationOptions,
  makeBuilder,
  predicate,
} from "./builder.ts";
import { between, chance, integer, oneOf, type Pick, type Sight, type Standing, truth } from "./random-expression.ts";
import {
  arrival,
  effects,
  makeScope,
  randomChoice,
  randomSite,
  randomStep,
  setTemporary,
  someOf,
} from "./random-statement.ts";

/** Programs of one to four processes and actions over one to five columns, with all kinds of properties. */
export const arbitraryProgram: fc.Arbitrary<Program> = fc
  .gen()
  .map((gen) => randomProgram((count) => (count <= 1 ? 0 : gen(uniform, count - 1))));

const uniform = (max: number): fc.Arbitrary<number> => fc.noBias(fc.nat(max));

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
