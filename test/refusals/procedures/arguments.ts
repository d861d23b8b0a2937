import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* put(a: number, b: number) {
  yield "put";
  s.x = a + b;
}

function* p() {
  yield* put(1);
  yield* put(1, 2, 3);
}

export default spec("refused", { processes: { p } });
