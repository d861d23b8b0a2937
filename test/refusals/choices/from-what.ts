import { bool, choose, int, map, record, shared, spec } from "allways";

const Key = int(0, 3);
const s = shared({ x: int(0, 3), m: map(Key, bool()), r: record({ a: bool() }) });

function* p() {
  yield "go";
  const a = choose(s.x);
  const b = choose(s.m);
  const c = choose(s.r);
  const d = choose();
  const e = choose([1, 2], 3);
  const f = choose(int(0, 2000000000));
}

export default spec("refused", { processes: { p } });
