// States between the log of a search and a file. In, partitions with whole levels; out, the words of their states in the
// order in which they were found, level by level; and the other way round, states entered into a search as if it had come
// upon them. The invariant: what is copied at any time is a piece of some hundred kilobytes, however many states there are.

import type { Engine } from "../store/engine.ts";
import type { Partitions } from "../store/partitions.ts";
import { pour } from "../store/pour.ts";

const CHUNK_BYTES = 2 ** 19;

/** The states of levels `first` to `last`. The bytes are good until the next ones are asked for. */
export function* statesOfLevels(partitions: Partitions, first: number, last: number): Generator<Uint8Array> {
  const halves = partitions.engines[0]!.stride / 4;
  const most = Math.max(1, Math.floor(CHUNK_BYTES / (halves * 4)));
  const chunk = new Uint32Array(most * halves);
  let held = 0;
  for (let depth = first; depth <= last; depth++) {
    for (const [partition, { from, to }] of partitions.level(depth).entries()) {
      const engine = partitions.engines[partition]!;
      for (let state = from; state < to; ) {
        const end = Math.min(to, state + most - held);
        copyOut(engine, state, end, chunk, held * halves);
        held += end - state;
        state = end;
        if (held < most) continue;
        yield new Uint8Array(chunk.buffer);
        held = 0;
      }
    }
  }
  if (held > 0) yield new Uint8Array(chunk.buffer, 0, held * halves * 4);
}

/** Enters the states that these bytes are into the search; says how many. */
export function enterStates(partitions: Partitions, bytes: Uint8Array): number {
  const [engine] = partitions.engines as readonly [Engine];
  const halves = engine.stride / 4;
  const source = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const count = source.length / halves;
  pour(engine, 0, count, source, (state) => state * halves);
  return count;
}

/** In the log a state lies before those that were found before it. */
function copyOut(engine: Engine, from: number, to: number, target: Uint32Array, at: number): void {
  const { numbers } = engine;
  const halves = engine.stride / 4;
  const first = engine.addressOf(from) / 4;
  for (let i = 0; i < to - from; i++) {
    for (let half = 0; half < halves; half++) target[at + i * halves + half] = numbers[first - i * halves + half]!;
  }
}
