import { int, record, shared, spec } from "allways";

const s = shared({ req: record({ refs: int(0, 3) }) });
const req = s.req;

function* p() {
  yield "go";
  req.refs = 1;
}

export default spec("refused", { processes: { p } });
