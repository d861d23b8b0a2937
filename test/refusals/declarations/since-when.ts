import { oneOf, params, since, spec } from "allways";

const { kernel, fixed } = params({ kernel: oneOf("5.17", "6.0") }, (p) => ({ fixed: since(p.kernel, "6.1") }));

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
