import { int, list, shared, spec } from "allways";

const s = shared({ l: list(3, int(0, 1), [5]) });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
