import { int, params, spec } from "allways";

const { n, m } = params({ n: int(0, 3) }, (p) => ({ m: p.n + 1 }));

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
