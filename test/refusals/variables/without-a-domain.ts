import { int, shared, spec } from "allways";

const s = shared({ n: int(0, 3), i: int(0, 1) });

function* p() {
  let point = { x: 1, y: true };
  let pair = [1, 2];
  yield "go";
  point = { x: 2, y: false };
  pair = [2, 3];
  const both = [s.n, 2];
  const fixed = { x: s.n };
  fixed.x = 2;
  let word = "a";
  word = 3;
  let nothing = undefined;
  nothing = 1;
}

export default spec("refused", { processes: { p } });
