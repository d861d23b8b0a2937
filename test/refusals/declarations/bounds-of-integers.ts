import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 1.5) });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
