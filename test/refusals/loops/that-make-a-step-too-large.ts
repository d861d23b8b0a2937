import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  for (let i = 0; i < 100; i++) {
    for (let j = 0; j < 100; j++) {
      for (let k = 0; k < 100; k++) s.x = k % 4;
    }
  }
  s.x = 1;
}

export default spec("refused", { processes: { p } });
