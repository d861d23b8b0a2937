import { spec } from "allways";

function* p() {
  yield "go";
  using held = null;
}

export default spec("refused", { processes: { p } });
