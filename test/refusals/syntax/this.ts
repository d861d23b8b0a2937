import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  this.x = 1;
  s.x = this.x;
}

export default spec("refused", { processes: { p } });
