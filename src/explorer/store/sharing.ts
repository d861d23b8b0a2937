// Sharing the states out: one engine with everything it has found comes in; several partitions with the same states in
// the same levels go out, each with a memory of its own, and threads to fill them. The invariant: counts, levels and what was noticed are the same before and after.

import { compileProgram } from "../compile/compile-program.ts";
import { BATCH, ENTRY_HEADER, type Sharing } from "../compile/memory-map.ts";
import { Crew } from "./crew.ts";
import { Engine } from "./engine.ts";
import { bytesAllowed, LARGEST_BYTES, openSharedMemory } from "./memory.ts";
import { Partitions } from "./partitions.ts";
import { trusted } from "./state-set.ts";
import { webAssembly } from "./webassembly.ts";

/** More partitions than that would spend their memory on inboxes; so more threads than that would have nothing. */
const MOST_BITS = 6;

/** What a test may want otherwise. */
export interface SharingSettings {
  /** States in a level from which on all threads expand it. */
  readonly smallLevel?: number;
  /** There are 2^bits partitions. */
  readonly bits?: number;
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

/** Whether there is memory to share out what is still in one engine, and anything to gain. */
export function canShare(
  engine: Engine,
  maxMemory: number | null,
  threads: number,
  settings: SharingSettings,
): boolean {
  const bytes = bytesAllowed(maxMemory);
  if (threads === 1 && bytes <= LARGEST_BYTES && settings.bits === undefined) return false;
  // For a while there are two of everything.
  return engine.bytes * 4 <= bytes;
}

/** Shares out what an engine has found, with the boundaries of its levels. */
export function shareOut(
  old: Engine,
  boundaries: readonly number[],
  maxMemory: number | null,
  threads: number,
  settings: SharingSettings,
): Partitions {
  const { program, indexed } = old.compiled;
  const bytes = bytesAllowed(maxMemory) - old.bytes;
  const planned = planSharing(threads, bytes);
  const sharing = { ...planned, bits: settings.bits ?? planned.bits };
  const partitions = 2 ** sharing.bits;
  const compiled = compileProgram(program, { indexed, sharing });
  const module = new webAssembly.Module(compiled.bytes);
  const firstExponent = Math.max(4, Math.ceil(Math.log2((old.states / partitions) * 2)));
  const seats = Array.from({ length: partitions }, (_, self) => {
    const memory = openSharedMemory(bytes / partitions);
    const sit = (deliver: (to: number) => void): Engine =>
      new Engine(compiled, { maxMemory, firstExponent }, { self, memory, module, deliver });
    return { memory: memory.memory, sit };
  });
  const crew = new Crew({ ...settings, members: sharing.members }, seats, module);
  const shared = new Partitions(
    crew.engines,
    crew.engines.map(() => [0]),
    crew,
  );
  for (let depth = 1; depth < boundaries.length; depth++) {
    pour(old, boundaries[depth - 1]!, boundaries[depth]!, crew.engines[0]!);
    crew.settle();
    shared.closeLevel();
  }
  const [first] = crew.engines;
  first!.writeCoverage(old.readCoverage());
  first!.cut = old.cut;
  return shared;
}

/** Gives copies of states to an engine as if it had produced them. */
function pour(old: Engine, from: number, to: number, engine: Engine): void {
  const { batch } = engine.map;
  const halves = old.stride / 4;
  for (let state = from; state < to; ) {
    let entry = batch;
    for (const end = Math.min(to, state + BATCH); state < end; state++) {
      const source = old.addressOf(state) / 4;
      const target = (entry + ENTRY_HEADER) / 4;
      for (let i = 0; i < halves; i++) engine.numbers[target + i] = old.numbers[source + i]!;
      entry += ENTRY_HEADER + old.stride;
    }
    trusted(() => engine.code.flush(entry));
  }
}
