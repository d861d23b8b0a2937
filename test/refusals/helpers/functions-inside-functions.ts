import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  const next = () => s.x + 1;
  s.x = next();
  function last() {
    return 3;
  }
  s.x = last();
  s.x = last();
}

export default spec("refused", { processes: { p } });
