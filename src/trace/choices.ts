// The choices that a trace has made: in, the numbers of options; out, the choices they were taken at.

import { starts } from "../explorer/reference/interpreter.ts";
import type { Program } from "../spec/program/program.ts";

/** An option taken at a choice of the program. */
export interface Option {
  readonly choice: number;
  readonly option: number;
}

/** The options taken by `init`, with the choices they were taken at. */
export function startChoices(program: Program, options: readonly number[]): readonly Option[] {
  if (options.length === 0) return [];
  const start = starts(program).find(({ choices }) => equalOptions(choices, options));
  if (!start) throw new Error("a trace starts where its program cannot; please report this");
  return start.taken;
}

function equalOptions(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((option, i) => option === b[i]);
}
