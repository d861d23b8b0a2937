// Code of the visited set: an open hash table with linear probing, exact, that grows in place. What comes in is a batch of
// successors; the new ones of them go to the end of the log. A slot of 64 bits is the state itself where a state is one
// word, otherwise the upper half of its hash and its number plus one; 0 is empty. A state's home is the top bits of its
// hash, so that growth by a power of two spreads the entries upwards without changing their order, and there is slack
// after the last home instead of a way around. The invariants: between an entry's home and its slot no slot is empty; an
// entry that lies too far from home raises `crowded`, and the host grows the table before the next batch.
//
// Successors are gathered, hashed with their slot loaded, and only then looked up: the loads of a batch wait for memory
// together, which is worth more than everything else here.

import { type Compilation, entryBytes } from "./compilation.ts";
import { type FunctionWriter, I32, I64, type Label } from "./function.ts";
import { CONTROL, ENTRY_HEADER, LOW_SLOTS, MAX_DISPLACEMENT, SLOT_BYTES } from "./memory-map.ts";

/** Odd, with well spread bits: the golden ratio of 2^64. */
const MULTIPLIER = 0x9e3779b97f4a7c15n;

export interface VisitedFunctions {
  /** (end of batch): hashes the batch and touches the slots. */
  readonly hash: FunctionWriter;
  /** (end of batch): looks each successor up; new ones enter the set and the log. */
  readonly insert: FunctionWriter;
}

export function writeVisited(compilation: Compilation): VisitedFunctions {
  const { module } = compilation;
  const functions = {
    hash: module.declare("hash", [I32], []),
    insert: module.declare("insert", [I32], []),
  };
  writeHash(compilation, functions.hash);
  writeInsert(compilation, functions.insert);
  if (compilation.indexed) writeFind(compilation, module.declareExported("find", [I32], [I32]));
  writeTouch(module.declareExported("touch", [I32, I32], []));
  const place = module.declare("place", [I64, I64], []);
  writePlace(compilation, place);
  writeSplit(compilation, module.declareExported("split", [I32], []), place);
  writeRebuild(compilation, module.declareExported("rebuild", [], []), place);
  return functions;
}

/** Leaves the hash of the words at the address in a local plus `offset`. Bijective where there is one word. */
function pushHash(compilation: Compilation, writer: FunctionWriter, address: number, offset: number): void {
  const hash = writer.takeI64();
  for (let word = 0; word < compilation.layout.words; word++) {
    if (word > 0) {
      writer.get(hash);
      writer.i64(29n);
      writer.op("i64.rotl");
    }
    writer.get(address);
    writer.access("i64.load", offset + word * 8);
    if (word > 0) writer.op("i64.xor");
    pushRound(writer, hash);
    writer.set(hash);
  }
  writer.get(hash);
  writer.release(hash);
}

/** One round of xor-shift and multiply on the value on the stack. */
function pushRound(writer: FunctionWriter, scratch: number): void {
  writer.tee(scratch);
  writer.get(scratch);
  writer.i64(32n);
  writer.op("i64.shr_u", "i64.xor");
  writer.i64(MULTIPLIER);
  writer.op("i64.mul");
}

/** From the hash on the stack, whose top 32 bits count, the address of its home. `shift` is a local with 64 - q. */
function pushHome(compilation: Compilation, writer: FunctionWriter, shift: number): void {
  writer.get(shift);
  writer.op("i64.shr_u", "i32.wrap_i64");
  writer.i32(3);
  writer.op("i32.shl");
  writer.i32(compilation.map.table);
  writer.op("i32.add");
}

function loadShift(writer: FunctionWriter): number {
  const shift = writer.takeI64();
  writer.i32(0);
  writer.access("i64.load32_u", CONTROL.shift);
  writer.set(shift);
  return shift;
}

/** For every entry of the batch from its first on. */
function emitBatchLoop(
  compilation: Compilation,
  writer: FunctionWriter,
  end: number,
  body: (entry: number) => void,
): void {
  const entry = writer.takeI32();
  writer.i32(compilation.map.batch);
  writer.set(entry);
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(entry);
      writer.get(end);
      writer.op("i32.ge_u");
      writer.brIf(done);
      body(entry);
      writer.get(entry);
      writer.i32(entryBytes(compilation.layout));
      writer.op("i32.add");
      writer.set(entry);
      writer.br(next);
    });
  });
  writer.release(entry);
}

/** Entries get their home's address, or the upper half of their hash, in their first 32 bits. */
function writeHash(compilation: Compilation, writer: FunctionWriter): void {
  const shift = loadShift(writer);
  const sink = writer.takeI64();
  const hash = writer.takeI64();
  const home = writer.takeI32();
  emitBatchLoop(compilation, writer, 0, (entry) => {
    pushHash(compilation, writer, entry, ENTRY_HEADER);
    writer.tee(hash);
    pushHome(compilation, writer, shift);
    writer.set(home);
    writer.get(entry);
    if (compilation.indexed) {
      writer.get(hash);
      writer.i64(32n);
      writer.op("i64.shr_u", "i32.wrap_i64");
    } else {
      writer.get(home);
    }
    writer.access("i32.store");
    writer.get(home);
    writer.access("i64.load");
    writer.get(sink);
    writer.op("i64.xor");
    writer.set(sink);
  });
  writer.i32(0);
  writer.get(sink);
  writer.access("i64.store", CONTROL.sink);
}

function writeInsert(compilation: Compilation, writer: FunctionWriter): void {
  const { words } = compilation.layout;
  const log = writer.takeI32();
  const slot = writer.takeI32();
  const home = writer.takeI32();
  const value = writer.takeI64();
  const state = writer.takeI64();
  const top = writer.takeI32();
  const shift = compilation.indexed ? loadShift(writer) : null;
  writer.i32(0);
  writer.access("i32.load", CONTROL.log);
  writer.set(log);
  writer.i32(0);
  writer.access("i32.load", CONTROL.top);
  writer.set(top);
  emitBatchLoop(compilation, writer, 0, (entry) => {
    writer.get(entry);
    if (shift === null) {
      writer.access("i64.load", ENTRY_HEADER);
      writer.set(state);
      writer.get(entry);
      writer.access("i32.load");
    } else {
      writer.access("i64.load32_u");
      writer.i64(32n);
      writer.op("i64.shl");
      writer.tee(state);
      pushHome(compilation, writer, shift);
    }
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
            emitCompareStored(writer, { state: entry, offset: ENTRY_HEADER, words, value, key: state, top }, known);
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
        writer.get(entry);
        writer.access("i64.load", ENTRY_HEADER + word * 8);
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
      emitCrowding(writer, slot, home);
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

function emitCrowding(writer: FunctionWriter, slot: number, home: number): void {
  writer.get(slot);
  writer.get(home);
  writer.op("i32.sub");
  writer.i32(MAX_DISPLACEMENT * SLOT_BYTES);
  writer.op("i32.gt_u");
  writer.if(() => {
    writer.i32(0);
    writer.i32(1);
    writer.access("i32.store", CONTROL.crowded);
  });
}

/** (state) → its number plus one; 0 if it is not in the set. */
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
      writer.brIf(known);
      emitCompareStored(writer, { state, offset: 0, words, value, key: hash, top }, known);
      writer.get(slot);
      writer.i32(SLOT_BYTES);
      writer.op("i32.add");
      writer.set(slot);
      writer.br(probe);
    });
  });
  writer.get(value);
  writer.op("i32.wrap_i64");
}

/** Writes one byte to every page of [from, to): memory that was never written is slow to read first and write then. */
function writeTouch(writer: FunctionWriter): void {
  const [from, to] = [0, 1];
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(from);
      writer.get(to);
      writer.op("i32.ge_u");
      writer.brIf(done);
      writer.get(from);
      writer.i32(0);
      writer.access("i32.store8");
      writer.get(from);
      writer.i32(4096);
      writer.op("i32.add");
      writer.set(from);
      writer.br(next);
    });
  });
}

/** (slot value, hash): puts an entry that is not in the table into the first free slot from its home on. */
function writePlace(_compilation: Compilation, writer: FunctionWriter): void {
  const [value, hash] = [0, 1];
  const shift = loadShift(writer);
  const slot = writer.takeI32();
  const home = writer.takeI32();
  writer.get(hash);
  pushHome(_compilation, writer, shift);
  writer.tee(home);
  writer.set(slot);
  writer.block((free) => {
    writer.loop((probe) => {
      writer.get(slot);
      writer.access("i64.load");
      writer.op("i64.eqz");
      writer.brIf(free);
      writer.get(slot);
      writer.i32(SLOT_BYTES);
      writer.op("i32.add");
      writer.set(slot);
      writer.br(probe);
    });
  });
  writer.get(slot);
  writer.get(value);
  writer.access("i64.store");
  emitCrowding(writer, slot, home);
}

/**
 * (end of the table as it was): moves every entry to its home under the new shift. From the top down, so that an entry
 * never lands on one that is still to be moved: its new home is at least twice its old one, and displacements are small.
 * That fails for the lowest slots, which are moved last and by way of a copy.
 */
function writeSplit(compilation: Compilation, writer: FunctionWriter, place: FunctionWriter): void {
  const end = 0;
  const { table, low } = compilation.map;
  const slot = writer.takeI32();
  const lowEnd = writer.takeI32();
  const value = writer.takeI64();
  const forSlots = (from: () => void, down: () => void, body: () => void): void => {
    from();
    writer.set(slot);
    writer.block((done) => {
      writer.loop((next) => {
        writer.get(slot);
        down();
        writer.op("i32.le_u");
        writer.brIf(done);
        writer.get(slot);
        writer.i32(SLOT_BYTES);
        writer.op("i32.sub");
        writer.tee(slot);
        writer.access("i64.load");
        writer.tee(value);
        writer.op("i64.eqz");
        writer.brIf(next);
        body();
        writer.br(next);
      });
    });
  };
  const clear = (): void => {
    writer.get(slot);
    writer.i64(0n);
    writer.access("i64.store");
  };
  const move = (): void => {
    writer.get(value);
    if (compilation.indexed) {
      writer.get(value);
    } else {
      const scratch = writer.takeI64();
      writer.get(value);
      pushRound(writer, scratch);
      writer.release(scratch);
    }
    writer.call(place);
  };
  // lowEnd = min(end, table + the low slots)
  writer.get(end);
  writer.i32(table + LOW_SLOTS * SLOT_BYTES);
  writer.get(end);
  writer.i32(table + LOW_SLOTS * SLOT_BYTES);
  writer.op("i32.lt_u", "select");
  writer.set(lowEnd);
  forSlots(
    () => writer.get(end),
    () => writer.get(lowEnd),
    () => {
      clear();
      move();
    },
  );
  // Copy the low slots, then move the copies. Both passes meet them from the top down.
  const copies = writer.takeI32();
  writer.i32(low);
  writer.set(copies);
  forSlots(
    () => writer.get(lowEnd),
    () => writer.i32(table),
    () => {
      clear();
      writer.get(copies);
      writer.get(value);
      writer.access("i64.store");
      writer.get(copies);
      writer.i32(SLOT_BYTES);
      writer.op("i32.add");
      writer.set(copies);
    },
  );
  forSlots(
    () => writer.get(copies),
    () => writer.i32(low),
    move,
  );
}

/** Enters the whole log into an empty table. */
function writeRebuild(compilation: Compilation, writer: FunctionWriter, place: FunctionWriter): void {
  const { words } = compilation.layout;
  const entry = writer.takeI32();
  const end = writer.takeI32();
  const hash = writer.takeI64();
  const number = writer.takeI64();
  writer.i32(0);
  writer.access("i32.load", CONTROL.top);
  writer.set(entry);
  writer.i32(0);
  writer.access("i32.load", CONTROL.log);
  writer.set(end);
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(entry);
      writer.get(end);
      writer.op("i32.eq");
      writer.brIf(done);
      writer.get(entry);
      writer.i32(words * 8);
      writer.op("i32.sub");
      writer.set(entry);
      writer.get(number);
      writer.i64(1n);
      writer.op("i64.add");
      writer.set(number);
      pushHash(compilation, writer, entry, 0);
      writer.set(hash);
      if (compilation.indexed) {
        writer.get(hash);
        writer.i64(32n);
        writer.op("i64.shr_u");
        writer.i64(32n);
        writer.op("i64.shl");
        writer.get(number);
        writer.op("i64.or");
      } else {
        writer.get(entry);
        writer.access("i64.load");
      }
      writer.get(hash);
      writer.call(place);
      writer.br(next);
    });
  });
}
