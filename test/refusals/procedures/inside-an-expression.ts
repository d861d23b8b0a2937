import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* draw() {
  yield "draw";
  return 1;
}

function* p() {
  yield "go";
  s.x = 1 + (yield* draw());
  if ((yield* draw()) > 1) s.x = 2;
  s.x += yield* draw();
}

export default spec("refused", { processes: { p } });
