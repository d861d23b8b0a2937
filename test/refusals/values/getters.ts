import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const view = {
  get next() {
    return s.x + 1;
  },
};

function* p() {
  yield "go";
  s.x = view.next;
}

export default spec("refused", { processes: { p } });
