import { bool, int, shared, spec, when } from "allways";

const s = shared({ x: int(0, 3), b: bool() });
const LABEL = "two";

function* draw(n: number) {
  yield "draw";
  return n;
}

function* p() {
  yield LABEL;
  s.x = 1;

  yield LABEL;
  when(s.b);
  s.x = 2;

  const n = yield* draw();
  when(s.b);
  s.x = n;
  s.y = n;

  while (true) {
    yield* draw(1, 2);
    s.z = 1;
  }
}

export default spec("refused", { processes: { p } });
