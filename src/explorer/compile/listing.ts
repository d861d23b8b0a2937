// The successors that are to be looked up: of many, those that were not there a short while ago. What comes in is entries as
// `examine` leaves them; what goes out is some of them marked, and for the others a list, and notes of those whose state is
// on the list already. As in the search (recent.ts), the diamonds of concurrent steps come together again soon after they
// part, so a small table of the last successors, here with their marks, knows many a one at once.
//
// The invariant: the table, in the place of the search's own, has of each state its mark, or, while a list is worked off,
// the address of the entry on it that will have that; and it has no other states.

import { type Compilation, entryBytes } from "./compilation.ts";
import type { FunctionWriter } from "./function.ts";
import { ENTRY_HEADER, LOW_SLOTS, SLOT_BYTES } from "./memory-map.ts";
import { pushHash } from "./slot.ts";

/** Entries that the list has room for. */
export const LISTED = 2048;

/** Of an item of the list: the entry's address, and its hash. */
const ITEM_BYTES = 16;
export const HASH = 8;

/** Of a note of an entry whose state an earlier one on the list has: its address, or 0 after the last; and that one's. */
export const NOTE_BYTES = 8;
export const EARLIER = 4;

/** List and notes lie where the set's low slots are copied to when it grows. */
export const NOTES: number = LISTED * ITEM_BYTES;
const BYTES = NOTES + (LISTED + 1) * NOTE_BYTES;

/** Bytes of a state in the table, with its mark. */
function recentBytes({ layout }: Compilation): number {
  return (layout.words + 1) * 8;
}

/** From the hash on the stack, its place in the table. */
export function pushRecent(compilation: Compilation, writer: FunctionWriter): void {
  // Half as many as the search keeps there, since each takes up to twice the room.
  writer.i64(BigInt(64 - compilation.map.recentBits + 1));
  writer.op("i64.shr_u", "i32.wrap_i64");
  writer.i32(recentBytes(compilation));
  writer.op("i32.mul");
}

/** Whether the words at two addresses are the same. */
export function pushSame(
  { layout }: Compilation,
  writer: FunctionWriter,
  [one, oneOffset]: readonly [number, number],
  [other, otherOffset]: readonly [number, number],
): void {
  for (let word = 0; word < layout.words; word++) {
    writer.get(one);
    writer.access("i64.load", oneOffset + word * 8);
    writer.get(other);
    writer.access("i64.load", otherOffset + word * 8);
    writer.op("i64.eq");
    if (word > 0) writer.op("i32.and");
  }
}

/** The address of an entry as the table has it: no mark of a state. */
export function pushAddress(writer: FunctionWriter, entry: number): void {
  writer.get(entry);
  writer.i32(3);
  writer.op("i32.shr_u");
}

/** For each item of the list up to `end`: `body`, with a local for its address. */
export function eachItem(
  { map }: Compilation,
  writer: FunctionWriter,
  end: number,
  body: (item: number) => void,
): void {
  const item = writer.takeI32();
  writer.i32(map.low);
  writer.set(item);
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(item);
      writer.get(end);
      writer.op("i32.eq");
      writer.brIf(done);
      body(item);
      writer.get(item);
      writer.i32(ITEM_BYTES);
      writer.op("i32.add");
      writer.set(item);
      writer.br(next);
    });
  });
}

/**
 * (first, end) → end of the list: marks entries whose state was there lately; notes those whose state is on the list already,
 * and lists the others. Without a branch, since nobody can foresee which.
 */
export function writeList(compilation: Compilation, writer: FunctionWriter): void {
  const [entry, end] = [0, 1];
  const { map, layout } = compilation;
  if (BYTES > LOW_SLOTS * SLOT_BYTES) throw new Error("there is no room for a list; please report this");
  const hash = writer.takeI64();
  const place = writer.takeI32();
  const known = writer.takeI32();
  const same = writer.takeI32();
  const item = writer.takeI32();
  const note = writer.takeI32();
  const mark = map.recent + layout.words * 8;
  writer.i32(map.low);
  writer.set(item);
  writer.i32(map.low + NOTES);
  writer.set(note);
  const add = (local: number, bytes: number, pushWhether: () => void): void => {
    writer.get(local);
    writer.i32(bytes);
    writer.i32(0);
    pushWhether();
    writer.op("select", "i32.add");
    writer.set(local);
  };
  const pushIsMark = (): void => {
    writer.get(known);
    writer.i32(0);
    writer.op("i32.lt_s");
    writer.get(same);
    writer.op("i32.and");
  };
  const look = (): void => {
    pushHash(compilation, writer, entry, ENTRY_HEADER);
    writer.tee(hash);
    pushRecent(compilation, writer);
    writer.set(place);
    pushSame(compilation, writer, [entry, ENTRY_HEADER], [place, map.recent]);
    writer.set(same);
    writer.get(place);
    writer.access("i32.load", mark);
    writer.set(known);
    for (let word = 0; word < layout.words; word++) {
      writer.get(place);
      writer.get(entry);
      writer.access("i64.load", ENTRY_HEADER + word * 8);
      writer.access("i64.store", map.recent + word * 8);
    }
    writer.get(place);
    writer.get(known);
    pushAddress(writer, entry);
    writer.get(same);
    writer.op("select");
    writer.access("i32.store", mark);
    writer.get(entry);
    writer.get(known);
    writer.i32(0);
    pushIsMark();
    writer.op("select");
    writer.access("i32.store");
    writer.get(item);
    writer.get(entry);
    writer.access("i32.store");
    writer.get(item);
    writer.get(hash);
    writer.access("i64.store", HASH);
    add(item, ITEM_BYTES, () => {
      writer.get(same);
      writer.op("i32.eqz");
    });
    writer.get(note);
    writer.get(entry);
    writer.access("i32.store");
    writer.get(note);
    writer.get(known);
    writer.i32(3);
    writer.op("i32.shl");
    writer.access("i32.store", EARLIER);
    add(note, NOTE_BYTES, () => {
      writer.get(same);
      writer.get(known);
      writer.i32(0);
      writer.op("i32.ge_s", "i32.and");
    });
  };
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(entry);
      writer.get(end);
      writer.op("i32.eq");
      writer.brIf(done);
      writer.get(entry);
      writer.access("i32.load");
      writer.op("i32.eqz");
      writer.if(look);
      writer.get(entry);
      writer.i32(entryBytes(layout));
      writer.op("i32.add");
      writer.set(entry);
      writer.br(next);
    });
  });
  writer.get(note);
  writer.i32(0);
  writer.access("i32.store");
  writer.get(item);
}
