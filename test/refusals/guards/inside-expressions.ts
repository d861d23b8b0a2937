import { bool, int, optional, shared, spec, when } from "allways";

const s = shared({ b: bool(), x: int(0, 3) });

function* p() {
  yield "go";
  const held = when(s.b);
  if (when(s.b)) s.x = 1;
  return optional();
}

export default spec("refused", { processes: { p } });
