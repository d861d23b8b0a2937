// Counters that anybody may raise, each by itself: the plainest large system there is, and one whose counts are closed. With
// n counters of 0 … m there are (m + 1)^n states in n · m + 1 levels, and n · m · (m + 1)^(n - 1) steps between them. Seven
// counters of 0 … 15 are 268,435,456 states of 28 bits: a measure of how much fits.

import { array, each, int, params, shared, spec, when } from "allways";

const { counters, most } = params({ counters: int(1, 8, 5), most: int(1, 15, 9) });

const s = shared({ count: array(counters, int(0, most)) });

function raise(i: number) {
  when(s.count[i] < most);
  s.count[i]++;
}

export default spec("counters", {
  actions: { raise: each(raise, counters) },
  always: { bounded: () => s.count.every((count) => count <= most) },
  mayEnd: () => s.count.every((count) => count === most),
  scenarios: {
    "3 counters of 0 to 9": { set: { counters: 3, most: 9 }, expect: "holds", states: 1_000 },
    "5 counters of 0 to 9": { set: { counters: 5, most: 9 }, expect: "holds", states: 100_000 },
    "5 counters of 0 to 15": { set: { counters: 5, most: 15 }, expect: "holds", states: 1_048_576, slow: true },
    "6 counters of 0 to 15": { set: { counters: 6, most: 15 }, expect: "holds", states: 16_777_216, slow: true },
    "7 counters of 0 to 15": { set: { counters: 7, most: 15 }, expect: "holds", states: 268_435_456, slow: true },
  },
});
