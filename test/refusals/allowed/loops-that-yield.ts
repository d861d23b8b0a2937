import { array, bool, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3), a: array(3, int(0, 3)), b: bool() });

function* ready() {
  yield "ready";
  return s.b;
}

function* p() {
  outer: while (true) {
    yield "round";
    for (const v of s.a) {
      if (v === 0) continue;
      if (v === 1) continue outer;
      if (v === 2) break outer;
      yield "each";
      s.x = v;
    }
    do {
      yield "twice";
      if (s.b) continue;
      s.x = 1;
    } while (yield* ready());
  }
  switch (s.x) {
    default:
      yield "default";
    case 3:
      s.x = 0;
  }
}

export default spec("allowed", { processes: { p } });
