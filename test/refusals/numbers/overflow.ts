import { int, shared, spec } from "allways";

const s = shared({ big: int(-2147483648, 2147483647), x: int(0, 3) });

function* p() {
  let n = 2147483647;
  yield "go";
  s.big = s.big + 1;
  s.big += 1;
  s.big++;
  s.big = s.big - 1;
  s.big = s.big * 2;
  s.big = -s.big;
  s.big = Math.abs(s.big);
  s.big = Math.trunc(s.big / -1);
  s.big = s.big >>> 0;
  n++;
}

export default spec("refused", { processes: { p } });
