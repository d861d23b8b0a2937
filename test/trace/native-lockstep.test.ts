import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Outcome as Interpreted, runStep, type Start, starts } from "../../src/explorer/reference/interpreter.ts";
import { nextOptions } from "../../src/explorer/reference/statement.ts";
import type { State } from "../../src/explorer/state.ts";
import { decode, sharedCells } from "../../src/explorer/state-value.ts";
import type { LoadedSpec } from "../../src/spec/definition.ts";
import { lowerSpec } from "../../src/spec/lower/index.ts";
import { showValue } from "../../src/spec/program/enumerate.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { loadSpec } from "../../src/spec/source/load.ts";
import { NativeRun, type Outcome } from "../../src/trace/native.ts";

interface Move {
  readonly process: number;
  readonly options: readonly number[];
}

/** Pseudo-random numbers below n (Park and Miller's generator, 1988). */
function randomNumbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
}

function shownByProgram(program: Program, state: State): string {
  const values = program.roots.map(({ name, shape }) => `${name}=${showValue(decode(shape, sharedCells(state), 0))}`);
  const labels = program.processes.flatMap(({ id, kind, locations }) => {
    const at = state.locations.get(id)!;
    return kind === "process" ? [at === 0 ? "ended" : locations[at]!.label] : [];
  });
  return [...values, ...labels].join(" ");
}

function shownNatively(program: Program, run: NativeRun): string {
  const shared = run.shared();
  const values = program.roots.map(({ name }) => `${name}=${showValue(shared.get(name)!)}`);
  const labels = program.processes.flatMap(({ id, kind }) => (kind === "process" ? [run.labels()[id] ?? "ended"] : []));
  return [...values, ...labels].join(" ");
}

/** What both sides must agree on, as one line. */
function toldByProgram(program: Program, outcome: Interpreted): string {
  const counts = outcome.taken.map(({ count }) => count).join(",");
  if (outcome.kind === "disabled") return `disabled [${counts}]`;
  if (outcome.kind === "failed") return `failed: ${program.sites[outcome.site]!.kind} [${counts}]`;
  return `moved${outcome.optional ? " optionally" : ""} [${counts}] ${shownByProgram(program, outcome.state)}`;
}

function toldNatively(program: Program, outcome: Outcome, run: NativeRun): string {
  const counts = outcome.choices.join(",");
  if (outcome.kind === "disabled") return `disabled [${counts}]`;
  if (outcome.kind === "failed") return `failed: ${outcome.fault.kind} [${counts}]`;
  return `moved${outcome.optional ? " optionally" : ""} [${counts}] ${shownNatively(program, run)}`;
}

/** A walk of both, trying every step and every choice on the way. Gives how many outcomes were compared, by kind. */
function walk(loaded: LoadedSpec, program: Program, length: number, seed: number): Record<string, number> {
  const random = randomNumbers(seed);
  const compared: Record<string, number> = { moved: 0, disabled: 0, failed: 0 };
  const all = starts(program).filter(({ failure }) => failure === null);
  const start: Start = all[random(all.length)]!;
  const schedule: Move[] = [];
  let { state } = start;
  for (let step = 0; step < length; step++) {
    const moves: { move: Move; state: State }[] = [];
    for (const { id, kind } of program.processes) {
      if (kind === "process" && state.locations.get(id) === 0) continue;
      for (let options: readonly number[] | null = []; options !== null; ) {
        const outcome = runStep(program, state, id, options);
        const run = new NativeRun(loaded);
        run.start(start.choices);
        for (const move of schedule) run.step(move.process, move.options);
        const native = toldNatively(program, run.step(id, options), run);
        const words = [...schedule, { process: id, options }].map(
          (move) => `${move.process}:${move.options.join(",")}`,
        );
        expect(`${words.join(" ")} ${native}`).toBe(`${words.join(" ")} ${toldByProgram(program, outcome)}`);
        compared[outcome.kind]!++;
        if (outcome.kind === "moved") moves.push({ move: { process: id, options }, state: outcome.state });
        options = nextOptions(outcome.taken);
      }
    }
    if (moves.length === 0) break;
    const next = moves[random(moves.length)]!;
    schedule.push(next.move);
    state = next.state;
  }
  return compared;
}

describe("the author's functions and the program agree on every step of random walks", () => {
  test.each([
    ["test/fixtures/values/lists.ts", {}, ["moved", "disabled", "failed"]],
    ["test/fixtures/values/collections.ts", {}, ["moved", "disabled", "failed"]],
    ["test/fixtures/values/places.ts", {}, ["moved", "disabled"]],
    ["test/fixtures/values/control.ts", {}, ["moved", "disabled", "failed"]],
    ["specs/two-phase-commit.ts", {}, ["moved", "disabled"]],
    ["specs/die-hard.ts", {}, ["moved"]],
    ["specs/io-uring-poll/rework.ts", {}, ["moved", "disabled"]],
  ] as const)("%s", async (file, settings, kinds) => {
    const loaded = await loadSpec(join(import.meta.dirname, "../..", file), settings);
    const program = lowerSpec(loaded);
    const total: Record<string, number> = { moved: 0, disabled: 0, failed: 0 };
    for (let seed = 1; seed <= 6; seed++) {
      const compared = walk(loaded, program, 16, seed);
      for (const [kind, count] of Object.entries(compared)) total[kind]! += count;
    }
    expect(Object.keys(total).filter((kind) => total[kind]! > 0)).toEqual(kinds);
  });
});
