import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function lock() {
  s.x = 1;
}

function* p() {
  yield "go";
  yield* lock();
}

export default spec("refused", { processes: { p } });
