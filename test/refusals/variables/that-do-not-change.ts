import { each, int, shared, spec } from "allways";

const s = shared({ n: int(0, 3) });

function* p(self: number) {
  const limit = 3;
  yield "go";
  limit = 2;
  self = 1;
  self++;
}

export default spec("refused", { processes: { p: each(p, 2) } });
