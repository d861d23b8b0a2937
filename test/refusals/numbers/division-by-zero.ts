import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  s.x = s.x % 0;
  s.x %= 0;
  s.x = Math.trunc(s.x / 0);
  s.x = (s.x / 0) | 0;
}

export default spec("refused", { processes: { p } });
