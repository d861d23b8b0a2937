// What is wrong with a process that fails before its first yield. In: the statements of its setup, which depend on constants
// alone; out: a diagnostic that says where and why.

import type { Statement } from "../program/program.ts";
import type { Diagnostic, Span } from "../source/diagnostic.ts";
import type { Origin } from "../source/origin.ts";
import type { ProcessContext, ProgramContext } from "./context.ts";
import { literal } from "./expr.ts";

/** The location of a process whose setup has not come to its end. */
export const nowhere = -1;

/** Why a process cannot be created: what it does before its first yield depends on constants alone, and fails. */
export function failureOf(
  program: ProgramContext,
  process: ProcessContext,
  origin: Origin,
  setup: readonly Statement[],
): Diagnostic {
  const { start, end } = origin.node.id ?? origin.node;
  let span: Span = { file: origin.module.file, start, end };
  let why = "";
  const look = (list: readonly Statement[]): void => {
    for (const statement of list) {
      if (statement.kind === "block") look(statement.body);
      else if (statement.kind === "if") [statement.then, statement.else].forEach(look);
      else if (statement.kind === "fail") {
        const { message, values, place } = program.sites[statement.site]!;
        span = place.span;
        why = `: ${message.replace(/\{(\d+)\}/g, (_, at) => `${literal(values[Number(at)]!.expr) ?? "…"}`)}`;
      }
    }
  };
  look(setup);
  return {
    message: `${process.name} fails before its first yield${why}`,
    span,
    hints: ["what stands before the first yield depends on constants, parameters and self alone"],
  };
}
