import { bool, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3), b: bool() });

function* p() {
  while (true) {
    yield "go";
    while (s.x > 0) {
      if (s.b) {
        yield "wait";
      }
    }
  }
}

export default spec("refused", { processes: { p } });
