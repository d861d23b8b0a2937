import { int, params, spec } from "allways";

const { n } = params({ n: int(0, 3) });
const { n: again } = params({ n: int(0, 3) });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
