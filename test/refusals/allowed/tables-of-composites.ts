import { array, bool, int, record, shared, spec } from "allways";

const Pair = record({ a: int(0, 3), b: bool() });
const s = shared({ pair: Pair, row: array(2, int(0, 3)), i: int(0, 1) });
const PAIRS = [
  { a: 1, b: true },
  { a: 2, b: false },
];
const ROWS = [
  [0, 1],
  [2, 3],
];

function* p() {
  yield "go";
  s.pair = PAIRS[s.i];
  s.row = ROWS[s.i];
  s.pair = { a: 3, b: true };
  s.row = [3, 2];
}

export default spec("allowed", { processes: { p } });
