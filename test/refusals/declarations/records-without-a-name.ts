import { int, shared, spec } from "allways";

shared({ x: int(0, 3) });
{
  const inner = shared({ y: int(0, 3) });
}

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
