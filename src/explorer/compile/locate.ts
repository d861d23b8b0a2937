// Looking up the successors of many states at once, for whoever goes through the graph of a finished search. What comes in is
// entries as `examine` leaves them; what goes out is the same entries, each kept one marked with the number of its state.
// A look-up goes to a slot, and from there to the log, both far from any cache. So all slots are loaded first; then each is
// looked at, and the state loaded whose hash it has the upper half of; and only then are states compared. The loads of each
// round wait for memory together (visited.ts).

import { type Compilation, entryBytes } from "./compilation.ts";
import { type FunctionWriter, I32 } from "./function.ts";
import { CONTROL, ENTRY_HEADER, LOCATED, SLOT_BYTES } from "./memory-map.ts";
import { loadShift, pushHash, pushHome } from "./slot.ts";

/** Writes `locate`: (first, end), where `find` gives numbers. */
export function writeLocate(compilation: Compilation, find: FunctionWriter): void {
  const writer = compilation.module.declareExported("locate", [I32, I32], []);
  const [first, end] = [0, 1];
  const entry = writer.takeI32();
  const shift = loadShift(writer);
  const sink = writer.takeI64();
  const hash = writer.takeI64();
  const value = writer.takeI64();
  const slot = writer.takeI32();
  const top = writer.takeI32();
  const { words } = compilation.layout;
  writer.i32(0);
  writer.access("i32.load", CONTROL.top);
  writer.set(top);
  const each = (isMeant: () => void, body: () => void): void => {
    writer.get(first);
    writer.set(entry);
    writer.block((done) => {
      writer.loop((next) => {
        writer.get(entry);
        writer.get(end);
        writer.op("i32.eq");
        writer.brIf(done);
        writer.get(entry);
        writer.access("i32.load");
        isMeant();
        writer.if(body);
        writer.get(entry);
        writer.i32(entryBytes(compilation.layout));
        writer.op("i32.add");
        writer.set(entry);
        writer.br(next);
      });
    });
  };
  const load = (): void => {
    writer.access("i64.load");
    writer.get(sink);
    writer.op("i64.xor");
    writer.set(sink);
  };
  /** The state that a value on the stack, a number plus one, speaks of. */
  const pushStored = (pushNumber: () => void): void => {
    writer.get(top);
    pushNumber();
    writer.i32(words * 8);
    writer.op("i32.mul", "i32.sub");
  };
  const mark = (pushNumber: () => void): void => {
    writer.get(entry);
    pushNumber();
    writer.i32(LOCATED | 0);
    writer.op("i32.or");
    writer.access("i32.store");
  };
  const kept = (): void => writer.op("i32.eqz");
  each(kept, () => {
    pushHash(compilation, writer, entry, ENTRY_HEADER);
    pushHome(compilation, writer, shift);
    load();
  });
  each(kept, () => {
    pushHash(compilation, writer, entry, ENTRY_HEADER);
    writer.tee(hash);
    pushHome(compilation, writer, shift);
    writer.set(slot);
    writer.loop((probe) => {
      writer.get(slot);
      writer.access("i64.load");
      writer.tee(value);
      writer.op("i64.eqz");
      writer.if(
        () => mark(() => writer.i32(0)),
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
          const number = (): void => {
            writer.get(value);
            writer.op("i32.wrap_i64");
          };
          pushStored(number);
          load();
          mark(number);
        },
      );
    });
  });
  writer.i32(0);
  writer.get(sink);
  writer.access("i64.store", CONTROL.sink);
  const found = (): void => {
    writer.i32(LOCATED | 0);
    writer.op("i32.gt_u");
  };
  each(found, () => {
    pushStored(() => {
      writer.get(entry);
      writer.access("i32.load");
      writer.i32(~LOCATED);
      writer.op("i32.and");
    });
    writer.set(slot);
    for (let word = 0; word < words; word++) {
      writer.get(slot);
      writer.access("i64.load", word * 8);
      writer.get(entry);
      writer.access("i64.load", ENTRY_HEADER + word * 8);
      writer.op("i64.eq");
      if (word > 0) writer.op("i32.and");
    }
    writer.op("i32.eqz");
    // Another state with the same upper half: seldom, the more so the smaller the set.
    writer.if(() => {
      mark(() => {
        writer.get(entry);
        writer.i32(ENTRY_HEADER);
        writer.op("i32.add");
        writer.call(find);
      });
    });
  });
}
