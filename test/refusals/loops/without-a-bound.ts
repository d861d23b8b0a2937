import { bool, int, shared, spec } from "allways";

const s = shared({ x: int(0, 3), b: bool() });

function* p() {
  yield "go";
  while (s.b) {
    s.x = 1;
  }
  do {
    s.x = 1;
  } while (s.b);
  for (;;) {
    s.x = 1;
  }
}

export default spec("refused", { processes: { p } });
