// States that were produced a short while ago: the diamonds of concurrent steps come together again soon after they part,
// so a small table of the last successors, which fits into the processor's cache, knows many a successor at once, and
// spares the visited set, which does not fit, a look. What comes in is a batch; what goes out is a shorter one. The
// invariant: whatever the table holds has been passed on before, so nothing that is left out is new.

import { type Compilation, entryBytes } from "./compilation.ts";
import type { FunctionWriter } from "./function.ts";
import { RECENT_BITS } from "./memory-map.ts";
import { pushHash } from "./slot.ts";
import { wordsOffset } from "./visited-remainders.ts";

/** (first, end) → end of the successors between two addresses without those that were there lately. */
export function writeForgetRecent(compilation: Compilation, writer: FunctionWriter): void {
  const [entry, end] = [0, 1];
  const { words } = compilation.layout;
  const { recent, exchange } = compilation.map;
  const offset = wordsOffset(compilation);
  const bytes = exchange === null ? entryBytes(compilation.layout) : words * 8;
  const kept = writer.takeI32();
  const place = writer.takeI32();
  const same = writer.takeI32();
  const word = writer.takeI64();
  writer.get(entry);
  writer.set(kept);
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(entry);
      writer.get(end);
      writer.op("i32.ge_u");
      writer.brIf(done);
      pushHash(compilation, writer, entry, offset);
      writer.i64(BigInt(64 - RECENT_BITS));
      writer.op("i64.shr_u", "i32.wrap_i64");
      writer.i32(words * 8);
      writer.op("i32.mul");
      writer.set(place);
      for (let i = 0; i < words; i++) {
        writer.get(entry);
        writer.access("i64.load", offset + i * 8);
        writer.set(word);
        writer.get(place);
        writer.access("i64.load", recent + i * 8);
        writer.get(word);
        writer.op("i64.eq");
        if (i > 0) {
          writer.get(same);
          writer.op("i32.and");
        }
        writer.set(same);
        writer.get(place);
        writer.get(word);
        writer.access("i64.store", recent + i * 8);
        writer.get(kept);
        writer.get(word);
        writer.access("i64.store", offset + i * 8);
      }
      // Without a branch, since nobody can foresee it.
      writer.get(kept);
      writer.i32(0);
      writer.i32(bytes);
      writer.get(same);
      writer.op("select", "i32.add");
      writer.set(kept);
      writer.get(entry);
      writer.i32(bytes);
      writer.op("i32.add");
      writer.set(entry);
      writer.br(next);
    });
  });
  writer.get(kept);
}
