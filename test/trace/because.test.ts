// What is told of why a property broke, by its definition: cells that are not told of could hold anything, and the property would
// be as false; before the step that is named it was not false.

import fc from "fast-check";
import { List } from "immutable";
import { expect, test } from "vitest";
import { exploreReference } from "../../src/explorer/reference/explore.ts";
import { evaluate, situationOf, starts } from "../../src/explorer/reference/interpreter.ts";
import { cellKey, guardsAgainst, readingOfPredicate } from "../../src/explorer/reference/reading.ts";
import type { State } from "../../src/explorer/state.ts";
import type { Program } from "../../src/spec/program/program.ts";
import { becauseOf } from "../../src/trace/because.ts";
import { arbitraryProgram } from "../explorer/random-program.ts";
import { plain } from "../explorer/summary.ts";

const startable = arbitraryProgram.filter((program) => starts(program).length > 0);

/** The state with other values in all cells but these. */
function scrambled(program: Program, state: State, kept: ReadonlySet<string>, shift: number): State {
  const shared = program.columns.map(({ id, lo, hi }) =>
    List(
      state.shared
        .get(id)!
        .map((value, index) =>
          kept.has(cellKey(id, index)) ? value : lo + ((value - lo + shift + index) % (hi - lo + 1)),
        ),
    ),
  );
  return state.set("shared", List(shared));
}

test("what is not told of decides nothing, and the step that is named made it false", {
  timeout: 120_000,
}, async () => {
  const count = { findings: 0, scrambled: 0, late: 0, start: 0 };
  await fc.assert(
    fc.asyncProperty(startable, async (program) => {
      const { findings } = await exploreReference(program, { ...plain, all: true, maxDepth: 8 });
      for (const finding of findings) {
        if (finding.kind !== "always" && finding.kind !== "quiescent") continue;
        const predicate = program.properties[finding.property]!.conjuncts[finding.conjunct]!;
        const states = [finding.trace.initial, ...finding.trace.steps.map(({ state }) => state!)];
        const value = (state: State): unknown => evaluate(program, predicate, state, null);
        const reading = readingOfPredicate(program, predicate, states.at(-1)!, null);
        for (const shift of [1, 2, 5]) {
          const other = scrambled(program, states.at(-1)!, reading.cells, shift);
          if (!other.equals(states.at(-1)!)) count.scrambled++;
          // Whether a process could move depends on everything; that is told of the process.
          if (reading.asked.size === 0) expect(value(other)).toEqual({ kind: "value", value: 0 });
        }
        const because = becauseOf(program, finding)!;
        const since = because.since!;
        const isFalse = states.map((state) => JSON.stringify(value(state)) === '{"kind":"value","value":0}');
        expect(isFalse.slice(since).every(Boolean)).toBe(true);
        expect(isFalse[since - 1] ?? false).toBe(false);
        count.findings++;
        if (since === 0) count.start++;
        else if (since < finding.trace.steps.length) count.late++;
      }
    }),
    { seed: 7, numRuns: 400 },
  );
  expect(count).toMatchInlineSnapshot(`
    {
      "findings": 123,
      "late": 1,
      "scrambled": 208,
      "start": 88,
    }
  `);
});

test("what is not told of holds nobody", { timeout: 120_000 }, async () => {
  const count = { guards: 0, scrambled: 0 };
  await fc.assert(
    fc.asyncProperty(startable, async (program) => {
      const { findings } = await exploreReference(program, { ...plain, all: true, maxDepth: 6 });
      for (const { trace } of findings) {
        const state = trace.steps.findLast((step) => step.state !== null)?.state ?? trace.initial;
        for (const { id, kind } of program.processes) {
          if (kind === "process" && state.locations.get(id) === 0) continue;
          const guards = guardsAgainst(program, state, id);
          if (guards.length === 0 || situationOf(program, state, id).edges.length > 0) continue;
          count.guards += guards.length;
          const kept = new Set(guards.flatMap(({ reading }) => [...reading.cells]));
          for (const shift of [1, 2, 5]) {
            const other = scrambled(program, state, kept, shift);
            if (!other.equals(state)) count.scrambled++;
            // It may fail before it comes to the guard.
            const { edges } = situationOf(program, other, id);
            expect(edges.filter((edge) => edge.kind === "moved")).toEqual([]);
          }
        }
      }
    }),
    { seed: 7, numRuns: 400 },
  );
  expect(count).toMatchInlineSnapshot(`
    {
      "guards": 252,
      "scrambled": 584,
    }
  `);
});
