import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
let total = 0;
const LIMIT = 3;
const TABLE = [1, 2];
const LIMITS = { small: 1 };

function* p() {
  yield "go";
  s.x = total;
  total = 1;
  total++;
  LIMIT = 2;
  TABLE[0] = 3;
  LIMITS.small = 2;
  TABLE.push(3);
}

export default spec("refused", { processes: { p } });
