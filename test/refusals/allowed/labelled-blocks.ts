import { bool, int, shared, spec } from "allways";

const s = shared({ b: bool(), x: int(0, 3) });

function* p() {
  yield "go";
  out: {
    if (s.b) break out;
    s.x = 1;
  }
  s.b = true;
}

export default spec("allowed", { processes: { p } });
