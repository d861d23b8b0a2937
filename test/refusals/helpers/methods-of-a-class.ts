import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

class Counter {
  next() {
    return 1;
  }
}
const counter = new Counter();

function* p() {
  yield "go";
  s.x = counter.next();
}

export default spec("refused", { processes: { p } });
