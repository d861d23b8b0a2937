import { shared, spec } from "allways";

const s = shared();

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
