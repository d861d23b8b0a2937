import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* put() {
  yield "go";
  s.x = 1;
}

function* p() {
  yield "go";
  yield* put();
  yield* put();
}

export default spec("allowed", { processes: { p, q: p } });
