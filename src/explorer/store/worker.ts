// A thread that expands states: a member of a crew (crew.ts, common-crew.ts), at work whenever a new turn stands on the
// board. It ends when the crew ends it.

import { workerData } from "node:worker_threads";
import type { MemoryMap } from "../compile/memory-map.ts";
import { COMMON_BOARD, expandShare, wantRoom } from "./common-member.ts";
import { type CommonParts, codeOf } from "./common-set.ts";
import { BOARD, Member } from "./member.ts";
import { fixedMemory } from "./memory.ts";
import { StateSet } from "./state-set.ts";
import { awaitTurnAfter } from "./turns.ts";
import type { Memory } from "./webassembly.ts";

/** What a crew tells a thread. */
export type Assignment = ExchangingAssignment | CommonAssignment;

interface AnyAssignment {
  readonly self: number;
  readonly module: object;
  readonly map: MemoryMap;
  readonly stride: number;
  readonly board: Int32Array;
}

interface ExchangingAssignment extends AnyAssignment {
  readonly kind: "exchanging";
  readonly members: number;
  readonly memories: readonly Memory[];
}

interface CommonAssignment extends AnyAssignment {
  readonly kind: "common";
  readonly memory: Memory;
  readonly set: CommonParts;
}

const assignment: Assignment = workerData;
if (assignment.kind === "common") workInCommon(assignment);
else workExchanging(assignment);

function workInCommon({ self, module, map, stride, memory, set, board }: CommonAssignment): never {
  const common = { ...codeOf(set), makeRoom: () => wantRoom(board, self) };
  const own = new StateSet({ module, map, stride }, fixedMemory(memory), { deliver: () => {}, common });
  for (let turn = 0; ; ) {
    turn = awaitTurnAfter(board, COMMON_BOARD.turn, turn);
    expandShare(board, self, own);
  }
}

function workExchanging({ self, members, module, map, stride, memories, board }: ExchangingAssignment): never {
  const sets: (StateSet | null)[] = memories.map((memory, partition) => {
    if (partition % members !== self) return null;
    const deliver = (to: number): void => member.deliver(set, to);
    const set: StateSet = new StateSet({ module, map, stride }, fixedMemory(memory), { deliver, common: null });
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
    turn = awaitTurnAfter(board, BOARD.turn, turn);
    member.begin();
    for (let done = member.work(); done !== "arrived"; done = member.work()) if (done === "idle") member.pause();
  }
}
