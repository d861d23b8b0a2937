import { array, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3), a: array(2, int(0, 3)) });

function* p() {
  yield "go";
  try {
    s.x = 1;
  } catch {
    s.x = 2;
  }
  throw new Error("wrong");
  for (const key in s) {
    s.x = 1;
  }
  debugger;
  class Inner {}
  var total = 1;
  s.x = total;
}

export default spec("refused", { processes: { p } });
