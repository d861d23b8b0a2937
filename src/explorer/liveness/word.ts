// Whether a formula holds on one run that goes round for ever, by the meaning of the operators and nothing else: what
// counterexamples are judged by, whichever search found them. What comes in is the letters of the run up to where it goes
// back, and where to. The invariant: no automaton is asked.

import type { Formula } from "../../spec/program/program.ts";

/** A word a0 … an that goes on with a[loop]: bits of the atoms that are true. */
export interface LassoWord {
  readonly letters: readonly number[];
  readonly loop: number;
}

/** Whether it holds at the beginning. */
export function holdsOn(formula: Formula, word: LassoWord): boolean {
  return valuesOn(formula, word)[0]!;
}

/** Its value at each position. */
export function valuesOn(formula: Formula, word: LassoWord): boolean[] {
  const { letters, loop } = word;
  switch (formula.kind) {
    case "atom":
      return letters.map((letter) => (letter & (1 << formula.atom)) !== 0);
    case "not":
      return valuesOn(formula.operand, word).map((value) => !value);
    case "and":
    case "or":
    case "implies": {
      const [left, right] = [valuesOn(formula.left, word), valuesOn(formula.right, word)];
      return left.map((l, i) => {
        const r = right[i]!;
        return formula.kind === "and" ? l && r : formula.kind === "or" ? l || r : !l || r;
      });
    }
    case "eventually":
    case "always": {
      const inner = valuesOn(formula.operand, word);
      // What is still to come at position i: the rest of the word, and all of the loop.
      const still = (i: number): boolean[] => inner.slice(Math.min(i, loop));
      const all = formula.kind === "always";
      return inner.map((_, i) => {
        const future = i < loop ? inner.slice(i) : still(loop);
        return all ? future.every(Boolean) : future.some(Boolean);
      });
    }
    case "until": {
      const [left, right] = [valuesOn(formula.left, word), valuesOn(formula.right, word)];
      return left.map((_, start) => {
        let i = start;
        for (let steps = 0; steps <= 2 * letters.length; steps++) {
          if (right[i]) return true;
          if (!left[i]) return false;
          i = i + 1 < letters.length ? i + 1 : loop;
        }
        return false;
      });
    }
  }
}
