import { array, bool, int, record, shared, spec } from "allways";

const s = shared({ x: int(0, 3), a: array(2, int(0, 3)), r: record({ a: bool() }), b: bool() });

function* p() {
  yield "go";
  for (const v of s.x) s.x = v;
  for (const v of s.r) s.x = v;
  for (const v of "abc") s.x = 1;
  let v = 0;
  for (v of s.a) s.x = v;
  for (const [i, e] of s.a.entries()) s.x = i;
  for (const e of [s.x, 1]) {
    yield "each";
    s.x = e;
  }
}

export default spec("refused", { processes: { p } });
