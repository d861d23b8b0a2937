import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 2147483647) });
const All = int(0, 2147483647);

function* p() {
  yield "go";
  for (const v of All) s.x = v;
  for (let i = 0; i < 100000; i++) s.x = i;
}

export default spec("refused", { processes: { p } });
