import { bool, int, shared, spec, when } from "allways";

const s = shared({ x: int(0, 3), b: bool() });
const SMALL = new Set([1, 2]);
const NEXT = new Map([
  [0, 1],
  [1, 2],
]);

function* p() {
  yield "go";
  when(NEXT.has(s.x));
  s.b = SMALL.has(s.x);
  s.x = NEXT.get(s.x);
  for (const n of SMALL) s.x = n;
}

export default spec("allowed", { processes: { p } });
