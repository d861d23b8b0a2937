import { int, local, record, spec } from "allways";

function* p() {
  const pair = local(record({ a: record({ x: int(0, 3) }), b: int(0, 3) }));
  yield "go";
  const a = pair.a;
  a.x = 1;
  const [first, ...others] = [1, 2, 3];
  const fn = p;
  let word = Math;
}

export default spec("refused", { processes: { p } });
