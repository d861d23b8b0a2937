// Another arrangement of the same states, for a search that has become large: one engine with everything it has found
// comes in; what goes out is an engine with slots that hold remainders, which takes half the memory, or several
// partitions, each with a memory of its own, and threads to fill them. The invariant: counts, levels and what was noticed
// are the same before and after.

import { bitsInUse, compileProgram } from "../compile/compile-program.ts";
import { type Sharing, SLOT_BYTES } from "../compile/memory-map.ts";
import { Crew } from "./crew.ts";
import { Engine } from "./engine.ts";
import { extentOfRemainders } from "./growth.ts";
import { bytesAllowed, LARGEST_BYTES, openSharedMemory } from "./memory.ts";
import { Partitions } from "./partitions.ts";
import { pour } from "./pour.ts";
import { webAssembly } from "./webassembly.ts";

/** More partitions than that would spend their memory on inboxes; so more threads than that would have nothing. */
const MOST_BITS = 6;

/** States from which on one thread shares out, if there is more memory than an engine can use. */
const STATES_FOR_MEMORIES = 2 ** 25;

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
  /** What the threads run. */
  readonly entry?: URL;
}

/** How to share out so many bytes. */
export function planSharing(threads: number, bytes: number): Sharing {
  // A number of partitions that threads divide unevenly is made large, so that no thread has much more than another.
  let bits = Number.isInteger(Math.log2(threads)) ? Math.log2(threads) : Math.ceil(Math.log2(threads * 4));
  while (2 ** bits * LARGEST_BYTES < bytes) bits++;
  return { bits: Math.min(bits, MOST_BITS), members: threads };
}

/** What a search goes on with from here on; null if that is what it has. */
export function rearrange(
  present: Partitions,
  maxMemory: number | null,
  threads: number,
  settings: ArrangementSettings,
): Partitions | null {
  const [old] = present.engines as readonly [Engine];
  const [boundaries] = present.boundaries as readonly [number[]];
  const bytes = bytesAllowed(maxMemory);
  // For a while there are two of everything.
  if (present.crew !== null || old.bytes * 4 > bytes) return null;
  const several =
    threads > 1 ||
    settings.bits !== undefined ||
    (bytes > LARGEST_BYTES && (present.states >= STATES_FOR_MEMORIES || settings.bits !== undefined));
  if (several) return shareOut(old, boundaries, bytes - old.bytes, threads, settings);
  const slotBytes = slotBytesFor(old, 0, settings);
  if (old.map.slotBytes === slotBytes) return null;
  const compiled = compileProgram(old.compiled.program, { indexed: false, slotBytes });
  const firstExponent = firstExponentFor(old.states);
  const engine = new Engine(compiled, { maxMemory: maxMemory === null ? null : bytes - old.bytes, firstExponent });
  copyStates(old, 0, old.states, engine);
  inherit(old, engine);
  return new Partitions([engine], [boundaries], null);
}

/** Shares out what an engine has found over so many bytes. */
function shareOut(
  old: Engine,
  boundaries: readonly number[],
  bytes: number,
  threads: number,
  settings: ArrangementSettings,
): Partitions {
  const { program, indexed } = old.compiled;
  const planned = planSharing(threads, bytes);
  const sharing = { ...planned, bits: settings.bits ?? planned.bits };
  const partitions = 2 ** sharing.bits;
  const slotBytes = slotBytesFor(old, sharing.bits, settings);
  const compiled = compileProgram(program, { indexed, sharing, ...(slotBytes === SLOT_BYTES ? {} : { slotBytes }) });
  const module = new webAssembly.Module(compiled.bytes);
  const firstExponent = firstExponentFor(old.states / partitions);
  const seats = Array.from({ length: partitions }, (_, self) => {
    const memory = openSharedMemory(bytes / partitions);
    const sit = (deliver: (to: number) => void): Engine =>
      new Engine(compiled, { maxMemory: null, firstExponent }, { self, memory, module, deliver });
    return { memory: memory.memory, sit };
  });
  const crew = new Crew({ ...settings, members: sharing.members }, seats, module);
  const shared = new Partitions(
    crew.engines,
    crew.engines.map(() => [0]),
    crew,
  );
  for (let depth = 1; depth < boundaries.length; depth++) {
    copyStates(old, boundaries[depth - 1]!, boundaries[depth]!, crew.engines[0]!);
    crew.settle();
    shared.closeLevel();
  }
  inherit(old, crew.engines[0]!);
  return shared;
}

/** Bytes of the slots in each of 2^bits partitions: the fewest that make a set that is not too large to begin with. */
function slotBytesFor({ compiled, map, states }: Engine, bits: number, settings: ArrangementSettings): number {
  const stateBits = bitsInUse(compiled.layout);
  if (compiled.indexed || stateBits <= bits) return SLOT_BYTES;
  if (settings.slotBytes !== undefined) return settings.slotBytes;
  for (let slotBytes = 4; slotBytes < 7; slotBytes++) {
    const exchange = bits === 0 ? null : { bits };
    const { least } = extentOfRemainders({ slotBytes, remainders: { stateBits }, exchange });
    if (2 ** (least + bits) <= states * SLOTS_PER_STATE) return slotBytes;
  }
  return map.slotBytes;
}

/** Half full. */
function firstExponentFor(states: number): number {
  return Math.max(4, Math.ceil(Math.log2(states * 2)));
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
