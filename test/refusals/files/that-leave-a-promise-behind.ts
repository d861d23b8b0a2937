import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  s.x = 1;
}

Promise.reject(new Error("nobody listens"));

export default spec("refused", { processes: { p } });
