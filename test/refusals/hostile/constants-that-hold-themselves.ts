import { choose, int, list, record, same, shared, spec } from "allways";

const s = shared({ r: record({ a: int(0, 3) }), l: list(2, int(0, 3)) });
const ring: { a: number; next?: unknown } = { a: 1 };
ring.next = ring;
const nest: unknown[] = [];
nest.push(nest);

function* p() {
  yield "go";
  s.r = ring;
  s.l = nest;
  const one = choose(nest);
  if (same(s.r, ring)) s.r.a = 1;
}

export default spec("refused", { processes: { p } });
