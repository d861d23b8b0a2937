import { copy, int, load, record, shared, spec } from "allways";

const s = shared({ r: record({ x: int(0, 3) }), n: int(0, 3) });

function* p() {
  yield "go";
  copy();
  load();
  copy(s.r, s.r);
  s.r = copy(s.n);
}

export default spec("refused", { processes: { p } });
