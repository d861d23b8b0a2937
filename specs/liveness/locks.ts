// Three locks and what it takes that whoever waits gets in. A ticket lock is first come, first served, and weak fairness is
// enough (without it a waiting process may spin for ever while the holder never moves). A spin lock by test and set is free of
// deadlock, but no fairness of processes keeps one from starving: it moves, and finds the lock taken each time. A semaphore is
// waited for, not asked again and again: there strong fairness helps, and weak fairness does not.
// (Herlihy and Shavit, The Art of Multiprocessor Programming, 2 and 7; Manna and Pnueli, Temporal Verification of Reactive
// Systems, on compassion.)

import { at, bool, each, int, leadsTo, oneOf, optional, params, shared, spec, strong, when } from "allways";

const { lock, processes, isStrong } = params({
  lock: oneOf("ticket", "test and set", "semaphore"),
  processes: int(2, 4, 2),
  isStrong: bool(),
});

const s = shared({ next: int(0, processes - 1), serving: int(0, processes - 1), held: bool() });

function* worker() {
  let held = true;
  while (true) {
    yield "rest";
    optional(); // nobody has to want in

    if (lock === "ticket") {
      const ticket = s.next;
      s.next = (s.next + 1) % processes;
      do {
        yield "ask who is served";
      } while (s.serving !== ticket);
    } else if (lock === "test and set") {
      do {
        yield "test and set";
        held = s.held;
        s.held = true;
      } while (held);
    } else {
      yield "wait";
      when(!s.held);
      s.held = true;
    }

    yield "leave";
    if (lock === "ticket") s.serving = (s.serving + 1) % processes;
    else s.held = false;
  }
}

/** Whether process 0 has said that it wants in, and is not in. */
function waits(): boolean {
  return at(worker, 0, "ask who is served") || at(worker, 0, "test and set") || at(worker, 0, "wait");
}

const workers = each(worker, processes);

export default spec("locks, and who gets in", {
  processes: { worker: isStrong ? strong(workers) : workers },
  always: { "mutual exclusion": () => at(worker, "leave") <= 1 },
  temporal: {
    "who waits gets in": leadsTo(
      () => waits(),
      () => at(worker, 0, "leave"),
    ),
    "somebody gets in": leadsTo(waits, () => at(worker, "leave") > 0),
  },
  scenarios: {
    "ticket lock": { expect: "holds" },
    "ticket lock, three processes": { set: { processes: 3 }, expect: "holds" },
    "test and set, weakly fair": { set: { lock: "test and set" }, expect: { violates: "who waits gets in" } },
    "test and set, strongly fair": {
      set: { lock: "test and set", isStrong: true },
      expect: { violates: "who waits gets in" },
    },
    "test and set: no deadlock": {
      set: { lock: "test and set" },
      check: ["somebody gets in"],
      expect: "holds",
    },
    "semaphore, weakly fair": { set: { lock: "semaphore" }, expect: { violates: "who waits gets in" } },
    "semaphore, strongly fair": { set: { lock: "semaphore", isStrong: true }, expect: "holds" },
    "semaphore, three strongly fair": { set: { lock: "semaphore", processes: 3, isStrong: true }, expect: "holds" },
  },
});
