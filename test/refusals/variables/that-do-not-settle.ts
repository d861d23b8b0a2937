import { int, shared, spec } from "allways";

const s = shared({ n: int(0, 3) });

function* p() {
  let rounds = 0;
  while (true) {
    yield "go";
    rounds++;
    if (rounds > 3) s.n = 0;
  }
}

export default spec("refused", { processes: { p } });
