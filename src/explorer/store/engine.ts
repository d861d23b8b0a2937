// A compiled program with its memory, ready to run: the visited set, the log of states, and the numbers that host and
// code share. What comes in is a CompiledProgram; what goes out are its functions and readable results. The invariants:
// states are numbered in order of discovery, state number i lies at `addressOf(i)` as long as no code runs that adds
// states, and the set is at most as full as planned whenever a batch is put into it.

import type { CompiledProgram } from "../compile/compile-program.ts";
import { encodeDefaults } from "../compile/defaults.ts";
import { BATCH, CHUNK_PROCESSES, CONTROL, MODE } from "../compile/memory-map.ts";
import { bytesOfSet, limitOf, planGrowth, type Room, softLoad } from "./growth.ts";
import { type GrowingMemory, openMemory } from "./memory.ts";
import { webAssembly } from "./webassembly.ts";

const OCCUPIED = 1n << 63n;

/** The functions of the module. States are addresses of words, but for `expand`. */
interface Code {
  readonly expand: (first: number, end: number) => void;
  readonly examine: (state: number, entry: number) => number;
  readonly start: (entry: number) => number;
  readonly flush: (end: number) => number;
  readonly touch: (from: number, to: number) => void;
  readonly split: (end: number) => void;
  readonly rebuild: () => void;
  /** 0 if the state is not in the visited set; otherwise its number plus one, or 1 where slots hold no numbers. */
  readonly find: (state: number) => number;
  /** Expects a number plus one. */
  readonly enter: (state: number, number: bigint) => void;
  readonly sift: (first: number, end: number, entry: number, list: number) => number;
  readonly within?: (state: number) => number;
  readonly mayEnd?: (state: number) => number;
}

export interface EngineSettings {
  /** Bytes for everything; null for what the machine has. */
  readonly maxMemory: number | null;
  /** The visited set begins with 2^firstExponent slots. */
  readonly firstExponent: number;
}

export const ENGINE_SETTINGS: EngineSettings = { maxMemory: null, firstExponent: 12 };

export class Engine {
  readonly compiled: CompiledProgram;
  readonly code: Code;
  /** Bytes of a state. */
  readonly stride: number;
  readonly #memory: GrowingMemory;
  /** The whole memory as 32-bit and 64-bit numbers, and where the log begins; others once the memory was enlarged. */
  numbers: Uint32Array;
  words: BigUint64Array;
  top: number;
  #exponent: number;

  constructor(compiled: CompiledProgram, settings: EngineSettings = ENGINE_SETTINGS) {
    const { map, layout } = compiled;
    const least = map.table + bytesOfSet(settings.firstExponent) + 2 ** 20;
    this.#memory = openMemory(least, settings.maxMemory);
    const { memory } = this.#memory;
    const module = new webAssembly.Module(compiled.bytes);
    const instance = new webAssembly.Instance(module, { host: { memory, makeRoom: () => this.#makeRoom() } });
    this.compiled = compiled;
    this.code = instance.exports as Code;
    this.words = new BigUint64Array(memory.buffer);
    this.numbers = new Uint32Array(memory.buffer);
    this.stride = layout.words * 8;
    this.top = topOf(memory.buffer.byteLength);
    this.#exponent = settings.firstExponent;
    this.numbers.set(
      compiled.tables.map((value) => value >>> 0),
      map.tables / 4,
    );
    encodeDefaults(compiled.program, layout).forEach((word, i) => {
      this.words[map.defaults / 8 + i] = i === 0 && !compiled.indexed ? word | OCCUPIED : word;
    });
    this.#setControl(CONTROL.log, this.top);
    this.#setControl(CONTROL.top, this.top);
    this.#setControl(CONTROL.shift, 64 - this.#exponent);
    this.#setLimit(limitOf(this.#room(this.top), this.#exponent, softLoad(this.#exponent)));
    this.setMode(MODE.exploring);
    this.code.touch(map.table, map.table + bytesOfSet(this.#exponent));
  }

  /** States in the log. */
  get states(): number {
    return (this.top - this.#control(CONTROL.log)) / this.stride;
  }

  /** Successors outside `within` so far. */
  get cut(): number {
    return Number(this.words[CONTROL.cut / 8]!);
  }

  set cut(value: number) {
    this.words[CONTROL.cut / 8] = BigInt(value);
  }

  /** No room was left: successors have been dropped since. */
  get full(): boolean {
    return this.#control(CONTROL.full) !== 0;
  }

  /** Bytes in use: visited set, log, and what lies below them. */
  get bytes(): number {
    return this.tableEnd + this.states * this.stride;
  }

  /** Successors produced so far: by `init`, then by each process and location in order. */
  readCoverage(): number[] {
    const { coverage, coverageCount } = this.compiled.map;
    return Array.from(this.words.subarray(coverage / 8, coverage / 8 + coverageCount), Number);
  }

  writeCoverage(counts: readonly number[]): void {
    this.words.set(counts.map(BigInt), this.compiled.map.coverage / 8);
  }

  addressOf(state: number): number {
    return this.top - (state + 1) * this.stride;
  }

  numberOf(address: number): number {
    return (this.top - address) / this.stride - 1;
  }

  setMode(mode: (typeof MODE)[keyof typeof MODE]): void {
    this.#setControl(CONTROL.mode, mode);
    this.#setControl(CONTROL.room, mode === MODE.examining ? this.logEnd : this.compiled.map.batchEnd);
    this.words[CONTROL.weight / 8] = mode === MODE.exploring ? 1n : 0n;
  }

  /** Address after the visited set. */
  get tableEnd(): number {
    return this.compiled.map.table + bytesOfSet(this.#exponent);
  }

  /** Address of the last entry of the log. */
  get logEnd(): number {
    return this.#control(CONTROL.log);
  }

  /**
   * The check of a property: (state), or for step properties (state after, state before, process, location), to 0 if it
   * holds, 1 if not, 2 + site if it fails to evaluate.
   */
  check(property: number): (...addresses: number[]) => number {
    return (this.code as unknown as Record<string, (...addresses: number[]) => number>)[`check${property}`]!;
  }

  /** Puts the states `init` leads to into the log. */
  start(): void {
    trusted(() => this.code.flush(this.code.start(this.compiled.map.batch)));
  }

  /** Expands states number `from` to `to` - 1. */
  expand(from: number, to: number): void {
    trusted(() => this.code.expand(from, to));
  }

  /**
   * Makes the visited set hold these states of the log and no others; returns where it ends then. Nothing can be expanded
   * after that.
   */
  keepOnly(states: readonly number[]): number {
    const { table } = this.compiled.map;
    for (let exponent = Math.ceil(Math.log2(states.length * 4 + 16)); ; exponent++) {
      const end = table + bytesOfSet(exponent);
      this.words.fill(0n, table / 8, end / 8);
      this.#exponent = exponent;
      this.#setControl(CONTROL.shift, 64 - exponent);
      this.#setControl(CONTROL.crowded, 0);
      for (const state of states) this.code.enter(this.addressOf(state), BigInt(state + 1));
      if (this.#control(CONTROL.crowded) === 0) return end;
    }
  }

  /** Takes back all states from this number on; they stay in the visited set, so only as the last thing. */
  truncate(states: number): void {
    this.#setControl(CONTROL.log, this.top - states * this.stride);
  }

  setWanted(observer: number, wanted: boolean): void {
    this.numbers[this.compiled.map.wanted / 4 + observer] = wanted ? 1 : 0;
  }

  /** Whether any observer has found anything since `clearFound`. */
  get noticed(): boolean {
    return this.#control(CONTROL.noticed) !== 0;
  }

  /** The FOUND bits of an observer. */
  found(observer: number): number {
    return this.numbers[this.compiled.map.found / 4 + observer]!;
  }

  clearFound(): void {
    this.#setControl(CONTROL.noticed, 0);
    this.#foundNumbers().fill(0);
  }

  readFound(): readonly number[] {
    return [...this.#foundNumbers()];
  }

  writeFound(found: readonly number[]): void {
    this.#foundNumbers().set(found);
  }

  /** Sites at which steps have failed so far. */
  failedSites(): readonly number[] {
    const { sites } = this.compiled.map;
    return this.compiled.program.sites.flatMap((_, site) => (this.numbers[sites / 4 + site] === 0 ? [] : [site]));
  }

  #foundNumbers(): Uint32Array {
    const { found, observers } = this.compiled.map;
    return this.numbers.subarray(found / 4, found / 4 + observers);
  }

  #control(address: number): number {
    return this.numbers[address / 4]!;
  }

  #setControl(address: number, value: number): void {
    this.numbers[address / 4] = value;
  }

  #setLimit(states: number): void {
    this.#setControl(CONTROL.limit, this.top - states * this.stride);
  }

  #room(top: number): Room {
    return {
      capacity: top - this.compiled.map.table,
      entryBytes: this.stride,
      states: this.states,
      batch: (BATCH + CHUNK_PROCESSES) * 2,
      exponent: this.#exponent,
      crowded: this.#control(CONTROL.crowded) !== 0,
    };
  }

  /** Called by the code before a batch for which there may be no room, or after one that crowded the set. */
  #makeRoom(): void {
    for (;;) {
      const room = this.#room(topOf(this.#memory.mostBytes()));
      const plan = planGrowth(room);
      if (plan === null) {
        this.#setControl(CONTROL.full, 1);
        return;
      }
      if (bytesOfSet(plan.exponent) + plan.limit * this.stride > this.top - this.compiled.map.table) {
        const most = this.#memory.mostBytes();
        this.#enlarge();
        if (this.#memory.mostBytes() < most) continue;
      }
      this.#setLimit(plan.limit);
      if (plan.exponent > this.#exponent) this.#grow(plan.exponent, room.crowded);
      if (this.#control(CONTROL.crowded) === 0) return;
    }
  }

  /** Makes the memory larger and moves the log to its new end. */
  #enlarge(): void {
    const { log, top } = { log: this.logEnd, top: this.top };
    this.#memory.enlarge();
    const { buffer } = this.#memory.memory;
    this.words = new BigUint64Array(buffer);
    this.numbers = new Uint32Array(buffer);
    this.top = topOf(buffer.byteLength);
    const moved = this.top - (top - log);
    this.words.copyWithin(moved / 8, log / 8, top / 8);
    // The set may grow to where the log was, and takes for granted that what it was never in is empty.
    this.words.fill(0n, log / 8, Math.min(top, moved) / 8);
    this.#setControl(CONTROL.top, this.top);
    this.#setControl(CONTROL.log, moved);
  }

  /** Spreads the set over 2^exponent slots; from the log if it is too crowded for that to work in place. */
  #grow(exponent: number, crowded: boolean): void {
    const { table } = this.compiled.map;
    const before = table + bytesOfSet(this.#exponent);
    const after = table + bytesOfSet(exponent);
    this.#exponent = exponent;
    this.code.touch(Math.ceil(before / 4096) * 4096, after);
    this.#setControl(CONTROL.shift, 64 - exponent);
    this.#setControl(CONTROL.crowded, 0);
    if (crowded) {
      this.words.fill(0n, table / 8, before / 8);
      this.code.rebuild();
    } else {
      this.code.split(before);
    }
  }
}

/** Runs code that traps only where a promise of the program is broken. */
function trusted<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (!(cause instanceof webAssembly.RuntimeError)) throw cause;
    const message = "the program gives a variable a value that its bounds exclude; please report this";
    throw new Error(message, { cause });
  }
}

/** Where the log begins in a memory of some bytes: its end, which must be a 32-bit number. */
function topOf(bytes: number): number {
  return bytes - 64;
}
