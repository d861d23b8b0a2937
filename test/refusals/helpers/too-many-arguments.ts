import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function put(a: number) {
  s.x = a;
}

function* p() {
  yield "go";
  put(1, 2);
}

export default spec("refused", { processes: { p } });
