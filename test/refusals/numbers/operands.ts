import { bool, int, list, record, shared, spec } from "allways";

const s = shared({ x: int(0, 3), b: bool(), r: record({ a: int(0, 3) }), l: list(2, bool()) });

function* p() {
  yield "go";
  s.x = s.b + 1;
  s.x = 1 + s.b;
  s.x = -s.b;
  s.x = s.r - 1;
  s.x = ~s.l;
  s.b++;
  s.x += s.b;
  if (s.b > 0) s.x = 1;
  s.x = Number(s.r);
  s.x = Math.max(s.b, 1);
  s.x = Math.max();
  s.x = Math.abs(1, 2);
  s.x = Number();
}

export default spec("refused", { processes: { p } });
