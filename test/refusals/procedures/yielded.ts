import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* put(n: number) {
  yield "put";
  s.x = n;
}

function* p() {
  yield "go";
  yield put(1);
}

export default spec("refused", { processes: { p } });
