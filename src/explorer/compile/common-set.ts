// The visited set that several threads have in common, in a memory of its own, with code of its own: buckets of remainders, or
// of whole hashes (bucket-probe.ts), that every thread looks into and adds to at any time. What comes in is the hash of a state, from an
// engine that has its log elsewhere; what goes out is whether it was new. A slot is filled by comparing and swapping it with 0, and
// the first empty slot of a bucket is the only one that anybody may fill. So whoever adds the same state at the same time
// tries the same slot, and one of them finds it there: the invariant is that a state is in the set once, and new to one
// thread alone. Slots are never emptied but for growth, when all others wait.

import { Probe, VECTORS } from "./bucket-probe.ts";
import { type CommonFunctions, type Compilation, entryBytes, type SetCompilation } from "./compilation.ts";
import { type FunctionWriter, I32, I64, type Label, V128 } from "./function.ts";
import { CONTROL, LOW_SLOTS, type MemoryMap, OVERFLOW_STATES, SLOT_BYTES } from "./memory-map.ts";
import { loadShift, pushHome } from "./slot.ts";
import { writeBucketGrowth } from "./visited-buckets.ts";
import { wordsOffset } from "./visited-remainders.ts";
import { ModuleWriter } from "./wasm.ts";

/** Numbers beside those of CONTROL that it has in its own memory, each in a line of the cache that nobody only reads. */
export const COMMON = {
  /** States in the set. */
  states: 192,
  /** Not 0 while somebody changes the overflow. */
  lock: 256,
  firstFree: 320,
} as const;

/** Hashes are handed over in groups: a call into another memory takes as long as several of them. */
const SINGLY = { name: "", hashes: 1 } as const;
const TOGETHER = { name: "Together", hashes: 4 } as const;

type Group = typeof SINGLY | typeof TOGETHER;

/** Of a state of one word. */
const STATE_BYTES = 8;

/** The functions of a set that engines call with hashes, and how many each takes. */
export const COMMON_FUNCTIONS: Readonly<Record<Exclude<keyof CommonFunctions, "account">, number>> = {
  ahead: SINGLY.hashes,
  aheadTogether: TOGETHER.hashes,
  look: SINGLY.hashes,
  lookTogether: TOGETHER.hashes,
};

/** The memory of a set for states of so many bits, with slots of four bytes, or of eight for whole hashes. */
export function mapCommonSet(stateBits: number, slotBytes: number): SetCompilation["map"] {
  const overflow = COMMON.firstFree;
  const overflowCopy = overflow + OVERFLOW_STATES * SLOT_BYTES;
  const low = overflowCopy + OVERFLOW_STATES * SLOT_BYTES;
  const table = Math.ceil((low + LOW_SLOTS * SLOT_BYTES) / 4096) * 4096;
  const remainders: MemoryMap["remainders"] = { stateBits, slotBytes, keys: null };
  return { remainders, exchange: null, slotBytes, overflow, overflowCopy, low, table };
}

/** The code of such a set as a module: for engines what CommonFunctions says, for the host `touch` and `split`. */
export function compileCommonSet(map: SetCompilation["map"], maxOverflow: number): Uint8Array<ArrayBuffer> {
  const module = new ModuleWriter();
  const compilation: SetCompilation = { map, module, maxOverflow };
  const { overflow } = writeBucketGrowth(compilation);
  const locked = module.declare("overflowLocked", [I64], [I32]);
  writeLocked(locked, overflow);
  for (const { name, hashes } of [SINGLY, TOGETHER]) {
    const params = new Array<typeof I64>(hashes).fill(I64);
    writeAhead(compilation, module.declareExported(`ahead${name}`, params, [I32]));
    writeLook(compilation, module.declareExported(`look${name}`, params, [I32]), locked);
  }
  writeAccount(module.declareExported("account", [I32], [I32]));
  return module.toBytes({ minimum: 1, maximum: 65536, shared: true });
}

/** (hashes) → something of the buckets that are their homes, which are then on their way into the cache. */
function writeAhead(compilation: SetCompilation, writer: FunctionWriter): void {
  const shift = loadShift(writer);
  for (const hash of writer.params.keys()) {
    writer.get(hash);
    pushHome(compilation, writer, shift);
    writer.access("i32.load");
    if (hash > 0) writer.op("i32.xor");
  }
}

/** (hashes) → one bit for each, set if the state was not in the set, where it is from now on. */
function writeLook(compilation: SetCompilation, writer: FunctionWriter, overflow: FunctionWriter): void {
  const fresh = writer.takeI32();
  const probe = new Probe(compilation, writer);
  const sought = writer.take(V128);
  const vectors = VECTORS.map(() => writer.take(V128));
  const locals = { sought, vectors, slots: writer.takeI32(), found: writer.take(probe.isWhole ? I64 : I32) };
  for (const hash of writer.params.keys()) {
    writer.block((known) => {
      writer.block((isNew) => {
        writer.block((far) => emitSearch(writer, probe, hash, locals, { known, isNew, far }));
        writer.get(hash);
        writer.call(overflow);
        writer.op("i32.eqz");
        writer.brIf(known);
      });
      writer.get(fresh);
      writer.i32(2 ** hash);
      writer.op("i32.or");
      writer.set(fresh);
    });
  }
  writer.get(fresh);
}

/** Looks for the state with the hash in a local, puts it where there is room if it is not there, and branches to what is the case. */
function emitSearch(
  writer: FunctionWriter,
  probe: Probe,
  hash: number,
  local: {
    readonly sought: number;
    readonly vectors: readonly number[];
    readonly slots: number;
    readonly found: number;
  },
  to: { readonly known: Label; readonly isNew: Label; readonly far: Label },
): void {
  probe.begin(hash);
  writer.loop((again) => {
    // What is in the bucket and where it is empty must be answered by the same load.
    for (const [i, offset] of VECTORS.entries()) {
      writer.get(probe.bucket);
      writer.vectorAccess("v128.load", offset);
      writer.set(local.vectors[i]!);
    }
    probe.pushSought();
    writer.set(local.sought);
    for (const [i, vector] of local.vectors.entries()) {
      writer.get(vector);
      writer.get(local.sought);
      probe.equal();
      if (i > 0) writer.vector("v128.or");
    }
    writer.vector("v128.any_true");
    writer.brIf(to.known);
    probe.pushEmpty((i) => writer.get(local.vectors[i]!));
    writer.tee(local.slots);
    writer.op("i32.eqz");
    writer.if(() => {
      probe.next(to.far);
      writer.br(again);
    });
    writer.get(local.slots);
    probe.addressOfFirst();
    if (probe.isWhole) {
      writer.i64(0n);
      writer.get(probe.value);
      writer.atomicAccess("i64.atomic.rmw.cmpxchg");
      writer.tee(local.found);
      writer.op("i64.eqz");
    } else {
      writer.i32(0);
      writer.get(probe.value);
      writer.atomicAccess("i32.atomic.rmw.cmpxchg");
      writer.tee(local.found);
      writer.op("i32.eqz");
    }
    writer.brIf(to.isNew);
    // Somebody was faster, perhaps with the same state.
    writer.get(local.found);
    writer.get(probe.value);
    writer.op(probe.isWhole ? "i64.eq" : "i32.eq");
    writer.brIf(to.known);
    writer.br(again);
  });
}

/** (hash) → as `overflow`, by one thread at a time. */
function writeLocked(writer: FunctionWriter, overflow: FunctionWriter): void {
  writer.loop((again) => {
    writer.i32(0);
    writer.i32(0);
    writer.i32(1);
    writer.atomicAccess("i32.atomic.rmw.cmpxchg", COMMON.lock);
    writer.brIf(again);
  });
  writer.get(0);
  writer.call(overflow);
  writer.i32(0);
  writer.i32(0);
  writer.atomicAccess("i32.atomic.store", COMMON.lock);
}

/** (number of states just added) → not 0 if the set is as full as it should be. */
function writeAccount(writer: FunctionWriter): void {
  const added = 0;
  writer.i32(0);
  writer.get(added);
  writer.atomicAccess("i32.atomic.rmw.add", COMMON.states);
  writer.get(added);
  writer.op("i32.add");
  writer.i32(0);
  writer.access("i32.load", CONTROL.limit);
  writer.op("i32.gt_u");
  writer.i32(0);
  writer.access("i32.load", CONTROL.crowded);
  writer.op("i32.or");
}

/** For an engine without a set of its own, (first, end): loads the homes of successors. */
export function writeCommonAhead(compilation: Compilation, writer: FunctionWriter): void {
  const sink = writer.takeI32();
  emitGroups(compilation, writer, (successor, group) => {
    emitCall(compilation, writer, successor, group, "ahead");
    writer.get(sink);
    writer.op("i32.xor");
    writer.set(sink);
  });
  writer.i32(0);
  writer.get(sink);
  writer.access("i32.store", CONTROL.sink);
}

/** For such an engine, (first, end): looks each successor up; new ones enter the set and the log. */
export function writeCommonInsert(compilation: Compilation, writer: FunctionWriter): void {
  const log = writer.takeI32();
  const before = writer.takeI32();
  const fresh = writer.takeI32();
  writer.i32(0);
  writer.access("i32.load", CONTROL.log);
  writer.tee(log);
  writer.set(before);
  emitGroups(compilation, writer, (successor, group) => {
    emitCall(compilation, writer, successor, group, "look");
    writer.set(fresh);
    for (let i = 0; i < group.hashes; i++) {
      // Written in any case, and kept if it is new: without a branch, since nobody can foresee it.
      writer.get(log);
      writer.i32(STATE_BYTES);
      writer.op("i32.sub");
      writer.get(successor);
      writer.access("i64.load", wordsOffset(compilation) + i * entryBytes(compilation.layout));
      writer.access("i64.store");
      writer.get(log);
      writer.get(fresh);
      if (i > 0) {
        writer.i32(i);
        writer.op("i32.shr_u");
      }
      writer.i32(1);
      writer.op("i32.and");
      writer.i32(Math.log2(STATE_BYTES));
      writer.op("i32.shl", "i32.sub");
      writer.set(log);
    }
  });
  writer.i32(0);
  writer.get(log);
  writer.access("i32.store", CONTROL.log);
  writer.get(before);
  writer.get(log);
  writer.op("i32.sub");
  writer.i32(Math.log2(STATE_BYTES));
  writer.op("i32.shr_u");
  writer.call(compilation.common!.account);
  writer.if(() => {
    writer.i32(0);
    writer.i32(1);
    writer.access("i32.store", CONTROL.crowded);
  });
}

/** For successors from `first`, a local that changes, to `end`: so many at a time as long as there are, then one by one. */
function emitGroups(
  { layout }: Compilation,
  writer: FunctionWriter,
  body: (successor: number, group: Group) => void,
): void {
  const [successor, end] = [0, 1];
  for (const group of [TOGETHER, SINGLY]) {
    const bytes = group.hashes * entryBytes(layout);
    writer.block((done) => {
      writer.loop((next) => {
        writer.get(end);
        writer.get(successor);
        writer.op("i32.sub");
        writer.i32(bytes);
        writer.op("i32.lt_s");
        writer.brIf(done);
        body(successor, group);
        writer.get(successor);
        writer.i32(bytes);
        writer.op("i32.add");
        writer.set(successor);
        writer.br(next);
      });
    });
  }
}

/** Leaves what a function of the set says of the next successors. */
function emitCall(
  { common, layout }: Compilation,
  writer: FunctionWriter,
  successor: number,
  { name, hashes }: Group,
  what: "ahead" | "look",
): void {
  for (let i = 0; i < hashes; i++) {
    writer.get(successor);
    writer.access("i64.load", i * entryBytes(layout));
  }
  writer.call(common![`${what}${name}`]);
}
