import { array, bool, int, shared, spec } from "allways";

const small = shared({ x: int(0, 3) });
const s = shared({ x: int(0, 3), grid: array(300, array(300, bool())) });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
