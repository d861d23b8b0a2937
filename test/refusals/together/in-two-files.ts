import { spec } from "allways";
import { put, state } from "./parts/state.ts";

function* p() {
  yield "go";
  put(1);
  put();
  put({ x: true });
  state.y = 1;
}

export default spec("refused", { processes: { p } });
