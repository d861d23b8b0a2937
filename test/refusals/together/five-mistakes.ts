import { at, int, list, oneOf, shared, spec, when } from "allways";

const s = shared({ x: int(0, 3), phase: oneOf("idle", "busy"), queue: list(2, int(0, 3)) });

function* p() {
  yield "first";
  s.y = 1;

  yield "second";
  s.x = s.x / 2;
  when(s.x > 0);

  yield "third";
  if (s.phase === "buzy") {
    s.queue.psuh(1);
  }
}

export default spec("refused", {
  processes: { p },
  always: { "is idle": () => at(p, "frist") === 0 },
});
