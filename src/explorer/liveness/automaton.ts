// A formula as a Büchi automaton that accepts exactly the runs on which it holds. What comes in is a formula of linear
// temporal logic without "next"; what goes out is a generalised automaton with its conditions and its acceptance on the
// transitions. The construction is the tableau of Gerth, Peled, Vardi and Wolper (Simple on-the-fly automatic verification
// of linear temporal logic, PSTV 1995) in the form that Couvreur gave it (On-the-fly verification of linear temporal logic,
// FM 1999): a state is the set of formulas that are still owed, and a transition is good for an `until` unless it puts
// that off. The invariant: a run is accepted if and only if some path on it passes, for every `until`, infinitely many
// transitions that are good for it.

import type { Formula } from "../../spec/program/program.ts";
import { type Normal, negate, normalise } from "./normal-form.ts";

/** Bits are atoms; `accepts` has a bit for each `until`. */
export interface Transition {
  readonly positive: number;
  readonly negative: number;
  readonly target: number;
  readonly accepts: number;
}

export interface Automaton {
  /** By state; the run begins in state 0. */
  readonly states: readonly (readonly Transition[])[];
  /** How many acceptance conditions there are; all bits of them. */
  readonly conditions: number;
  readonly all: number;
}

/** More than this is no sentence a person has written. */
const MOST_STATES = 4096;
const MOST_CONDITIONS = 24;

/** Whether a letter, the bits of the atoms that are true, lets a transition pass. */
export function passes({ positive, negative }: Transition, letter: number): boolean {
  return (letter & positive) === positive && (letter & negative) === 0;
}

/** Which transitions letters let pass, looked up once for each. */
export class Passage {
  readonly #automaton: Automaton;
  /** By state and letter, as far as they were asked for. */
  readonly #known: readonly (readonly Transition[])[][];

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.#known = automaton.states.map(() => []);
  }

  /** Those of a state, in their order. */
  of(state: number, letter: number): readonly Transition[] {
    const known = this.#known[state]!;
    known[letter] ??= this.#automaton.states[state]!.filter((transition) => passes(transition, letter));
    return known[letter];
  }
}

/** The automaton of what a counterexample is: the negation of the property. Null if it is too large. */
export function automatonAgainst(formula: Formula): Automaton | null {
  return translate(negate(normalise(formula)));
}

/** The automaton of a formula in normal form. Null if it is too large. */
export function translate(formula: Normal): Automaton | null {
  const untils = untilsOf(formula);
  if (untils.length > MOST_CONDITIONS) return null;
  const numbers = new Map<string, number>();
  const owed: (readonly Normal[])[] = [];
  const numberOf = (formulas: readonly Normal[]): number => {
    const key = formulas.map(({ key }) => key).join(" ");
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, owed.length);
    return owed.push(formulas) - 1;
  };
  numberOf([formula]);
  const all = untils.length === 0 ? 0 : 2 ** untils.length - 1;
  const states: Transition[][] = [];
  for (let i = 0; i < owed.length; i++) {
    if (owed.length > MOST_STATES) return null;
    const drafts = expand(owed[i]!);
    const transitions = drafts.map(({ positive, negative, next, delayed }) => {
      const accepts = untils.reduce((bits, key, bit) => (delayed.has(key) ? bits : bits | (1 << bit)), 0);
      return { positive, negative, target: numberOf(sorted(next)), accepts };
    });
    states.push(withoutWeaker(transitions));
  }
  return trim(merge({ states, conditions: untils.length, all }));
}

/** One way to satisfy a set of formulas now, and what is owed after it. */
interface Draft {
  readonly positive: number;
  readonly negative: number;
  readonly next: ReadonlyMap<string, Normal>;
  readonly delayed: ReadonlySet<string>;
}

function expand(formulas: readonly Normal[]): Draft[] {
  const empty: Draft = { positive: 0, negative: 0, next: new Map(), delayed: new Set() };
  return formulas.reduce<Draft[]>((drafts, formula) => drafts.flatMap((draft) => satisfy(draft, formula)), [empty]);
}

function satisfy(draft: Draft, formula: Normal): Draft[] {
  switch (formula.kind) {
    case "constant":
      return formula.value ? [draft] : [];
    case "literal": {
      const bit = 1 << formula.atom;
      if ((formula.positive ? draft.negative : draft.positive) & bit) return [];
      return [
        formula.positive ? { ...draft, positive: draft.positive | bit } : { ...draft, negative: draft.negative | bit },
      ];
    }
    case "and":
      return satisfy(draft, formula.left).flatMap((half) => satisfy(half, formula.right));
    case "or":
      return [...satisfy(draft, formula.left), ...satisfy(draft, formula.right)];
    case "until": {
      const put = (half: Draft): Draft => ({
        ...half,
        next: new Map([...half.next, [formula.key, formula]]),
        delayed: new Set([...half.delayed, formula.key]),
      });
      return [...satisfy(draft, formula.right), ...satisfy(draft, formula.left).map(put)];
    }
    case "release": {
      const now = satisfy(draft, formula.right);
      const keep = (half: Draft): Draft => ({ ...half, next: new Map([...half.next, [formula.key, formula]]) });
      return [...now.flatMap((half) => satisfy(half, formula.left)), ...now.map(keep)];
    }
  }
}

function sorted(formulas: ReadonlyMap<string, Normal>): readonly Normal[] {
  return [...formulas.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function untilsOf(formula: Normal): readonly string[] {
  const keys = new Set<string>();
  const visit = (part: Normal): void => {
    if (part.kind === "constant" || part.kind === "literal") return;
    if (part.kind === "until") keys.add(part.key);
    visit(part.left);
    visit(part.right);
  };
  visit(formula);
  return [...keys];
}

/** Leaves out what another transition does as well under fewer conditions. */
function withoutWeaker(transitions: readonly Transition[]): Transition[] {
  const kept: Transition[] = [];
  for (const [i, one] of transitions.entries()) {
    const isWeaker = transitions.some(
      (other, j) =>
        i !== j &&
        other.target === one.target &&
        (other.positive & one.positive) === other.positive &&
        (other.negative & one.negative) === other.negative &&
        (other.accepts & one.accepts) === one.accepts &&
        (j < i || !same(other, one)),
    );
    if (!isWeaker) kept.push(one);
  }
  return kept;
}

function same(a: Transition, b: Transition): boolean {
  return a.positive === b.positive && a.negative === b.negative && a.target === b.target && a.accepts === b.accepts;
}

/** Makes one state of those with the same transitions, until none are left. */
function merge(automaton: Automaton): Automaton {
  const { states } = automaton;
  const first = new Map<string, number>();
  const target = states.map((transitions, state) => {
    const key = transitions
      .map((t) => `${t.positive} ${t.negative} ${t.target === state ? "self" : t.target} ${t.accepts}`)
      .sort()
      .join(",");
    const known = first.get(key) ?? state;
    first.set(key, known);
    return known;
  });
  if (target.every((to, state) => to === state)) return automaton;
  const merged = states.map((transitions) =>
    withoutWeaker(transitions.map((t) => ({ ...t, target: target[t.target]! }))),
  );
  return merge(renumber({ ...automaton, states: merged }, () => true));
}

/** Leaves out states from which nothing is accepted. */
function trim(automaton: Automaton): Automaton {
  const alive = new Set<number>();
  for (const component of componentsOf(automaton)) {
    const inside = new Set(component);
    const leads = component.some((state) => automaton.states[state]!.some(({ target }) => alive.has(target)));
    if (leads || isAccepting(automaton, inside)) for (const state of component) alive.add(state);
  }
  return renumber(automaton, (state) => alive.has(state));
}

/** Whether a run that stays in these states can be accepted. */
export function isAccepting({ states, all }: Automaton, inside: ReadonlySet<number>): boolean {
  let bits = 0;
  let edges = 0;
  for (const state of inside) {
    for (const { target, accepts } of states[state]!) {
      if (!inside.has(target)) continue;
      bits |= accepts;
      edges++;
    }
  }
  return edges > 0 && bits === all;
}

/** Strongly connected components, those that others lead to first. */
export function componentsOf({ states }: Automaton): readonly (readonly number[])[] {
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const done = new Set<number>();
  const components: number[][] = [];
  const visit = (state: number): void => {
    order.set(state, order.size);
    low.set(state, order.get(state)!);
    stack.push(state);
    for (const { target } of states[state]!) {
      if (!order.has(target)) visit(target);
      if (!done.has(target)) low.set(state, Math.min(low.get(state)!, low.get(target)!));
    }
    if (low.get(state) !== order.get(state)) return;
    const component = stack.splice(stack.indexOf(state));
    for (const member of component) done.add(member);
    components.push(component.sort((a, b) => a - b));
  };
  for (const state of states.keys()) if (!order.has(state)) visit(state);
  return components;
}

/** Numbers what can be reached from state 0 by states that are kept, in the order in which it is met. */
function renumber(automaton: Automaton, isKept: (state: number) => boolean): Automaton {
  const { states } = automaton;
  const order = [0];
  const numbers = new Map([[0, 0]]);
  const renumbered: Transition[][] = [];
  for (let i = 0; i < order.length; i++) {
    const kept = states[order[i]!]!.filter(({ target }) => isKept(target));
    renumbered.push(
      kept.map((transition) => {
        let target = numbers.get(transition.target);
        if (target === undefined) {
          target = order.push(transition.target) - 1;
          numbers.set(transition.target, target);
        }
        return { ...transition, target };
      }),
    );
  }
  return { ...automaton, states: renumbered };
}
