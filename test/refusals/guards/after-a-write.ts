import { disabled, idleUntil, int, list, optional, shared, spec, when } from "allways";

const s = shared({ x: int(0, 3), queue: list(2, int(0, 3)) });

function* p() {
  yield "write";
  s.x = 1;
  when(s.x > 0);

  yield "push";
  s.queue.push(1);
  idleUntil(s.x > 0);

  yield "count";
  s.x++;
  optional();

  let n = 0;
  yield "assign";
  n = 2;
  disabled();
}

export default spec("refused", { processes: { p } });
