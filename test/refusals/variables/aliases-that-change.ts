import { array, int, record, shared, spec } from "allways";

const s = shared({ r: record({ x: int(0, 3) }), q: record({ x: int(0, 3) }), rs: array(2, record({ x: int(0, 3) })) });

function reset(r: { x: number }) {
  r = { x: 0 };
}

function* p() {
  yield "go";
  let r = s.r;
  const q = s.q;
  q = s.r;
  reset(s.r);
  for (let each of s.rs) each.x = 1;
}

export default spec("refused", { processes: { p } });
