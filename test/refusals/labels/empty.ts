import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "";
  s.x = 1;
}

export default spec("refused", { processes: { p } });
