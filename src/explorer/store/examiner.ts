// Looking at single states of the log: what steps they have, and what the code would notice while expanding them. What
// comes in is the address of a state; what goes out is entries in memory, one for every step in the order of the
// canonical schedule, failing ones and those outside `within` too. The invariant: the search that goes on after `close`
// never notices that somebody looked.

import { entryBytes } from "../compile/compilation.ts";
import { ENTRY_HEADER, ENTRY_TAG, MARK, MODE, TAG_NUMBER } from "../compile/memory-map.ts";
import type { Engine } from "./engine.ts";
import type { Partitions } from "./partitions.ts";

const PAGE_BYTES = 4096;

/** States sifted in one go. */
const SIFTED = 65536;

/** Bytes left for the entries of a state beside those of others. */
const LEFT = 2 ** 22;

export class Examiner {
  readonly engine: Engine;
  /** From one entry to the next. */
  readonly stride: number;
  /** By number in the coverage: the process; -1 for `init`. */
  readonly processes: Int32Array;
  #entries = 0;
  #used = 0;
  #found: readonly number[] = [];

  constructor(engine: Engine) {
    const { layout, program } = engine.compiled;
    this.engine = engine;
    this.stride = entryBytes(layout);
    this.processes = Int32Array.of(-1, ...program.processes.flatMap(({ id, locations }) => locations.map(() => id)));
  }

  /** Address of the first entry. */
  get entries(): number {
    return this.#entries;
  }

  /** Begins to look; nothing may be expanded before `close`. */
  open(): void {
    this.#begin(Math.ceil(this.engine.tableEnd / PAGE_BYTES) * PAGE_BYTES);
  }

  /** Begins to look for good: the search is over, and the visited set may be written over. */
  openLast(): void {
    this.#begin(this.engine.compiled.map.table);
  }

  /**
   * The states numbered `first` to `end` - 1 of this engine that have a kept successor among the given ones, which may be of
   * any engine: their numbers; some may come twice. Only after `openLast`.
   */
  *sift(partitions: Partitions, ids: readonly number[], first: number, end: number): Generator<number> {
    const { engine } = this;
    const { states } = engine;
    for (let next = 0; next < ids.length; ) {
      const group = ids.slice(next, next + engine.mostKept(SIFTED * 4 + LEFT));
      next += group.length;
      const kept = group.map((id) => {
        const target = partitions.locate(id);
        return target.engine === engine ? target.state : engine.adopt(target.engine, target.state);
      });
      const list = engine.keepOnly(kept);
      this.#entries = list + SIFTED * 4;
      this.engine.setMode(MODE.examining);
      for (let from = first; from < end; from += SIFTED) {
        const listEnd =
          engine.code.sift(
            from - engine.dropped,
            Math.min(end, from + SIFTED) - engine.dropped,
            this.#entries,
            list,
          ) >>> 0;
        // A copy, since whoever gets a number may examine on.
        for (const address of engine.numbers.slice(list / 4, listEnd / 4)) yield engine.numberOf(address);
      }
      engine.truncate(states);
    }
  }

  /** Writes the steps of the state at an address as entries, the first at `entry`; returns where they end. */
  examine(state: number, entry: number = this.#entries): number {
    return this.#note(this.engine.code.examine(state, entry) >>> 0);
  }

  /** As long as entries end before that, there is room for those of another state. Where room is short, that is at once. */
  get roomEnd(): number {
    const { logEnd } = this.engine;
    const room = logEnd - this.#entries;
    return room < LEFT / 16 ? this.#entries : logEnd - Math.min(LEFT, (room * 3) / 4);
  }

  /** As `examine`, of `init`. */
  examineStart(): number {
    return this.#note(this.engine.code.start(this.#entries) >>> 0);
  }

  /** MARK.kept, MARK.cut, or MARK.failed + site. */
  markOf(entry: number): number {
    return this.engine.numbers[entry / 4]!;
  }

  /** The process that made the step; -1 for `init`. */
  processOf(entry: number): number {
    return this.processes[this.engine.numbers[(entry + ENTRY_TAG) / 4]! & TAG_NUMBER]!;
  }

  /** Where it stood. */
  locationOf(entry: number): number {
    const { coverageIndex } = this.engine.compiled.map;
    return (this.engine.numbers[(entry + ENTRY_TAG) / 4]! & TAG_NUMBER) - coverageIndex[this.processOf(entry)]!;
  }

  /** Whether nobody is obliged to take the step. */
  isOptional(entry: number): boolean {
    return this.engine.numbers[(entry + ENTRY_TAG) / 4]! > TAG_NUMBER;
  }

  /** Address of the state that the step leads to; not for failed steps. */
  stateOf(entry: number): number {
    return entry + ENTRY_HEADER;
  }

  isKept(entry: number): boolean {
    return this.markOf(entry) === MARK.kept;
  }

  close(): void {
    const { engine } = this;
    engine.numbers.fill(0, this.#entries / 4, this.#used / 4);
    engine.writeFound(this.#found);
    engine.setMode(MODE.exploring);
  }

  #begin(entries: number): void {
    this.#entries = entries;
    this.#used = entries;
    this.#found = this.engine.readFound();
    this.engine.setMode(MODE.examining);
  }

  #note(end: number): number {
    if (end > this.#used) this.#used = end;
    return end;
  }
}
