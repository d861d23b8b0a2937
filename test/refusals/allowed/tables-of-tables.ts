import { bool, int, shared, spec } from "allways";

const s = shared({ i: int(0, 1), j: int(0, 2), x: int(0, 9), b: bool() });
const SQUARE = [
  [1, 2, 3],
  [4, 5, 6],
];
const STAIRS = [[1], [2, 3, 4]];
const NAMED = [{ row: [true, false] }, { row: [false, true] }];

function* p() {
  yield "go";
  s.x = SQUARE[s.i][s.j];
  s.x = STAIRS[s.i][s.j % 1];
  s.b = NAMED[s.i].row[s.i];
  s.x = STAIRS[1][s.j];
  s.x = SQUARE[s.i].length;
}

export default spec("allowed", { processes: { p } });
