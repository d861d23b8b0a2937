// Looking up the successors of many states at once, for whoever goes through the graph of a finished search. What comes in is
// entries as `examine` leaves them; what goes out is the same entries, each kept one marked with the number of its state.
// Those that were not there a short while ago are on a list (listing.ts). A look-up leads to a slot, and from there to the log,
// both far from any cache; so all slots are loaded first, then each is looked at, and the state loaded whose hash it has the
// upper half of; and only then are states compared. The loads of each round wait for memory together.

import { type Compilation, entryBytes } from "./compilation.ts";
import { type FunctionWriter, I32 } from "./function.ts";
import {
  EARLIER,
  eachItem,
  HASH,
  LISTED,
  NOTE_BYTES,
  NOTES,
  pushAddress,
  pushRecent,
  pushSame,
  writeList,
} from "./listing.ts";
import { CONTROL, ENTRY_HEADER, LOCATED, SLOT_BYTES } from "./memory-map.ts";
import { loadShift, pushHome } from "./slot.ts";

/** Writes `locate`: (first, end), where `find` gives numbers. */
export function writeLocate(compilation: Compilation, find: FunctionWriter): void {
  const { module } = compilation;
  const list = module.declare("list", [I32, I32], [I32]);
  const steps = ["preload", "seek", "settle"].map((name) => module.declare(name, [I32], []));
  const [preload, seek, settle] = steps as [FunctionWriter, FunctionWriter, FunctionWriter];
  const follow = module.declare("follow", [], []);
  writeList(compilation, list);
  writePreload(compilation, preload);
  writeSeek(compilation, seek);
  writeSettle(compilation, settle, find);
  writeFollow(compilation, follow);
  const writer = module.declareExported("locate", [I32, I32], []);
  const [first, end] = [0, 1];
  const most = LISTED * entryBytes(compilation.layout);
  const until = writer.takeI32();
  const listEnd = writer.takeI32();
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(first);
      writer.get(end);
      writer.op("i32.eq");
      writer.brIf(done);
      writer.get(first);
      writer.i32(most);
      writer.op("i32.add");
      writer.get(end);
      writer.get(end);
      writer.get(first);
      writer.op("i32.sub");
      writer.i32(most);
      writer.op("i32.gt_u", "select");
      writer.set(until);
      writer.get(first);
      writer.get(until);
      writer.call(list);
      writer.set(listEnd);
      for (const step of steps) {
        writer.get(listEnd);
        writer.call(step);
      }
      writer.call(follow);
      writer.get(until);
      writer.set(first);
      writer.br(next);
    });
  });
}

function keepSink(writer: FunctionWriter, sink: number): void {
  writer.i32(0);
  writer.get(sink);
  writer.access("i64.store", CONTROL.sink);
}

/** (end of the list): loads the slots that are homes, in a loop so short that many loads are under way at the same time. */
function writePreload(compilation: Compilation, writer: FunctionWriter): void {
  const shift = loadShift(writer);
  const sink = writer.takeI64();
  eachItem(compilation, writer, 0, (item) => {
    writer.get(item);
    writer.access("i64.load", HASH);
    pushHome(compilation, writer, shift);
    writer.access("i64.load");
    writer.get(sink);
    writer.op("i64.xor");
    writer.set(sink);
  });
  keepSink(writer, sink);
}

/** Marks an entry with a number plus one, or 0. */
function emitMark(writer: FunctionWriter, entry: number, pushNumber: () => void): void {
  writer.get(entry);
  pushNumber();
  writer.i32(LOCATED | 0);
  writer.op("i32.or");
  writer.access("i32.store");
}

/** The address of the state with the number plus one that is given. */
function pushStored({ layout }: Compilation, writer: FunctionWriter, top: number, pushNumber: () => void): void {
  writer.get(top);
  pushNumber();
  writer.i32(layout.words * 8);
  writer.op("i32.mul", "i32.sub");
}

function loadTop(writer: FunctionWriter): number {
  const top = writer.takeI32();
  writer.i32(0);
  writer.access("i32.load", CONTROL.top);
  writer.set(top);
  return top;
}

/** (end of the list): marks each listed entry with the first number in the set that it may have, and loads that state. */
function writeSeek(compilation: Compilation, writer: FunctionWriter): void {
  const shift = loadShift(writer);
  const top = loadTop(writer);
  const sink = writer.takeI64();
  const hash = writer.takeI64();
  const value = writer.takeI64();
  const slot = writer.takeI32();
  const entry = writer.takeI32();
  eachItem(compilation, writer, 0, (item) => {
    writer.get(item);
    writer.access("i32.load");
    writer.set(entry);
    writer.get(item);
    writer.access("i64.load", HASH);
    writer.tee(hash);
    pushHome(compilation, writer, shift);
    writer.set(slot);
    writer.loop((probe) => {
      writer.get(slot);
      writer.access("i64.load");
      writer.tee(value);
      writer.op("i64.eqz");
      writer.if(
        () => emitMark(writer, entry, () => writer.i32(0)),
        () => {
          writer.get(slot);
          writer.i32(SLOT_BYTES);
          writer.op("i32.add");
          writer.set(slot);
          writer.get(value);
          writer.get(hash);
          writer.op("i64.xor");
          writer.i64(32n);
          writer.op("i64.shr_u", "i64.eqz", "i32.eqz");
          writer.brIf(probe);
          const pushNumber = (): void => {
            writer.get(value);
            writer.op("i32.wrap_i64");
          };
          pushStored(compilation, writer, top, pushNumber);
          writer.access("i64.load");
          writer.get(sink);
          writer.op("i64.xor");
          writer.set(sink);
          emitMark(writer, entry, pushNumber);
        },
      );
    });
  });
  keepSink(writer, sink);
}

/** (end of the list): sees that each listed entry has the number of its own state, and tells the table. */
function writeSettle(compilation: Compilation, writer: FunctionWriter, find: FunctionWriter): void {
  const { map, layout } = compilation;
  const top = loadTop(writer);
  const stored = writer.takeI32();
  const place = writer.takeI32();
  const entry = writer.takeI32();
  const mark = map.recent + layout.words * 8;
  eachItem(compilation, writer, 0, (item) => {
    writer.get(item);
    writer.access("i32.load");
    writer.set(entry);
    pushStored(compilation, writer, top, () => {
      writer.get(entry);
      writer.access("i32.load");
      writer.i32(~LOCATED);
      writer.op("i32.and");
    });
    writer.set(stored);
    pushSame(compilation, writer, [stored, 0], [entry, ENTRY_HEADER]);
    writer.op("i32.eqz");
    // Another state has the same upper half of its hash.
    writer.if(() => {
      emitMark(writer, entry, () => {
        writer.get(entry);
        writer.i32(ENTRY_HEADER);
        writer.op("i32.add");
        writer.call(find);
      });
    });
    writer.get(item);
    writer.access("i64.load", HASH);
    pushRecent(compilation, writer);
    writer.tee(place);
    writer.access("i32.load", mark);
    pushAddress(writer, entry);
    writer.op("i32.eq");
    writer.if(() => {
      writer.get(place);
      writer.get(entry);
      writer.access("i32.load");
      writer.access("i32.store", mark);
    });
  });
}

/** (): gives each noted entry the mark of the earlier one. */
function writeFollow({ map }: Compilation, writer: FunctionWriter): void {
  const note = writer.takeI32();
  const entry = writer.takeI32();
  writer.i32(map.low + NOTES);
  writer.set(note);
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(note);
      writer.access("i32.load");
      writer.tee(entry);
      writer.op("i32.eqz");
      writer.brIf(done);
      writer.get(entry);
      writer.get(note);
      writer.access("i32.load", EARLIER);
      writer.access("i32.load");
      writer.access("i32.store");
      writer.get(note);
      writer.i32(NOTE_BYTES);
      writer.op("i32.add");
      writer.set(note);
      writer.br(next);
    });
  });
}
