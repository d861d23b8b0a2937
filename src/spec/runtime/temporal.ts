// Temporal formulas as an author writes them: conditions on states and on steps, put together by functions. What comes in
// is the author's functions; what goes out is a tree of plain data that the lowering makes a property of. The invariant:
// every node knows the call that made it, so that whatever is wrong with it has a place.

import type { AuthorFunction } from "../definition.ts";
import { currentExecution } from "./execution.ts";
import { argumentError, declarationError } from "./fault.ts";

declare const formulaBrand: unique symbol;

/** What the functions of this file give: a sentence about whole runs. */
export interface TemporalFormula {
  readonly [formulaBrand]?: true;
}

/** A sentence about runs, or a condition on states: that it holds where the run begins. */
export type Condition = TemporalFormula | (() => boolean | number);

/** The inside of a TemporalFormula. `made` is an error whose stack has the call. */
export type FormulaNode = { readonly made: Error } & (
  | { readonly kind: "state" | "step"; readonly fn: AuthorFunction }
  | {
      readonly kind: "taken";
      readonly fn: AuthorFunction;
      readonly instance: number | null;
      readonly label: string | null;
    }
  | { readonly kind: "terminates" }
  | { readonly kind: "not" | "eventually" | "always"; readonly operand: FormulaNode }
  | { readonly kind: "and" | "or" | "implies" | "until"; readonly left: FormulaNode; readonly right: FormulaNode }
);

const nodes = new WeakMap<object, FormulaNode>();

/** What is inside a formula, or a condition on states; null for anything else. */
export function formulaNode(value: unknown): FormulaNode | null {
  if (typeof value === "function") return { kind: "state", fn: value as AuthorFunction, made: new Error() };
  return typeof value === "object" && value !== null ? (nodes.get(value) ?? null) : null;
}

function make(node: FormulaNode): TemporalFormula {
  if (currentExecution() !== null) {
    throw declarationError("a temporal formula inside a step or a property", "it belongs in spec(), under `temporal`");
  }
  const formula = Object.freeze({});
  nodes.set(formula, node);
  return formula;
}

function operand(name: string, position: number, value: unknown): FormulaNode {
  const node = formulaNode(value);
  if (node === null) {
    const hint = `write ${name}(() => …), or put a temporal formula there`;
    throw argumentError([position], `${name}(…): neither a condition nor a temporal formula`, hint);
  }
  if (node.kind !== "state") return node;
  const { fn } = node;
  const tag = Object.prototype.toString.call(fn);
  if (fn.length > 0 || tag !== "[object Function]") {
    const hint = tag === "[object Function]" ? "write () => …" : `taken(${fn.name || "fn"}) is a condition on steps`;
    throw argumentError([position], `${name}(…): a condition is a plain function without parameters`, hint);
  }
  return node;
}

/** It holds now or later. */
export function eventually(p: Condition): TemporalFormula {
  return make({ kind: "eventually", operand: operand("eventually", 0, p), made: new Error() });
}

/** It holds now and ever after. */
export function always(p: Condition): TemporalFormula {
  return make({ kind: "always", operand: operand("always", 0, p), made: new Error() });
}

/** Whenever p holds, q holds then or later. */
export function leadsTo(p: Condition, q: Condition): TemporalFormula {
  const made = new Error();
  const later: FormulaNode = { kind: "eventually", operand: operand("leadsTo", 1, q), made };
  const whenever: FormulaNode = { kind: "implies", left: operand("leadsTo", 0, p), right: later, made };
  return make({ kind: "always", operand: whenever, made });
}

/** It holds again and again, without end. */
export function infinitelyOften(p: Condition): TemporalFormula {
  const made = new Error();
  return make({
    kind: "always",
    operand: { kind: "eventually", operand: operand("infinitelyOften", 0, p), made },
    made,
  });
}

/** From some point on it holds for ever. */
export function eventuallyAlways(p: Condition): TemporalFormula {
  const made = new Error();
  return make({
    kind: "eventually",
    operand: { kind: "always", operand: operand("eventuallyAlways", 0, p), made },
    made,
  });
}

/** q holds now or later, and p in every state before. */
export function until(p: Condition, q: Condition): TemporalFormula {
  return make({ kind: "until", left: operand("until", 0, p), right: operand("until", 1, q), made: new Error() });
}

/** Where p holds, q holds too. */
export function implies(p: Condition, q: Condition): TemporalFormula {
  return make({ kind: "implies", left: operand("implies", 0, p), right: operand("implies", 1, q), made: new Error() });
}

/** All of them. */
export function and(...conditions: readonly Condition[]): TemporalFormula {
  return fold("and", conditions);
}

/** At least one of them. */
export function or(...conditions: readonly Condition[]): TemporalFormula {
  return fold("or", conditions);
}

/** It does not hold. */
export function not(p: Condition): TemporalFormula {
  return make({ kind: "not", operand: operand("not", 0, p), made: new Error() });
}

/** Every process ends; of a spec of actions alone: the run comes to where none is possible. */
export function terminates(): TemporalFormula {
  return make({ kind: "eventually", operand: { kind: "terminates", made: new Error() }, made: new Error() });
}

/** The next step is theirs: of the process or action, from the label if one is given. */
export function taken(fn: AuthorFunction, label?: string): TemporalFormula;
/** The next step is one instance's. */
export function taken(fn: AuthorFunction, instance: number, label?: string): TemporalFormula;
/** The next step is one of which the condition holds; `old` and `by` speak of it. */
export function taken(step: () => boolean): TemporalFormula;
export function taken(fn: AuthorFunction, ...rest: readonly (number | string | undefined)[]): TemporalFormula {
  const form = 'write taken(fn), taken(fn, "label"), taken(fn, i, "label"), or taken(() => by(fn) && …)';
  if (typeof fn !== "function") throw argumentError([0], "taken(…): its first argument is not a function", form);
  const made = new Error();
  const [first, second] = rest;
  const instance = typeof first === "number" ? first : null;
  const label = instance === null ? first : second;
  if ((label !== undefined && typeof label !== "string") || rest.length > 2) {
    throw argumentError([rest.length], "taken(…): a step is named by a process, an instance and a label", form);
  }
  return make({ kind: "taken", fn, instance, label: (label as string | undefined) ?? null, made });
}

function fold(kind: "and" | "or", conditions: readonly Condition[]): TemporalFormula {
  const made = new Error();
  const operands = conditions.map((condition, i) => operand(kind, i, condition));
  const [first, ...others] = operands;
  if (first === undefined) throw declarationError(`${kind}() of nothing`, `write ${kind}(() => …, () => …)`);
  const joined = others.reduce<FormulaNode>((left, right) => ({ kind, left, right, made }), first);
  return others.length === 0 ? make({ kind: "and", left: first, right: first, made }) : make(joined);
}
