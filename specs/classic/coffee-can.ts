// The coffee can problem (Gries, The Science of Programming, 1981, after Scholten): take two beans out of a can; if
// they are of one colour throw them away and put a black one in; if not, put the white one back. One bean is left in
// the end, white if and only if the number of white ones was odd: taking beans never changes whether it is. Every can
// of 1 to `beans` beans is an initial state: 5150 distinct, 20002 generated, depth 1 for 100; 501500, 2000002, 1 for
// 1000. That one bean is left takes no fairness: where two can be taken, somebody has to.

import { choose, eventually, int, old, params, shared, spec, when } from "allways";

const { beans } = params({ beans: int(1, 1000, 100) });

const AMOUNT = int(0, beans);
const can = shared({ black: AMOUNT, white: AMOUNT });

function fill() {
  const black = choose(AMOUNT);
  const white = choose(AMOUNT);
  when(black + white >= 1 && black + white <= beans);
  can.black = black;
  can.white = white;
}

function takeTwoWhite() {
  when(can.white >= 2);
  can.white -= 2;
  can.black++;
}

function takeTwoBlack() {
  when(can.black >= 2);
  can.black--;
}

function takeOneOfEach() {
  when(can.black >= 1 && can.white >= 1);
  can.black--;
}

function keepTheLast() {
  when(can.black + can.white === 1);
}

export default spec("coffee can", {
  actions: { takeTwoWhite, takeTwoBlack, takeOneOfEach, keepTheLast },
  init: fill,
  always: { "never empty": () => can.black + can.white >= 1 },
  step: {
    "odd stays odd": () => old(() => can.white) % 2 === can.white % 2,
    "fewer every time": () =>
      old(() => can.black + can.white) === 1 || can.black + can.white === old(() => can.black + can.white) - 1,
  },
  temporal: { "one is left": eventually(() => can.black + can.white === 1) },
  scenarios: {
    "hundred beans": { expect: "holds", states: 5150 },
    "thousand beans": {
      set: { beans: 1000 },
      check: ["never empty", "odd stays odd", "fewer every time"],
      expect: "holds",
      states: 501500,
    },
  },
});
