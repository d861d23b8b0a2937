import { bool, int, shared, spec, when } from "allways";

const s = shared({ x: int(0, 3), b: bool() });

function half(n: number) {
  if (s.b) return n / 2;
  return n / 3;
}

function* draw() {
  yield "draw";
  if (s.b) return s.y;
  return s.z;
}

function* p() {
  yield "go";
  s.x = half(s.x);
  when(s.b);
  s.w = 1;
  const n = yield* draw();
  s.x = n;
  s.v = 1;
}

export default spec("refused", { processes: { p } });
