// The fast search's way with temporal properties: on the states that lie in its engine (product.ts). Progress shows and an
// interruption is heeded between slices of work.

import type { Temporal } from "../../spec/program/program.ts";
import type { BoundName } from "../exploration.ts";
import { canFail } from "../search/goal-finder.ts";
import type { LoopProgress } from "../search/session.ts";
import type { Engine } from "../store/engine.ts";
import type { Finder } from "./check.ts";
import { EngineGraph } from "./engine-graph.ts";
import { Product } from "./product.ts";

/** `breathe` lets the rest of the program run, with what was done so far and what it takes; it says which bound is met. */
export function engineFinder(engine: Engine, breathe: (loops: LoopProgress) => Promise<BoundName | null>): Finder {
  let graph: EngineGraph | null = null;
  let expanded = 0;
  const close = (): void => {
    graph?.close();
    graph = null;
  };
  return {
    async open(temporal, property) {
      close();
      graph = new EngineGraph(engine, temporal, property);
      for (const _ of graph.readLetters()) {
        const met = await breathe({ pairs: expanded, bytes: 0 });
        if (met !== null) return met;
      }
      if (temporal !== null && stepsCanFail(temporal)) {
        // Whether a condition fails somewhere must not depend on how far the search looks.
        for (let state = 0; state < graph.states; state++) {
          graph.expand(state);
          const met = state % 8192 === 8191 ? await breathe({ pairs: expanded, bytes: 0 }) : null;
          if (met !== null) return met;
        }
      }
      return graph;
    },
    async find(opened, automaton, obligations) {
      let bound: BoundName | null = null;
      const before = expanded;
      const product = new Product(opened, automaton, obligations, async (count) => {
        expanded = before + count;
        bound = await breathe({ pairs: expanded, bytes: product.bytes });
        return bound === null;
      });
      await product.search();
      return bound ?? (product.found ? product : null);
    },
    close,
  };
}

function stepsCanFail({ atoms }: Temporal): boolean {
  return atoms.some(({ over, predicate }) => over === "step" && canFail({ conjuncts: [predicate] }));
}
