import { spec } from "allways";

function* p() {
  yield;
}

export default spec("refused", { processes: { p } });
