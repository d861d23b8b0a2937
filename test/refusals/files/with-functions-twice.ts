import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  s.x = 1;
}

function* p() {
  yield "stop";
  s.x = 2;
}

export default spec("refused", { processes: { p } });
