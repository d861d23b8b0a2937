// The water jugs of the film Die Hard 3: a jug of five litres, one of three, a fountain, and four litres to be measured.
// Six actions, always enabled. The puzzle's answer is the counterexample to "never four litres": six steps.

import { int, shared, spec } from "allways";

const jugs = shared({ big: int(0, 5), small: int(0, 3) });

function fillBig() {
  jugs.big = 5;
}

function fillSmall() {
  jugs.small = 3;
}

function emptyBig() {
  jugs.big = 0;
}

function emptySmall() {
  jugs.small = 0;
}

function pourBigIntoSmall() {
  const poured = Math.min(jugs.big, 3 - jugs.small);
  jugs.big -= poured;
  jugs.small += poured;
}

function pourSmallIntoBig() {
  const poured = Math.min(jugs.small, 5 - jugs.big);
  jugs.small -= poured;
  jugs.big += poured;
}

export default spec("die hard", {
  actions: { fillBig, fillSmall, emptyBig, emptySmall, pourBigIntoSmall, pourSmallIntoBig },
  always: {
    "a jug is full or empty": () => jugs.big === 0 || jugs.big === 5 || jugs.small === 0 || jugs.small === 3,
    "never four litres": () => jugs.big !== 4,
  },
  scenarios: {
    "four litres": { expect: { violates: "never four litres" }, states: 14, steps: 6 },
    "full graph": { check: ["a jug is full or empty"], expect: "holds", states: 16 },
  },
});
