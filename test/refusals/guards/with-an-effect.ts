import { idleUntil, int, list, shared, spec, when } from "allways";

const s = shared({ x: int(0, 3), queue: list(2, int(0, 3)) });

function* p() {
  yield "count";
  when(s.x++ > 1);
  s.x = 0;

  yield "pop";
  idleUntil(s.queue.pop() > 0);
}

export default spec("refused", { processes: { p } });
