// The threads of a search whose visited set they have in common: each has a log of its own and looks every successor up
// itself, so nothing is sent from one to another. The one that the search runs in is the first member. What comes in is
// engines, one for each member; what goes out is levels expanded by all together. When the set is as full as it should be, or a
// log has no more room, all wait while the first member makes some. The invariants: between two levels the engines are the
// caller's alone; each state is in one log, once, unless an engine is full; and when a thread ends that should not, the
// caller gets an error.

import { COMMON_BOARD, COMMON_SLICE, DOING, makeCommonBoard, placeOf } from "./common-member.ts";
import type { CommonSet } from "./common-set.ts";
import { type CrewSettings, SMALL_LEVEL, type Stretch } from "./crew.ts";
import type { Engine } from "./engine.ts";
import type { CommonLink } from "./state-set.ts";
import { Threads } from "./threads.ts";
import type { Memory } from "./webassembly.ts";

/** Less room than that in a log is none: more than a batch can add. */
const LEAST_LOG_BYTES = 2 ** 14;

/** Of the bytes that logs have, as much again must be there beside a larger set. */
const LOG_MARGIN = 1.125;

/** Shares of a level may be larger than others by this factor. */
const UNEVEN = 1.05;

/** A thread at work looks at the board some thousand times a second. */
const PATIENCE_MILLISECONDS = 60_000;

const SPINS = 500;
const NAP_MILLISECONDS = 0.1;

export interface CommonSeat {
  readonly memory: Memory;
  readonly sit: (link: CommonLink) => Engine;
}

export class CommonCrew {
  readonly engines: readonly Engine[];
  readonly #set: CommonSet;
  /** Bytes for the set and all logs. */
  readonly #bytes: number;
  readonly #smallLevel: number;
  readonly #board: Int32Array;
  readonly #threads: Threads;

  constructor(settings: CrewSettings, bytes: number, set: CommonSet, seats: readonly CommonSeat[], module: object) {
    this.#set = set;
    this.#bytes = bytes;
    this.#smallLevel = settings.smallLevel ?? SMALL_LEVEL;
    const board = makeCommonBoard(seats.length);
    this.#board = board;
    const link = set.link(() => this.#makeRoomAtOnce());
    this.engines = seats.map(({ sit }) => sit(link));
    this.#makeRoom();
    this.#threads = new Threads(settings.entry);
    const { map, stride } = this.engines[0]!;
    for (let self = 1; self < seats.length; self++) {
      const { memory } = seats[self]!;
      this.#threads.start({ kind: "common", self, module, map, stride, memory, set: set.parts, board });
    }
  }

  /** Bytes that are in no engine. */
  get bytes(): number {
    return this.#set.bytes;
  }

  /** The states would be better off in several sets, each in a memory of its own. */
  get isOutgrown(): boolean {
    return this.#set.isOutgrown;
  }

  /** Nothing is ever on its way. */
  settle(): void {}

  /** As that of other crews (crew.ts). */
  async expand(level: readonly Stretch[], breathe: () => Promise<boolean>): Promise<void> {
    const board = this.#board;
    Atomics.store(board, COMMON_BOARD.stop, 0);
    const size = level.reduce((sum, { from, to }) => sum + to - from, 0);
    const together = size >= this.#smallLevel;
    if (together) this.#post(level);
    const look = async (): Promise<void> => {
      if (await breathe()) Atomics.store(board, COMMON_BOARD.stop, 1);
      if (this.#threads.failure === null) return;
      Atomics.store(board, COMMON_BOARD.stop, 1);
      throw this.#threads.failure;
    };
    for (const [member, engine] of this.engines.entries()) {
      if (together && member > 0) break;
      await this.#expandOwn(engine, level[member]!, look);
    }
    for (let idle = 0; this.#isAnybody(DOING.work, DOING.wait); idle++) {
      if (this.#isWanted() && !this.#isAnybody(DOING.work)) this.#serve();
      else if (idle >= SPINS) Atomics.wait(board, COMMON_BOARD.never, 0, NAP_MILLISECONDS);
      await look();
    }
  }

  /**
   * Gives all members as much of the level that has just been found, given the numbers of its first states in each log. What was
   * noticed in it must be found in the same log, though.
   */
  balance(firsts: readonly number[]): void {
    const sizes = this.engines.map((engine, member) => engine.states - firsts[member]!);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const share = Math.ceil(total / sizes.length);
    if (total < this.#smallLevel || Math.max(...sizes) <= share * UNEVEN) return;
    if (this.engines.some(({ noticed }) => noticed)) return;
    for (const [to, receiver] of this.engines.entries()) {
      for (const [from, giver] of this.engines.entries()) {
        const moved = Math.min(share - sizes[to]!, sizes[from]! - share);
        if (moved <= 0 || receiver.logRoom < moved * receiver.stride) continue;
        receiver.takeFrom(giver, moved);
        sizes[to]! += moved;
        sizes[from]! -= moved;
      }
    }
  }

  /** Ends the threads. The engines are the caller's. */
  async close(): Promise<void> {
    await this.#threads.close();
  }

  async #expandOwn(engine: Engine, { from, to }: Stretch, look: () => Promise<void>): Promise<void> {
    for (let next = from; next < to; next += COMMON_SLICE) {
      if (this.engines.some(({ full }) => full)) Atomics.store(this.#board, COMMON_BOARD.stop, 1);
      if (Atomics.load(this.#board, COMMON_BOARD.stop) !== 0) return;
      if (this.#isWanted()) this.#makeRoomAtOnce();
      engine.expand(next, Math.min(to, next + COMMON_SLICE));
      await look();
    }
  }

  #post(level: readonly Stretch[]): void {
    const board = this.#board;
    for (let member = 1; member < this.engines.length; member++) {
      const place = placeOf(member);
      Atomics.store(board, place + 1, level[member]!.from);
      Atomics.store(board, place + 2, level[member]!.to);
      Atomics.store(board, place, DOING.work);
    }
    Atomics.add(board, COMMON_BOARD.turn, 1);
    Atomics.notify(board, COMMON_BOARD.turn);
  }

  #isWanted(): boolean {
    return Atomics.load(this.#board, COMMON_BOARD.wanted) !== 0;
  }

  #isAnybody(...doing: readonly number[]): boolean {
    return this.engines.some((_, member) => member > 0 && doing.includes(Atomics.load(this.#board, placeOf(member))));
  }

  /** In the middle of a batch, or between two: has the others wait, and makes room. */
  #makeRoomAtOnce(): void {
    Atomics.store(this.#board, COMMON_BOARD.wanted, 1);
    const began = performance.now();
    while (this.#isAnybody(DOING.work)) {
      Atomics.wait(this.#board, COMMON_BOARD.never, 0, NAP_MILLISECONDS);
      if (performance.now() - began > PATIENCE_MILLISECONDS) {
        Atomics.store(this.#board, COMMON_BOARD.stop, 1);
        throw new Error("a thread of the search does not answer");
      }
    }
    this.#serve();
  }

  /** Makes room while all others wait, and has them go on. */
  #serve(): void {
    this.#makeRoom();
    Atomics.store(this.#board, COMMON_BOARD.wanted, 0);
    Atomics.notify(this.#board, COMMON_BOARD.wanted);
  }

  #makeRoom(): void {
    const { engines } = this;
    const logs = engines.reduce((sum, engine) => sum + engine.bytes, 0);
    const hasRoom = this.#set.makeRoom(this.#bytes - logs * LOG_MARGIN);
    const share = Math.floor((this.#bytes - this.#set.bytes - logs) / engines.length);
    const isShort = engines.map((engine) => engine.limitLog(Math.max(0, share)) < LEAST_LOG_BYTES).includes(true);
    if (!hasRoom || isShort) for (const engine of engines) engine.setFull(true);
  }
}
