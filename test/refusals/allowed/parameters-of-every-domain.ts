import { array, bool, choose, int, list, map, oneOf, params, record, set, shared, spec } from "allways";

const { ways, limits, order, one, both } = params({
  ways: set(oneOf("in", "out", "up"), ["in", "up"]),
  limits: map(int(0, 2), int(0, 3), [[1, 2]]),
  order: list(3, oneOf("x", "y"), ["x"]),
  one: record({ k: int(0, 3) }),
  both: array(2, bool()),
});
const s = shared({ x: int(0, 3), way: oneOf("in", "out", "up"), q: oneOf("x", "y"), b: bool() });

function* p() {
  yield "go";
  s.way = choose(ways);
  s.b = ways.has("in") && both[1];
  s.x = ways.size;
  s.x = limits.get(1);
  s.q = order[0];
  s.x = one.k;
  for (const [key, limit] of limits) s.x = Math.max(key, limit);
  for (const way of ways) {
    yield "each";
    s.way = way;
  }
}

export default spec("allowed", { processes: { p } });
