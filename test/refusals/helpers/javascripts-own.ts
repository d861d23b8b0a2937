import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const bound = (() => 1).bind(null);

function* p() {
  yield "go";
  s.x = Math.floor(s.x);
  s.x = Math.random();
  s.x = Object.keys(s).length;
  s.x = bound();
}

export default spec("refused", { processes: { p } });
