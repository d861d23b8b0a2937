// The threads of a search. The one that the search runs in is the first member; the others are started when it pays.
// What comes in is engines that share the states; what goes out is levels expanded by all members together. The
// invariants: between two levels the engines are the caller's alone; and when a thread ends that should not, every
// member arrives and the caller gets an error.

import { INBOX } from "../compile/memory-map.ts";
import type { Engine } from "./engine.ts";
import { BOARD, Member, makeBoard, pauseAt } from "./member.ts";
import { Threads } from "./threads.ts";
import type { Memory } from "./webassembly.ts";

/** A stretch of the states of a partition, by number. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A level with fewer states is expanded by one thread: that is done before the others have woken up. */
export const SMALL_LEVEL = 2048;

export interface CrewSettings {
  readonly members: number;
  /** Levels of fewer states are expanded by one thread. */
  readonly smallLevel?: number;
  /** What the threads run. */
  readonly entry?: URL;
}

export class Crew {
  readonly #engines: readonly Engine[];
  readonly #members: number;
  readonly #smallLevel: number;
  /** This thread with all partitions by itself, and as one of many. */
  readonly #alone: Member;
  readonly #boardAlone: Int32Array;
  readonly #first: Member;
  readonly #board: Int32Array;
  #active: Member;
  readonly #threads: Threads;

  /** `seats`: the memory of each partition, and how its engine is made, given what empties its outboxes. */
  constructor(
    settings: CrewSettings,
    seats: readonly { readonly memory: Memory; readonly sit: (deliver: (to: number) => void) => Engine }[],
    module: object,
  ) {
    const { members } = settings;
    this.#members = members;
    this.#smallLevel = settings.smallLevel ?? SMALL_LEVEL;
    const engines: Engine[] = seats.map(({ sit }) => {
      const engine: Engine = sit((to) => this.#active.deliver(engine, to));
      return engine;
    });
    this.#engines = engines;
    const { map, stride } = engines[0]!;
    const memories = engines.map(({ numbers }) => numbers);
    const common = { memories, exchange: map.exchange!, stride };
    this.#boardAlone = makeBoard(engines.length);
    this.#alone = new Member({ ...common, self: 0, members: 1, sets: engines, board: this.#boardAlone });
    const board = makeBoard(engines.length);
    this.#board = board;
    const mine = engines.map((engine, partition) => (partition % members === 0 ? engine : null));
    this.#first = new Member({ ...common, self: 0, members, sets: mine, board });
    this.#active = this.#alone;
    this.#threads = new Threads(settings.entry);
    for (let self = 1; self < members; self++) {
      const kept = seats.map(({ memory }) => memory);
      this.#threads.start({ kind: "exchanging", self, members, module, map, stride, memories: kept, board });
    }
  }

  get engines(): readonly Engine[] {
    return this.#engines;
  }

  /** Bytes that are in no engine. */
  get bytes(): number {
    return 0;
  }

  /** There is no better arrangement. */
  get isOutgrown(): boolean {
    return false;
  }

  /** Which partition a state is in is up to its hash. */
  balance(): void {}

  /** By one thread: sends and looks up all that lies in the outboxes. */
  settle(): void {
    this.#active = this.#alone;
    this.#post(
      this.#boardAlone,
      this.#engines.map(() => ({ from: 0, to: 0 })),
    );
    this.#alone.begin();
    while (this.#alone.work() !== "arrived");
  }

  /**
   * Expands a stretch of each partition. `breathe` is called again and again, and stops everything if it says so; then, or
   * when memory has run out, what has been produced is not all there is.
   */
  async expand(level: readonly Stretch[], breathe: () => Promise<boolean>): Promise<void> {
    const size = level.reduce((sum, { from, to }) => sum + to - from, 0);
    const together = this.#members > 1 && size >= this.#smallLevel;
    const board = together ? this.#board : this.#boardAlone;
    this.#active = together ? this.#first : this.#alone;
    this.#post(board, level);
    if (together) Atomics.notify(board, BOARD.turn);
    const look = async (): Promise<void> => {
      if (await breathe()) Atomics.store(board, BOARD.stop, 1);
      if (this.#threads.failure === null) return;
      Atomics.store(board, BOARD.stop, 1);
      throw this.#threads.failure;
    };
    this.#active.begin();
    for (let done = this.#active.work(); done !== "arrived"; done = this.#active.work()) {
      if (done === "idle") this.#active.pause();
      await look();
    }
    for (let idle = 0; Atomics.load(board, BOARD.arrived) < (together ? this.#members : 1); idle++) {
      pauseAt(board, idle);
      await look();
    }
    if (Atomics.load(board, BOARD.stop) !== 0) for (const engine of this.#engines) discardTransit(engine);
  }

  /** Ends the threads. The engines are the caller's. */
  async close(): Promise<void> {
    await this.#threads.close();
  }

  #post(board: Int32Array, level: readonly Stretch[]): void {
    level.forEach(({ from, to }, partition) => {
      Atomics.store(board, BOARD.stretches + partition * 2, from);
      Atomics.store(board, BOARD.stretches + partition * 2 + 1, to);
    });
    for (const number of [BOARD.sent, BOARD.arrived, BOARD.stop]) Atomics.store(board, number, 0);
    Atomics.add(board, BOARD.turn, 1);
  }
}

/** Forgets the states on the way from one partition to another. */
function discardTransit({ map, numbers }: Engine): void {
  const { bits, members, ends, outboxes, outboxBytes, inboxes, inboxBytes } = map.exchange!;
  for (let i = 0; i < 2 ** bits; i++) numbers[ends / 4 + i] = outboxes + i * outboxBytes;
  for (let i = 0; i < members; i++) {
    const inbox = inboxes + i * inboxBytes;
    numbers[(inbox + INBOX.taken) / 4] = numbers[(inbox + INBOX.written) / 4]!;
  }
}
