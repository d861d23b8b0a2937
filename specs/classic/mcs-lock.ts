// The MCS lock (Mellor-Crummey and Scott, "Algorithms for Scalable Synchronization on Shared-Memory Multiprocessors",
// TOCS 9, 1991; the queue behind Linux' spinlocks and mutexes): processes queue up by exchanging the tail, link
// themselves to their predecessor, and wait at a flag of their own until it lets them in. One step per access to
// shared memory. Three processes: 893 distinct, 2248 generated, depth 28.
//
// `linkBeforeLocked` links before the flag is set: it may be set after it was cleared, and the wait never ends.
// `exchangeInTwoSteps` reads the tail and then writes it: two may think that they are the first. `storeInsteadOfCas`
// empties the queue without comparing: whoever has exchanged meanwhile waits for ever.

import { array, at, bool, each, int, optional, params, record, shared, spec, when } from "allways";

const { processes, linkBeforeLocked, exchangeInTwoSteps, storeInsteadOfCas } = params({
  processes: int(1, 4, 3),
  linkBeforeLocked: bool(),
  exchangeInTwoSteps: bool(),
  storeInsteadOfCas: bool(),
});

const NIL = processes;
const NODE = int(0, processes, NIL); // of the process of that number

const lock = shared({
  tail: NODE,
  node: array(processes, record({ next: NODE, locked: bool() })),
});

function* exchangeTail(self: number) {
  yield "exchange tail";
  const predecessor = lock.tail;
  if (exchangeInTwoSteps) yield "write tail";
  lock.tail = self;
  return predecessor;
}

function* queueUp(self: number, predecessor: number) {
  if (linkBeforeLocked) {
    yield "link, too early";
    lock.node[predecessor].next = self;
  }

  yield "set locked";
  lock.node[self].locked = true;

  if (!linkBeforeLocked) {
    yield "link";
    lock.node[predecessor].next = self;
  }

  yield "await unlocked";
  when(!lock.node[self].locked);
}

/** Leaves an empty queue, unless somebody is in it behind us. */
function* leaveAlone(self: number) {
  yield "compare and swap tail";
  if (!storeInsteadOfCas && lock.tail !== self) return false;
  lock.tail = NIL;
  return true;
}

function* release(self: number) {
  yield "look for a successor";
  if (lock.node[self].next === NIL) {
    if (yield* leaveAlone(self)) return;

    yield "await the successor";
    when(lock.node[self].next !== NIL);
  }

  yield "let the successor in";
  lock.node[lock.node[self].next].locked = false;
}

function* user(self: number) {
  while (true) {
    yield "clear next";
    optional(); // nobody has to enter
    lock.node[self].next = NIL;

    const predecessor = yield* exchangeTail(self);
    if (predecessor !== NIL) yield* queueUp(self, predecessor);

    yield "cs";

    yield* release(self);
  }
}

export default spec("MCS lock", {
  processes: { user: each(user, processes) },
  always: { "mutual exclusion": () => at(user, "cs") <= 1 },
  quiescent: { "the queue is empty": () => lock.tail === NIL },
  scenarios: {
    "two processes": { set: { processes: 2 }, expect: "holds", states: 62 },
    "three processes": { expect: "holds", states: 893 },
    "four processes": { set: { processes: 4 }, expect: "holds", states: 15920 },
    "link before locked": { set: { linkBeforeLocked: true }, expect: "deadlocks", states: 350, steps: 9 },
    "exchange in two steps": {
      set: { exchangeInTwoSteps: true },
      expect: { violates: "mutual exclusion" },
      states: 108,
      steps: 6,
    },
    "store instead of compare and swap": {
      set: { storeInsteadOfCas: true },
      expect: "deadlocks",
      states: 338,
      steps: 9,
    },
  },
});
