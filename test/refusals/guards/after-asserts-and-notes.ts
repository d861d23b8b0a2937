import { assert, int, note, shared, spec, when } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "assert";
  assert(s.x < 3);
  when(s.x > 0);

  yield "note";
  note("x", s.x);
  when(s.x > 0);
}

export default spec("refused", { processes: { p } });
