import { int, params, spec } from "allways";

const { n, m } = params({ n: 3, m: int(0, 3) });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
