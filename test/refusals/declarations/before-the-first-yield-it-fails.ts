import { each, int, local, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const TABLE = [1, 2];

function* p(self: number) {
  const n = local(int(0, 1));
  let m = TABLE[self];
  yield "go";
  s.x = m;
}

export default spec("refused", { processes: { p: each(p, 3) } });
