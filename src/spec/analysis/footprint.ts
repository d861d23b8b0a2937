// What a body of the program can touch: columns of the shared state read and written, and processes whose place is asked
// for. Reads of a failing site's values and of notes are for people and not counted. The invariant: a step whose body
// neither reads nor writes a column behaves the same whatever that column holds, and leaves it as it was.

import type { Footprint, Statement } from "../program/program.ts";
import { walkStatements } from "./ir.ts";

/** Ids ascending, each once. */
export function footprintOf(body: readonly Statement[]): Footprint {
  const reads = new Set<number>();
  const writes = new Set<number>();
  const locations = new Set<number>();
  walkStatements(
    body,
    (statement) => {
      if (statement.kind === "set" && statement.cell.store === "state") writes.add(statement.cell.id);
    },
    (expr) => {
      if (expr.kind === "read" && expr.cell.store === "state") reads.add(expr.cell.id);
      if (expr.kind === "at" || expr.kind === "enabled" || expr.kind === "by") locations.add(expr.process);
    },
  );
  return { reads: ascending(reads), writes: ascending(writes), locations: ascending(locations) };
}

function ascending(ids: ReadonlySet<number>): number[] {
  return [...ids].sort((a, b) => a - b);
}
