// Threads that read a shared counter, add one, write it back and end; stateright's examples increment and
// increment_lock. What each thread read is kept beside the counter, also when nobody will look at it again, so that
// the states are those of the published counts. (lost-update.ts has the register as a local: 12 states for two threads
// instead of 13.)
//
// Without a lock an increment is lost in four steps. All states of 2, 3, 4, 5 threads: 13, 84, 755, 8638 distinct; 15,
// 112, 1157, 15206 generated; depth 2n + 1. With a lock around the two accesses (`locked`) nothing is lost, and n
// threads reach 1 + 4 · Σ n!/(n−k)!, k from 1 to n, states: 17, 61, 257, 1301, 7825 for 2 to 6 threads; depth 4n + 1.

import { array, bool, each, ended, int, params, shared, spec, when } from "allways";

const { threads, locked } = params({ threads: int(2, 6, 2), locked: bool() });

const memory = shared({
  counter: int(0, threads),
  read: array(threads, int(0, threads)), // by thread: what it read last
  held: bool(),
});

function* increment(self: number) {
  if (locked) {
    yield "take the lock";
    when(!memory.held);
    memory.held = true;
  }
  yield "read";
  memory.read[self] = memory.counter;

  yield "write";
  memory.counter = memory.read[self] + 1;

  if (locked) {
    yield "release the lock";
    memory.held = false;
  }
}

export default spec("increment", {
  processes: { increment: each(increment, threads) },
  always: {
    "every thread counts": () => locked || memory.counter === ended(increment),
    "at most one each": () => memory.counter <= threads,
  },
  quiescent: { "nothing lost": () => memory.counter === threads },
  scenarios: {
    "two threads": { expect: { violates: "every thread counts" }, states: 13, steps: 4 },

    "all states of two": { check: ["at most one each"], expect: "holds", states: 13 },
    "all states of three": { set: { threads: 3 }, check: ["at most one each"], expect: "holds", states: 84 },
    "all states of four": { set: { threads: 4 }, check: ["at most one each"], expect: "holds", states: 755 },
    "all states of five": { set: { threads: 5 }, check: ["at most one each"], expect: "holds", states: 8638 },

    "two with a lock": { set: { locked: true }, expect: "holds", states: 17 },
    "three with a lock": { set: { threads: 3, locked: true }, expect: "holds", states: 61 },
    "four with a lock": { set: { threads: 4, locked: true }, expect: "holds", states: 257 },
    "five with a lock": { set: { threads: 5, locked: true }, expect: "holds", states: 1301 },
    "six with a lock": { set: { threads: 6, locked: true }, expect: "holds", states: 7825 },
  },
});
