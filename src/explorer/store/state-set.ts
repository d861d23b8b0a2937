// The visited set and the log behind it in one memory, with the code that fills them. What comes in is a module and what
// it was compiled for; what goes out are its functions and readable sizes. It knows no program, so that a thread that only
// expands states need not load one. The invariants: states are numbered in order of discovery, state number i lies at
// `addressOf(i)` as long as no code runs that adds states, and the set is at most as full as planned whenever a batch is
// put into it.

import { BATCH, CHUNK_PROCESSES, CONTROL, CROWDED, type MemoryMap, MODE } from "../compile/memory-map.ts";
import {
  bytesOfSet,
  extentOfRemainders,
  limitOf,
  measureRemainders,
  planGrowth,
  possibleExponent,
  type Room,
  softLoad,
} from "./growth.ts";
import type { GrowingMemory } from "./memory.ts";
import { webAssembly } from "./webassembly.ts";

/** The functions of the module. States are addresses of words, but for `expand`. */
export interface Code {
  readonly expand: (first: number, end: number) => void;
  readonly examine: (state: number, entry: number) => number;
  readonly start: (entry: number) => number;
  readonly flush: (end: number) => number;
  readonly touch: (from: number, to: number) => void;
  /** (end of the set as it was, bits of the remainders in it) */
  readonly split: (end: number, rest: bigint) => void;
  readonly rebuild: () => void;
  /** 0 if the state is not in the visited set; otherwise its number plus one, or 1 where slots hold no numbers. */
  readonly find: (state: number) => number;
  /** Expects a number plus one. */
  readonly enter: (state: number, number: bigint) => void;
  readonly sift: (first: number, end: number, entry: number, list: number) => number;
  /** Marks kept entries as LOCATED, with the number of their state plus one. Where slots hold numbers. */
  readonly locate?: (first: number, end: number) => void;
  /** Looks up the states between two addresses. Where states are exchanged. */
  readonly absorb?: (first: number, end: number) => void;
  readonly within?: (state: number) => number;
  readonly mayEnd?: (state: number) => number;
}

/** Of a set of its own that an engine does not use while it searches. */
const LEAST_EXPONENT = 4;

/** What it takes to run code on a memory. */
export interface Runnable {
  readonly module: object;
  readonly map: MemoryMap;
  /** Bytes of a state. */
  readonly stride: number;
}

/** What a set that engines have in common gives to the code of one of them, and to its host. */
export interface CommonLink {
  readonly ahead: (...hashes: bigint[]) => number;
  readonly aheadTogether: (...hashes: bigint[]) => number;
  readonly look: (...hashes: bigint[]) => number;
  readonly lookTogether: (...hashes: bigint[]) => number;
  readonly account: (added: number) => number;
  /** Makes room in the set and for the log, or declares the engine full. */
  readonly makeRoom: () => void;
}

/** What the code of an engine calls. */
export interface Links {
  /** Empties the outbox for a partition, where states are exchanged. */
  readonly deliver: (partition: number) => void;
  /** Where the visited set is not its own. */
  readonly common: CommonLink | null;
}

export class StateSet {
  readonly map: MemoryMap;
  readonly code: Code;
  /** Bytes of a state. */
  readonly stride: number;
  readonly #memory: GrowingMemory;
  readonly #common: CommonLink | null;
  /** The whole memory as 32-bit and 64-bit numbers; others once the memory was enlarged. */
  numbers: Uint32Array;
  words: BigUint64Array;

  constructor({ module, map, stride }: Runnable, memory: GrowingMemory, { deliver, common }: Links) {
    const host = { ...common, memory: memory.memory, makeRoom: () => this.#makeRoom(), deliver };
    this.#common = common;
    this.code = new webAssembly.Instance(module, { host }).exports as Code;
    this.map = map;
    this.stride = stride;
    this.#memory = memory;
    this.words = new BigUint64Array(memory.memory.buffer);
    this.numbers = new Uint32Array(memory.memory.buffer);
  }

  /** Makes set and log of a fresh memory: 2^exponent slots, or what is possible, and no states. */
  protected lay(wished: number): void {
    const exponent = this.#common === null ? possibleExponent(this.map, wished) : LEAST_EXPONENT;
    const top = topOf(this.words.byteLength);
    this.setControl(CONTROL.log, top);
    this.setControl(CONTROL.top, top);
    this.#measure(exponent);
    this.setMode(MODE.exploring);
    if (this.#common !== null) {
      this.limitLog(0);
      return;
    }
    const room = this.#room(top);
    this.#setLimit(limitOf(room, exponent, softLoad(exponent, room)));
    this.code.touch(this.map.table, this.tableEnd);
  }

  /** States found. */
  get states(): number {
    return this.dropped + (this.top - this.logEnd) / this.stride;
  }

  /** The first states found, that many, are not in the log any more. */
  get dropped(): number {
    return this.control(CONTROL.dropped);
  }

  /** No room was left: successors have been dropped since. */
  get full(): boolean {
    return this.control(CONTROL.full) !== 0;
  }

  /** Bytes in use: visited set, log, and what lies below them. */
  get bytes(): number {
    return this.tableEnd + this.top - this.logEnd;
  }

  /** Where the log begins. */
  get top(): number {
    return this.control(CONTROL.top);
  }

  /** Address of the last entry of the log. */
  get logEnd(): number {
    return this.control(CONTROL.log);
  }

  /** Address after the visited set. */
  get tableEnd(): number {
    return this.map.table + bytesOfSet(this.#exponent, this.map.slotBytes);
  }

  addressOf(state: number): number {
    return this.top - (state - this.dropped + 1) * this.stride;
  }

  numberOf(address: number): number {
    return this.dropped + (this.top - address) / this.stride - 1;
  }

  setMode(mode: (typeof MODE)[keyof typeof MODE]): void {
    this.setControl(CONTROL.mode, mode);
    this.setControl(CONTROL.room, mode === MODE.examining ? this.logEnd : this.map.batchEnd);
    this.words[CONTROL.weight / 8] = mode === MODE.exploring ? 1n : 0n;
  }

  /** Expands states number `from` to `to` - 1. */
  expand(from: number, to: number): void {
    trusted(() => this.code.expand(from - this.dropped, to - this.dropped));
  }

  /** Fills the set as far as it can be from now on. */
  setFrugal(): void {
    this.setControl(CONTROL.frugal, 1);
    this.#resetLimit();
  }

  /** The words of some states of the log, as they lie in memory: the last state first. */
  logOf(from: number, to: number): BigUint64Array {
    return this.words.subarray((this.addressOf(to) + this.stride) / 8, (this.addressOf(from) + this.stride) / 8);
  }

  /** As `logOf`, in halves of words. */
  numbersOfLog(from: number, to: number): Uint32Array {
    return this.numbers.subarray((this.addressOf(to) + this.stride) / 4, (this.addressOf(from) + this.stride) / 4);
  }

  /** Takes all states before this number out of the log. */
  drop(before: number): void {
    const { logEnd } = this;
    const bytes = (this.states - before) * this.stride;
    const moved = this.top - bytes;
    this.words.copyWithin(moved / 8, logEnd / 8, (logEnd + bytes) / 8);
    this.words.fill(0n, logEnd / 8, moved / 8);
    this.setControl(CONTROL.dropped, before);
    this.setControl(CONTROL.log, moved);
    this.#resetLimit();
  }

  /** Makes the log hold these states alone, once the search is over: gives their place, to be filled. */
  hold(from: number, to: number): BigUint64Array {
    this.setControl(CONTROL.dropped, from);
    this.setControl(CONTROL.log, this.top - (to - from) * this.stride);
    return this.logOf(from, to);
  }

  /** Where the visited set is not its own: lets the log have so many bytes more, or as many as there are. Says how many. */
  limitLog(bytes: number): number {
    const room = this.logEnd - this.tableEnd;
    const given = Math.min(bytes, room);
    this.setControl(CONTROL.limit, this.logEnd - given);
    return given;
  }

  /** Bytes that the log may have more. */
  get logRoom(): number {
    return this.logEnd - this.control(CONTROL.limit);
  }

  /** Whether successors are dropped from now on. */
  setFull(full: boolean): void {
    this.setControl(CONTROL.full, full ? 1 : 0);
  }

  /** Takes the last states of another one's log to the end of this one's. */
  takeFrom(other: StateSet, states: number): void {
    const bytes = states * this.stride;
    const target = this.logEnd - bytes;
    this.words.set(other.words.subarray(other.logEnd / 8, (other.logEnd + bytes) / 8), target / 8);
    this.setControl(CONTROL.log, target);
    other.setControl(CONTROL.log, other.logEnd + bytes);
  }

  protected control(address: number): number {
    return this.numbers[address / 4]!;
  }

  protected setControl(address: number, value: number): void {
    this.numbers[address / 4] = value;
  }

  get #exponent(): number {
    return 64 - this.control(CONTROL.shift);
  }

  /** Says of how many slots the set is. */
  #measure(exponent: number): void {
    this.setControl(CONTROL.shift, 64 - exponent);
    if (this.map.remainders === null) return;
    const { rest, reach } = measureRemainders(this.map, exponent);
    this.setControl(CONTROL.rest, rest);
    this.setControl(CONTROL.reach, reach * this.map.slotBytes);
  }

  #setLimit(states: number): void {
    this.setControl(CONTROL.limit, this.top - (states - this.dropped) * this.stride);
  }

  #resetLimit(): void {
    // The log is shorter than it was, so what it may have more is as before, or more.
    if (this.#common !== null) return;
    const room = this.#room(topOf(this.#memory.mostBytes()));
    const present = { ...room, capacity: this.top - this.map.table };
    this.#setLimit(limitOf(present, room.exponent, softLoad(room.exponent, room)));
  }

  #room(top: number): Room {
    return {
      capacity: top - this.map.table,
      entryBytes: this.stride,
      states: this.states,
      dropped: this.dropped,
      frugal: this.control(CONTROL.frugal) !== 0,
      batch: (BATCH + CHUNK_PROCESSES) * 2,
      slotBytes: this.map.slotBytes,
      exponent: this.#exponent,
      largest: this.map.remainders === null ? null : extentOfRemainders(this.map).largest,
      crowded: this.control(CONTROL.crowded) !== 0,
    };
  }

  /** Called by the code before a batch for which there may be no room, or after one that crowded the set. */
  #makeRoom(): void {
    if (this.#common !== null) {
      this.setControl(CONTROL.crowded, CROWDED.no);
      this.#common.makeRoom();
      return;
    }
    for (;;) {
      const room = this.#room(topOf(this.#memory.mostBytes()));
      const plan = planGrowth(room);
      if (plan === null) {
        this.setControl(CONTROL.full, 1);
        return;
      }
      if (
        bytesOfSet(plan.exponent, this.map.slotBytes) + (plan.limit - this.dropped) * this.stride >
        this.top - this.map.table
      ) {
        const most = this.#memory.mostBytes();
        this.#enlarge();
        if (this.#memory.mostBytes() < most) continue;
      }
      this.#setLimit(plan.limit);
      if (plan.exponent > this.#exponent) this.#grow(plan.exponent);
      if (this.control(CONTROL.crowded) === 0) return;
    }
  }

  /** Makes the memory larger and moves the log to its new end. */
  #enlarge(): void {
    const { logEnd: log, top } = this;
    this.#memory.enlarge();
    const { buffer } = this.#memory.memory;
    this.words = new BigUint64Array(buffer);
    this.numbers = new Uint32Array(buffer);
    const newTop = topOf(buffer.byteLength);
    const moved = newTop - (top - log);
    this.words.copyWithin(moved / 8, log / 8, top / 8);
    // The set may grow to where the log was, and takes for granted that what it was never in is empty.
    this.words.fill(0n, log / 8, Math.min(top, moved) / 8);
    this.setControl(CONTROL.top, newTop);
    this.setControl(CONTROL.log, moved);
  }

  /** Spreads the set over 2^exponent slots; from the log if it is too crowded for that to work in place. */
  #grow(exponent: number): void {
    const { table, remainders } = this.map;
    const before = this.tableEnd;
    const rest = this.control(CONTROL.rest);
    this.#measure(exponent);
    this.code.touch(Math.ceil(before / 4096) * 4096, this.tableEnd);
    // Entries too far from home would be in the way of others; a set of remainders has none, unless some are missing.
    const crowded = this.control(CONTROL.crowded);
    this.setControl(CONTROL.crowded, CROWDED.no);
    if (crowded === CROWDED.no || (crowded === CROWDED.far && remainders !== null)) {
      this.code.split(before, BigInt(rest));
    } else if (this.dropped > 0) {
      // What is missing is not in the log any more. That hardly ever happens, and this is where the search ends.
      this.setControl(CONTROL.full, 1);
    } else {
      this.words.fill(0n, table / 8, before / 8);
      this.code.rebuild();
    }
  }
}

/** Runs code that traps only where a promise of the program is broken. */
export function trusted<T>(run: () => T): T {
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
