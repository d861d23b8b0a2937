import { each, spec } from "allways";

function* p(self: number) {
  yield "go";
}

export default spec("refused", { processes: { p: each(p, -1) } });
