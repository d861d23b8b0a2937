// The reference explorer's way with temporal properties: everything by definition (reference.ts).

import type { Program } from "../../spec/program/program.ts";
import type { BoundName } from "../exploration.ts";
import type { Finder } from "./check.ts";
import { findByDefinition, referenceGraph } from "./reference.ts";

/** `breathe` lets the rest of the program run; it says which bound is met. */
export function referenceFinder(program: Program, breathe: () => Promise<BoundName | null>): Finder {
  return {
    async open(temporal) {
      const reading = referenceGraph(program, temporal);
      for (let next = reading.next(); ; next = reading.next()) {
        if (next.done) return next.value;
        const met = await breathe();
        if (met !== null) return met;
      }
    },
    find: async (graph, automaton, obligations) => findByDefinition(graph, automaton, obligations),
    close() {},
  };
}
