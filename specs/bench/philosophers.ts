// A yardstick with many cheap processes: philosophers who put their one fork back if the other is taken. Who holds what is
// all there is to a state, and every way to hold forks without conflict comes about. So the states can be counted on paper:
// words over thinking, holding and eating, read in a ring, in which nobody who holds or eats follows one who eats. Of
// length n there are (1 + √2)^n + (1 − √2)^n.

import { array, assert, bool, choose, each, int, params, shared, spec, when } from "allways";

const { seats } = params({ seats: int(2, 24, 8) });

const s = shared({ taken: array(seats, bool()) });

function* philosopher(self: number) {
  while (true) {
    yield "take left";
    when(!s.taken[self]);
    s.taken[self] = true;

    yield "take right";
    const polite = choose([false, true]);
    if (polite) s.taken[self] = false;
    else {
      when(!s.taken[(self + 1) % seats]);
      s.taken[(self + 1) % seats] = true;

      yield "put down";
      assert(s.taken[self] && s.taken[(self + 1) % seats], "eats with two forks");
      s.taken[self] = false;
      s.taken[(self + 1) % seats] = false;
    }
  }
}

export default spec("polite philosophers", {
  processes: { philosopher: each(philosopher, seats) },
  scenarios: {
    eight: { expect: "holds", states: 1_154 },
    sixteen: { set: { seats: 16 }, expect: "holds", states: 1_331_714, slow: true },
  },
});
