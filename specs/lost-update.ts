// The smallest race there is: threads that read a shared counter, add one in a register, and write it back. Two threads
// suffice to lose an update, in four steps. With `atomic` the two accesses are one step and nothing is lost.
//
// The register of a thread that has written back is dead and no longer part of the state: two threads reach 12 states,
// where a model that keeps the old value of the register counts 13.

import { bool, each, int, params, shared, spec } from "allways";

const { threads, atomic } = params({
  threads: int(2, 5, 2),
  atomic: bool(),
});

const memory = shared({ counter: int(0, threads) });

function* increment() {
  if (atomic) {
    yield "counter++";
    memory.counter++;
  } else {
    yield "read counter";
    const register = memory.counter;
    yield "write counter";
    memory.counter = register + 1;
  }
}

export default spec("lost update", {
  processes: { increment: each(increment, threads) },
  quiescent: { "nothing lost": () => memory.counter === threads },
  scenarios: {
    "two threads": { expect: { violates: "nothing lost" }, states: 12, steps: 4 },
    "two threads, one step": { set: { atomic: true }, expect: "holds", states: 4 },
    "five threads, one step": { set: { threads: 5, atomic: true }, expect: "holds", states: 32 },
  },
});
