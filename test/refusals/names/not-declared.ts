import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  const count = 1;
  yield "go";
  s.x = cuont;
  total = 3;
  s.x = total;
  optoinal();
}

export default spec("refused", { processes: { p } });
