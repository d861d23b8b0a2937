// Code of the visited set: an open hash table with linear probing, exact, that grows in place. What comes in is a batch
// of successors; the new ones of them go to the end of the log. A slot of 64 bits is the state itself where a state is
// one word, otherwise the upper half of its hash and its number plus one; 0 is empty. A state's home is the top bits of
// its hash, so that growth by a power of two spreads the entries upwards without changing their order, and there is
// slack after the last home instead of a way around. The invariants: between an entry's home and its slot no slot is
// empty; an entry that lies too far from home raises `crowded`, and the host grows the table before the next batch.
//
// Successors are gathered, hashed with their slot loaded, and only then looked up: the loads of a batch wait for memory
// together, which is worth more than everything else here.

import { writeCommonAhead, writeCommonInsert } from "./common-set.ts";
import type { Compilation } from "./compilation.ts";
import { type FunctionWriter, I32, type Label } from "./function.ts";
import { BUCKET_SLOT_BYTES, CONTROL, SLOT_BYTES } from "./memory-map.ts";
import { pushNote, writeAhead, writeNotes, writePrepare } from "./recent.ts";
import { emitCrowding, loadShift, pushHash, pushHome } from "./slot.ts";
import { writeBuckets } from "./visited-buckets.ts";
import { writeEntering, writeGrowth } from "./visited-growth.ts";
import { emitSuccessors, wordsOffset, writeRemainders } from "./visited-remainders.ts";

export interface VisitedFunctions {
  /** (first, end) → end: hashes successors, and leaves out those that were there lately. */
  readonly prepare: FunctionWriter;
  /** (first, end): hashes them again, where `insert` has not got to the end. */
  readonly note: FunctionWriter | null;
  /** (first, end): loads the slots of their homes. */
  readonly ahead: FunctionWriter;
  /**
   * (first, end): looks each successor up; new ones enter the set and the log. Where slots hold remainders, it gives the
   * address of the first successor that has not been looked up, for want of a slot near enough to its home; but not where
   * there are buckets.
   */
  readonly insert: FunctionWriter;
  /** (state) → 0 if it is not in the set; otherwise its number plus one, or 1 where slots hold no numbers. */
  readonly find: FunctionWriter;
}

export function writeVisited(compilation: Compilation): VisitedFunctions {
  const { module } = compilation;
  const functions = {
    prepare: module.declare("prepare", [I32, I32], [I32]),
    note: mayBeLeft(compilation) ? module.declare("note", [I32, I32], []) : null,
    ahead: module.declare("ahead", [I32, I32], []),
    insert: module.declare("insert", [I32, I32], mayBeLeft(compilation) ? [I32] : []),
    find: module.declareExported("find", [I32], [I32]),
  };
  writePrepare(compilation, functions.prepare);
  if (functions.note !== null) writeNotes(compilation, functions.note);
  if (compilation.common !== null) writeCommonAhead(compilation, functions.ahead);
  else writeAhead(compilation, functions.ahead);
  if (compilation.map.remainders === null) {
    writeInsert(compilation, functions.insert);
    writeFind(compilation, functions.find);
    writeGrowth(compilation);
    return functions;
  }
  if (compilation.common !== null) writeCommonInsert(compilation, functions.insert);
  else if (compilation.map.slotBytes === BUCKET_SLOT_BYTES) writeBuckets(compilation, functions.insert);
  else writeRemainders(compilation, functions.insert);
  // Few states looked for among many are kept whole, as in other sets.
  const whole = {
    ...compilation,
    map: { ...compilation.map, remainders: null, slotBytes: SLOT_BYTES },
    indexed: compilation.layout.words > 1,
  };
  writeFind(whole, functions.find);
  writeEntering(whole);
  return functions;
}

/** Whether `insert` may leave successors that it has not looked up. */
function mayBeLeft({ map }: Compilation): boolean {
  return map.remainders !== null && map.slotBytes !== BUCKET_SLOT_BYTES;
}

function writeInsert(compilation: Compilation, writer: FunctionWriter): void {
  const { words } = compilation.layout;
  const log = writer.takeI32();
  const slot = writer.takeI32();
  const home = writer.takeI32();
  const value = writer.takeI64();
  const state = writer.takeI64();
  const top = writer.takeI32();
  const shift = loadShift(writer);
  writer.i32(0);
  writer.access("i32.load", CONTROL.log);
  writer.set(log);
  writer.i32(0);
  writer.access("i32.load", CONTROL.top);
  writer.set(top);
  const offset = wordsOffset(compilation);
  emitSuccessors(compilation, writer, (successor, note) => {
    if (compilation.indexed) {
      pushNote(compilation, writer, note);
      writer.tee(state);
    } else {
      writer.get(successor);
      writer.access("i64.load", offset);
      writer.set(state);
      pushNote(compilation, writer, note);
    }
    pushHome(compilation, writer, shift);
    writer.tee(home);
    writer.set(slot);
    writer.block((known) => {
      writer.block((fresh) => {
        writer.loop((probe) => {
          writer.get(slot);
          writer.access("i64.load");
          writer.tee(value);
          if (compilation.indexed) {
            writer.op("i64.eqz");
            writer.brIf(fresh);
            emitCompareStored(writer, { state: successor, offset, words, value, key: state, top }, known);
          } else {
            writer.get(state);
            writer.op("i64.eq");
            writer.brIf(known);
            writer.get(value);
            writer.op("i64.eqz");
            writer.brIf(fresh);
          }
          writer.get(slot);
          writer.i32(SLOT_BYTES);
          writer.op("i32.add");
          writer.set(slot);
          writer.br(probe);
        });
      });
      writer.get(log);
      writer.i32(words * 8);
      writer.op("i32.sub");
      writer.set(log);
      for (let word = 0; word < words; word++) {
        writer.get(log);
        writer.get(successor);
        writer.access("i64.load", offset + word * 8);
        writer.access("i64.store", word * 8);
      }
      writer.get(slot);
      writer.get(state);
      if (compilation.indexed) {
        // The number of the entry plus one.
        writer.get(top);
        writer.get(log);
        writer.op("i32.sub");
        writer.i32(words * 8);
        writer.op("i32.div_u", "i64.extend_i32_u", "i64.or");
      }
      writer.access("i64.store");
      emitCrowding(compilation, writer, slot, home);
    });
  });
  writer.i32(0);
  writer.get(log);
  writer.access("i32.store", CONTROL.log);
}

/** Branches to `known` if the state that a slot's value speaks of is the one at an address. */
function emitCompareStored(
  writer: FunctionWriter,
  from: {
    readonly state: number;
    readonly offset: number;
    readonly words: number;
    readonly value: number;
    /** Its upper half counts. */
    readonly key: number;
    readonly top: number;
  },
  known: Label,
): void {
  writer.get(from.value);
  writer.get(from.key);
  writer.op("i64.xor");
  writer.i64(32n);
  writer.op("i64.shr_u", "i64.eqz");
  writer.if(() => {
    const stored = writer.takeI32();
    writer.get(from.top);
    writer.get(from.value);
    writer.op("i32.wrap_i64");
    writer.i32(from.words * 8);
    writer.op("i32.mul", "i32.sub");
    writer.set(stored);
    for (let word = 0; word < from.words; word++) {
      writer.get(stored);
      writer.access("i64.load", word * 8);
      writer.get(from.state);
      writer.access("i64.load", from.offset + word * 8);
      writer.op("i64.eq");
      if (word > 0) writer.op("i32.and");
    }
    writer.brIf(known);
    writer.release(stored);
  });
}

function writeFind(compilation: Compilation, writer: FunctionWriter): void {
  const state = 0;
  const { words } = compilation.layout;
  const shift = loadShift(writer);
  const hash = writer.takeI64();
  const value = writer.takeI64();
  const slot = writer.takeI32();
  const top = writer.takeI32();
  writer.i32(0);
  writer.access("i32.load", CONTROL.top);
  writer.set(top);
  pushHash(compilation, writer, state, 0);
  writer.tee(hash);
  pushHome(compilation, writer, shift);
  writer.set(slot);
  writer.block((known) => {
    writer.loop((probe) => {
      writer.get(slot);
      writer.access("i64.load");
      writer.tee(value);
      writer.op("i64.eqz");
      writer.if(() => {
        writer.i32(0);
        writer.op("return");
      });
      if (compilation.indexed) {
        emitCompareStored(writer, { state, offset: 0, words, value, key: hash, top }, known);
      } else {
        writer.get(value);
        writer.get(state);
        writer.access("i64.load");
        writer.op("i64.eq");
        writer.brIf(known);
      }
      writer.get(slot);
      writer.i32(SLOT_BYTES);
      writer.op("i32.add");
      writer.set(slot);
      writer.br(probe);
    });
  });
  if (compilation.indexed) {
    writer.get(value);
    writer.op("i32.wrap_i64");
  } else {
    writer.i32(1);
  }
}
