import { array, int, shared, spec } from "allways";

const s = shared({ a: array(2, int(0, 3)), i: int(0, 1) });

function* draw() {
  yield "draw";
  return 1;
}

function* p() {
  yield "go";
  s.a[s.i] = yield* draw();
}

export default spec("refused", { processes: { p } });
