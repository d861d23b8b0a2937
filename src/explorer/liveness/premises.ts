// What a temporal property rests on: the left sides of its implications, the triggers of `leadsTo` among them. What comes in is
// a formula; what goes out is each premise with a sentence that holds of every fair run if and only if the premise never
// does. The invariant: whether a premise held is asked in the same graph, under the same fairness, as the property itself.

import type { Atom, Formula } from "../../spec/program/program.ts";

export interface Premise {
  /** The left side. */
  readonly left: Formula;
  /** Holds of all runs if and only if the premise never holds where it is asked for. */
  readonly never: Formula;
  /** It is asked for in every state, not where the run begins alone. */
  readonly everywhere: boolean;
}

/** In the order in which they are written. */
export function premisesOf(formula: Formula, everywhere = false): readonly Premise[] {
  switch (formula.kind) {
    case "atom":
      return [];
    case "not":
      return premisesOf(formula.operand, everywhere);
    case "eventually":
    case "always":
      return premisesOf(formula.operand, true);
    case "until":
      return [...premisesOf(formula.left, true), ...premisesOf(formula.right, true)];
    case "and":
    case "or":
      return [...premisesOf(formula.left, everywhere), ...premisesOf(formula.right, everywhere)];
    case "implies": {
      const { left, right } = formula;
      const not: Formula = { kind: "not", operand: left };
      const never: Formula = everywhere ? { kind: "always", operand: not } : not;
      return [{ left, never, everywhere }, ...premisesOf(left, everywhere), ...premisesOf(right, everywhere)];
    }
  }
}

/** The value of a formula without temporal operators, over states alone, from bits of atoms; null for any other. */
export function truthOf(formula: Formula, atoms: readonly Atom[], letter: number): boolean | null {
  switch (formula.kind) {
    case "atom":
      return atoms[formula.atom]!.over === "state" ? (letter & (1 << formula.atom)) !== 0 : null;
    case "not": {
      const value = truthOf(formula.operand, atoms, letter);
      return value === null ? null : !value;
    }
    case "and":
    case "or":
    case "implies": {
      const [left, right] = [truthOf(formula.left, atoms, letter), truthOf(formula.right, atoms, letter)];
      if (left === null || right === null) return null;
      return formula.kind === "and" ? left && right : formula.kind === "or" ? left || right : !left || right;
    }
    default:
      return null;
  }
}

/** As an author would write it. */
export function wordsOf(formula: Formula, atoms: readonly Atom[]): string {
  switch (formula.kind) {
    case "atom":
      return atoms[formula.atom]!.predicate.text;
    case "not":
    case "eventually":
    case "always":
      return `${formula.kind}(${wordsOf(formula.operand, atoms)})`;
    default:
      return `${formula.kind}(${wordsOf(formula.left, atoms)}, ${wordsOf(formula.right, atoms)})`;
  }
}

/** The first condition in it, for its place. */
export function firstAtom(formula: Formula): number {
  switch (formula.kind) {
    case "atom":
      return formula.atom;
    case "not":
    case "eventually":
    case "always":
      return firstAtom(formula.operand);
    default:
      return firstAtom(formula.left);
  }
}
