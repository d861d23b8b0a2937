import { assert, int, note, oneOf, record, shared, spec } from "allways";

const s = shared({ word: oneOf("a", "b"), r: record({ x: int(0, 3) }), n: int(0, 3) });

function* p() {
  yield "go";
  note();
  note(s.word);
  note("r", s.r);
  note("n", s.n, s.n);
  assert();
  assert(s.n > 1, s.word);
  assert(s.n > 1, `n is ${s.n}`);
  assert(s.word);
}

export default spec("refused", { processes: { p } });
