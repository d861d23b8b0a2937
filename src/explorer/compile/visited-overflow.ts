// Code of the overflow: the few states for which there is no room within reach of their home, whole, in an open hash table
// of fixed size beside the buckets (visited-buckets.ts). What comes in is a hash, which is a bijection of the state; what
// goes out is whether it was new. The invariant: long before the table is full, `crowded` asks for larger buckets, after
// which it is nearly empty again.

import type { SetCompilation } from "./compilation.ts";
import type { FunctionWriter } from "./function.ts";
import { CONTROL, CROWDED, type MemoryMap, OVERFLOW_STATES } from "./memory-map.ts";
import { emitCrowded } from "./visited-remainders.ts";

/**
 * (hash) → 1 if the state was not in the overflow, where it is from now on, else 0. It raises `crowded` once there
 * are many; full it leaves states out.
 */
export function writeOverflow({ map, maxOverflow }: SetCompilation, writer: FunctionWriter): void {
  const hash = 0;
  const { overflow } = map;
  const place = writer.takeI32();
  const stored = writer.takeI64();
  const count = writer.takeI32();
  writer.get(hash);
  // Its lowest bits in use: those of the same home differ there.
  writer.i64(unusedBits(map));
  writer.op("i64.shr_u", "i32.wrap_i64");
  writer.i32(3);
  writer.op("i32.shl");
  writer.set(place);
  // The lowest bit is in no use, and with it no hash is like an empty place.
  writer.get(hash);
  writer.i64(1n);
  writer.op("i64.or");
  writer.set(hash);
  writer.block((free) => {
    writer.loop((next) => {
      writer.get(place);
      writer.i32(OVERFLOW_STATES * 8 - 8);
      writer.op("i32.and");
      writer.tee(place);
      writer.access("i64.load", overflow);
      writer.tee(stored);
      writer.op("i64.eqz");
      writer.brIf(free);
      writer.get(stored);
      writer.get(hash);
      writer.op("i64.eq");
      writer.if(() => {
        writer.i32(0);
        writer.op("return");
      });
      writer.get(place);
      writer.i32(8);
      writer.op("i32.add");
      writer.set(place);
      writer.br(next);
    });
  });
  writer.i32(0);
  writer.access("i32.load", CONTROL.overflowed);
  writer.tee(count);
  writer.i32(OVERFLOW_STATES - 1);
  writer.op("i32.eq");
  writer.if(() => {
    emitCrowded(writer, CROWDED.incomplete);
    writer.i32(1);
    writer.op("return");
  });
  writer.get(place);
  writer.get(hash);
  writer.access("i64.store", overflow);
  writer.i32(0);
  writer.get(count);
  writer.i32(1);
  writer.op("i32.add");
  writer.access("i32.store", CONTROL.overflowed);
  writer.get(count);
  writer.i32(maxOverflow);
  writer.op("i32.ge_u");
  writer.if(() => emitCrowded(writer, CROWDED.far));
  writer.i32(1);
}

/** → end of a copy of the hashes in the overflow, which is empty from now on. */
export function writeEmptyOverflow({ map }: SetCompilation, writer: FunctionWriter): void {
  const { overflow, overflowCopy } = map;
  const place = writer.takeI32();
  const end = writer.takeI32();
  const hash = writer.takeI64();
  writer.i32(overflowCopy);
  writer.set(end);
  writer.i32(0);
  writer.access("i32.load", CONTROL.overflowed);
  writer.if(() => {
    writer.loop((next) => {
      writer.get(place);
      writer.access("i64.load", overflow);
      writer.tee(hash);
      writer.op("i64.eqz");
      writer.if(
        () => {},
        () => {
          writer.get(end);
          writer.get(hash);
          writer.access("i64.store");
          writer.get(end);
          writer.i32(8);
          writer.op("i32.add");
          writer.set(end);
          writer.get(place);
          writer.i64(0n);
          writer.access("i64.store", overflow);
        },
      );
      writer.get(place);
      writer.i32(8);
      writer.op("i32.add");
      writer.tee(place);
      writer.i32(OVERFLOW_STATES * 8);
      writer.op("i32.lt_u");
      writer.brIf(next);
    });
    writer.i32(0);
    writer.i32(0);
    writer.access("i32.store", CONTROL.overflowed);
  });
  writer.get(end);
}

/** Bits of a hash below those that are in use. */
export function unusedBits({ remainders, exchange }: Pick<MemoryMap, "remainders" | "exchange">): bigint {
  return BigInt(64 - remainders!.stateBits + (exchange?.bits ?? 0));
}
