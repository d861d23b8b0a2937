import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const LIMIT = 3;

function* p() {
  let n = 0;
  if (s.y > LIMIT) n = 1;
  else n = 2;
  while (s.z) n = 3;
  yield "go";
  s.x = n;
}

export default spec("refused", { processes: { p } });
