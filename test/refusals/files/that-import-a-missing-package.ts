import { spec } from "allways";
import { nothing } from "no-such-package-anywhere";

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
