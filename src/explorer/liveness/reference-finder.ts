// The reference explorer's way with temporal properties: everything by definition (reference.ts).

import type { Program } from "../../spec/program/program.ts";
import type { Finder } from "./check.ts";
import { findByDefinition, referenceGraph } from "./reference.ts";

export function referenceFinder(program: Program): Finder {
  return {
    open: async (temporal) => referenceGraph(program, temporal),
    find: async (graph, automaton, obligations) => findByDefinition(graph, automaton, obligations),
    close() {},
  };
}
