// Labels name the places where a process stands, so no two of a function are the same. The invariant: each function is
// looked at once, however many processes come through it.

import { isFunction, isYieldLabel, walkSyntax } from "../analysis/syntax.ts";
import { lineAndColumn } from "../source/positions.ts";
import type { Frame, ProgramContext } from "./context.ts";
import { spanOf } from "./context.ts";

/** Records a fault for every label of the frame's function that stands there already. */
export function checkLabels(program: ProgramContext, frame: Frame): void {
  if (program.labelled.has(frame.key)) return;
  program.labelled.add(frame.key);
  const first = new Map<string, number>();
  walkSyntax(frame.fn, (node) => {
    if (node !== frame.fn && isFunction(node)) return false;
    const found = node.type === "ExpressionStatement" ? isYieldLabel(node) : null;
    if (found === null) return true;
    const at = found.node.argument!;
    const before = first.get(found.label);
    if (before === undefined) first.set(found.label, at.start);
    else {
      const { line, column } = lineAndColumn(frame.module.text, before);
      program.diagnostics.push({
        message: `the label "${found.label}" stands in ${frame.name || "this function"} twice`,
        span: spanOf(frame, at),
        hints: [
          `the first is at line ${line}, column ${column}; traces and at() tell places by their labels: rename one`,
        ],
      });
    }
    return true;
  });
}
