import { bool, shared, spec } from "allways";
import { state as other } from "./parts/state.ts";

const state = shared({ x: bool() });

function* p() {
  yield "go";
  state.x = other.x;
}

export default spec("refused", { processes: { p } });
