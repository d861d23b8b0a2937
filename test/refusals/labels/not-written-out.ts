import { spec } from "allways";

const LABEL = "go";

function* p() {
  yield LABEL;
  yield "a" + "b";
  yield `t${LABEL}`;
  yield 3;
}

export default spec("refused", { processes: { p } });
