import { array, each, int, record, shared, spec, when } from "allways";

const s = shared({ slots: array(2, record({ n: int(0, 2) })) });

function* p(self: number) {
  const mine = s.slots[self];
  const other = s.slots[1 - self];
  yield "first";
  mine.n++;
  yield "second";
  when(other.n > 0);
  mine.n++;
}

export default spec("allowed", { processes: { p: each(p, 2) } });
