import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function choice(): number {
  if (s.x > 1) return 1;
}

function nothing() {
  s.x = 1;
}

function* p() {
  yield "go";
  s.x = choice();
  s.x = nothing();
}

export default spec("refused", { processes: { p } });
