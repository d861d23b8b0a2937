import { bool, int, oneOf, shared, spec } from "allways";

const s = shared({ i: int(0, 1), x: int(0, 9), b: bool() });
const MIXED = [{ a: 1 }, { b: 2 }];
const HALF = [[1, 2], 3];
const KEYED = { idle: 1 };
const t = shared({ word: oneOf("idle", "busy") });

function* p() {
  yield "go";
  s.x = MIXED[s.i].a;
  s.x = HALF[s.i][0];
  s.x = [s.i, s.x][s.i];
  s.x = KEYED[t.word];
}

export default spec("refused", { processes: { p } });
