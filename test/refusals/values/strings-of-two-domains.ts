import { bool, oneOf, shared, spec } from "allways";

const s = shared({ phase: oneOf("idle", "busy"), side: oneOf("left", "right"), b: bool() });

function* p() {
  yield "go";
  s.b = s.phase === s.side;
  s.phase = s.side;
}

export default spec("refused", { processes: { p } });
