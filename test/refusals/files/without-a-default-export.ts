import { spec } from "allways";

function* p() {
  yield "go";
}

export const poll = spec("refused", { processes: { p } });
