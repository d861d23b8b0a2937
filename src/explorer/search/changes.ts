// What an exhaustive search never saw move: in, the bits in which the states it kept differ; out, the columns that do not have the same value in
// all of them, and the processes that do not stand at the same place.

import type { Field, Layout } from "../compile/layout.ts";
import type { Changed, Completeness } from "../exploration.ts";
import { isExhaustive } from "../property/completeness.ts";
import type { Variation } from "../store/variation.ts";

/** Null where a bound other than `within` was met, since the states beyond it are not known. */
export function readChanges(layout: Layout, completeness: Completeness, read: () => Variation): Changed | null {
  if (!isExhaustive(completeness)) return null;
  const bits = read().differing;
  const differs = ({ chunks, bits: width }: Field): boolean =>
    chunks.some(({ word, shift, count }) => (bits[word]! >> BigInt(shift)) % 2n ** BigInt(count * width) !== 0n);
  const numbersOf = (fields: readonly Field[]): number[] => fields.flatMap((field, id) => (differs(field) ? [id] : []));
  return { columns: numbersOf(layout.columns), processes: numbersOf(layout.locations) };
}
