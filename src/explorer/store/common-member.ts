// A thread that expands its share of a level where all have a visited set in common (common-crew.ts). What comes in is a
// stretch of its own log; what goes out is a longer log. The invariant: while room is wanted on the board, a thread that is
// not at work does not begin, and one at work soon waits; so once none is at work, the set may be changed by who makes room.

import type { StateSet } from "./state-set.ts";

/** Numbers that all threads see, by their index. */
export const COMMON_BOARD = {
  /** Which level it is that they work at; another number, another level. */
  turn: 0,
  /** Not 0: leave everything and arrive. */
  stop: 1,
  /** Not 0: everybody is to wait until there is room again. */
  wanted: 2,
  /** Nobody ever writes here: for short sleeps. */
  never: 3,
  /** From here on for each member: one of DOING, the first state to expand, the end. */
  members: 16,
} as const;

/** So that no two members write to the same line of the cache. */
const STRIDE = 16;

export const DOING = { nothing: 0, work: 1, wait: 2 } as const;

/** States expanded before the board is looked at. */
export const COMMON_SLICE = 256;

const LOOK_MILLISECONDS = 100;

export function makeCommonBoard(members: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer((COMMON_BOARD.members + members * STRIDE) * 4));
}

/** Where on the board it stands what a member does; then come first and end of its stretch. */
export function placeOf(member: number): number {
  return COMMON_BOARD.members + member * STRIDE;
}

/** Expands the stretch of a member that is not the first, whose own set is the one given. */
export function expandShare(board: Int32Array, member: number, set: StateSet): void {
  const place = placeOf(member);
  const end = Atomics.load(board, place + 2);
  for (let next = Atomics.load(board, place + 1); next < end; next += COMMON_SLICE) {
    if (Atomics.load(board, COMMON_BOARD.wanted) !== 0) awaitRoom(board, member);
    if (set.full) Atomics.store(board, COMMON_BOARD.stop, 1);
    if (Atomics.load(board, COMMON_BOARD.stop) !== 0) break;
    set.expand(next, Math.min(end, next + COMMON_SLICE));
  }
  Atomics.store(board, place, DOING.nothing);
}

/** Says that a member needs room, and waits for it. */
export function wantRoom(board: Int32Array, member: number): void {
  Atomics.store(board, COMMON_BOARD.wanted, 1);
  awaitRoom(board, member);
}

function awaitRoom(board: Int32Array, member: number): void {
  const isOver = (): boolean =>
    Atomics.load(board, COMMON_BOARD.wanted) === 0 || Atomics.load(board, COMMON_BOARD.stop) !== 0;
  do {
    Atomics.store(board, placeOf(member), DOING.wait);
    while (!isOver()) Atomics.wait(board, COMMON_BOARD.wanted, 1, LOOK_MILLISECONDS);
    // Whoever makes room looks at this after it has said that room is wanted, and we look at that after this.
    Atomics.store(board, placeOf(member), DOING.work);
  } while (!isOver());
}
