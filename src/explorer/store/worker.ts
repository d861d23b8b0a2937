// A thread that expands states: a member of a crew (crew.ts), at work whenever a new turn stands on the board. It ends
// when the crew ends it.

import { workerData } from "node:worker_threads";
import type { MemoryMap } from "../compile/memory-map.ts";
import { BOARD, Member } from "./member.ts";
import { fixedMemory } from "./memory.ts";
import { StateSet } from "./state-set.ts";
import type { Memory } from "./webassembly.ts";

/** What a crew tells a thread. */
export interface Assignment {
  readonly self: number;
  readonly members: number;
  readonly module: object;
  readonly map: MemoryMap;
  readonly stride: number;
  readonly memories: readonly Memory[];
  readonly board: Int32Array;
}

/** Looks at the board so often before it sleeps until the next turn. */
const SPINS = 20_000;

const { self, members, module, map, stride, memories, board }: Assignment = workerData;

const sets: (StateSet | null)[] = memories.map((memory, partition) => {
  if (partition % members !== self) return null;
  const set: StateSet = new StateSet({ module, map, stride }, fixedMemory(memory), (to) => member.deliver(set, to));
  return set;
});
const member: Member = new Member({
  self,
  members,
  sets,
  memories: memories.map(({ buffer }) => new Uint32Array(buffer)),
  board,
  exchange: map.exchange!,
  stride,
});

for (let turn = 0; ; ) {
  turn = awaitTurnAfter(turn);
  member.begin();
  for (let done = member.work(); done !== "arrived"; done = member.work()) if (done === "idle") member.pause();
}

function awaitTurnAfter(last: number): number {
  for (let i = 0; i < SPINS; i++) {
    const turn = Atomics.load(board, BOARD.turn);
    if (turn !== last) return turn;
  }
  Atomics.wait(board, BOARD.turn, last);
  return Atomics.load(board, BOARD.turn);
}
