import { array, int, list, shared, spec } from "allways";

const Row = list(2, int(0, 3));
const s = shared({ rows: array(2, Row), i: int(0, 1), x: int(0, 3) });

function* p() {
  yield "go";
  for (const v of s.rows[s.i]) {
    yield "each";
    s.x = v;
  }
}

export default spec("refused", { processes: { p } });
