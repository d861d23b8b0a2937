// Looking up all successors of one state at once, for whoever goes through the graph of a finished search. What comes in is
// entries as `examine` leaves them; what goes out is the same entries, each kept one marked with the number of its state.
// Slots are loaded first and looked at afterwards, so that the loads wait for memory together (visited.ts).

import { type Compilation, entryBytes } from "./compilation.ts";
import { type FunctionWriter, I32 } from "./function.ts";
import { CONTROL, ENTRY_HEADER, LOCATED } from "./memory-map.ts";
import { loadShift, pushHash, pushHome } from "./slot.ts";

/** Writes `locate`: (first, end), where `find` gives numbers. */
export function writeLocate(compilation: Compilation, find: FunctionWriter): void {
  const writer = compilation.module.declareExported("locate", [I32, I32], []);
  const [first, end] = [0, 1];
  const entry = writer.takeI32();
  const shift = loadShift(writer);
  const sink = writer.takeI64();
  const eachKept = (body: () => void): void => {
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
        writer.op("i32.eqz");
        writer.if(body);
        writer.get(entry);
        writer.i32(entryBytes(compilation.layout));
        writer.op("i32.add");
        writer.set(entry);
        writer.br(next);
      });
    });
  };
  eachKept(() => {
    pushHash(compilation, writer, entry, ENTRY_HEADER);
    pushHome(compilation, writer, shift);
    writer.access("i64.load");
    writer.get(sink);
    writer.op("i64.xor");
    writer.set(sink);
  });
  writer.i32(0);
  writer.get(sink);
  writer.access("i64.store", CONTROL.sink);
  eachKept(() => {
    writer.get(entry);
    writer.get(entry);
    writer.i32(ENTRY_HEADER);
    writer.op("i32.add");
    writer.call(find);
    writer.i32(LOCATED | 0);
    writer.op("i32.or");
    writer.access("i32.store");
  });
}
