import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3), n: int(0, 40), big: int(0, 2147483647) });

function* p() {
  yield "go";
  s.big = s.x << 32;
  s.big = s.x >> -1;
  s.big = s.x << s.n;
  s.big = s.big << 3;
}

export default spec("refused", { processes: { p } });
