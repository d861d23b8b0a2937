import { at, by, each, enabled, ended, int, old, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* put() {
  yield "put";
  s.x = 1;
}

function* p(self: number) {
  yield "go";
  yield* put();
}

function* none(self: number) {
  yield "never";
}

function tick() {
  s.x = 2;
}

export default spec("allowed", {
  processes: { p: each(p, 2), none: each(none, 0) },
  actions: { tick },
  always: {
    a: () => at(p, "go") + at(put, "put") + ended(p) === 2,
    b: () => at(p, 0, "go") || ended(p, 0) || at(put, "put") > 0,
    c: () => enabled(p) + enabled(tick) >= 0 && ended(none) === 0,
    d: () => !at(p, s.x, "go") || s.x < 2,
  },
  step: {
    e: () => by(tick) || by(p, 0) || by(put, "put") || by(p, "go") || old(() => s.x) === s.x,
  },
});
