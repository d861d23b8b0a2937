// One of those who expand a level together. Each member has some of the partitions: it expands their states, sends the
// successors that belong elsewhere to inboxes there, and absorbs what arrives in its own. What comes in is a stretch of
// states for each partition; what goes out is a longer log in each. Nobody waits without absorbing, so nobody waits for
// ever. The invariants: a partition is only ever changed by the member that has it, but for the inboxes, each of which
// is filled by one member and emptied by one; and when all members have arrived, every outbox and inbox is empty, unless
// they were told to stop.

import { type ExchangeMap, INBOX, INBOX_ENTRIES } from "../compile/memory-map.ts";
import { type StateSet, trusted } from "./state-set.ts";

/** Numbers that all members see, by their index. */
export const BOARD = {
  /** Which level it is that they work at; another number, another level. */
  turn: 0,
  /** Members that have sent all they have to send; that have absorbed everything, too. */
  sent: 1,
  arrived: 2,
  /** Not 0: leave everything and arrive. */
  stop: 3,
  /** Nobody ever writes here: for short sleeps. */
  never: 4,
  /** From here on for each partition: the first state to expand, the end. */
  stretches: 8,
} as const;

/** A board for so many partitions. */
export function makeBoard(partitions: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer((BOARD.stretches + partitions * 2) * 4));
}

/** States expanded before the inboxes are looked at. */
const SLICE = 256;

/** States of its own in an inbox that a member absorbs at once. */
const WORTH_ABSORBING = 2048;

const SPINS = 500;
const NAP_MILLISECONDS = 0.1;

export interface MemberPlace {
  /** Which member it is, and of how many. */
  readonly self: number;
  readonly members: number;
  /** By partition: the set, for those it has. */
  readonly sets: readonly (StateSet | null)[];
  /** By partition: the memory. */
  readonly memories: readonly Uint32Array[];
  readonly board: Int32Array;
  readonly exchange: ExchangeMap;
  /** Bytes of a state. */
  readonly stride: number;
}

export class Member {
  readonly #place: MemberPlace;
  /** The partitions it has. */
  readonly #own: readonly number[];
  /** By partition: the next state to expand, and the end. */
  readonly #next: Uint32Array;
  readonly #end: Uint32Array;
  #phase: "expanding" | "absorbing" | "arrived" = "arrived";
  #idle = 0;
  /** Whose slice was expanded last, of those it has. */
  #turn = 0;

  constructor(place: MemberPlace) {
    this.#place = place;
    this.#own = [...place.sets.keys()].filter((partition) => place.sets[partition] !== null);
    this.#next = new Uint32Array(place.sets.length);
    this.#end = new Uint32Array(place.sets.length);
  }

  /** Takes up the level that stands on the board. */
  begin(): void {
    const { board } = this.#place;
    for (const partition of this.#own) {
      this.#next[partition] = Atomics.load(board, BOARD.stretches + partition * 2);
      this.#end[partition] = Atomics.load(board, BOARD.stretches + partition * 2 + 1);
    }
    this.#phase = "expanding";
    this.#idle = 0;
  }

  /** Does a little; says whether there was anything to do, and whether that was all. */
  work(): "worked" | "idle" | "arrived" {
    if (this.#phase === "arrived") return "arrived";
    const { board, members, sets } = this.#place;
    if (this.#own.some((partition) => sets[partition]!.full)) Atomics.store(board, BOARD.stop, 1);
    if (Atomics.load(board, BOARD.stop) !== 0) return this.#arrive();
    if (this.#phase === "expanding") {
      if (this.#expandSlice()) return "worked";
      this.sendAll();
      Atomics.add(board, BOARD.sent, 1);
      this.#phase = "absorbing";
    }
    const noMoreToCome = Atomics.load(board, BOARD.sent) === members;
    if (this.#absorbAll()) return "worked";
    return noMoreToCome ? this.#arrive() : "idle";
  }

  /** Lets others run for a moment: briefly at first. */
  pause(): void {
    pauseAt(this.#place.board, this.#idle++);
  }

  /** Empties the outbox that a set has for a partition. */
  deliver(set: StateSet, partition: number): void {
    const { exchange, sets, memories, board, self, stride } = this.#place;
    const first = exchange.outboxes + partition * exchange.outboxBytes;
    const end = set.numbers[exchange.ends / 4 + partition]!;
    set.numbers[exchange.ends / 4 + partition] = first;
    if (set === sets[partition]) {
      if (end > first) trusted(() => set.code.absorb!(first, end));
      return;
    }
    const there = memories[partition]!;
    const inbox = exchange.inboxes + self * exchange.inboxBytes;
    for (let from = first; from < end; ) {
      const written = Atomics.load(there, (inbox + INBOX.written) / 4);
      const waiting = (written - Atomics.load(there, (inbox + INBOX.taken) / 4)) >>> 0;
      if (sets[partition] !== null && waiting >= WORTH_ABSORBING) {
        this.#absorb(partition);
        continue;
      }
      const position = written & (INBOX_ENTRIES - 1);
      const count = Math.min(INBOX_ENTRIES - Math.max(waiting, position), (end - from) / stride);
      if (count === 0) {
        if (Atomics.load(board, BOARD.stop) !== 0) return;
        if (!this.#absorbAll()) this.pause();
        continue;
      }
      const states = set.numbers.subarray(from / 4, (from + count * stride) / 4);
      there.set(states, (inbox + INBOX.states + position * stride) / 4);
      Atomics.store(there, (inbox + INBOX.written) / 4, written + count);
      from += count * stride;
    }
  }

  /** Empties all outboxes. */
  sendAll(): void {
    for (const partition of this.#own) {
      for (const to of this.#place.sets.keys()) this.deliver(this.#place.sets[partition]!, to);
    }
  }

  /**
   * A slice of each partition in turn: states that were found one after another, wherever they lie, are then expanded at about the
   * same time, and so are the ways in which their successors meet again. False if there was nothing to expand.
   */
  #expandSlice(): boolean {
    for (let i = 0; i < this.#own.length; i++) {
      this.#turn = (this.#turn + 1) % this.#own.length;
      const partition = this.#own[this.#turn]!;
      const from = this.#next[partition]!;
      const to = Math.min(this.#end[partition]!, from + SLICE);
      if (from === to) continue;
      this.#next[partition] = to;
      this.#place.sets[partition]!.expand(from, to);
      this.#absorbAll();
      return true;
    }
    return false;
  }

  #arrive(): "arrived" {
    const { board } = this.#place;
    this.#phase = "arrived";
    Atomics.add(board, BOARD.arrived, 1);
    return "arrived";
  }

  /** Looks up what has come for its partitions; false if nothing has. */
  #absorbAll(): boolean {
    let any = false;
    for (const partition of this.#own) if (this.#absorb(partition)) any = true;
    if (any) this.#idle = 0;
    return any;
  }

  #absorb(partition: number): boolean {
    const { exchange, sets, members, stride } = this.#place;
    const set = sets[partition]!;
    let any = false;
    for (let member = 0; member < members; member++) {
      const inbox = exchange.inboxes + member * exchange.inboxBytes;
      const taken = Atomics.load(set.numbers, (inbox + INBOX.taken) / 4);
      const waiting = (Atomics.load(set.numbers, (inbox + INBOX.written) / 4) - taken) >>> 0;
      if (waiting === 0) continue;
      any = true;
      const position = taken & (INBOX_ENTRIES - 1);
      const count = Math.min(waiting, INBOX_ENTRIES - position);
      const first = inbox + INBOX.states + position * stride;
      trusted(() => set.code.absorb!(first, first + count * stride));
      Atomics.store(set.numbers, (inbox + INBOX.taken) / 4, taken + count);
    }
    return any;
  }
}

/** Lets others run for a moment, the longer the more often nothing was found to do. */
export function pauseAt(board: Int32Array, idle: number): void {
  if (idle >= SPINS) Atomics.wait(board, BOARD.never, 0, NAP_MILLISECONDS);
}
