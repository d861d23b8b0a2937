// The automaton of a formula accepts a word if and only if the formula holds on it.

import { describe, expect, it } from "vitest";
import {
  type Automaton,
  automatonAgainst,
  componentsOf,
  passes,
  translate,
} from "../../../src/explorer/liveness/automaton.ts";
import { normalise } from "../../../src/explorer/liveness/normal-form.ts";
import { holdsOn, type LassoWord } from "../../../src/explorer/liveness/word.ts";
import { makeRandom } from "../../../src/explorer/search/random.ts";
import type { Formula } from "../../../src/spec/program/program.ts";
import { randomFormula } from "./formulas.ts";

/** Whether some run on the word passes every acceptance condition again and again. */
function accepts(automaton: Automaton, { letters, loop }: LassoWord): boolean {
  const size = automaton.states.length;
  const states = letters.flatMap((letter, position) =>
    automaton.states.map((transitions) =>
      transitions
        .filter((t) => passes(t, letter))
        .map((t) => ({ ...t, target: (position + 1 < letters.length ? position + 1 : loop) * size + t.target })),
    ),
  );
  const reached = new Set([0]);
  for (const pair of reached) for (const { target } of states[pair]!) reached.add(target);
  return componentsOf({ ...automaton, states }).some((component) => {
    if (!component.every((pair) => reached.has(pair))) return false;
    const inside = component.flatMap((pair) => states[pair]!.filter(({ target }) => component.includes(target)));
    return inside.length > 0 && inside.reduce((bits, t) => bits | t.accepts, 0) === automaton.all;
  });
}

const p: Formula = { kind: "atom", atom: 0 };
const q: Formula = { kind: "atom", atom: 1 };
const f = (operand: Formula): Formula => ({ kind: "eventually", operand });
const g = (operand: Formula): Formula => ({ kind: "always", operand });
const leadsTo = (left: Formula, right: Formula): Formula => g({ kind: "implies", left, right: f(right) });

describe("the automaton of a formula", () => {
  it("accepts the words on which the formula holds, and its negation's the others: 6000 random pairs", () => {
    const random = makeRandom(1);
    let holding = 0;
    for (let i = 0; i < 3000; i++) {
      const formula = randomFormula(random, 3, 1 + random.below(4));
      const [own, against] = [translate(normalise(formula)), automatonAgainst(formula)];
      for (let j = 0; j < 2; j++) {
        const length = 1 + random.below(6);
        const word = { letters: Array.from({ length }, () => random.below(8)), loop: random.below(length) };
        const holds = holdsOn(formula, word);
        if (holds) holding++;
        const shown = JSON.stringify({ formula, word });
        expect(accepts(own!, word), shown).toBe(holds);
        expect(accepts(against!, word), shown).toBe(!holds);
      }
    }
    expect(holding).toBeGreaterThan(1500);
    expect(holding).toBeLessThan(4500);
  });

  it.each([
    ["eventually p", f(p), 1],
    ["always p", g(p), 2],
    ["p leads to q", leadsTo(p, q), 2],
    ["infinitely often p", g(f(p)), 2],
    ["eventually always p", f(g(p)), 2],
    ["p until q", { kind: "until", left: p, right: q } as Formula, 2],
  ])("against %s is small", (_, formula, states) => {
    expect(automatonAgainst(formula)!.states.length).toBe(states);
  });

  it("is not made for a formula of thousands of states", () => {
    const big = Array.from(
      { length: 14 },
      (_, atom): Formula => g(f({ kind: "and", left: { kind: "atom", atom }, right: f(g({ kind: "atom", atom })) })),
    ).reduce((left, right) => ({ kind: "until", left, right }));
    expect(automatonAgainst(big)).toBe(null);
  });
});
