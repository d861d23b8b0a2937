// Peterson's lock lets everybody in who wants in. With two processes that takes no fairness: whoever does not wait ends up
// waiting for the other, and a run never stops where somebody is obliged to move.

import { array, at, bool, each, int, leadsTo, optional, shared, spec, when } from "allways";

const s = shared({ wants: array(2, bool()), turn: int(0, 1) });

function* lock(self: number) {
  while (true) {
    yield "rest";
    optional(); // nobody has to want in
    s.wants[self] = true;
    yield "give way";
    s.turn = 1 - self;
    yield "wait";
    when(!s.wants[1 - self] || s.turn === self);
    yield "leave";
    s.wants[self] = false;
  }
}

export default spec("Peterson's lock lets everybody in", {
  processes: { lock: each(lock, 2) },
  always: { "mutual exclusion": () => at(lock, "leave") <= 1 },
  temporal: {
    "0 enters": leadsTo(
      () => s.wants[0],
      () => at(lock, 0, "leave"),
    ),
    "1 enters": leadsTo(
      () => s.wants[1],
      () => at(lock, 1, "leave"),
    ),
  },
  scenarios: { "weakly fair": { expect: "holds" } },
});
