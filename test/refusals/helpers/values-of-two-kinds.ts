import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function choice() {
  if (s.x > 1) return 1;
  return false;
}

function* p() {
  yield "go";
  s.x = choice();
}

export default spec("refused", { processes: { p } });
