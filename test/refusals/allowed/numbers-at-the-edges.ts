import { int, shared, spec } from "allways";

const s = shared({ big: int(-2147483648, 2147483647), x: int(0, 3) });
const MASK = 2 ** 31 - 1;

function* p() {
  yield "go";
  s.big = -2147483648;
  s.big = 2147483647;
  s.big = ~s.big;
  s.big = s.big & MASK;
  s.x = (s.big >> 30) & 1;
  s.x = Math.trunc(s.x / 2) % 3;
  s.big = s.x << 29;
}

export default spec("allowed", { processes: { p } });
