// Counters that count to a limit, independently of each other: (limit + 1)^counters distinct states, depth counters ·
// limit + 1. There is nothing to find; the numbers are the point.

import { array, each, int, params, shared, spec, when } from "allways";

const { counters, limit } = params({ counters: int(1, 12, 3), limit: int(0, 20, 4) });

const s = shared({ count: array(counters, int(0, limit)) });

function count(i: number) {
  when(s.count[i] < limit);
  s.count[i]++;
}

export default spec("counters", {
  actions: { count: each(count, counters) },
  mayEnd: () => s.count.every((value) => value === limit),
  scenarios: {
    "three to four": { expect: "holds", states: 125 },
    "one to twenty": { set: { counters: 1, limit: 20 }, expect: "holds", states: 21 },
    "twelve to one": { set: { counters: 12, limit: 1 }, expect: "holds", states: 4096 },
    "six to six": { set: { counters: 6, limit: 6 }, expect: "holds", states: 117649 },
  },
});
