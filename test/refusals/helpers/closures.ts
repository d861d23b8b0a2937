import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function adder(n: number) {
  return () => s.x + n;
}
const add = adder(1);

function* p() {
  yield "go";
  s.x = add();
}

export default spec("refused", { processes: { p } });
