// Code that makes room in the visited set: entries move to their homes under more bits of the hash, in place, from the
// top down. The invariants are those of visited.ts; while entries move, none of them is looked up.

import type { Compilation } from "./compilation.ts";
import { type FunctionWriter, I32, I64 } from "./function.ts";
import { CONTROL, LOW_SLOTS, SLOT_BYTES } from "./memory-map.ts";
import { emitCrowding, loadShift, pushHash, pushHashOfWord, pushHome } from "./slot.ts";

/** Writes `touch`, `split`, `rebuild` and `enter` for the host. */
export function writeGrowth(compilation: Compilation): void {
  const { module } = compilation;
  writeTouch(module.declareExported("touch", [I32, I32], []));
  const { enter, place } = writeEntering(compilation);
  writeSplit(compilation, module.declareExported("split", [I32, I64], []), place);
  writeRebuild(compilation, module.declareExported("rebuild", [], []), enter);
}

/** Writes `enter` for the host. */
export function writeEntering(compilation: Compilation): { enter: FunctionWriter; place: FunctionWriter } {
  const { module } = compilation;
  const place = module.declare("placeWhole", [I64, I64], []);
  writePlace(compilation, place);
  const enter = module.declareExported("enter", [I32, I64], []);
  writeEnter(compilation, enter, place);
  return { enter, place };
}

/** Writes one byte to every page of [from, to): memory that was never written is slow to read first and write then. */
export function writeTouch(writer: FunctionWriter): void {
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
function writePlace(compilation: Compilation, writer: FunctionWriter): void {
  const [value, hash] = [0, 1];
  const shift = loadShift(writer);
  const slot = writer.takeI32();
  const home = writer.takeI32();
  writer.get(hash);
  pushHome(compilation, writer, shift);
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
  emitCrowding(compilation, writer, slot, home);
}

/**
 * (end of the table as it was, not used): moves every entry to its home under the new shift. From the top down, so that an entry
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
      writer.get(value);
      pushHashOfWord(compilation, writer);
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

/** (state of the log, its number plus one): puts a state that is not in the table into it. */
function writeEnter(compilation: Compilation, writer: FunctionWriter, place: FunctionWriter): void {
  const [state, number] = [0, 1];
  const hash = writer.takeI64();
  pushHash(compilation, writer, state, 0);
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
    writer.get(state);
    writer.access("i64.load");
  }
  writer.get(hash);
  writer.call(place);
}

/** Enters the whole log into an empty table. */
function writeRebuild(compilation: Compilation, writer: FunctionWriter, enter: FunctionWriter): void {
  const { words } = compilation.layout;
  const entry = writer.takeI32();
  const end = writer.takeI32();
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
      writer.get(entry);
      writer.get(number);
      writer.call(enter);
      writer.br(next);
    });
  });
}
