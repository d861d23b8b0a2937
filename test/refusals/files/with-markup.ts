import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const page = <p>hello</p>;

function* p() {
  yield "go";
  s.x = 1;
}

export default spec("refused", { processes: { p } });
