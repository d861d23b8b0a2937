import { bool, int, record, shared, spec } from "allways";

const s = shared({ b: bool(), x: int(0, 3), r: record({ x: int(0, 3) }) });

function pick() {
  if (s.b) return { x: 1 };
  return { x: s.x };
}

function* p() {
  yield "go";
  s.r = pick();
}

export default spec("refused", { processes: { p } });
