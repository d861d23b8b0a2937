import { bool, int, record, shared, spec, union } from "allways";

const s = shared({
  m: union(
    record({ kind: "a", n: int(0, 3), r: record({ x: bool() }) }),
    record({ kind: "b", n: int(0, 9), r: record({ x: bool() }) }),
  ),
  x: int(0, 9),
});

function* p() {
  yield "go";
  s.x = s.m.n;
  const r = s.m.r;
  r.x = true;
}

export default spec("refused", { processes: { p } });
