import { bool, int, record, shared, spec } from "allways";

const s = shared({ b: bool(), n: int(0, 3), r: record({ x: int(0, 3) }) });

function* p() {
  yield "go";
  s.n = s.b ? 1 : "one";
  s.n = s.b ? s.r : 1;
}

export default spec("refused", { processes: { p } });
