// The first spec of Lamport's "Specifying Systems" (2002): a clock that shows any hour and goes on to the next. All
// twelve states are initial: 12 distinct, 24 generated, depth 1.

import { choose, int, shared, spec } from "allways";

const HOUR = int(1, 12);

const clock = shared({ hour: HOUR });

function start() {
  clock.hour = choose(HOUR);
}

function tick() {
  clock.hour = (clock.hour % 12) + 1;
}

export default spec("hour clock", {
  actions: { tick },
  init: start,
  always: { "an hour of the clock": () => clock.hour >= 1 && clock.hour <= 12 },
  reachable: { noon: () => clock.hour === 12 },
  scenarios: { "all hours": { expect: "holds", states: 12 } },
});
