import { bool, idleUntil, int, optional, shared, spec, when } from "allways";

const s = shared({ b: bool(), x: int(0, 3) });

function ready() {
  when(s.b);
  return true;
}

function* p() {
  yield "and";
  s.b && when(s.x > 0);
  yield "or";
  s.b || idleUntil(s.x > 0);
  yield "conditional";
  s.b ? when(s.x > 0) : optional();
  yield "helper";
  if (s.x > 0 && ready()) s.x = 1;
}

export default spec("refused", { processes: { p } });
