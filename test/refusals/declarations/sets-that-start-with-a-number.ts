import { int, set, shared, spec } from "allways";

const s = shared({ seen: set(int(0, 3), 2) });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
