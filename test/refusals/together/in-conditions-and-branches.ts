import { bool, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3), b: bool() });

function* p() {
  yield "go";
  if (s.c) {
    s.y = 1;
  } else {
    s.z = 1;
  }
  while (s.d) {
    yield "loop";
    s.w = 1;
  }
  switch (s.x) {
    case s.e:
      s.v = 1;
      break;
    default:
      s.u = 1;
  }
  for (const x of s.f) {
    s.t = 1;
  }
}

export default spec("refused", { processes: { p } });
