import { array, int, list, shared, spec } from "allways";

const s = shared({ pair: array(2, int(0, 3)), queue: list(2, int(0, 3)), deeper: list(3, int(0, 3)) });

function* p() {
  yield "go";
  s.pair = [1];
  s.queue = [1, 2, 3];
  s.queue = s.deeper;
}

export default spec("refused", { processes: { p } });
