import { assert, int, list, note, shared, spec } from "allways";

const s = shared({ x: int(0, 3), queue: list(2, int(0, 3)) });

function* p() {
  let n = s.x;
  s.x = 1;
  s.queue.push(1);
  assert(n > 1, "is more");
  note("n", n);
  const list = s.queue;
  n = list[0];
  n = list.length;
  yield "go";
}

export default spec("refused", { processes: { p } });
