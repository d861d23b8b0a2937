import { at, bool, by, enabled, ended, int, old, shared, spec } from "allways";

const s = shared({ x: int(0, 3), b: bool() });

function* p() {
  yield "go";
  if (at(p, "go") === 1) s.x = 1;
  s.x = ended(p);
  s.x = enabled(p);
  s.b = by(p);
  s.x = old(() => s.x);
}

export default spec("refused", { processes: { p } });
