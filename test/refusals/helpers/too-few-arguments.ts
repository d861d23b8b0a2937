import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function sum(a: number, b: number, c = 0, d?: number) {
  return a + b + c;
}

function* p() {
  yield "go";
  s.x = sum(1);
}

export default spec("refused", { processes: { p } });
