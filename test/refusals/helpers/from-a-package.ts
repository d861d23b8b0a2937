import { basename } from "node:path";
import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  s.x = basename("/tmp/a").length;
}

export default spec("refused", { processes: { p } });
