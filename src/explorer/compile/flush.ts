// Emptying the batch of successors. With one partition they are looked up in the visited set where they lie. With
// several, each goes to the outbox of the partition it belongs to, without a branch, since nobody can foresee which; the
// host sends outboxes on, and has what arrived absorbed, which is the same look-up. The invariant: a batch that was
// emptied while exploring has all of its successors in a visited set, an outbox or an inbox, unless `full` is set.

import { type Compilation, entryBytes } from "./compilation.ts";
import { type FunctionWriter, I32, type Label } from "./function.ts";
import { ABSORBED, CONTROL, ENTRY_HEADER, MODE, OUTBOX_SENT } from "./memory-map.ts";
import { pushOwner } from "./slot.ts";
import type { VisitedFunctions } from "./visited.ts";

/** Writes `flush`: (end of batch) → address of the next entry. Where states are exchanged, `absorb` for the host, too. */
export function writeFlush(compilation: Compilation, visited: VisitedFunctions): void {
  const { functions, map } = compilation;
  const writer = functions.flush;
  const end = 0;
  const empty = map.exchange === null ? null : writeSharing(compilation, visited);
  writer.block((leave) => {
    load(writer, CONTROL.mode);
    writer.if(() => {
      // While examining, the host has given room for more successors than there is memory.
      load(writer, CONTROL.mode);
      writer.i32(MODE.examining);
      writer.op("i32.eq");
      writer.if(() => writer.op("unreachable"));
      writer.br(leave);
    });
    if (empty === null) {
      const first = writer.takeI32();
      writer.i32(map.batch);
      writer.set(first);
      emitLookUp(compilation, writer, visited, { first, end }, leave);
    } else {
      writer.get(end);
      writer.call(empty);
    }
  });
  writer.i32(map.batch);
}

function load(writer: FunctionWriter, address: number): void {
  writer.i32(0);
  writer.access("i32.load", address);
}

/** Looks up the successors between two addresses, both in locals that change; leaves if there is no room for them. */
function emitLookUp(
  compilation: Compilation,
  writer: FunctionWriter,
  visited: VisitedFunctions,
  { first, end }: { readonly first: number; readonly end: number },
  leave: Label,
): void {
  const { functions } = compilation;
  const before = writer.takeI32();
  load(writer, CONTROL.full);
  writer.brIf(leave);
  // What is looked up is at least as long as what it can add to the log.
  load(writer, CONTROL.log);
  writer.get(end);
  writer.get(first);
  writer.op("i32.sub", "i32.sub");
  load(writer, CONTROL.limit);
  writer.op("i32.lt_u");
  writer.if(() => {
    writer.call(functions.makeRoom);
    load(writer, CONTROL.full);
    writer.brIf(leave);
  });
  // The host may move the log to make room, so it is how far from its top that is remembered.
  load(writer, CONTROL.top);
  load(writer, CONTROL.log);
  writer.op("i32.sub");
  writer.set(before);
  writer.get(first);
  writer.get(end);
  writer.call(visited.prepare);
  writer.set(end);
  const look = (): void => {
    for (const function_ of [visited.ahead, visited.insert]) {
      writer.get(first);
      writer.get(end);
      writer.call(function_);
    }
  };
  if (visited.note === null) {
    look();
  } else {
    writer.loop((again) => {
      look();
      writer.tee(first);
      writer.get(end);
      writer.op("i32.ne");
      writer.if(() => {
        writer.call(functions.makeRoom);
        writer.get(first);
        writer.get(end);
        writer.call(visited.note!);
        load(writer, CONTROL.full);
        writer.op("i32.eqz");
        writer.brIf(again);
      });
    });
  }
  load(writer, CONTROL.log);
  load(writer, CONTROL.top);
  writer.get(before);
  writer.op("i32.sub");
  writer.call(functions.observe);
  load(writer, CONTROL.crowded);
  writer.if(() => writer.call(functions.makeRoom));
  writer.release(before);
}

/** Gives the function (end of batch) that shares the batch out. */
function writeSharing(compilation: Compilation, visited: VisitedFunctions): FunctionWriter {
  const { module } = compilation;
  const absorb = module.declareExported("absorb", [I32, I32], []);
  writeAbsorb(compilation, absorb, visited);
  const share = module.declare("share", [I32], []);
  writeShare(compilation, share);
  const send = module.declare("send", [], []);
  writeSend(compilation, send, absorb);
  const empty = module.declare("empty", [I32], []);
  empty.get(0);
  empty.call(share);
  empty.call(send);
  return empty;
}

/** (first, end): looks up states that belong here, so many at a time. */
function writeAbsorb(compilation: Compilation, writer: FunctionWriter, visited: VisitedFunctions): void {
  const [from, to] = [0, 1];
  const end = writer.takeI32();
  const kept = writer.takeI32();
  writer.block((leave) => {
    writer.loop((next) => {
      writer.get(from);
      writer.get(to);
      writer.op("i32.eq");
      writer.brIf(leave);
      const most = (): void => {
        writer.get(from);
        writer.i32(ABSORBED * compilation.layout.words * 8);
        writer.op("i32.add");
      };
      most();
      writer.get(to);
      most();
      writer.get(to);
      writer.op("i32.lt_u", "select");
      writer.set(end);
      writer.get(end);
      writer.set(kept);
      emitLookUp(compilation, writer, visited, { first: from, end: kept }, leave);
      writer.get(end);
      writer.set(from);
      writer.br(next);
    });
  });
}

/** (end of batch): puts every successor into the outbox of its owner. */
function writeShare(compilation: Compilation, writer: FunctionWriter): void {
  const end = 0;
  const { words } = compilation.layout;
  const { batch, exchange } = compilation.map;
  const entry = writer.takeI32();
  const owner = writer.takeI32();
  const place = writer.takeI32();
  writer.i32(batch);
  writer.set(entry);
  writer.block((done) => {
    writer.loop((next) => {
      writer.get(entry);
      writer.get(end);
      writer.op("i32.ge_u");
      writer.brIf(done);
      pushOwner(compilation, writer, entry, ENTRY_HEADER);
      writer.i32(2);
      writer.op("i32.shl");
      writer.tee(owner);
      writer.access("i32.load", exchange!.ends);
      writer.set(place);
      for (let word = 0; word < words; word++) {
        writer.get(place);
        writer.get(entry);
        writer.access("i64.load", ENTRY_HEADER + word * 8);
        writer.access("i64.store", word * 8);
      }
      writer.get(owner);
      writer.get(place);
      writer.i32(words * 8);
      writer.op("i32.add");
      writer.access("i32.store", exchange!.ends);
      writer.get(entry);
      writer.i32(entryBytes(compilation.layout));
      writer.op("i32.add");
      writer.set(entry);
      writer.br(next);
    });
  });
}

/** Absorbs what belongs here once it is enough for a look-up, and has the host deliver outboxes that may not hold another batch. */
function writeSend(compilation: Compilation, writer: FunctionWriter, absorb: FunctionWriter): void {
  const exchange = compilation.map.exchange!;
  const stateBytes = compilation.layout.words * 8;
  const partition = writer.takeI32();
  const first = writer.takeI32();
  const end = writer.takeI32();
  const loadEnd = (): void => {
    writer.get(partition);
    writer.i32(2);
    writer.op("i32.shl");
    writer.access("i32.load", exchange.ends);
  };
  const isOwn = (): void => {
    writer.get(partition);
    load(writer, CONTROL.self);
    writer.op("i32.eq");
  };
  writer.i32(exchange.outboxes);
  writer.set(first);
  writer.block((done) => {
    writer.loop((next) => {
      loadEnd();
      writer.tee(end);
      writer.get(first);
      writer.op("i32.sub");
      writer.i32(OUTBOX_SENT * stateBytes);
      writer.op("i32.ge_u");
      writer.if(() => {
        isOwn();
        writer.if(
          () => {
            writer.get(partition);
            writer.i32(2);
            writer.op("i32.shl");
            writer.get(first);
            writer.access("i32.store", exchange.ends);
            writer.get(first);
            writer.get(end);
            writer.call(absorb);
          },
          () => {
            writer.get(partition);
            writer.call(compilation.functions.deliver);
          },
        );
      });
      writer.get(first);
      writer.i32(exchange.outboxBytes);
      writer.op("i32.add");
      writer.set(first);
      writer.get(partition);
      writer.i32(1);
      writer.op("i32.add");
      writer.tee(partition);
      writer.i32(2 ** exchange.bits);
      writer.op("i32.eq");
      writer.brIf(done);
      writer.br(next);
    });
  });
}
