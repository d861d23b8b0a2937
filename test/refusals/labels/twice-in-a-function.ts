import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* work() {
  yield "go";
  s.x = 1;
  yield "go";
}

function* p() {
  yield "start";
  if (s.x === 0) {
    yield "wait";
  } else {
    yield "wait";
  }
  yield* work();
  yield* work();
}

export default spec("refused", { processes: { p } });
