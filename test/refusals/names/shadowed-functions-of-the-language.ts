import { int, shared, spec, when } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  const when = 3;
  yield "go";
  when(s.x > 0);
}

export default spec("refused", { processes: { p } });
