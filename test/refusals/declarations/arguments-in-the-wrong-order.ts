import { int, list, shared, spec } from "allways";

const s = shared({ l: list(int(0, 3), 4) });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
