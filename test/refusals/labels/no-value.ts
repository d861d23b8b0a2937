import { spec } from "allways";

function* p() {
  const word = yield "go";
}

export default spec("refused", { processes: { p } });
