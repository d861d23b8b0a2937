import { bool, int, local, record, shared, spec } from "allways";

const s = shared({ n: int(0, 3) });

function* p() {
  let a = local(3);
  let b = local();
  let { c } = local(record({ c: bool() }));
  let d = local(int(0, 3), 1);
  let e = local(int(0, s.n));
  let f = local(int(3, 1));
  yield "go";
  s.n = local(int(0, 3));
}

export default spec("refused", { processes: { p } });
