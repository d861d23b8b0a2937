// Code of the visited set with slots that hold remainders (Cleary 1984, "Compact hash tables using bidirectional linear
// probing", in the simpler form that keeps displacements). The hash of a state is a bijection of its bits; the top ones
// are its home, so a slot need only hold the others, and how far it is from that home: from the slot's place and its
// contents the state could be computed again, so membership is exact. A slot holds (distance + 1) · 2^r + remainder, with r the bits of
// the remainder; 0 is empty. One comparison decides, since at each further slot the value looked for is 2^r more. The
// invariants: no entry is further from home than `reach`, which a distance in a slot can say; and between an entry's home
// and its slot no slot is empty.

import { type Compilation, entryBytes } from "./compilation.ts";
import { type FunctionWriter, I32, I64, type Label } from "./function.ts";
import { CONTROL, CROWDED, ENTRY_HEADER, LOW_SLOTS } from "./memory-map.ts";
import { loadShift, pushHash, pushHome } from "./slot.ts";
import { writeTouch } from "./visited-growth.ts";

/** Writes `insert`, and `touch`, `split` and `rebuild` for the host. */
export function writeRemainders(compilation: Compilation, insert: FunctionWriter): void {
  const { module } = compilation;
  writeTouch(module.declareExported("touch", [I32, I32], []));
  writeInsert(compilation, insert);
  const place = module.declare("place", [I64], []);
  writePlace(compilation, place);
  writeSplit(compilation, module.declareExported("split", [I32, I64], []), place);
  writeRebuild(compilation, module.declareExported("rebuild", [], []), place);
}

/** Locals with what the size of the set decides. */
export interface Measures {
  readonly shift: number;
  /** Bits of a remainder. */
  readonly rest: number;
  /** 2^rest: what another slot away adds. */
  readonly step: number;
  readonly reach: number;
}

export function loadMeasures(writer: FunctionWriter): Measures {
  const shift = loadShift(writer);
  const rest = writer.takeI64();
  const step = writer.takeI64();
  const reach = writer.takeI32();
  writer.i32(0);
  writer.access("i64.load32_u", CONTROL.rest);
  writer.set(rest);
  writer.i64(1n);
  writer.get(rest);
  writer.op("i64.shl");
  writer.set(step);
  writer.i32(0);
  writer.access("i32.load", CONTROL.reach);
  writer.set(reach);
  return { shift, rest, step, reach };
}

/** Leaves what a slot holds of the state with the hash in a local if it is at home. */
function pushHomeValue(writer: FunctionWriter, hash: number, { shift, rest, step }: Measures): void {
  // All but the home, moved to the lower end. A remainder may have no bits, and shifts of 64 do nothing.
  writer.get(hash);
  writer.i64(64n);
  writer.get(shift);
  writer.op("i64.sub", "i64.shl");
  writer.i64(1n);
  writer.op("i64.shr_u");
  writer.i64(63n);
  writer.get(rest);
  writer.op("i64.sub", "i64.shr_u");
  writer.get(step);
  writer.op("i64.or");
}

/** Leaves the value of the slot at the address on the stack. */
function loadSlot({ map }: Compilation, writer: FunctionWriter): void {
  if (map.slotBytes === 4) {
    writer.access("i64.load32_u");
    return;
  }
  writer.access("i64.load");
  writer.i64((1n << BigInt(map.slotBytes * 8)) - 1n);
  writer.op("i64.and");
}

/** Stores the value in a local in the slot whose address is in another. */
function storeSlot({ map }: Compilation, writer: FunctionWriter, slot: number, pushValue: () => void): void {
  writer.get(slot);
  pushValue();
  writer.access("i64.store32");
  if (map.slotBytes === 4) return;
  writer.get(slot);
  pushValue();
  writer.i64(32n);
  writer.op("i64.shr_u");
  writer.access(map.slotBytes === 5 ? "i64.store8" : "i64.store16", 4);
}

/** On to the next slot; branches to `far` if it is out of reach. */
function emitNextSlot(
  { map }: Compilation,
  writer: FunctionWriter,
  { slot, home, value }: { readonly slot: number; readonly home: number; readonly value: number },
  { step, reach }: Measures,
  far: Label,
): void {
  writer.get(value);
  writer.get(step);
  writer.op("i64.add");
  writer.set(value);
  writer.get(slot);
  writer.i32(map.slotBytes);
  writer.op("i32.add");
  writer.tee(slot);
  writer.get(home);
  writer.op("i32.sub");
  writer.get(reach);
  writer.op("i32.gt_u");
  writer.brIf(far);
}

/** Where the words of successors that are looked up lie, relative to each. */
export function wordsOffset({ map }: Compilation): number {
  return map.exchange === null ? ENTRY_HEADER : 0;
}

/**
 * For every successor from `first`, a local that changes, to `end`. With one partition these are entries of the batch, whose
 * header is ours; where states are exchanged they are bare words, and 64 bits for each lie elsewhere. The body gets locals
 * with the addresses of both.
 */
export function emitSuccessors(
  { map, layout }: Compilation,
  writer: FunctionWriter,
  body: (successor: number, note: number) => void,
): void {
  const [successor, end] = [0, 1];
  const note = map.exchange === null ? successor : writer.takeI32();
  const advance = (local: number, bytes: number): void => {
    writer.get(local);
    writer.i32(bytes);
    writer.op("i32.add");
    writer.set(local);
  };
  if (map.exchange !== null) {
    writer.i32(map.exchange.notes);
    writer.set(note);
  }
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(successor);
      writer.get(end);
      writer.op("i32.ge_u");
      writer.brIf(done);
      body(successor, note);
      advance(successor, map.exchange === null ? entryBytes(layout) : layout.words * 8);
      if (note !== successor) advance(note, 8);
      writer.br(next);
    });
  });
  if (note !== successor) writer.release(note);
}

function writeInsert(compilation: Compilation, writer: FunctionWriter): void {
  const { words } = compilation.layout;
  const offset = wordsOffset(compilation);
  const log = writer.takeI32();
  const slot = writer.takeI32();
  const home = writer.takeI32();
  const hash = writer.takeI64();
  const value = writer.takeI64();
  const stored = writer.takeI64();
  const measures = loadMeasures(writer);
  const saveLog = (): void => {
    writer.i32(0);
    writer.get(log);
    writer.access("i32.store", CONTROL.log);
  };
  writer.i32(0);
  writer.access("i32.load", CONTROL.log);
  writer.set(log);
  emitSuccessors(compilation, writer, (successor, note) => {
    writer.get(note);
    writer.access("i64.load");
    writer.tee(hash);
    pushHome(compilation, writer, measures.shift);
    writer.tee(home);
    writer.set(slot);
    pushHomeValue(writer, hash, measures);
    writer.set(value);
    writer.block((known) => {
      writer.block((fresh) => {
        writer.block((far) => {
          writer.loop((probe) => {
            writer.get(slot);
            loadSlot(compilation, writer);
            writer.tee(stored);
            writer.get(value);
            writer.op("i64.eq");
            writer.brIf(known);
            writer.get(stored);
            writer.op("i64.eqz");
            writer.brIf(fresh);
            emitNextSlot(compilation, writer, { slot, home, value }, measures, far);
            writer.br(probe);
          });
        });
        // If it were known, it would have been within reach.
        saveLog();
        emitCrowded(writer, CROWDED.far);
        writer.get(successor);
        writer.op("return");
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
      storeSlot(compilation, writer, slot, () => writer.get(value));
    });
  });
  saveLog();
  writer.get(1);
}

export function emitCrowded(writer: FunctionWriter, how: number): void {
  writer.i32(0);
  writer.i32(how);
  writer.access("i32.store", CONTROL.crowded);
}

/** (hash): puts a state that is not in the set into it. If there is no slot within reach, it is left out, and `crowded` raised. */
function writePlace(compilation: Compilation, writer: FunctionWriter): void {
  const hash = 0;
  const slot = writer.takeI32();
  const home = writer.takeI32();
  const value = writer.takeI64();
  const measures = loadMeasures(writer);
  writer.get(hash);
  pushHome(compilation, writer, measures.shift);
  writer.tee(home);
  writer.set(slot);
  pushHomeValue(writer, hash, measures);
  writer.set(value);
  writer.block((far) => {
    writer.block((free) => {
      writer.loop((probe) => {
        writer.get(slot);
        loadSlot(compilation, writer);
        writer.op("i64.eqz");
        writer.brIf(free);
        emitNextSlot(compilation, writer, { slot, home, value }, measures, far);
        writer.br(probe);
      });
    });
    storeSlot(compilation, writer, slot, () => writer.get(value));
    writer.op("return");
  });
  emitCrowded(writer, CROWDED.incomplete);
}

/** (end of the table as it was, bits of its remainders): as visited-growth.ts does, with hashes made from slots. */
function writeSplit(compilation: Compilation, writer: FunctionWriter, place: FunctionWriter): void {
  const [end, rest] = [0, 1];
  const { table, low, slotBytes, remainders, exchange } = compilation.map;
  const unused = BigInt(64 - remainders!.stateBits + (exchange?.bits ?? 0));
  const slot = writer.takeI32();
  const lowEnd = writer.takeI32();
  const value = writer.takeI64();
  const copies = writer.takeI32();
  /** Leaves the hash of the entry in `value`, which lies in `slot`. */
  const pushHashOfEntry = (): void => {
    // Its home is its slot less the distance.
    writer.get(slot);
    writer.i32(table);
    writer.op("i32.sub");
    writer.i32(slotBytes);
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
    writer.i64(unused);
    writer.op("i64.shl");
  };
  const forSlots = (down: () => void, body: () => void): void => {
    writer.block((done) => {
      writer.loop((next) => {
        writer.get(slot);
        down();
        writer.op("i32.le_u");
        writer.brIf(done);
        writer.get(slot);
        writer.i32(slotBytes);
        writer.op("i32.sub");
        writer.tee(slot);
        loadSlot(compilation, writer);
        writer.tee(value);
        writer.op("i64.eqz");
        writer.brIf(next);
        storeSlot(compilation, writer, slot, () => writer.i64(0n));
        body();
        writer.br(next);
      });
    });
  };
  writer.get(end);
  writer.i32(table + LOW_SLOTS * slotBytes);
  writer.get(end);
  writer.i32(table + LOW_SLOTS * slotBytes);
  writer.op("i32.lt_u", "select");
  writer.set(lowEnd);
  writer.get(end);
  writer.set(slot);
  forSlots(
    () => writer.get(lowEnd),
    () => {
      pushHashOfEntry();
      writer.call(place);
    },
  );
  // The low slots by way of a copy of their hashes, last ones first.
  writer.i32(low);
  writer.set(copies);
  forSlots(
    () => writer.i32(table),
    () => {
      writer.get(copies);
      pushHashOfEntry();
      writer.access("i64.store");
      writer.get(copies);
      writer.i32(8);
      writer.op("i32.add");
      writer.set(copies);
    },
  );
  const copy = slot;
  writer.i32(low);
  writer.set(copy);
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(copy);
      writer.get(copies);
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
}

/** Enters the whole log into an empty table. */
export function writeRebuild(compilation: Compilation, writer: FunctionWriter, place: FunctionWriter): void {
  const entry = writer.takeI32();
  const end = writer.takeI32();
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
      writer.i32(compilation.layout.words * 8);
      writer.op("i32.sub");
      writer.set(entry);
      pushHash(compilation, writer, entry, 0);
      writer.call(place);
      writer.br(next);
    });
  });
}
