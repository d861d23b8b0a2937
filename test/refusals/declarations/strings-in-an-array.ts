import { oneOf, shared, spec } from "allways";

const s = shared({ word: oneOf(["a", "b"]) });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
