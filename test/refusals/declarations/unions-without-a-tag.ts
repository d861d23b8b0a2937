import { int, record, shared, spec, union } from "allways";

const s = shared({ m: union(record({ a: int(0, 3) }), record({ b: int(0, 3) })) });

function* p() {
  yield "go";
}

export default spec("refused", { processes: { p } });
