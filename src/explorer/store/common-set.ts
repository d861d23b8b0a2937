// The visited set that threads have in common, as its host sees it: how large it is, and whether it should be larger. What
// comes in is how many bits states have and how many bytes there are; what goes out is what engines are linked with
// (compile/common-set.ts has the code). The invariant: it grows only while no thread looks into it.

import { COMMON, compileCommonSet, mapCommonSet } from "../compile/common-set.ts";
import { BUCKET_SLOT_BYTES, CONTROL, CROWDED, OVERFLOW_STATES } from "../compile/memory-map.ts";
import { bytesOfSet, extentOfRemainders, measureRemainders, possibleExponent, softLoad } from "./growth.ts";
import { openSharedMemory } from "./memory.ts";
import type { CommonLink } from "./state-set.ts";
import { type Memory, webAssembly } from "./webassembly.ts";

/** What it takes to use the set from another thread. */
export interface CommonParts {
  readonly module: object;
  readonly memory: Memory;
}

type SetCode = Omit<CommonLink, "makeRoom"> & {
  readonly touch: (from: number, to: number) => void;
  readonly split: (end: number, rest: bigint) => void;
};

/** How full it may be where it cannot grow. */
const HARD_LOAD = 0.85;

/** No limit: every state has a home of its own. */
const NO_LIMIT = 2 ** 32 - 1;

export interface CommonSetSettings {
  readonly stateBits: number;
  /** Four, or eight for whole hashes. */
  readonly slotBytes: number;
  /** It begins with 2^firstExponent slots, or what comes nearest. */
  readonly firstExponent: number;
  readonly mostBytes: number;
  /** It has at most 2^mostExponent slots, or the fewest it can have. */
  readonly mostExponent: number;
  /** More states beside the buckets than these make it grow, too. */
  readonly maxOverflow?: number;
}

export class CommonSet {
  readonly parts: CommonParts;
  readonly #map: ReturnType<typeof mapCommonSet>;
  readonly #code: SetCode;
  readonly #numbers: Uint32Array;
  readonly #mostExponent: number;
  #exponent: number;

  constructor({ stateBits, slotBytes, firstExponent, mostBytes, mostExponent, maxOverflow }: CommonSetSettings) {
    this.#map = mapCommonSet(stateBits, slotBytes);
    const { memory } = openSharedMemory(mostBytes);
    this.parts = {
      module: new webAssembly.Module(compileCommonSet(this.#map, maxOverflow ?? OVERFLOW_STATES / 2)),
      memory,
    };
    this.#code = codeOf(this.parts);
    this.#numbers = new Uint32Array(memory.buffer);
    this.#exponent = possibleExponent(this.#map, firstExponent);
    const { largest } = extentOfRemainders(this.#map);
    let most = Math.max(this.#exponent, Math.min(largest, mostExponent));
    while (most > this.#exponent && this.#endOf(most) > memory.buffer.byteLength) most--;
    this.#mostExponent = most;
    this.#measure();
    this.#code.touch(this.#map.table, this.#endOf(this.#exponent));
  }

  get bytes(): number {
    return this.#endOf(this.#exponent);
  }

  /** States that were looked up and found new. */
  get states(): number {
    return this.#numbers[COMMON.states / 4]!;
  }

  /** It should be larger before more states come. */
  get isFull(): boolean {
    return this.states > this.#numbers[CONTROL.limit / 4]! || this.#numbers[CONTROL.crowded / 4] !== CROWDED.no;
  }

  /** However much memory there is, it will not do for much longer. */
  get isOutgrown(): boolean {
    const { largest } = extentOfRemainders(this.#map);
    return this.#exponent === this.#mostExponent && this.#exponent < largest;
  }

  link(makeRoom: () => void): CommonLink {
    return { ...this.#code, makeRoom };
  }

  /** Makes room for more states within so many bytes; false if there is none. */
  makeRoom(bytes: number): boolean {
    while (this.isFull) {
      if (this.#numbers[CONTROL.crowded / 4] === CROWDED.incomplete) return false;
      const next = this.#exponent + 1;
      if (next <= this.#mostExponent && this.#endOf(next) <= bytes) {
        this.#grow(next);
        continue;
      }
      const most = Math.floor(2 ** this.#exponent * HARD_LOAD);
      if (this.#numbers[CONTROL.crowded / 4] !== CROWDED.no || this.states > most) return false;
      this.#numbers[CONTROL.limit / 4] = most;
    }
    return true;
  }

  #endOf(exponent: number): number {
    return this.#map.table + bytesOfSet(exponent, this.#map.slotBytes);
  }

  #measure(): void {
    const exponent = this.#exponent;
    const { rest, reach } = measureRemainders(this.#map, exponent);
    this.#numbers[CONTROL.shift / 4] = 64 - exponent;
    this.#numbers[CONTROL.rest / 4] = rest;
    this.#numbers[CONTROL.reach / 4] = reach * this.#map.slotBytes;
    const { largest } = extentOfRemainders(this.#map);
    const load = softLoad(exponent, { slotBytes: BUCKET_SLOT_BYTES, frugal: false });
    this.#numbers[CONTROL.limit / 4] = exponent === largest ? NO_LIMIT : Math.floor(2 ** exponent * load);
  }

  #grow(exponent: number): void {
    const before = this.#endOf(this.#exponent);
    const rest = this.#numbers[CONTROL.rest / 4]!;
    this.#exponent = exponent;
    this.#measure();
    this.#code.touch(Math.ceil(before / 4096) * 4096, this.#endOf(exponent));
    this.#numbers[CONTROL.crowded / 4] = CROWDED.no;
    this.#code.split(before, BigInt(rest));
  }
}

/** The code of a set, on the memory that it is in. */
export function codeOf({ module, memory }: CommonParts): SetCode {
  return new webAssembly.Instance(module, { host: { memory } }).exports as SetCode;
}
