// The states of a breadth-first search, in one engine or shared out over several by their hash, with the levels in which
// they were found. In each partition the log is in order of levels, so a level is one stretch of each. The invariant:
// between two levels boundaries tell all there is: state number i of partition p is of level d if
// boundaries[p][d - 1] <= i < boundaries[p][d].

import { MODE } from "../compile/memory-map.ts";
import type { CommonCrew } from "./common-crew.ts";
import type { Crew, Stretch } from "./crew.ts";
import type { Engine } from "./engine.ts";
import { Spill } from "./spill.ts";
import { Variation, variationOf } from "./variation.ts";

/** What a level may be taken back to. */
export interface Tally {
  readonly states: readonly number[];
  readonly coverage: readonly (readonly number[])[];
  readonly cut: readonly number[];
}

export class Partitions {
  readonly engines: readonly Engine[];
  /** By partition: the number of the first state of each level, and the number after the last. */
  readonly boundaries: readonly number[][];
  /** Who expands levels where there are several partitions. */
  readonly crew: Crew | CommonCrew | null;

  /** By partition: the states that have been dropped; null as long as none have. */
  #spills: readonly Spill[] | null = null;
  /** Of the states that have been dropped. */
  readonly #variation: Variation;
  /** The search is over, and all of its states are in `#spills`. */
  #complete = false;
  /** The most bytes that were in use when states were dropped. */
  #peak = 0;

  constructor(engines: readonly Engine[], boundaries: readonly number[][], crew: Crew | CommonCrew | null) {
    this.engines = engines;
    this.boundaries = boundaries;
    this.crew = crew;
    this.#variation = new Variation(engines[0]!.stride / 8);
  }

  get states(): number {
    return this.#sum((engine) => engine.states);
  }

  get bytes(): number {
    return this.#sum((engine) => engine.bytes) + (this.crew?.bytes ?? 0);
  }

  /** The most bytes that were in use between two levels. */
  get peakBytes(): number {
    return Math.max(this.#peak, this.bytes);
  }

  /** Successors outside `within` so far. */
  get cut(): number {
    return this.#sum((engine) => engine.cut);
  }

  /** No room was left somewhere: successors have been dropped since. */
  get full(): boolean {
    return this.engines.some((engine) => engine.full);
  }

  /** As that of an engine. */
  readCoverage(): number[] {
    const [first, ...others] = this.engines.map((engine) => engine.readCoverage());
    for (const other of others) {
      for (let i = 0; i < other.length; i++) first![i]! += other[i]!;
    }
    return first!;
  }

  /** Levels that are known. The last one may have no states. */
  get levels(): number {
    return this.boundaries[0]!.length - 1;
  }

  /** Levels that have states. */
  get depth(): number {
    for (let depth = this.levels; depth > 0; depth--) if (this.sizeOf(depth) > 0) return depth;
    return 0;
  }

  /** The stretch of each partition; those of a level that is not known yet are empty. */
  level(depth: number): readonly Stretch[] {
    return this.boundaries.map((boundaries) => {
      const end = boundaries.at(-1)!;
      return { from: boundaries[depth - 1] ?? end, to: boundaries[depth] ?? end };
    });
  }

  sizeOf(depth: number): number {
    return this.level(depth).reduce((sum, { from, to }) => sum + to - from, 0);
  }

  /** The states of a level, each by a number that no other state of any partition has. */
  *statesOf(depth: number): Generator<number> {
    for (const [partition, { from, to }] of this.level(depth).entries()) {
      for (let state = from; state < to; state++) yield this.idOf(partition, state);
    }
  }

  idOf(partition: number, state: number): number {
    return state * this.engines.length + partition;
  }

  /** Where a state lies: its engine, and its number and address there. */
  locate(id: number): { readonly engine: Engine; readonly state: number; readonly address: number } {
    const partition = id % this.engines.length;
    const engine = this.engines[partition]!;
    const state = (id - partition) / this.engines.length;
    return { engine, state, address: engine.addressOf(state) };
  }

  /** The level of a state. */
  levelOf(id: number): number {
    const { state } = this.locate(id);
    return this.boundaries[id % this.engines.length]!.findIndex((first) => first > state);
  }

  /** Says that the states found since are those of the next level. */
  closeLevel(): void {
    this.crew?.balance(this.boundaries.map((boundaries) => boundaries.at(-1)!));
    this.engines.forEach((engine, partition) => {
      this.boundaries[partition]!.push(engine.states);
    });
  }

  /**
   * Takes the levels before this one out of memory and writes them to disk. Says whether the disk took them; if not, nothing
   * has changed. States that are found by number cannot go.
   */
  dropBefore(depth: number): boolean {
    const level = this.level(depth);
    try {
      this.#spills ??= this.engines.map(({ stride }) => new Spill(stride / 8));
      for (const [i, engine] of this.engines.entries()) {
        this.#spills[i]!.write(engine.logOf(engine.dropped, level[i]!.from), engine.dropped);
      }
    } catch {
      return false;
    }
    this.#peak = this.peakBytes;
    for (const [i, engine] of this.engines.entries()) {
      const { from } = level[i]!;
      this.#variation.add(engine.numbersOfLog(engine.dropped, from));
      engine.drop(from);
    }
    return true;
  }

  /**
   * Once the search is over: sees to it that the states of this level and of the next one are in memory. Others may not be, and
   * what was in the visited set is lost.
   */
  show(depth: number): void {
    const spills = this.#spills;
    if (spills === null) return;
    if (!this.#complete) {
      for (const [i, engine] of this.engines.entries()) saveRest(engine, spills[i]!);
      this.#complete = true;
    }
    const next = this.level(depth + 1);
    for (const [i, { from }] of this.level(depth).entries()) {
      const engine = this.engines[i]!;
      const { to } = next[i]!;
      if (engine.dropped === from && engine.states === to) continue;
      spills[i]!.read(engine.hold(from, to), from);
      engine.setMode(MODE.examining);
    }
  }

  /** Gives back what is not memory. */
  close(): void {
    for (const spill of this.#spills ?? []) spill.close();
  }

  /** In what the states differ; before any of them are shown. */
  readVariation(): Variation {
    const variation = variationOf(this.engines);
    variation.addAll(this.#variation);
    return variation;
  }

  takeTally(): Tally {
    const { engines } = this;
    return {
      states: engines.map(({ states }) => states),
      coverage: engines.map((engine) => engine.readCoverage()),
      cut: engines.map(({ cut }) => cut),
    };
  }

  /** Takes back what a level produced. The search cannot go on after that. */
  takeBack({ states, coverage, cut }: Tally): void {
    this.engines.forEach((engine, partition) => {
      engine.writeCoverage(coverage[partition]!);
      engine.cut = cut[partition]!;
      engine.truncate(states[partition]!);
      // What is expanded after that to be looked at must not end early.
      engine.setFull(false);
    });
  }

  #sum(of: (engine: Engine) => number): number {
    return this.engines.reduce((sum, engine) => sum + of(engine), 0);
  }
}

/** Saves the states that are still in memory, on disk if it takes them. */
function saveRest(engine: Engine, spill: Spill): void {
  const { dropped, states } = engine;
  try {
    spill.write(engine.logOf(dropped, states), dropped);
  } catch {
    spill.keep(engine.logOf(dropped, states), dropped);
  }
}
