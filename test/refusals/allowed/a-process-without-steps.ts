import { spec } from "allways";

function* p() {}

function* q() {
  const n = 1;
  return;
}

export default spec("allowed", { processes: { p, q } });
