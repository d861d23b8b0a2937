import { choose, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const first = choose([1, 2]);

function* p() {
  yield "go";
  s.x = first;
}

export default spec("refused", { processes: { p } });
