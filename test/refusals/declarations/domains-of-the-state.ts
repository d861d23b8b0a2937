import { choose, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  const v = choose(int(0, s.x));
  for (const n of int(s.x, 3)) s.x = n;
}

export default spec("refused", { processes: { p } });
