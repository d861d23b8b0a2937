import { bool, int, shared, spec } from "allways";

const s = shared({ b: bool(), n: int(0, 3) });

function* p() {
  let v;
  yield "go";
  if (s.b) v = 1;
  else v = true;
  s.b = v;
}

export default spec("refused", { processes: { p } });
