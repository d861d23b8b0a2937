import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* lock() {
  yield "lock";
  return 1;
}

function* p() {
  yield "go";
  lock();
  s.x = lock();
}

export default spec("refused", { processes: { p } });
