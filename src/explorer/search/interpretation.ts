// Stored states as the interpreter sees them, for what the compiled program does not keep: the options taken at
// choices. The invariant: the steps of a state are the same and in the same order on both sides, or it is our fault.

import { situations } from "../reference/interpreter.ts";
import type { Engine } from "../store/engine.ts";
import { decodeState } from "./decode.ts";

/** The options of each step of the state at an address, in the order of its entries when it is examined. */
export function choicesOf(engine: Engine, address: number): readonly (readonly number[])[] {
  const { program, layout } = engine.compiled;
  const words = [...engine.words.subarray(address / 8, address / 8 + layout.words)];
  const able = situations(program, decodeState(program, layout, words));
  return able.flatMap(({ edges }) => edges.map((edge) => edge.taken.map(({ option }) => option)));
}

export function disagreement(): Error {
  return new Error("the compiled program and the interpreter disagree on the steps of a state; please report this");
}
