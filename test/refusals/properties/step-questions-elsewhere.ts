import { by, int, old, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  s.x = 1;
}

export default spec("refused", {
  processes: { p },
  always: { a: () => by(p), b: () => old(() => s.x) === 1 },
  step: { c: () => old(() => old(() => s.x)) === 1, d: () => old(s.x) === 1, e: () => old() },
  within: () => !by(p),
});
