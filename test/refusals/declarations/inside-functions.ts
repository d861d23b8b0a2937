import { each, int, params, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

function* p() {
  yield "go";
  const t = shared({ y: int(0, 3) });
  params({ n: int(0, 3) });
  each(p, 3);
  spec("inner", {});
}

export default spec("refused", { processes: { p } });
