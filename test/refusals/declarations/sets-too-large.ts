import { int, set, shared, spec } from "allways";

const s = shared({ seen: set(int(0, 2000000)) });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
