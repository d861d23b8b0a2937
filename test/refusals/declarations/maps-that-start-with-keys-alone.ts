import { bool, int, map, shared, spec } from "allways";

const s = shared({ m: map(int(0, 3), bool(), [1, 2]) });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
