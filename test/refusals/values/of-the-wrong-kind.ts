import { array, bool, int, list, oneOf, record, set, shared, spec } from "allways";

const Point = record({ x: int(0, 3), y: bool() });
const s = shared({
  n: int(0, 3),
  b: bool(),
  word: oneOf("a", "b"),
  point: Point,
  pair: array(2, int(0, 3)),
  queue: list(2, int(0, 3)),
  seen: set(int(0, 3)),
});

function* p() {
  let n = 1;
  yield "go";
  s.n = s.b;
  s.b = s.n;
  s.word = 1;
  s.n = s.point;
  s.point = s.n;
  s.queue = s.pair;
  s.pair = s.point;
  s.seen = [1, 2];
  s.seen.add("one");
  s.queue.push(true);
  s.n = undefined;
  s.n = null;
  n = true;
  n = "a";
}

export default spec("refused", { processes: { p } });
