import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function twice(f: () => void) {
  f();
  f();
}

function* p() {
  yield "go";
  twice(() => {
    s.x = 1;
  });
}

export default spec("refused", { processes: { p } });
