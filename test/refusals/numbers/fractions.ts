import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  s.x = s.x / 2;
  s.x /= 2;
  s.x = s.x ** 2;
  s.x = Math.trunc(s.x);
  s.x = Math.trunc(s.x / 2, 1);
}

export default spec("refused", { processes: { p } });
