import { bool, int, list, oneOf, record, shared, spec } from "allways";

const s = shared({ word: oneOf("a", "b"), r: record({ x: int(0, 3) }), queue: list(2, bool()), n: int(0, 3) });

function* p() {
  yield "go";
  if (s.word) s.n = 1;
  if (!s.r) s.n = 2;
  if (s.queue && s.n) s.n = 3;
  s.n = s.word ? 1 : 2;
}

export default spec("refused", { processes: { p } });
