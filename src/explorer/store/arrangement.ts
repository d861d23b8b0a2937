// Another arrangement of the same states, for a search that has become large: one engine with everything it has found
// comes in; what goes out is an engine with slots that hold remainders, which takes half the memory; or threads with a log each
// and a set of such slots that they have in common; or several partitions, each with a memory of its own, and threads to
// fill them. The invariant: counts, levels and what was noticed
// are the same before and after.

import { bitsInUse, compileProgram } from "../compile/compile-program.ts";
import {
  BUCKET_SLOT_BYTES,
  INBOX_ENTRIES,
  OUTBOX_ENTRIES,
  recentBits,
  type Sharing,
  SLOT_BYTES,
} from "../compile/memory-map.ts";
import { CommonCrew } from "./common-crew.ts";
import { CommonSet, type CommonSetSettings } from "./common-set.ts";
import { Crew } from "./crew.ts";
import { Engine } from "./engine.ts";
import { extentOfRemainders } from "./growth.ts";
import { LARGEST_BYTES, openSharedMemory } from "./memory.ts";
import { Partitions } from "./partitions.ts";
import { pour } from "./pour.ts";
import type { CommonLink } from "./state-set.ts";
import { webAssembly } from "./webassembly.ts";

/** More partitions than that would spend their memory on inboxes; so more threads than that would have nothing. */
const MOST_BITS = 6;

/** Bytes in the log from which on one thread shares out, if there is more memory than an engine can use. */
const BYTES_FOR_MEMORIES = 2 ** 28;

/** Bytes of the largest set in common that fits into one memory, as a power of two. */
const MOST_COMMON_EXPONENT = 31;

/** At least the nth part of the memory is for states, not for what lies below them. */
const OVERHEAD_SHARE = 4;

/** Of the memory, a set of remainders has the nth part at most at first. */
const SET_SHARE = 2;

/** Slots for each state that a set of remainders may have at first. */
const SLOTS_PER_STATE = 16;

/** What a test may want otherwise. */
export interface ArrangementSettings {
  /** States in a level from which on all threads expand it. */
  readonly smallLevel?: number;
  /** There are 2^bits partitions. */
  readonly bits?: number;
  /** Slots hold remainders of so many bytes, or with 8 whole states. */
  readonly slotBytes?: number;
  /** Threads have a visited set in common if they can, perhaps of another kind than it would be; false: they do not. */
  readonly common?: boolean | Partial<Pick<CommonSetSettings, "slotBytes" | "mostExponent" | "maxOverflow">>;
  /** What the threads run. */
  readonly entry?: URL;
}

/** How to share out so many bytes over at most so many threads, with states of `stride` bytes. */
export function planSharing(threads: number, bytes: number, stride: number): Sharing {
  // A number of partitions that threads divide unevenly is made large, so that no thread has much more than another.
  let bits = Number.isInteger(Math.log2(threads)) ? Math.log2(threads) : Math.ceil(Math.log2(threads * 4));
  while (2 ** bits * LARGEST_BYTES < bytes) bits++;
  bits = Math.min(bits, MOST_BITS);
  const kept = 2 ** recentBits({ bits, members: threads }) + 2 ** bits * OUTBOX_ENTRIES + threads * INBOX_ENTRIES;
  if (threads > 1 && kept * stride * OVERHEAD_SHARE > bytes / 2 ** bits)
    return planSharing(threads >> 1, bytes, stride);
  return { bits, members: threads };
}

/** Settings, and whether memory is to be filled as far as it can be. */
type Wishes = ArrangementSettings & { readonly frugal: boolean };

/** What a search goes on with from here on, within so many bytes; null if that is what it has. */
export function rearrange(present: Partitions, bytes: number, threads: number, wishes: Wishes): Partitions | null {
  const [old] = present.engines as readonly [Engine];
  const [boundaries] = present.boundaries as readonly [number[]];
  // For a while there are two of everything.
  if (present.engines.some(({ dropped }) => dropped > 0) || present.bytes * 2 > bytes) return null;
  const planned = planSharing(threads, bytes, old.stride);
  const sharing = { ...planned, bits: wishes.bits ?? planned.bits };
  if (present.crew === null) {
    const common = shareInCommon(present, bytes, sharing.members, wishes);
    if (common !== null) return common;
  }
  const isWorthMemories = wishes.frugal || wishes.bits !== undefined || old.states * old.stride >= BYTES_FOR_MEMORIES;
  if (sharing.members > 1 || (sharing.bits > 0 && isWorthMemories)) {
    return shareOut(present, bytes, sharing, wishes);
  }
  if (present.crew !== null) return null;
  const slotBytes = slotBytesFor(present, 0, bytes, wishes);
  if (old.map.slotBytes === slotBytes) return null;
  const compiled = compileProgram(old.compiled.program, { indexed: false, slotBytes });
  const firstExponent = firstExponentFor(old.states, wishes);
  const engine = new Engine(compiled, { maxMemory: bytes, firstExponent });
  copyStates(old, 0, old.states, engine);
  inherit(old, engine);
  if (wishes.frugal) engine.setFrugal();
  return new Partitions([engine], [boundaries], null);
}

/** Threads with a set in common; null where states do not fit its slots, or need not be looked up by more than one thread. */
function shareInCommon(present: Partitions, bytes: number, members: number, wishes: Wishes): Partitions | null {
  const [old] = present.engines as readonly [Engine];
  const { program, layout, indexed, compaction } = old.compiled;
  const { common = true, bits, slotBytes, frugal } = wishes;
  if (compaction !== null) return null;
  if (members < 2 || common === false || indexed || frugal || bits !== undefined || slotBytes !== undefined)
    return null;
  const stateBits = bitsInUse(layout);
  const fits = slotBytesFor(present, 0, bytes / SET_SHARE, wishes) === BUCKET_SLOT_BYTES;
  const asked = { slotBytes: fits ? BUCKET_SLOT_BYTES : SLOT_BYTES, ...(common === true ? {} : common) };
  const compiled = compileProgram(program, { indexed, slotBytes: BUCKET_SLOT_BYTES, common: true });
  const module = new webAssembly.Module(compiled.bytes);
  const firstExponent = firstExponentFor(old.states, wishes);
  const mostExponent = MOST_COMMON_EXPONENT - Math.log2(asked.slotBytes);
  const set = new CommonSet({ stateBits, firstExponent, mostBytes: bytes, mostExponent, ...asked });
  const seats = Array.from({ length: members }, (_, self) => {
    const memory = openSharedMemory(bytes);
    const sit = (link: CommonLink): Engine =>
      new Engine(
        compiled,
        { maxMemory: null, firstExponent },
        { self, memory, module, links: { deliver: () => {}, common: link } },
      );
    return { memory: memory.memory, sit };
  });
  const crew = new CommonCrew({ ...wishes, members }, bytes, set, seats, module);
  return fill(present, crew, wishes);
}

/** Has other engines enter all states, level by level, and go on counting. */
function fill(present: Partitions, crew: Crew | CommonCrew, wishes: Wishes): Partitions {
  const shared = new Partitions(
    crew.engines,
    crew.engines.map(() => [0]),
    crew,
  );
  const [first] = crew.engines as readonly [Engine];
  for (let depth = 1; depth <= present.levels; depth++) {
    present.level(depth).forEach(({ from, to }, i) => {
      copyStates(present.engines[i]!, from, to, first);
    });
    crew.settle();
    shared.closeLevel();
  }
  first.writeCoverage(present.readCoverage());
  first.cut = present.cut;
  if (wishes.frugal) for (const engine of crew.engines) engine.setFrugal();
  return shared;
}

/** Shares out what has been found over so many bytes. */
function shareOut(present: Partitions, bytes: number, sharing: Sharing, wishes: Wishes): Partitions {
  const [old] = present.engines as readonly [Engine];
  const { program, indexed, compaction } = old.compiled;
  const partitions = 2 ** sharing.bits;
  const slotBytes = slotBytesFor(present, sharing.bits, bytes, wishes);
  const compiled = compileProgram(program, {
    indexed,
    compaction,
    sharing,
    ...(slotBytes === SLOT_BYTES ? {} : { slotBytes }),
  });
  const module = new webAssembly.Module(compiled.bytes);
  const firstExponent = firstExponentFor(present.states / partitions, wishes);
  const seats = Array.from({ length: partitions }, (_, self) => {
    const memory = openSharedMemory(bytes / partitions);
    const sit = (deliver: (to: number) => void): Engine =>
      new Engine(
        compiled,
        { maxMemory: null, firstExponent },
        { self, memory, module, links: { deliver, common: null } },
      );
    return { memory: memory.memory, sit };
  });
  const crew = new Crew({ ...wishes, members: sharing.members }, seats, module);
  return fill(present, crew, wishes);
}

/** Bytes of the slots in each of 2^bits partitions: the fewest that make a set that is not too large to begin with. */
function slotBytesFor({ engines, states }: Partitions, bits: number, bytes: number, wishes: Wishes): number {
  const { compiled, map } = engines[0]!;
  if (compiled.compaction !== null) return map.slotBytes;
  const stateBits = bitsInUse(compiled.layout);
  if (compiled.indexed || stateBits <= bits) return SLOT_BYTES;
  if (wishes.slotBytes !== undefined) return wishes.slotBytes;
  for (let slotBytes = 4; slotBytes < 7; slotBytes++) {
    const exchange = bits === 0 ? null : { bits };
    const { least } = extentOfRemainders({ slotBytes, remainders: { stateBits }, exchange }, wishes.frugal);
    const slots = 2 ** (least + bits);
    if (slots <= states * SLOTS_PER_STATE && slots * slotBytes <= bytes / SET_SHARE) return slotBytes;
  }
  return SLOT_BYTES;
}

/** Half full, or fuller. */
function firstExponentFor(states: number, { frugal }: Wishes): number {
  return Math.max(4, Math.ceil(Math.log2(states * (frugal ? 1.3 : 2))));
}

/** Goes on counting from what has been counted. */
function inherit(old: Engine, engine: Engine): void {
  engine.writeCoverage(old.readCoverage());
  engine.cut = old.cut;
}

/** Gives copies of states to an engine as if it had produced them. */
function copyStates(old: Engine, from: number, to: number, engine: Engine): void {
  pour(engine, from, to, old.numbers, (state) => old.addressOf(state) / 4);
}
