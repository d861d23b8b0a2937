// The fast search for loops against the one by definition, and both against runs by enumeration, on random small graphs.

import { describe, expect, it } from "vitest";
import { automatonAgainst } from "../../../src/explorer/liveness/automaton.ts";
import type { FairProcess, StateGraph } from "../../../src/explorer/liveness/graph.ts";
import { type Found, findLasso, type Lasso } from "../../../src/explorer/liveness/lasso.ts";
import { Obligations } from "../../../src/explorer/liveness/obligations.ts";
import { Product } from "../../../src/explorer/liveness/product.ts";
import { findByDefinition } from "../../../src/explorer/liveness/reference.ts";
import { makeRandom, type Random } from "../../../src/explorer/search/random.ts";
import type { Formula } from "../../../src/spec/program/program.ts";
import {
  type Arrow,
  holdsOnRound,
  isFair,
  isQuiet,
  isViolatedByEnumeration,
  type Round,
  randomFormula,
  randomGraph,
  type SmallGraph,
  stateGraph,
} from "./formulas.ts";

async function findFast(graph: StateGraph, formula: Formula, obligations: Obligations): Promise<Found | null> {
  const product = new Product(graph, automatonAgainst(formula)!, obligations, async () => true);
  await product.search();
  return product.found ? product : null;
}

function randomFairness(random: Random, processes: number): FairProcess[] {
  const kinds = ["none", "weak", "strong", "strong"] as const;
  return Array.from({ length: processes }, (_, process) => ({ process, fairness: kinds[random.below(4)]! })).flatMap(
    ({ process, fairness }) => (fairness === "none" ? [] : [{ process, fairness }]),
  );
}

/** The lasso as a run; throws where a step is none of the graph's, or leads elsewhere. */
function roundOf(small: SmallGraph, { stem, loop }: Lasso): Round {
  const steps = [...stem, ...loop];
  const taken = steps.map(({ state, position }) => small.arrows[state]![position]!);
  taken.forEach(({ target }, i) => {
    const next = steps[i + 1]?.state ?? (loop.length === 0 ? target : loop[0]!.state);
    expect(target).toBe(next);
  });
  const states = steps.map(({ state }) => state);
  if (loop.length > 0) return { states, taken, loop: stem.length };
  const last = taken.at(-1)?.target ?? small.starts[0]!;
  expect(isQuiet(small, last)).toBe(true);
  return { states: [...states, last], taken: [...taken, undefined], loop: stem.length };
}

const always = (operand: Formula): Formula => ({ kind: "always", operand });
const eventually = (operand: Formula): Formula => ({ kind: "eventually", operand });

describe("runs that violate a formula", () => {
  it("are found by the fast search, by definition and by enumeration alike: 4000 random graphs", async () => {
    const random = makeRandom(7);
    const seen = { violated: 0, holds: 0, stays: 0, strong: 0 };
    for (let i = 0; i < 4000; i++) {
      const processes = 1 + random.below(3);
      const small = randomGraph(random, 5, processes);
      const formula = randomFormula(random, 3, 1 + random.below(3));
      const fair = randomFairness(random, processes);
      const shown = JSON.stringify({ i, small, formula, fair });
      const automaton = automatonAgainst(formula)!;
      const obligations = new Obligations(automaton.conditions, fair, processes);
      const fast = await findFast(stateGraph(small), formula, obligations);
      const slow = findByDefinition(stateGraph(small), automaton, obligations);
      expect(fast !== null, shown).toBe(slow !== null);
      if (isViolatedByEnumeration(small, formula, fair, 5)) expect(fast !== null, shown).toBe(true);
      if (fast === null) {
        seen.holds++;
        const weaker = fair.map((one) => ({ ...one, fairness: "weak" as const }));
        if (
          (await findFast(stateGraph(small), formula, new Obligations(automaton.conditions, weaker, processes))) !==
          null
        )
          seen.strong++;
        continue;
      }
      seen.violated++;
      const lasso = findLasso(fast)!;
      expect(lasso, shown).toEqual(findLasso(slow!));
      if (lasso.loop.length === 0) seen.stays++;
      const round = roundOf(small, lasso);
      expect(isFair(small, round, fair), shown).toBe(true);
      expect(holdsOnRound(small, round, formula), shown).toBe(false);
    }
    expect(seen.violated).toBeGreaterThan(1000);
    expect(seen.holds).toBeGreaterThan(1000);
    expect(seen.stays).toBeGreaterThan(200);
    expect(seen.strong).toBeGreaterThan(3);
  });

  it("are found alike for what is written most, triggers and what they lead to: 3000 random graphs", async () => {
    const random = makeRandom(23);
    const seen = { violated: 0, holds: 0 };
    const atom = (): Formula => ({ kind: "atom", atom: random.below(3) });
    const shapes: readonly (() => Formula)[] = [
      () => always({ kind: "implies", left: atom(), right: eventually(atom()) }),
      () => always({ kind: "implies", left: atom(), right: eventually({ kind: "not", operand: atom() }) }),
      () => always(eventually(atom())),
      () => eventually(always(atom())),
      () => ({
        kind: "and",
        left: always({ kind: "implies", left: atom(), right: eventually(atom()) }),
        right: always({ kind: "implies", left: atom(), right: eventually(atom()) }),
      }),
    ];
    for (let i = 0; i < 3000; i++) {
      const processes = 1 + random.below(3);
      const small = randomGraph(random, 8, processes);
      const formula = shapes[i % shapes.length]!();
      const fair = randomFairness(random, processes);
      const shown = JSON.stringify({ i, small, formula, fair });
      const automaton = automatonAgainst(formula)!;
      const obligations = new Obligations(automaton.conditions, fair, processes);
      const fast = await findFast(stateGraph(small), formula, obligations);
      const slow = findByDefinition(stateGraph(small), automaton, obligations);
      expect(fast !== null, shown).toBe(slow !== null);
      if (fast === null) {
        seen.holds++;
        continue;
      }
      seen.violated++;
      expect(findLasso(fast), shown).toEqual(findLasso(slow!));
    }
    expect(seen.violated).toBeGreaterThan(700);
    expect(seen.holds).toBeGreaterThan(700);
  });

  it("are found alike where hundreds of steps lead to one state, be it on a loop or not", async () => {
    const step = (target: number, process = 0): Arrow => ({ target, process, obliging: true, letter: 0 });
    const formula = always({
      kind: "implies",
      left: { kind: "atom", atom: 0 },
      right: eventually({ kind: "atom", atom: 1 }),
    });
    const automaton = automatonAgainst(formula)!;
    const seen = { violated: 0, holds: 0 };
    for (const many of [251, 252, 253, 254, 255, 256, 257, 600]) {
      for (const [fair, onward] of [
        [[], []],
        [[], [step(1)]],
        [[], [step(0)]],
        [[], [step(2)]],
        [[0, 1], [step(1)]],
        [
          [0, 1],
          [step(1), step(2, 1)],
        ],
        [[1], [step(0, 0), step(2, 1)]],
      ] as const) {
        // 0 leads to many, all of which lead to 1; 2 is what is waited for.
        const spokes = Array.from({ length: many }, (_, i) => i + 3);
        const arrows = [spokes.map((spoke) => step(spoke)), onward, [], ...spokes.map(() => [step(1)])];
        const small = { letters: arrows.map((_, state) => (state === 2 ? 2 : 1)), arrows, starts: [0] };
        const processes = fair.map((process) => ({ process, fairness: "weak" as const }));
        const obligations = new Obligations(automaton.conditions, processes, 2);
        const fast = await findFast(stateGraph(small), formula, obligations);
        const slow = findByDefinition(stateGraph(small), automaton, obligations);
        const shown = JSON.stringify({ many, fair, onward });
        expect(fast !== null, shown).toBe(slow !== null);
        seen[fast === null ? "holds" : "violated"]++;
        if (fast !== null) expect(findLasso(fast), shown).toEqual(findLasso(slow!));
      }
    }
    expect(seen).toEqual({ violated: 40, holds: 16 });
  });

  it("are found alike on graphs too large to enumerate, with many fair processes: 400 random graphs", async () => {
    const random = makeRandom(11);
    for (let i = 0; i < 400; i++) {
      const processes = 1 + random.below(i % 10 === 0 ? 40 : 6);
      const small = randomGraph(random, 40, processes);
      const formula = randomFormula(random, 3, 1 + random.below(4));
      const fair = randomFairness(random, processes);
      const automaton = automatonAgainst(formula)!;
      const obligations = new Obligations(automaton.conditions, fair, processes);
      const fast = await findFast(stateGraph(small), formula, obligations);
      const slow = findByDefinition(stateGraph(small), automaton, obligations);
      const shown = JSON.stringify({ i, small, formula, fair });
      expect(fast !== null, shown).toBe(slow !== null);
      if (fast === null) continue;
      const lasso = findLasso(fast)!;
      expect(lasso, shown).toEqual(findLasso(slow!));
      const round = roundOf(small, lasso);
      expect(isFair(small, round, fair), shown).toBe(true);
      expect(holdsOnRound(small, round, formula), shown).toBe(false);
    }
  });
});
