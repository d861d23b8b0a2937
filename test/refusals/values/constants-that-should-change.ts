import { int, shared, spec } from "allways";

const s = shared({ x: int(0, 3) });
const log: number[] = [];
const seen = new Set<number>();
const last = { x: 0 };

function* p() {
  yield "go";
  log.push(s.x);
  seen.add(s.x);
  last.x = s.x;
  const mine = [1, 2];
  mine[0] = s.x;
  mine.push(s.x);
}

export default spec("refused", { processes: { p } });
