// Random small Programs, valid as the lowering's are: for tests that hold two engines against each other. What comes in is
// fast-check's randomness; what goes out is a Program. The invariant: the interpreter, which checks as it runs, finds no
// fault with any of them.

import fc from "fast-check";
import type { Local, Predicate, Program, PropertyKind, Statement } from "../../src/spec/program/program.ts";
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
  type World,
} from "./random-statement.ts";

/**
 * Programs of one to four processes and actions over up to five columns, with all kinds of properties, named by how to make
 * them again: `random 123 2` is `randomProgram(123, 2)`. Only the size shrinks.
 */
export const arbitraryProgram: fc.Arbitrary<Program> = fc
  .tuple(fc.noShrink(fc.noBias(fc.nat(2 ** 31 - 1))), fc.noBias(fc.constantFrom(1, 2, 3, 3, 4, 4, 4)))
  .map(([seed, size]) => randomProgram(seed, size));

/** The program of a seed; a size from 1 to 4 bounds how many columns, processes and effects it has. */
export function randomProgram(seed: number, size: number): Program {
  const pick = numbersFrom(seed);
  const builder = makeBuilder(`random ${seed} ${size}`);
  const columns = randomColumns(builder, pick, size);
  const processes = chance(pick, 15) ? 0 : between(pick, 1, Math.min(size, 3));
  const most = processes === 0 ? size : Math.min(size - 1, 3 - processes);
  const actions = between(pick, processes === 0 ? Math.min(size, 2) : 0, Math.max(most, 0));
  const standings: Standing[] = [];
  for (let id = 0; id < processes; id++) {
    standings.push({ id, kind: "process", locations: 1 + between(pick, 1, Math.min(size, 3)) });
  }
  for (let id = processes; id < processes + actions; id++) standings.push({ id, kind: "action", locations: 1 });
  const world: World = { pick, builder, columns, processes: standings, size };
  if (chance(pick, 30)) randomInit(world);
  for (const standing of standings) {
    if (standing.kind === "process") randomProcess(world, standing);
    else randomAction(world, standing);
  }
  randomProperties(world);
  if (chance(pick, 20)) builder.within(randomPredicate(world, "predicate"));
  if (chance(pick, 30)) builder.mayEnd(chance(pick, 50) || randomPredicate(world, "predicate"));
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

/** Marsaglia's xorshift with 32 bits, scrambled at the start so that near seeds differ. */
function numbersFrom(seed: number): Pick {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return (count) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % count;
  };
}

function randomColumns(builder: Builder, pick: Pick, size: number): readonly ColumnHandle[] {
  return Array.from({ length: between(pick, 1, size + 1) }, (_, i) => {
    const [lo, hi] = i === 0 ? oneOf(pick, ranges.slice(1, 4)) : oneOf(pick, ranges);
    const count = chance(pick, 30) ? between(pick, 2, 4) : 1;
    const initial = Array.from({ length: count }, () => edgeValue(pick, lo, hi));
    return builder.column(`c${i}`, lo, hi, initial);
  });
}

function edgeValue(pick: Pick, lo: number, hi: number): number {
  return oneOf(pick, [lo, hi, Math.max(lo, Math.min(hi, 0)), Math.max(lo, Math.min(hi, 1))]);
}

function randomProcess(world: World, { id: process, locations: count }: Standing): void {
  const { pick, builder } = world;
  const options = randomLocals(pick);
  const locals = withIds(options);
  const live = Array.from({ length: count }, (_, location) =>
    location === 0
      ? []
      : locals
          .slice(0, -2)
          .filter(() => chance(pick, 50))
          .map(({ id }) => id),
  );
  const locations: LocationOptions[] = [];
  for (let id = 1; id < count; id++) {
    locations.push({ label: `l${id}`, live: live[id]!, body: randomStep(makeScope(world, locals, live, id)) });
  }
  const entry = chance(pick, 95) ? between(pick, 1, count - 1) : 0;
  const entryLocals = live[entry]!.map((id) => {
    const { lo, hi, count: cells } = locals[id]!;
    return { id, values: Array.from({ length: cells }, () => edgeValue(pick, lo, hi)) };
  });
  builder.process(`p${process}`, { locals: options, locations, entry, entryLocals });
}

function randomAction(world: World, { id }: Standing): void {
  const options = randomLocals(world.pick);
  world.builder.action(`a${id}`, randomStep(makeScope(world, withIds(options))), options);
}

function randomInit(world: World): void {
  const options = randomLocals(world.pick);
  const scope = makeScope(world, withIds(options));
  const body = [...someOf(scope, 0, 2, () => randomChoice(scope)), ...effects(scope, 1)];
  world.builder.init([...body, ...arrival(scope, 0)], options);
}

function randomProperties(world: World): void {
  const { pick, builder } = world;
  const kinds: readonly PropertyKind[] = ["always", "always", "quiescent", "quiescent", "reachable", "step"];
  for (let i = pick(5); i > 0; i--) {
    const kind = oneOf(pick, kinds);
    const speaks = kind === "step" ? "step property" : "predicate";
    const conjuncts = Array.from({ length: between(pick, 1, 2) }, () => randomPredicate(world, speaks));
    builder.property(kind, `property ${i}`, ...conjuncts);
  }
}

function withIds(options: readonly LocalOptions[]): readonly Local[] {
  return options.map((option, id) => ({ id, count: 1, ...option }));
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
function randomPredicate(world: World, speaks: Sight["speaks"]): Predicate {
  const { pick } = world;
  const options = randomLocals(pick).slice(-2);
  const scope = makeScope(world, withIds(options), [[]], 0, speaks);
  const body: Statement[] = [];
  if (chance(pick, 30)) body.push(...setTemporary(scope));
  if (chance(pick, 20)) body.push(iff(truth(scope.sight), [give(truth(scope.sight))]));
  if (chance(pick, 10))
    body.push(iff(truth(scope.sight), [fail(randomSite(scope, oneOf(pick, ["index", "assert"] as const)))]));
  body.push(give(either(truth(scope.sight), chance(pick, 70) ? truth(scope.sight) : integer(scope.sight, 1))));
  return predicate(body, options);
}
