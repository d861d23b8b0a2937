import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const HALF = 0.5;
const HUGE = 2 ** 40;
const PARTS = [1, 2.5];

function* p() {
  let v = 1;
  yield "go";
  s.x = 1.5;
  s.x = 2147483648;
  s.x = 1n;
  s.x = HALF;
  s.x = HUGE;
  v = HUGE;
  if (s.x > HALF) s.x = 1;
  if (s.x === HALF) s.x = 1;
  s.x = PARTS[s.x % 2];
  s.x = Math.PI;
}

export default spec("refused", { processes: { p } });
