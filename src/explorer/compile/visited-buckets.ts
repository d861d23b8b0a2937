// Code of the visited set with remainders (visited-remainders.ts) in slots of four bytes, sixteen to a bucket, which is a
// line of the processor's cache. A state's home is a bucket, and a slot says how many buckets from there it lies, so one
// comparison of vectors decides for a whole bucket, and nearly always for all: a set three quarters full is as fast as
// an emptier one. The few states for which there is no room within reach, which is what a slot can say of a distance, are
// kept whole, in a small table of their own, the overflow. The invariants: the slots of a bucket in use are its first ones;
// every bucket between an entry's home and its own is full, and so is every one within reach of a state that overflowed.

import { BUCKET_BYTES, Probe, VECTORS } from "./bucket-probe.ts";
import type { Compilation, SetCompilation } from "./compilation.ts";
import { type FunctionWriter, I32, I64, V128 } from "./function.ts";
import { CONTROL, LOW_SLOTS, SLOT_BYTES } from "./memory-map.ts";
import { writeTouch } from "./visited-growth.ts";
import { unusedBits, writeEmptyOverflow, writeOverflow } from "./visited-overflow.ts";
import { emitSuccessors, wordsOffset, writeRebuild } from "./visited-remainders.ts";

/** Writes `insert`, and `touch`, `split` and `rebuild` for the host. */
export function writeBuckets(compilation: Compilation, insert: FunctionWriter): void {
  const { module } = compilation;
  const { overflow, place, empty } = writeBucketGrowth(compilation);
  writeInsert(compilation, insert, overflow);
  const rebuild = module.declareExported("rebuild", [], []);
  rebuild.call(empty);
  rebuild.op("drop");
  writeRebuild(compilation, rebuild, place);
}

/** Writes `touch` and `split` for the host, and what they are made of. */
export function writeBucketGrowth(compilation: SetCompilation): {
  readonly overflow: FunctionWriter;
  readonly place: FunctionWriter;
  readonly empty: FunctionWriter;
} {
  const { module } = compilation;
  writeTouch(module.declareExported("touch", [I32, I32], []));
  const overflow = module.declare("overflow", [I64], [I32]);
  writeOverflow(compilation, overflow);
  const place = module.declare("place", [I64], []);
  writePlace(compilation, place, overflow);
  const empty = module.declare("emptyOverflow", [], [I32]);
  writeEmptyOverflow(compilation, empty);
  writeSplit(compilation, module.declareExported("split", [I32, I64], []), place, empty);
  return { overflow, place, empty };
}

function writeInsert(compilation: Compilation, writer: FunctionWriter, overflow: FunctionWriter): void {
  const offset = wordsOffset(compilation);
  const log = writer.takeI32();
  const hash = writer.takeI64();
  const sought = writer.take(V128);
  const probe = new Probe(compilation, writer);
  writer.i32(0);
  writer.access("i32.load", CONTROL.log);
  writer.set(log);
  emitSuccessors(compilation, writer, (successor, note) => {
    writer.get(note);
    writer.access("i64.load");
    writer.set(hash);
    probe.begin(hash);
    writer.block((known) => {
      writer.block((append) => {
        writer.block((fresh) => {
          writer.block((far) => {
            writer.loop((again) => {
              writer.get(probe.value);
              writer.vector("i32x4.splat");
              writer.set(sought);
              for (const vector of VECTORS) {
                writer.get(probe.bucket);
                writer.vectorAccess("v128.load", vector);
                writer.get(sought);
                writer.vector("i32x4.eq");
                if (vector > 0) writer.vector("v128.or");
              }
              writer.vector("v128.any_true");
              writer.brIf(known);
              probe.pushHasRoom();
              writer.brIf(fresh);
              probe.next(far);
              writer.br(again);
            });
          });
          writer.get(hash);
          writer.call(overflow);
          writer.brIf(append);
          writer.br(known);
        });
        probe.store();
      });
      writer.get(log);
      writer.i32(8);
      writer.op("i32.sub");
      writer.tee(log);
      writer.get(successor);
      writer.access("i64.load", offset);
      writer.access("i64.store");
    });
  });
  writer.i32(0);
  writer.get(log);
  writer.access("i32.store", CONTROL.log);
}

/** (hash): puts a state that is not in the set into it. */
function writePlace(compilation: SetCompilation, writer: FunctionWriter, overflow: FunctionWriter): void {
  const hash = 0;
  const probe = new Probe(compilation, writer);
  probe.begin(hash);
  writer.block((far) => {
    writer.block((room) => {
      writer.loop((again) => {
        probe.pushHasRoom();
        writer.brIf(room);
        probe.next(far);
        writer.br(again);
      });
    });
    probe.store();
    writer.op("return");
  });
  writer.get(hash);
  writer.call(overflow);
  writer.op("drop");
}

/**
 * (end of the table as it was, bits of its remainders): moves every entry, bucket by bucket from the top down, as
 * visited-growth.ts does, by way of a copy of hashes: of one bucket, or of all the lowest ones at once. Last what had overflowed.
 */
function writeSplit(
  compilation: SetCompilation,
  writer: FunctionWriter,
  place: FunctionWriter,
  empty: FunctionWriter,
): void {
  const [end, rest] = [0, 1];
  const { table, low, overflowCopy, slotBytes } = compilation.map;
  const isWhole = slotBytes === SLOT_BYTES;
  const overflowed = writer.takeI32();
  const bucket = writer.takeI32();
  const slot = writer.takeI32();
  const lowEnd = writer.takeI32();
  const value = writer.takeI64();
  const copies = writer.takeI32();
  const copy = writer.takeI32();
  const down = (to: () => void, body: () => void): void => {
    writer.block((done) => {
      writer.loop((next) => {
        writer.get(bucket);
        to();
        writer.op("i32.le_u");
        writer.brIf(done);
        writer.get(bucket);
        writer.i32(BUCKET_BYTES);
        writer.op("i32.sub");
        writer.set(bucket);
        body();
        writer.br(next);
      });
    });
  };
  /** Hashes of the bucket's entries to the end of the copies, and the bucket emptied. */
  const take = (): void => {
    writer.get(bucket);
    writer.set(slot);
    writer.block((taken) => {
      writer.loop((next) => {
        writer.get(slot);
        writer.access(isWhole ? "i64.load" : "i64.load32_u");
        writer.tee(value);
        writer.op("i64.eqz");
        writer.brIf(taken);
        writer.get(copies);
        if (isWhole) {
          writer.get(value);
          writer.i64(1n);
          writer.op("i64.xor");
        } else {
          pushHashOfEntry(compilation, writer, bucket, value, rest);
        }
        writer.access("i64.store");
        writer.get(copies);
        writer.i32(8);
        writer.op("i32.add");
        writer.set(copies);
        writer.get(slot);
        writer.i32(slotBytes);
        writer.op("i32.add");
        writer.tee(slot);
        writer.get(bucket);
        writer.op("i32.sub");
        writer.i32(BUCKET_BYTES);
        writer.op("i32.lt_u");
        writer.brIf(next);
      });
    });
    for (const offset of VECTORS) {
      writer.get(bucket);
      writer.zeros();
      writer.vectorAccess("v128.store", offset);
    }
  };
  const placeFrom = (first: number, end: number): void => {
    writer.i32(first);
    writer.set(copy);
    writer.block((done) => {
      writer.loop((next) => {
        writer.get(copy);
        writer.get(end);
        writer.op("i32.ge_u");
        writer.brIf(done);
        writer.get(copy);
        writer.access("i64.load");
        writer.call(place);
        writer.get(copy);
        writer.i32(8);
        writer.op("i32.add");
        writer.set(copy);
        writer.br(next);
      });
    });
  };
  const placeCopies = (): void => {
    placeFrom(low, copies);
    writer.i32(low);
    writer.set(copies);
  };
  writer.call(empty);
  writer.set(overflowed);
  writer.get(end);
  writer.i32(table + LOW_SLOTS * slotBytes);
  writer.get(end);
  writer.i32(table + LOW_SLOTS * slotBytes);
  writer.op("i32.lt_u", "select");
  writer.set(lowEnd);
  writer.get(end);
  writer.set(bucket);
  writer.i32(low);
  writer.set(copies);
  down(
    () => writer.get(lowEnd),
    () => {
      take();
      placeCopies();
    },
  );
  down(() => writer.i32(table), take);
  placeCopies();
  placeFrom(overflowCopy, overflowed);
}

/** Leaves the hash of the entry with the value and in the bucket in locals. */
function pushHashOfEntry(
  { map }: SetCompilation,
  writer: FunctionWriter,
  bucket: number,
  value: number,
  rest: number,
): void {
  // The number of its home is that of its bucket less the distance.
  writer.get(bucket);
  writer.i32(map.table);
  writer.op("i32.sub");
  writer.i32(BUCKET_BYTES);
  writer.op("i32.div_u", "i64.extend_i32_u");
  writer.get(value);
  writer.get(rest);
  writer.op("i64.shr_u", "i64.sub");
  writer.i64(1n);
  writer.op("i64.add");
  writer.get(rest);
  writer.op("i64.shl");
  writer.get(value);
  writer.i64(1n);
  writer.get(rest);
  writer.op("i64.shl");
  writer.i64(1n);
  writer.op("i64.sub", "i64.and", "i64.or");
  writer.i64(unusedBits(map));
  writer.op("i64.shl");
}
