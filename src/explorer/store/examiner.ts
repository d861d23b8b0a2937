// Looking at single states of the log: what steps they have, and what the code would notice while expanding them. What
// comes in is the address of a state; what goes out is entries in memory, one for every step in the order of the canonical
// schedule, failing ones and those outside `within` too. The invariant: the search that goes on after `close` never
// notices that somebody looked.

import { entryBytes } from "../compile/compilation.ts";
import { ENTRY_HEADER, ENTRY_TAG, MARK, MODE } from "../compile/memory-map.ts";
import type { Engine } from "./engine.ts";

const PAGE_BYTES = 4096;

export class Examiner {
  readonly engine: Engine;
  /** Address of the first entry, and from one to the next. */
  readonly entries: number;
  readonly stride: number;
  readonly #kept: { readonly coverage: readonly number[]; readonly cut: number; readonly found: readonly number[] };
  readonly #processes: readonly number[];
  readonly #firsts: readonly number[];
  #used: number;

  /** `last`: the search is over, so the visited set may be written over. */
  constructor(engine: Engine, last: boolean) {
    const { map, layout, program } = engine.compiled;
    this.engine = engine;
    this.#kept = { coverage: engine.readCoverage(), cut: engine.cut, found: engine.readFound() };
    this.entries = last ? map.table : Math.ceil(engine.tableEnd / PAGE_BYTES) * PAGE_BYTES;
    this.stride = entryBytes(layout);
    this.#used = this.entries;
    this.#firsts = map.coverageIndex;
    this.#processes = [-1, ...program.processes.flatMap((process) => process.locations.map(() => process.id))];
    engine.setMode(MODE.examining);
  }

  /** Writes the steps of the state at an address as entries; returns where they end. */
  examine(state: number): number {
    const end = this.engine.code.examine(state, this.entries) >>> 0;
    if (end > this.#used) this.#used = end;
    return end;
  }

  /** As `examine`, of `init`. */
  examineStart(): number {
    const end = this.engine.code.start(this.entries) >>> 0;
    if (end > this.#used) this.#used = end;
    return end;
  }

  /** MARK.kept, MARK.cut, or MARK.failed + site. */
  markOf(entry: number): number {
    return this.engine.numbers[entry / 4]!;
  }

  /** The process that made the step; -1 for `init`. */
  processOf(entry: number): number {
    return this.#processes[this.engine.numbers[(entry + ENTRY_TAG) / 4]!]!;
  }

  /** Where it stood. */
  locationOf(entry: number): number {
    return this.engine.numbers[(entry + ENTRY_TAG) / 4]! - this.#firsts[this.processOf(entry)]!;
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
    engine.numbers.fill(0, this.entries / 4, this.#used / 4);
    engine.writeCoverage(this.#kept.coverage);
    engine.cut = this.#kept.cut;
    engine.writeFound(this.#kept.found);
    engine.setMode(MODE.exploring);
  }
}
