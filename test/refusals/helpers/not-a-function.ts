import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const TABLE = [() => 1, () => 2];

function* p() {
  yield "go";
  s.x();
  s.x = TABLE[s.x % 2]();
}

export default spec("refused", { processes: { p } });
