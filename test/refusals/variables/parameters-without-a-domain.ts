import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function put(pair: { a: number }) {
  pair = { a: 2 };
  s.x = pair.a;
}

function* p() {
  yield "go";
  put({ a: 1 });
}

export default spec("refused", { processes: { p } });
