// A formula is made of conditions and of formulas.
import { eventually, int, shared, spec } from "allways";

const s = shared({ n: int(0, 3) });

function* worker() {
  yield "work";
  s.n = 1;
}

export default spec("numbers", { processes: { worker }, temporal: { wrong: eventually(3 as never) } });
