// Which temporal properties a search is asked for: all that is loaded of this folder where there are none.

import type { Program } from "../../spec/program/program.ts";

/** Temporal properties that are asked for. */
export function temporalOf(program: Program, wanted: ReadonlySet<string> | null): readonly number[] {
  return program.properties.flatMap(({ name, temporal }, index) =>
    temporal !== undefined && (wanted === null || wanted.has(name)) ? [index] : [],
  );
}
