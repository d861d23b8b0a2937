import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const start = s.x;

function* p() {
  yield "go";
  s.x = start + 1;
}

export default spec("refused", { processes: { p } });
