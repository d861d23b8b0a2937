import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function count(...all: number[]) {
  return all.length;
}

function* p() {
  yield "go";
  s.x = count(1, 2);
}

export default spec("refused", { processes: { p } });
