import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function put(n?: number) {
  s.x = n === undefined ? 1 : n;
}

function keep(n: number, m = n + 1) {
  s.x = m;
}

function* p() {
  yield "go";
  put();
  put(2);
  keep(1, undefined);
}

export default spec("refused", { processes: { p } });
