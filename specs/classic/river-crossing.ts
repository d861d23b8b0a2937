// A farmer with a wolf, a goat and a cabbage at a river, and a boat for himself and one of them (Alcuin of York, about
// 800). Unwatched, the wolf eats the goat and the goat eats the cabbage. The solution is the counterexample to
// "somebody is still here": seven crossings, eight states. Of 16 states 10 are reached without a meal; 31 generated,
// depth 8.
//
// `goatIsFed` leaves the cabbage alone.

import { bool, each, oneOf, params, set, shared, spec, when } from "allways";

const { goatIsFed } = params({ goatIsFed: bool() });

const WHO = oneOf("farmer", "wolf", "goat", "cabbage");
type Who = "farmer" | "wolf" | "goat" | "cabbage";

const s = shared({ across: set(WHO) });

function together(a: Who, b: Who): boolean {
  return s.across.has(a) === s.across.has(b);
}

function row(who: Who) {
  if (s.across.has(who)) s.across.delete(who);
  else s.across.add(who);
}

/** With the farmer as his own passenger he rows alone. */
function cross(passenger: Who) {
  when(together("farmer", passenger));
  if (passenger !== "farmer") row(passenger);
  row("farmer");
}

function nobodyEats(): boolean {
  return together("goat", "farmer") || (!together("goat", "wolf") && (goatIsFed || !together("goat", "cabbage")));
}

export default spec("river crossing", {
  actions: { cross: each(cross, WHO) },
  within: nobodyEats,
  always: { "somebody is still here": () => s.across.size < 4 },
  scenarios: {
    solution: { expect: { violates: "somebody is still here" }, states: 10, steps: 7 },
    "fed goat": { set: { goatIsFed: true }, expect: { violates: "somebody is still here" }, states: 12, steps: 5 },
  },
});
