import { spec } from "allways";

function* p() {
  yield "go";
}

export default spec({ processes: { p } });
