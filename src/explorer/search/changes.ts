// What an exhaustive search never saw move: in, the engines with all states it kept; out, the columns that do not have
// the same value in all of them, and the processes that do not stand at the same place. One pass over the stored words.

import type { Field } from "../compile/layout.ts";
import type { Changed, Completeness } from "../exploration.ts";
import { isExhaustive } from "../property/completeness.ts";
import type { Engine } from "../store/engine.ts";

/** Null where a bound other than `within` was met, since the states beyond it are not known. */
export function readChanges(engines: readonly Engine[], completeness: Completeness): Changed | null {
  if (!isExhaustive(completeness)) return null;
  const { layout } = engines[0]!.compiled;
  const bits = differingBits(engines, layout.words);
  const differs = ({ chunks, bits: width }: Field): boolean =>
    chunks.some(({ word, shift, count }) => (bits[word]! >> BigInt(shift)) % 2n ** BigInt(count * width) !== 0n);
  const numbersOf = (fields: readonly Field[]): number[] => fields.flatMap((field, id) => (differs(field) ? [id] : []));
  return { columns: numbersOf(layout.columns), processes: numbersOf(layout.locations) };
}

/** By word: the bits in which some state differs from another. */
function differingBits(engines: readonly Engine[], words: number): readonly bigint[] {
  const base = engines.find(({ states }) => states > 0);
  const differing = new Uint32Array(words * 2);
  if (base === undefined) return Array.from({ length: words }, () => 0n);
  const first = base.numbers.slice(base.addressOf(0) / 4, base.addressOf(0) / 4 + words * 2);
  for (const engine of engines) {
    if (engine.states === 0) continue;
    const { numbers } = engine;
    const end = engine.addressOf(-1) / 4;
    for (let at = engine.addressOf(engine.states - 1) / 4; at < end; at += words * 2) {
      for (let i = 0; i < words * 2; i++) differing[i]! |= numbers[at + i]! ^ first[i]!;
    }
  }
  return Array.from({ length: words }, (_, i) => (BigInt(differing[2 * i + 1]!) << 32n) | BigInt(differing[2 * i]!));
}
