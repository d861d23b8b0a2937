// The conditions of a temporal property, asked of the author's own functions at a state of a run: in, a native run that
// has come to it; out, the first condition on which the functions and the checker's program differ. The invariant: the
// formula and the author's tree have the same shape, so that they are gone through side by side.

import type { Trace } from "../explorer/exploration.ts";
import { evaluate } from "../explorer/reference/interpreter.ts";
import type { AuthorFunction, Definition, LoadedSpec } from "../spec/definition.ts";
import type { Formula, Program } from "../spec/program/program.ts";
import { type FormulaNode, formulaNode } from "../spec/runtime/temporal.ts";
import { conditionOf } from "./condition.ts";
import type { Disagreement } from "./disagreement.ts";
import type { Move, NativeRun } from "./native.ts";
import { moverOf, positionsIn } from "./positions.ts";
import { probeProcess } from "./probe.ts";
import { valuesOf } from "./replay-end.ts";

/** After so many steps: conditions on the state, and those on the step into it. */
export function compareAtoms(
  loaded: LoadedSpec,
  program: Program,
  run: NativeRun,
  trace: Trace,
  property: number,
  count: number,
): Disagreement | null {
  const { name, temporal } = program.properties[property]!;
  const { formula, atoms } = temporal!;
  const functions = new Map<number, AuthorFunction>();
  gather(loaded.definition, formula, formulaNode(loaded.definition.temporal.get(name)!)!, functions);
  const stateAt = (number: number) => (number === 0 ? trace.initial : trace.steps[number - 1]!.state!);
  const positionsAt = (number: number): ReturnType<typeof positionsIn> =>
    positionsIn(loaded, program, stateAt(number), (process) =>
      probeProcess(loaded, trace, number, process).some(({ kind }) => kind !== "disabled"),
    );
  const step = trace.steps[count - 1];
  for (const [number, fn] of functions) {
    const { over, predicate } = atoms[number]!;
    if (over === "step" && step === undefined) continue;
    const move: Move | null =
      over === "step"
        ? {
            shared: valuesOf(program, stateAt(count - 1)),
            positions: positionsAt(count - 1),
            by: moverOf(loaded, program, step!.process, step!.location),
          }
        : null;
    const judged =
      over === "step" ? { process: step!.process, location: step!.location, before: stateAt(count - 1) } : null;
    const verdict = evaluate(program, predicate, stateAt(count), judged);
    const expected = String(verdict.kind === "value" && verdict.value !== 0);
    const actual = String(Boolean(run.evaluate(fn, positionsAt(count), move)));
    if (expected !== actual) return { what: predicate.text, expected, actual };
  }
  return null;
}

/** By atom: the author's function it was made of. Atoms that name a process, and `terminates`, have none. */
function gather(
  definition: Definition,
  formula: Formula,
  node: FormulaNode,
  functions: Map<number, AuthorFunction>,
): void {
  if (formula.kind === "atom") {
    const fn = conditionOf(definition, node);
    if (fn !== null) functions.set(formula.atom, fn);
  } else if ("operand" in formula) {
    gather(definition, formula.operand, (node as FormulaNode & { operand: FormulaNode }).operand, functions);
  } else {
    const { left, right } = node as FormulaNode & { left: FormulaNode; right: FormulaNode };
    gather(definition, formula.left, left, functions);
    gather(definition, formula.right, right, functions);
  }
}
