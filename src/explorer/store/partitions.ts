// The states of a breadth-first search, in one engine or shared out over several by their hash, with the levels in which
// they were found. In each partition the log is in order of levels, so a level is one stretch of each. The invariant:
// between two levels boundaries tell all there is: state number i of partition p is of level d if
// boundaries[p][d - 1] <= i < boundaries[p][d].

import type { Crew, Stretch } from "./crew.ts";
import type { Engine } from "./engine.ts";

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
  readonly crew: Crew | null;

  constructor(engines: readonly Engine[], boundaries: readonly number[][], crew: Crew | null) {
    this.engines = engines;
    this.boundaries = boundaries;
    this.crew = crew;
  }

  get states(): number {
    return this.#sum((engine) => engine.states);
  }

  get bytes(): number {
    return this.#sum((engine) => engine.bytes);
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
    this.engines.forEach((engine, partition) => {
      this.boundaries[partition]!.push(engine.states);
    });
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
    });
  }

  #sum(of: (engine: Engine) => number): number {
    return this.engines.reduce((sum, engine) => sum + of(engine), 0);
  }
}
