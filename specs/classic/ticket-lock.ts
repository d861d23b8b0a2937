// The ticket lock (Mellor-Crummey and Scott, "Algorithms for Scalable Synchronization on Shared-Memory
// Multiprocessors", TOCS 9, 1991; until 2015 the spinlock of Linux on x86): draw a ticket by one atomic add, wait
// until it is served, and serve the next one on leaving. First come, first served. Tickets wrap round after `tickets`,
// which must be at least as many as there are processes. Three processes, four tickets: 124 distinct, 229 generated,
// depth 14.
//
// `drawInTwoSteps` reads and writes the counter separately: of two with the same ticket one waits for ever, if they do
// not both enter. `serveBeforeLeaving` lets the next one in too early, and too few `tickets` come round too soon.

import { at, bool, each, int, optional, params, shared, spec, when } from "allways";

const { processes, tickets, drawInTwoSteps, serveBeforeLeaving } = params({
  processes: int(2, 4, 3),
  tickets: int(2, 8, 4),
  drawInTwoSteps: bool(),
  serveBeforeLeaving: bool(),
});

const lock = shared({ next: int(0, tickets - 1), serving: int(0, tickets - 1) });

function serveNext() {
  lock.serving = (lock.serving + 1) % tickets;
}

function* draw() {
  yield "draw";
  optional(); // nobody has to enter
  const ticket = lock.next;
  if (drawInTwoSteps) yield "write the counter";
  lock.next = (ticket + 1) % tickets;
  return ticket;
}

function* user() {
  while (true) {
    const ticket = yield* draw();

    yield "wait";
    when(lock.serving === ticket);
    if (serveBeforeLeaving) serveNext();

    yield "cs";
    if (!serveBeforeLeaving) serveNext();
  }
}

export default spec("ticket lock", {
  processes: { user: each(user, processes) },
  always: {
    "mutual exclusion": () => at(user, "cs") <= 1,
  },
  quiescent: { "all are served": () => lock.next === lock.serving },
  scenarios: {
    "three processes": { expect: "holds", states: 124 },
    "four processes": { set: { processes: 4 }, expect: "holds", states: 516 },
    "draw in two steps": { set: { drawInTwoSteps: true }, expect: "deadlocks", states: 181, steps: 6 },
    "serve before leaving": {
      set: { serveBeforeLeaving: true },
      expect: { violates: "mutual exclusion" },
      states: 38,
      steps: 4,
    },
    "too few tickets": { set: { tickets: 2 }, expect: { violates: "mutual exclusion" }, states: 44, steps: 5 },
  },
});
