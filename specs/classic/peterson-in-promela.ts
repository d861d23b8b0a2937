// Peterson's lock (Information Processing Letters 12, 1981) statement by statement as SPIN's example peterson.pml has
// it: how many are inside is counted, and asserted, by the processes themselves, and each begins with an assertion
// about itself that is a step of its own. 55 distinct states, 99 generated, as SPIN stores and takes transitions
// without partial-order reduction. (peterson.ts is the version with six labels: 42.)

import { array, assert, bool, each, int, shared, spec, when } from "allways";

const s = shared({ flag: array(2, bool()), turn: int(0, 1), inside: int(0, 2) });

function* user(self: number) {
  const other = 1 - self;
  yield "assert pid";
  assert(self === 0 || self === 1, "there are two users");
  while (true) {
    yield "flag = 1";
    s.flag[self] = true;

    yield "turn = me";
    s.turn = self;

    yield "wait";
    when(!s.flag[other] || s.turn === other);

    yield "inside++";
    s.inside++;

    yield "assert alone";
    assert(s.inside === 1, "nobody else is inside");

    yield "inside--";
    s.inside--;

    yield "flag = 0";
    s.flag[self] = false;
  }
}

export default spec("Peterson's lock in Promela's steps", {
  processes: { user: each(user, 2) },
  scenarios: { "two users": { expect: "holds", states: 55 } },
});
