// A compiled program with its memory, ready to run: the visited set, the log of states, and the numbers that host and
// code share. What comes in is a CompiledProgram; what goes out are its functions and readable results: counts, and what
// was noticed. The invariants are those of state-set.ts.

import type { CompiledProgram } from "../compile/compile-program.ts";
import { encodeDefaults } from "../compile/defaults.ts";
import { CONTROL, type MemoryMap } from "../compile/memory-map.ts";
import { bytesOfSet, possibleExponent } from "./growth.ts";
import { bytesAllowed, type GrowingMemory, openMemory } from "./memory.ts";
import { type Links, StateSet, trusted } from "./state-set.ts";
import { webAssembly } from "./webassembly.ts";

const OCCUPIED = 1n << 63n;

export interface EngineSettings {
  /** Bytes for everything; null for what the machine has. */
  readonly maxMemory: number | null;
  /** The visited set begins with 2^firstExponent slots, or what comes nearest where slots hold remainders. */
  readonly firstExponent: number;
}

export const ENGINE_SETTINGS: EngineSettings = { maxMemory: null, firstExponent: 12 };

/** Slots (as a power of two) for so many states that are kept: from two to four for each. */
function exponentFor(states: number): number {
  return Math.ceil(Math.log2(states * 2 + 16));
}

function leastBytes(map: MemoryMap, { firstExponent }: EngineSettings): number {
  return map.table + bytesOfSet(possibleExponent(map, firstExponent), map.slotBytes) + 2 ** 20;
}

/** The place of an engine among others that share the states with it. */
export interface Seat {
  /** Which partition it is. */
  readonly self: number;
  readonly memory: GrowingMemory;
  readonly module: object;
  readonly links: Links;
}

export class Engine extends StateSet {
  readonly compiled: CompiledProgram;

  /** `seat`: null for an engine that has all states. */
  constructor(compiled: CompiledProgram, settings: EngineSettings = ENGINE_SETTINGS, seat: Seat | null = null) {
    const { map, layout } = compiled;
    super(
      { module: seat?.module ?? new webAssembly.Module(compiled.bytes), map, stride: layout.words * 8 },
      seat?.memory ?? openMemory(leastBytes(map, settings), bytesAllowed(settings.maxMemory)),
      seat?.links ?? { deliver: () => {}, common: null },
    );
    this.compiled = compiled;
    this.numbers.set(
      compiled.tables.map((value) => value >>> 0),
      map.tables / 4,
    );
    encodeDefaults(compiled.program, layout).forEach((word, i) => {
      this.words[map.defaults / 8 + i] = i === 0 && !compiled.indexed ? word | OCCUPIED : word;
    });
    this.forgetRecent();
    this.setControl(CONTROL.self, seat?.self ?? 0);
    if (map.exchange !== null) {
      const { bits, ends, outboxes, outboxBytes } = map.exchange;
      for (let i = 0; i < 2 ** bits; i++) this.numbers[ends / 4 + i] = outboxes + i * outboxBytes;
    }
    this.lay(settings.firstExponent);
  }

  /** Leaves nothing in the table of the last successors but what no state is. */
  forgetRecent(): void {
    const { compiled, map } = this;
    const { words } = compiled.layout;
    const recent = this.words.subarray(map.recent / 8, map.recent / 8 + 2 ** map.recentBits * words);
    // One of a single word has the occupied bit, and otherwise nobody has it.
    recent.fill(compiled.indexed ? OCCUPIED : 0n);
  }

  /** Successors outside `within` so far. */
  get cut(): number {
    return Number(this.words[CONTROL.cut / 8]!);
  }

  set cut(value: number) {
    this.words[CONTROL.cut / 8] = BigInt(value);
  }

  /** Successors produced so far: by `init`, then by each process and location in order; then sides of branches taken. */
  readCoverage(): number[] {
    const { coverage, coverageCount, branchCount } = this.map;
    return Array.from(this.words.subarray(coverage / 8, coverage / 8 + coverageCount + branchCount), Number);
  }

  writeCoverage(counts: readonly number[]): void {
    this.words.set(counts.map(BigInt), this.map.coverage / 8);
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
    trusted(() => this.code.flush(this.code.start(this.map.batch)));
  }

  /**
   * Makes the visited set hold these states of the log and no others; returns where it ends then. Nothing can be expanded
   * after that.
   */
  keepOnly(states: readonly number[]): number {
    const { table } = this.map;
    for (let exponent = exponentFor(states.length); ; exponent++) {
      const end = table + bytesOfSet(exponent);
      this.words.fill(0n, table / 8, end / 8);
      this.setControl(CONTROL.shift, 64 - exponent);
      this.setControl(CONTROL.crowded, 0);
      for (const state of states) this.code.enter(this.addressOf(state), BigInt(state - this.dropped + 1));
      if (this.control(CONTROL.crowded) === 0) return end;
    }
  }

  /**
   * How many states `keepOnly` can take so that so many bytes are left, if half of them or more are still to be added to
   * the log.
   */
  mostKept(bytes: number): number {
    const room = this.logEnd - this.map.table - bytes;
    let exponent = exponentFor(0);
    while (bytesOfSet(exponent + 1) + 2 ** (exponent - 1) * this.stride <= room) exponent++;
    return 2 ** (exponent - 2);
  }

  /** Adds a copy of a state of another engine to the log, after the search; gives its number here. */
  adopt(engine: Engine, state: number): number {
    const number = this.states;
    const [from, to] = [engine.addressOf(state) / 4, this.addressOf(number) / 4];
    for (let i = 0; i < this.stride / 4; i++) this.numbers[to + i] = engine.numbers[from + i]!;
    this.truncate(number + 1);
    return number;
  }

  /** Takes back all states from this number on; they stay in the visited set, so only as the last thing. */
  truncate(states: number): void {
    this.setControl(CONTROL.log, this.top - (states - this.dropped) * this.stride);
  }

  setWanted(observer: number, wanted: boolean): void {
    this.numbers[this.map.wanted / 4 + observer] = wanted ? 1 : 0;
  }

  /** Whether any observer has found anything since `clearFound`. */
  get noticed(): boolean {
    return this.control(CONTROL.noticed) !== 0;
  }

  /** The FOUND bits of an observer. */
  found(observer: number): number {
    return this.numbers[this.map.found / 4 + observer]!;
  }

  clearFound(): void {
    this.setControl(CONTROL.noticed, 0);
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
    const { sites } = this.map;
    return this.compiled.program.sites.flatMap((_, site) => (this.numbers[sites / 4 + site] === 0 ? [] : [site]));
  }

  #foundNumbers(): Uint32Array {
    const { found, observers } = this.map;
    return this.numbers.subarray(found / 4, found / 4 + observers);
  }
}
