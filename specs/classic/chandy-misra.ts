// The hygienic dining philosophers (Chandy and Misra, "The Drinking Philosophers Problem", TOPLAS 6, 1984; the TLA+
// example DiningPhilosophers): a fork is clean when it is handed over and dirty once it was eaten with; dirty ones are
// given up on request. The first philosopher holds two forks at the start, so nobody waits in a circle. 2 to 6
// philosophers: 11, 19, 35, 67, 131 distinct states, 2^(n+1) + 3; five: 336 generated, depth 29.
//
// `oneForkEach` starts with a fork for each: now they do wait in a circle, and nobody ever eats.

import { array, at, bool, each, int, params, record, shared, spec } from "allways";

const { philosophers, oneForkEach } = params({ philosophers: int(2, 6, 5), oneForkEach: bool() });

const PHILOSOPHER = int(0, philosophers - 1);

// Fork i lies between philosopher i - 1 and philosopher i.
const holders = Array.from({ length: philosophers }, (_, i) => ({
  holder: i === 1 && !oneForkEach ? 0 : i,
  clean: false,
}));
const table = shared({ forks: array(philosophers, record({ holder: PHILOSOPHER, clean: bool() }), holders) });

function* philosopher(self: number) {
  let hungry = true;
  while (true) {
    yield "Loop";
    const left = table.forks[self];
    const right = table.forks[(self + 1) % philosophers];
    const canEat = left.holder === self && left.clean && right.holder === self && right.clean;
    if (left.holder === self && !left.clean) {
      left.holder = (self + philosophers - 1) % philosophers;
      left.clean = true;
    } else if (right.holder === self && !right.clean) {
      right.holder = (self + 1) % philosophers;
      right.clean = true;
    }
    if (!hungry) {
      yield "Think";
      hungry = true;
    } else if (canEat) {
      yield "Eat";
      hungry = false;
      left.clean = false;
      right.clean = false;
    }
  }
}

const EVERY = Array.from({ length: philosophers }, (_, i) => i);

export default spec("hygienic philosophers", {
  processes: { philosopher: each(philosopher, philosophers) },
  always: {
    "neighbours do not eat together": () =>
      EVERY.every((i) => !(at(philosopher, i, "Eat") && at(philosopher, (i + 1) % philosophers, "Eat"))),
  },
  reachable: {
    "somebody eats": () => at(philosopher, "Eat") > 0,
    "the last eats": () => at(philosopher, philosophers - 1, "Eat"),
  },
  scenarios: {
    two: { set: { philosophers: 2 }, expect: "holds", states: 11 },
    three: { set: { philosophers: 3 }, expect: "holds", states: 19 },
    four: { set: { philosophers: 4 }, expect: "holds", states: 35 },
    five: { expect: "holds", states: 67 },
    six: { set: { philosophers: 6 }, expect: "holds", states: 131 },
    "a fork for each": { set: { oneForkEach: true }, expect: { violates: "somebody eats" }, states: 32 },
  },
});
