import { shared, spec, union } from "allways";

const s = shared({ m: union() });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
