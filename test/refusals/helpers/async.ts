import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });

async function load() {
  return 1;
}

function* p() {
  yield "go";
  s.x = load();
}

export default spec("refused", { processes: { p } });
