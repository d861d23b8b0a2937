import { choose, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  const a = s.y;
  const b = a + 1;
  let c = b;
  c += a;
  s.x = c;
  const { d, e } = s.z;
  s.x = d + e;
  for (const f of s.w) s.x = f;
  s.x = choose(a);

  yield "next";
  s.x = c;
}

export default spec("refused", { processes: { p } });
