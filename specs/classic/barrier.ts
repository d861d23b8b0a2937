// A barrier (TLA+ examples, barriers/Barrier): threads arrive one by one, and when all have they leave at once. Six
// threads: 64 distinct states, 194 generated, depth 7.
//
// `missing` is how many the barrier does not wait for.

import { array, bool, each, int, old, params, shared, spec, when } from "allways";

const { threads, missing } = params({ threads: int(1, 12, 6), missing: int(0, 2) });

const barrier = shared({ arrived: array(threads, bool()) });

function arrivals(): number {
  return barrier.arrived.reduce((sum, here) => sum + Number(here), 0);
}

function arrive(thread: number) {
  when(!barrier.arrived[thread]);
  barrier.arrived[thread] = true;
}

function leave() {
  when(arrivals() >= threads - missing);
  barrier.arrived.fill(false);
}

export default spec("barrier", {
  actions: { arrive: each(arrive, threads), leave },
  step: {
    "nobody leaves before all have arrived": () =>
      arrivals() >= old(() => arrivals()) || old(() => arrivals()) === threads,
    "all leave at once": () => arrivals() >= old(() => arrivals()) || arrivals() === 0,
  },
  scenarios: {
    "six threads": { expect: "holds", states: 64 },
    "one missing": {
      set: { missing: 1 },
      expect: { violates: "nobody leaves before all have arrived" },
      states: 64,
      steps: 6,
    },
  },
});
