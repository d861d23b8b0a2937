import { each, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p(self: number) {
  yield "go";
}

function tick() {
  s.x = 1;
}

const always = { "is typed": 3, "is plain": async () => true };

export default spec("refused", {
  processes: { "a b": p, p, q: tick, r: 3, t: each(p, 2) },
  actions: { p: tick, step: p, two: each(tick, 2) },
  proceses: {},
  always: { ...always, "takes nothing": (x: number) => x > 1, twice: () => true },
  step: { twice: () => true },
  within: true,
  mayEnd: false,
  init: p,
  scenarios: {
    one: { expct: "holds" },
    two: { expect: "hold" },
    three: { expect: { violates: "twcie" }, set: { k: 1 }, check: ["twice", "nothing"], states: -1 },
    four: "holds",
    five: {},
    six: { expect: { violates: "twice" }, check: ["takes nothing"], steps: 1.5, set: 3 },
  },
});
