import { int, list, map, record, shared, spec } from "allways";

const s = shared({ queue: list(2, record({ x: int(0, 3) })), m: map(int(0, 3), record({ x: int(0, 3) })) });

function* p() {
  yield "go";
  const first = s.queue[0];
  const third = s.m.get(3);
  yield "later";
  first.x = third.x;
}

export default spec("refused", { processes: { p } });
