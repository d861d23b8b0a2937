// States that are known already, entered into an engine as if it had come upon them. In, their words in whatever order of
// addresses; out, an engine that has them in its log and its visited set, or has sent them to where they belong. What the
// engine counts and notices meanwhile means nothing.

import { BATCH, ENTRY_HEADER } from "../compile/memory-map.ts";
import type { Engine } from "./engine.ts";
import { trusted } from "./state-set.ts";

/** Enters states `from` to `to` - 1; `indexOf` says where in `source` the words of one begin. */
export function pour(
  engine: Engine,
  from: number,
  to: number,
  source: Uint32Array,
  indexOf: (state: number) => number,
): void {
  const { batch } = engine.map;
  const halves = engine.stride / 4;
  for (let state = from; state < to; ) {
    let entry = batch;
    for (const end = Math.min(to, state + BATCH); state < end; state++) {
      const at = indexOf(state);
      const target = (entry + ENTRY_HEADER) / 4;
      for (let i = 0; i < halves; i++) engine.numbers[target + i] = source[at + i]!;
      entry += ENTRY_HEADER + engine.stride;
    }
    trusted(() => engine.code.flush(entry));
  }
}
