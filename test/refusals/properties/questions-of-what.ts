import { at, bool, by, enabled, ended, int, shared, spec, taken } from "allways";

const s = shared({ x: int(0, 3), b: bool() });

function* put() {
  yield "put";
}

function* p() {
  yield "go";
  yield* put();
}

function helper() {
  return s.x;
}

function tick() {
  s.x = 1;
}

export default spec("refused", {
  processes: { p },
  actions: { tick },
  always: {
    "a helper's label": () => at(helper, "go") === 0,
    "an action's label": () => at(tick, "go") === 0,
    "an action's end": () => ended(tick) === 0,
    "a helper's end": () => ended(helper) === 0,
    "a procedure's end": () => ended(put) === 0,
    "an enabled helper": () => enabled(helper) > 0,
    "a name": () => at("p", "go") === 1,
    "no function": () => at() === 1,
    "no label": () => at(p) === 1,
    "the wrong order": () => at(p, "go", 0),
    "a boolean": () => at(p, s.b, "go"),
    "too many": () => at(p, 0, "go", 1),
    "one instance of a procedure": () => at(put, 0, "put"),
    "what one instance of a procedure could do": () => enabled(put, 0, "put"),
    "a label for ended": () => ended(p, "go") === 0,
  },
  step: { "a procedure's step": () => by(put), "one instance's step": () => by(put, 0, "put") },
  temporal: { "one instance of a procedure moves": taken(put, 0, "put") },
});
