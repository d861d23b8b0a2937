// A lock as one step: a process waits until nobody holds it and takes it. What every other lock must amount to; the
// spec "Lock" of the TLA+ examples (locks_auxiliary_vars). Two processes at four labels each make 16 pairs, less the 4
// in which both are inside: 12 distinct states, 21 generated, depth 5.
//
// `testThenSet` looks at the lock in one step and takes it in the next, and two may enter.

import { at, bool, each, int, params, shared, spec, when } from "allways";

const { processes, testThenSet } = params({ processes: int(1, 4, 2), testThenSet: bool() });

const lock = shared({ held: bool() });

function* user() {
  while (true) {
    yield "ncs";

    yield "acquire";
    when(!lock.held);
    if (testThenSet) yield "set";
    lock.held = true;

    yield "cs";

    yield "release";
    lock.held = false;
  }
}

export default spec("abstract lock", {
  processes: { user: each(user, processes) },
  always: { "mutual exclusion": () => at(user, "cs") + at(user, "release") <= 1 },
  scenarios: {
    "two processes": { expect: "holds", states: 12 },
    "four processes": { set: { processes: 4 }, expect: "holds", states: 80 },
    "test, then set": { set: { testThenSet: true }, expect: { violates: "mutual exclusion" }, states: 22, steps: 6 },
  },
});
