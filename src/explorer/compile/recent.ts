// The first look at a batch of successors: each is hashed, and those that were produced a short while ago are left out. The
// diamonds of concurrent steps come together again soon after they part, so a small table of the last successors, which
// fits into the processor's cache, knows many a successor at once, and spares the visited set, which does not fit, a look.
// Then the slots of the others are loaded ahead, in a loop so short that the processor waits for a dozen of them at the
// same time. What comes in is a batch; what goes out is a shorter one, with a note for each successor of it: all of its
// hash, or the upper half. The invariant: whatever the table holds has been passed on before, so nothing that is left out
// is new.

import { type Compilation, entryBytes } from "./compilation.ts";
import type { FunctionWriter } from "./function.ts";
import { CONTROL } from "./memory-map.ts";
import { loadShift, pushHash, pushHome } from "./slot.ts";
import { emitSuccessors, wordsOffset } from "./visited-remainders.ts";

/** (first, end) → end of the successors between two addresses without those that were there lately. */
export function writePrepare(compilation: Compilation, writer: FunctionWriter): void {
  const [entry, end] = [0, 1];
  const { words } = compilation.layout;
  const { recent, exchange } = compilation.map;
  const offset = wordsOffset(compilation);
  const bytes = exchange === null ? entryBytes(compilation.layout) : words * 8;
  const kept = writer.takeI32();
  const note = exchange === null ? kept : writer.takeI32();
  const place = writer.takeI32();
  const same = writer.takeI32();
  const word = writer.takeI64();
  const hash = writer.takeI64();
  const keep = (local: number, by: number): void => {
    // Without a branch, since nobody can foresee it.
    writer.get(local);
    writer.i32(0);
    writer.i32(by);
    writer.get(same);
    writer.op("select", "i32.add");
    writer.set(local);
  };
  writer.get(entry);
  writer.set(kept);
  if (exchange !== null) {
    writer.i32(exchange.notes);
    writer.set(note);
  }
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(entry);
      writer.get(end);
      writer.op("i32.ge_u");
      writer.brIf(done);
      pushHash(compilation, writer, entry, offset);
      writer.tee(hash);
      writer.i64(BigInt(64 - compilation.map.recentBits));
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
      writer.get(note);
      writer.get(hash);
      if (compilation.indexed) {
        writer.i64(32n);
        writer.op("i64.shr_u", "i32.wrap_i64");
        writer.access("i32.store");
      } else {
        writer.access("i64.store");
      }
      keep(kept, bytes);
      if (note !== kept) keep(note, 8);
      writer.get(entry);
      writer.i32(bytes);
      writer.op("i32.add");
      writer.set(entry);
      writer.br(next);
    });
  });
  writer.get(kept);
}

/** (first, end): hashes successors again, from one in the middle of a batch on, since notes that lie elsewhere begin with the first. */
export function writeNotes(compilation: Compilation, writer: FunctionWriter): void {
  emitSuccessors(compilation, writer, (successor, note) => {
    writer.get(note);
    pushHash(compilation, writer, successor, wordsOffset(compilation));
    writer.access("i64.store");
  });
}

/** (first, end): loads the slots that are homes of the successors. */
export function writeAhead(compilation: Compilation, writer: FunctionWriter): void {
  const shift = loadShift(writer);
  const sink = writer.takeI64();
  emitSuccessors(compilation, writer, (_, note) => {
    pushNote(compilation, writer, note);
    pushHome(compilation, writer, shift);
    writer.access("i64.load");
    writer.get(sink);
    writer.op("i64.xor");
    writer.set(sink);
  });
  writer.i32(0);
  writer.get(sink);
  writer.access("i64.store", CONTROL.sink);
}

/** Leaves the hash of a successor, or as much of it as its note says: the upper half. */
export function pushNote({ indexed }: Compilation, writer: FunctionWriter, note: number): void {
  writer.get(note);
  if (!indexed) {
    writer.access("i64.load");
    return;
  }
  writer.access("i64.load32_u");
  writer.i64(32n);
  writer.op("i64.shl");
}
