import { assert, idleUntil, int, optional, shared, spec, when } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  when(() => s.x > 0);
  idleUntil(() => s.x > 0);
  optional(function () {
    return s.x > 0;
  });
  assert(() => s.x > 0, "text");
}

export default spec("refused", { processes: { p } });
