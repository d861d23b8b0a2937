// Peterson's lock for two processes (Information Processing Letters 12, 1981), one step per shared access. The labels are
// those of the well-known six-label version: a0 is the rest of the program, cs the critical section.
//
// `raiseFlagFirst: false` gives way before it announces itself: the two may then enter together.

import { at, bool, each, int, params, shared, spec, when } from "allways";

const { raiseFlagFirst } = params({ raiseFlagFirst: bool(true) });

const lock = shared({
  flag0: bool(),
  flag1: bool(),
  turn: int(0, 1, 1),
});

function raise(process: number, up: boolean) {
  if (process === 0) lock.flag0 = up;
  else lock.flag1 = up;
}

function raised(process: number): boolean {
  return process === 0 ? lock.flag0 : lock.flag1;
}

function* peterson(self: number) {
  const other = 1 - self;
  while (true) {
    yield "a0";

    yield "a1";
    if (raiseFlagFirst) raise(self, true);
    else lock.turn = other;

    yield "a2";
    if (raiseFlagFirst) lock.turn = other;
    else raise(self, true);

    yield "a3";
    when(!raised(other) || lock.turn === self);

    yield "cs";

    yield "a4";
    raise(self, false);
  }
}

export default spec("Peterson's lock", {
  processes: { peterson: each(peterson, 2) },
  always: { "mutual exclusion": () => at(peterson, "cs") <= 1 },
  reachable: {
    "the first enters": () => at(peterson, 0, "cs"),
    "the second enters": () => at(peterson, 1, "cs"),
  },
  scenarios: {
    "two processes": { expect: "holds", states: 42 },
    "turn before flag": {
      set: { raiseFlagFirst: false },
      expect: { violates: "mutual exclusion" },
      states: 52,
      steps: 8,
    },
  },
});
